/* The consent page. */
import assert from "node:assert/strict";

import { accessible } from "./support/accessible.mjs";
import { addClient, visit, visitBothWays, visits } from "./support/visit.mjs";

const SHOP = "https://shop.example.com";
const SCOPE = "openid profile email offline_access";

let client;
let service;

visits((started) => {
  service = started;
  client = addClient({
    policy_uri: `${SHOP}/privacy`,
    tos_uri: `${SHOP}/terms`,
    scope: "openid profile email phone offline_access",
  });
});

/* At the consent page, as a new person. */
async function asked(visitor, more = { scope: SCOPE }) {
  const person = service.addUser();
  await visitor.authorize(client, more);
  await visitor.signIn(person);
  await visitor.at("/ui/consent");
  return person;
}

const box = ({ page }, scope) => page.locator(`input[type=checkbox][name=scope][value=${scope}]`);

visit("names application, host, person, and what is shared in plain words", async (visitor) => {
  const { page } = visitor;
  const person = await asked(visitor);
  const text = await visitor.text();
  for (const words of ["Web shop asks for access", "127.0.0.1", "Ada Lovelace", person.email, "Your profile"])
    assert.ok(text.includes(words), words);
  const links = await page.locator("main a").evaluateAll((all) => all.map(({ href }) => href));
  assert.deepEqual(links, [`${SHOP}/privacy`, `${SHOP}/terms`]);
  assert.equal(await page.title(), "Allow access? – Web shop");
  await accessible(page);
});

visit("the page comes in the place of the other, and its heading has the focus", async (visitor) => {
  const { page } = visitor;
  const person = service.addUser();
  await visitor.authorize(client);
  await page.evaluate(() => {
    window.stillHere = true;
  });
  await visitor.signIn(person);
  await visitor.at("/ui/consent");
  await page.locator("button[value=allow]").waitFor();
  assert.equal(await page.evaluate(() => window.stillHere), true);
  assert.equal(await visitor.focused(), "H1");
});

visitBothWays("what is unticked is not granted", async (visitor) => {
  await asked(visitor);
  assert.equal(await box(visitor, "openid").count(), 0);
  await box(visitor, "profile").uncheck();
  await box(visitor, "offline_access").uncheck();
  await visitor.press("allow");
  const tokens = await visitor.tokens(client, await visitor.callback());
  assert.deepEqual(tokens.scope.split(" ").sort(), ["email", "openid"]);
});

visit("an answer is remembered; what is new is asked for, and marked", async (visitor) => {
  const { page } = visitor;
  await asked(visitor, { scope: "openid email" });
  await visitor.press("allow");
  await visitor.callback();
  await visitor.authorize(client, { scope: "openid email" });
  assert.ok((await visitor.callback()).code);
  await visitor.authorize(client, { scope: "openid email phone" });
  await visitor.at("/ui/consent");
  const fresh = page.locator("li", { has: page.locator(".added") });
  assert.equal(await fresh.count(), 1);
  assert.match(await fresh.innerText(), /^New\s+Your phone number/);
});

visitBothWays("who declines is sent back, and the application hears of it", async (visitor) => {
  await asked(visitor);
  await visitor.press("deny");
  const answer = await visitor.callback();
  assert.equal(answer.error, "access_denied");
  assert.equal(answer.state, "the state");
  assert.equal(answer.iss, service.issuer);
});

visitBothWays("another account can be used", async (visitor) => {
  const { page } = visitor;
  await asked(visitor);
  const other = service.addUser();
  await visitor.press("other");
  await visitor.at("/ui/sign-in");
  await visitor.signIn(other);
  await visitor.at("/ui/consent");
  await page.getByText(other.email).waitFor();
  await visitor.press("allow");
  const { access_token } = await visitor.tokens(client, await visitor.callback());
  const answer = await visitor.context.request.get(`${service.issuer}/oauth2/userinfo`, {
    headers: { Authorization: `Bearer ${access_token}` },
  });
  assert.equal((await answer.json()).email, other.email);
});

visit("both answers weigh the same, and a keyboard reaches all", async (visitor) => {
  const { page } = visitor;
  await asked(visitor);
  const look = (value) =>
    page.locator(`button[value=${value}]`).evaluate((button) => {
      const { color, backgroundColor, borderColor, fontWeight, inlineSize } = getComputedStyle(button);
      return { color, backgroundColor, borderColor, fontWeight, inlineSize };
    });
  assert.deepEqual(await look("allow"), await look("deny"));
  const stops = [];
  for (let n = 0; n < 6; n++) {
    await page.keyboard.press("Tab");
    stops.push(await page.evaluate(() => document.activeElement.value));
  }
  assert.deepEqual(stops, ["other", "profile", "email", "offline_access", "allow", "deny"]);
  await page.keyboard.press("Space");
  assert.equal((await visitor.callback()).error, "access_denied");
});
