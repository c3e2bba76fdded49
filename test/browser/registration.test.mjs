/* People make an account of their own: by code in the same browser, by link on another device. */
import assert from "node:assert/strict";

import { accessible } from "./support/accessible.mjs";
import { addClient, visit, visitBothWays, visits } from "./support/visit.mjs";

let client;
let count = 0;

visits(() => {
  client = addClient({ require_consent: false });
});

const newcomer = () => ({
  given_name: "Grace",
  family_name: "Hopper",
  email: `grace${++count}@example.com`,
  password: "several words of an own password",
});

async function begin(visitor) {
  await visitor.authorize(client);
  await visitor.page.getByRole("link", { name: "Create an account" }).click();
  await visitor.page.locator("[name=given_name]").waitFor();
}

async function register(visitor, person) {
  const { page } = visitor;
  await begin(visitor);
  for (const [name, value] of Object.entries(person)) await page.locator(`input[name=${name}]`).fill(value);
  await page.locator("button.primary").click();
}

async function letterTo({ page, service }, { email }) {
  const answer = await page.request.get(`${service.issuer}/dev/outbox.json?to=${encodeURIComponent(email)}`);
  return (await answer.json()).items.at(-1);
}

visit("the rules stand before typing, and the fields are ones that browsers know", async (visitor) => {
  const { page } = visitor;
  await begin(visitor);
  assert.equal(await page.title(), "Create an account – Web shop");
  assert.match(await page.locator("#password-hint").innerText(), /At least 15 characters/);
  const known = await page
    .locator("form input:not([type=hidden])")
    .evaluateAll((all) => all.map((one) => [one.name, one.autocomplete]));
  assert.deepEqual(known, [
    ["given_name", "given-name"],
    ["family_name", "family-name"],
    ["email", "username"],
    ["password", "new-password"],
  ]);
  await accessible(page);
});

visitBothWays("what is wrong stands at its field too, the rest stays", async (visitor) => {
  const { page } = visitor;
  await register(visitor, { ...newcomer(), password: "short" });
  assert.equal(await visitor.problem(), "password_too_short");
  assert.match(await page.locator("#password-problem").innerText(), /too short/);
  assert.equal(await page.locator("[name=password]").inputValue(), "");
  assert.equal(await page.locator("[name=given_name]").inputValue(), "Grace");
});

visitBothWays("a wrong code is told, the right one leads to the application", async (visitor) => {
  const { page } = visitor;
  const person = newcomer();
  await register(visitor, person);
  const code = page.locator("[name=code]");
  await code.waitFor();
  assert.match(await page.locator(".lead").innerText(), new RegExp(person.email));
  assert.equal(await code.getAttribute("autocomplete"), "one-time-code");
  assert.equal(await code.getAttribute("inputmode"), "numeric");
  await code.fill("12345");
  await page.locator("button.primary").click();
  assert.equal(await visitor.problem(), "code_wrong");
  await code.fill((await letterTo(visitor, person)).code);
  await page.locator("button.primary").click();
  const answer = await visitor.callback();
  assert.ok((await visitor.tokens(client, answer)).id_token);
});

visitBothWays("the link asks for a press, and confirms", async (visitor) => {
  const { page } = visitor;
  const person = newcomer();
  await register(visitor, person);
  await page.locator("[name=code]").waitFor();
  await page.goto((await letterTo(visitor, person)).links[0]);
  assert.ok(!page.url().includes("token"));
  assert.match(await page.locator(".lead").innerText(), new RegExp(person.email));
  await page.locator("button.primary").click();
  await page.getByRole("heading", { name: "Address confirmed" }).waitFor();
});

visitBothWays("whoever asks for another letter too soon is told when", async (visitor) => {
  const { page } = visitor;
  await register(visitor, newcomer());
  await page.locator("[name=code]").waitFor();
  await page.getByRole("button", { name: "Send it again" }).click();
  assert.equal(await visitor.problem(), "throttled");
  assert.match(await page.locator("#error-summary").innerText(), /Time to wait: \d+ s|try again in \d+ seconds\./);
});

visit("each step is accessible", async (visitor) => {
  const { page } = visitor;
  const person = newcomer();
  await register(visitor, person);
  await page.locator("[name=code]").waitFor();
  await accessible(page);
  await page.goto((await letterTo(visitor, person)).links[0]);
  await accessible(page);
  await page.locator("button.primary").click();
  await page.getByRole("heading", { name: "Address confirmed" }).waitFor();
  await accessible(page);
});

visit("the keyboard suffices", async (visitor) => {
  const { page } = visitor;
  const person = newcomer();
  await begin(visitor);
  await page.locator("[name=given_name]").focus();
  for (const value of [person.given_name, person.family_name, person.email, person.password]) {
    await page.keyboard.type(value);
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator("[name=code]").waitFor();
});
