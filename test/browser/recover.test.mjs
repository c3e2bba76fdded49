/* A forgotten password, as a person meets it: from the sign-in and back, with scripts and without. */
import assert from "node:assert/strict";

import { accessible } from "./support/accessible.mjs";
import { Service } from "./support/service.mjs";
import { visit, visitBothWays, visits } from "./support/visit.mjs";

let service;

visits((started) => {
  service = started;
}, Service.start);

visitBothWays("what is wrong is told, what was typed stays", async (visitor) => {
  const { page } = visitor;
  await page.goto(`${service.issuer}/ui/recover`);
  await page.locator("input[name=email]").fill("nobody");
  await page.locator("button.primary").click();
  assert.equal(await visitor.problem(), "email_invalid");
  assert.equal(await page.locator("input[name=email]").inputValue(), "nobody");
});

visitBothWays("the code's page says the same for an address that nobody has", async (visitor) => {
  const { page } = visitor;
  await page.goto(`${service.issuer}/ui/recover`);
  await page.locator("input[name=email]").fill(`nobody-${Date.now()}@example.com`);
  await page.locator("input[name=email]").press("Enter");
  await page.locator("input[name=code]").waitFor();
  assert.match(await page.locator("main").innerText(), /All other sessions end/);
  await page.locator("input[name=code]").fill("000000");
  await page.locator("input[name=password]").fill("an entirely different passphrase");
  await page.locator("button.primary").click();
  assert.equal(await visitor.problem(), "code_wrong");
});

visit("the fields are ones that browsers know", async ({ page }) => {
  await page.goto(`${service.issuer}/ui/reset?id=none`);
  const known = await page
    .locator("form input:not([type=hidden])")
    .evaluateAll((all) => all.map((one) => [one.name, one.autocomplete, one.inputMode]));
  assert.deepEqual(known, [
    ["code", "one-time-code", "numeric"],
    ["password", "new-password", ""],
  ]);
  await accessible(page);
});

visitBothWays("a link that does not work says so", async ({ page }) => {
  await page.goto(`${service.issuer}/ui/reset?token=${"A".repeat(43)}`);
  assert.match(await page.locator("h1").innerText(), /no longer works/);
  assert.doesNotMatch(page.url(), /token/);
});
