/* response_mode=form_post: the answer travels to the application in a form. */
import assert from "node:assert/strict";

import { addClient, app, visit, visits } from "./support/visit.mjs";

let client;
let service;

visits((started) => {
  service = started;
  client = addClient();
});

/* The parameters that the application is posted once `act` is done. */
async function posted({ page }, act) {
  const sent = page.waitForRequest((one) => one.method() === "POST" && one.url() === `${app}/callback`);
  await act();
  await page.waitForURL(`${app}/callback`);
  return Object.fromEntries(new URLSearchParams((await sent).postData()));
}

async function atConsent(visitor) {
  await visitor.authorize(client, { response_mode: "form_post" });
  await visitor.signIn(service.addUser());
  await visitor.at("/ui/consent");
}

visit("the script sends it", async (visitor) => {
  await atConsent(visitor);
  const answer = await posted(visitor, () => visitor.press("allow"));
  assert.equal(answer.state, "the state");
  assert.ok((await visitor.tokens(client, answer)).id_token);
  const again = await posted(visitor, () =>
    visitor.authorize(client, { response_mode: "form_post" }).catch(() => null),
  );
  assert.ok(again.code);
});

visit("a button sends it where there is no script", { javaScriptEnabled: false }, async (visitor) => {
  const { page } = visitor;
  await atConsent(visitor);
  await visitor.press("allow");
  assert.match(await visitor.text(), /press the button to go on to Web shop/);
  const answer = await posted(visitor, () => page.getByRole("button", { name: "Continue" }).click());
  assert.ok((await visitor.tokens(client, answer)).id_token);
});

visit("a denial too", async (visitor) => {
  await atConsent(visitor);
  assert.equal((await posted(visitor, () => visitor.press("deny"))).error, "access_denied");
});
