/* What an application may ask of the sign-in: prompt, max_age, hints (OpenID Connect Core 3.1.2.1). */
import assert from "node:assert/strict";

import { addClient, visit, visits } from "./support/visit.mjs";

let client;
let house; // asks for no consent
let service;

visits((started) => {
  service = started;
  client = addClient();
  house = addClient({ require_consent: false });
});

/* Where the request leads: the path of our page, or what the application is told. */
async function leads(visitor, of, more) {
  await visitor.authorize(of, more);
  const { origin, pathname } = new URL(visitor.page.url());
  return origin === service.issuer ? pathname : await visitor.callback();
}

visit("none: an answer in any case, never a page", async (visitor) => {
  const person = service.addUser();
  assert.equal((await leads(visitor, house, { prompt: "none" })).error, "login_required");
  await visitor.authorize(house);
  await visitor.signIn(person);
  await visitor.callback();
  assert.ok((await leads(visitor, house, { prompt: "none" })).code);
  assert.equal((await leads(visitor, client, { prompt: "none" })).error, "consent_required");
  assert.equal((await leads(visitor, house, { prompt: "none", max_age: "0" })).error, "login_required");
});

visit("login, select_account and a maximum age ask again, the second person's session is new", async (visitor) => {
  const person = service.addUser();
  await visitor.finish(client, person);
  assert.ok((await leads(visitor, client)).code);
  for (const more of [{ prompt: "login" }, { prompt: "select_account" }, { max_age: "0" }]) {
    assert.equal(await leads(visitor, client, more), "/ui/sign-in", JSON.stringify(more));
    await visitor.signIn(person);
    assert.ok((await visitor.callback()).code, JSON.stringify(more));
  }
  assert.ok((await leads(visitor, client, { max_age: "3600" })).code);
  const other = service.addUser();
  await visitor.authorize(client, { prompt: "select_account" });
  await visitor.signIn(other);
  await visitor.at("/ui/consent");
  await visitor.page.getByText(other.email).waitFor();
});

visit("consent asks again for what was allowed", async (visitor) => {
  await visitor.finish(client, service.addUser());
  assert.equal(await leads(visitor, client, { prompt: "consent" }), "/ui/consent");
  await visitor.press("allow");
  assert.ok((await visitor.callback()).code);
});

visit("a hint at somebody else asks for that person", async (visitor) => {
  const { id_token } = await visitor.tokens(client, await visitor.finish(client, service.addUser()));
  await visitor.context.clearCookies();
  await visitor.finish(client, service.addUser());
  assert.equal(await leads(visitor, client, { id_token_hint: id_token }), "/ui/sign-in");
});
