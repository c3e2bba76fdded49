/* Signing out, asked for by an application. */
import assert from "node:assert/strict";

import { accessible } from "./support/accessible.mjs";
import { addClient, app, visit, visitBothWays, visits } from "./support/visit.mjs";

let client;
let service;

visits((started) => {
  service = started;
  client = addClient();
});

/* Signed in; the ID Token of that. */
async function signedIn(visitor) {
  const person = service.addUser();
  const { id_token } = await visitor.tokens(client, await visitor.finish(client, person));
  return { person, id_token };
}

const signOut = ({ page }, query) => page.goto(`${service.issuer}/oauth2/logout?${new URLSearchParams(query)}`);

async function isSignedIn(visitor) {
  await visitor.authorize(client, { prompt: "none" });
  return !(await visitor.callback()).error;
}

visitBothWays("with the ID Token of this session nobody is asked", async (visitor) => {
  const { id_token } = await signedIn(visitor);
  await signOut(visitor, { id_token_hint: id_token, post_logout_redirect_uri: `${app}/bye`, state: "s" });
  await visitor.page.waitForURL(`${app}/bye?state=s`);
  assert.equal(await isSignedIn(visitor), false);
});

visitBothWays("without one the person is asked, and told where they are signed in", async (visitor) => {
  const { page } = visitor;
  const { person } = await signedIn(visitor);
  await signOut(visitor, {});
  await visitor.at("/ui/logout");
  const text = await visitor.text();
  for (const words of ["Sign out?", person.email, "Web shop"]) assert.ok(text.includes(words), words);
  await visitor.press("logout");
  await page.getByRole("heading", { name: "You are signed out" }).waitFor();
  assert.equal(await isSignedIn(visitor), false);
});

visitBothWays("who stays signed in is so", async (visitor) => {
  const { page } = visitor;
  await signedIn(visitor);
  await signOut(visitor, { client_id: client.client_id, post_logout_redirect_uri: `${app}/bye` });
  await visitor.at("/ui/logout");
  await visitor.press("cancel");
  await page.getByRole("heading", { name: "You are still signed in" }).waitFor();
  assert.equal(await page.locator("main a.button").getAttribute("href"), `${app}/bye`);
  assert.equal(await isSignedIn(visitor), true);
});

visit("after the question the way leads back to a registered address only", async (visitor) => {
  await signedIn(visitor);
  await signOut(visitor, { client_id: client.client_id, post_logout_redirect_uri: `${app}/bye` });
  await visitor.at("/ui/logout");
  await visitor.press("logout");
  await visitor.page.waitForURL(`${app}/bye`);
  await signOut(visitor, { client_id: client.client_id, post_logout_redirect_uri: `${app}/elsewhere` });
  assert.equal(await visitor.problem(), "invalid_request");
  assert.equal(await visitor.page.locator(`a[href*="${app}"]`).count(), 0);
});

visit("nothing is at fault in any state", async (visitor) => {
  const { page } = visitor;
  await signedIn(visitor);
  await signOut(visitor, {});
  await visitor.at("/ui/logout");
  await accessible(page);
  await visitor.press("cancel");
  await page.getByRole("heading", { name: "You are still signed in" }).waitFor();
  assert.equal(await visitor.focused(), "H1");
  await accessible(page);
});
