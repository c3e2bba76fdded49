/* The first administrator, by a link that works once. */
import assert from "node:assert/strict";

import { accessible } from "./support/accessible.mjs";
import { Service } from "./support/service.mjs";
import { visit, visitBothWays, visits } from "./support/visit.mjs";

let service;

visits((started) => {
  service = started;
}, Service.start);

const OWNER = {
  given_name: "Olga",
  family_name: "Owner",
  email: "owner@example.com",
  password: "a password of several words",
};

async function send({ page }, values) {
  for (const [name, value] of Object.entries(values)) await page.locator(`input[name=${name}]`).fill(value);
  await page.locator("button.primary").click();
}

visit("the rules stand before typing, and the fields are ones that browsers know", async ({ page }) => {
  await page.goto(service.setup_url);
  assert.equal(await page.title(), "Create the first administrator – Tessera");
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
  await page.goto(service.setup_url);
  await send(visitor, { ...OWNER, password: "short" });
  assert.equal(await visitor.problem(), "password_too_short");
  assert.match(await page.locator("#password-problem").innerText(), /too short/);
  assert.match(await page.locator("[name=password]").getAttribute("aria-describedby"), /password-problem/);
  assert.equal(await page.locator("[name=password]").inputValue(), "");
  assert.equal(await page.locator("[name=given_name]").inputValue(), "Olga");
  await send(visitor, { ...OWNER, email: "nobody" });
  await page.locator("#email-problem").waitFor();
  assert.deepEqual(await page.locator("[aria-invalid=true]").evaluateAll((all) => all.map(({ name }) => name)), [
    "email",
  ]);
});

visit("the first administrator is made once", async (visitor) => {
  const { page } = visitor;
  await page.goto(service.setup_url);
  await send(visitor, OWNER);
  await page.getByRole("heading", { name: "Administrator created" }).waitFor();
  assert.equal(await visitor.focused(), "H1");
  await accessible(page);
  assert.deepEqual(service.json(["user", "show", OWNER.email]).roles, ["owner"]);
  await page.goto(service.setup_url);
  assert.equal(await visitor.problem(), "setup_link_invalid");
  await accessible(page);
});
