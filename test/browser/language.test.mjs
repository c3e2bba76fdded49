/* The switch of languages (test/http/test_languages.py has the rules of the choice). */
import assert from "node:assert/strict";

import { accessible } from "./support/accessible.mjs";
import { addClient, visit, visitBothWays, visits } from "./support/visit.mjs";

let client;
let service;

visits((started) => {
  service = started;
  client = addClient();
});

const languageOf = ({ page }) => page.locator("html").getAttribute("lang");

visitBothWays("a choice in the menu stays through the flow and after it", async (visitor) => {
  const { page } = visitor;
  await visitor.authorize(client, { ui_locales: "de" });
  assert.equal(await languageOf(visitor), "de");
  await page.locator("summary").click();
  await page.getByRole("link", { name: "Español" }).click();
  await page.getByRole("heading", { name: "Iniciar sesión" }).waitFor();
  await visitor.signIn(service.addUser());
  await page.getByRole("heading", { name: "¿Permitir el acceso?" }).waitFor();
  await visitor.press("allow");
  await visitor.callback();
  await visitor.authorize(client, { prompt: "login", ui_locales: "de" });
  assert.equal(await languageOf(visitor), "es");
});

visit("the browser's language is taken", { locale: "fr-CA" }, async (visitor) => {
  await visitor.authorize(client);
  assert.equal(await visitor.page.title(), "Se connecter – Web shop");
});

visit("the menu opens and closes by keyboard", async (visitor) => {
  const { page } = visitor;
  await visitor.authorize(client);
  const menu = page.locator("details");
  await page.locator("summary").focus();
  await page.keyboard.press("Enter");
  assert.equal(await menu.getAttribute("open"), "");
  await accessible(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.lang), "de");
  await page.keyboard.press("Escape");
  assert.equal(await menu.getAttribute("open"), null);
  assert.equal(await visitor.focused(), "SUMMARY");
  await page.keyboard.press("Enter");
  await page.locator("h1").click();
  assert.equal(await menu.getAttribute("open"), null);
});

visit("Arabic runs from right to left, addresses and names keep their direction", { locale: "ar" }, async (visitor) => {
  const { page } = visitor;
  await visitor.authorize(client);
  const sides = await page.evaluate(() => {
    const middle = (element) => {
      const { left, width } = element.getBoundingClientRect();
      return left + width / 2;
    };
    const field = document.querySelector("[name=password]");
    return {
      field: middle(field),
      button: middle(document.querySelector(".inside")),
      of: getComputedStyle(field).direction,
    };
  });
  assert.ok(sides.button < sides.field);
  assert.equal(sides.of, "ltr");
  await visitor.signIn(service.addUser());
  await visitor.at("/ui/consent");
  assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
  await accessible(page);
});
