/* The pages of a development server. */
import assert from "node:assert/strict";

import { accessible } from "./support/accessible.mjs";
import { visit, visits } from "./support/visit.mjs";

let service;

visits((started) => {
  service = started;
});

visit("the demo application shows the tokens that it got, refreshes them and signs out", async (visitor) => {
  const { page } = visitor;
  const person = service.addUser();
  await page.goto(`${service.issuer}/dev/app`);
  await page.getByText("Development service.").waitFor();
  await accessible(page);
  await page.locator("#sign-in").click();
  await visitor.at("/ui/sign-in");
  await visitor.signIn(person);
  await visitor.at("/ui/consent");
  await visitor.press("allow");
  const shown = async () => JSON.parse(await page.locator("pre#result").innerText());
  const { id_token_claims, userinfo } = await shown();
  assert.equal(userinfo.email, person.email);
  assert.equal(id_token_claims.iss, service.issuer);
  await accessible(page);
  await page.locator("#sign-out").click();
  await page.locator("#sign-in").waitFor();
});

visit("the outbox tells when it is empty", async ({ page }) => {
  await page.goto(`${service.issuer}/dev/outbox`);
  await page.getByRole("button", { name: "Read again" }).waitFor();
  await page.locator("[aria-live] *").first().waitFor();
  await accessible(page);
});
