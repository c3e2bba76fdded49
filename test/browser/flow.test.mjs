/* A person's way through the pages of one request: back, reload, two tabs, a step that is over. */
import assert from "node:assert/strict";

import { addClient, Visitor, visit, visitBothWays, visits } from "./support/visit.mjs";

let client;
let service;
let ada;

visits((started) => {
  service = started;
  client = addClient();
  ada = service.addUser();
});

const flowOf = ({ page }) => new URL(page.url()).searchParams.get("flow");

/* A page that names the application where it is known and offers to begin anew. */
async function isOver(visitor, page = visitor.page) {
  assert.match(await visitor.problem(page), /^(expired|cookies)$/);
  assert.ok(await page.locator("#correlation-id").innerText());
}

visitBothWays("a reload of each step shows the step", async (visitor) => {
  const { page } = visitor;
  const person = service.addUser();
  await visitor.authorize(client);
  await page.reload();
  await visitor.signIn(person);
  await visitor.at("/ui/consent");
  await page.reload();
  await visitor.at("/ui/consent");
  await visitor.press("allow");
  assert.ok((await visitor.callback()).code);
});

visitBothWays("going back from consent shows where the person stands", async (visitor) => {
  const { page } = visitor;
  await visitor.authorize(client);
  await visitor.signIn(service.addUser());
  await visitor.at("/ui/consent");
  await page.goBack();
  await visitor.at("/ui/consent");
  await page.locator("button[value=allow]").waitFor();
  await visitor.press("allow");
  assert.ok((await visitor.callback()).code);
});

visitBothWays("going back from the application finds the step over, with a way to begin anew", async (visitor) => {
  const { page } = visitor;
  await visitor.finish(client, service.addUser());
  await page.goBack();
  await page.locator("[data-code=expired]").waitFor();
  assert.match(await page.title(), /^Error: This step is over/);
  await page.getByRole("link", { name: "Start again" }).click();
  assert.ok((await visitor.callback()).code);
});

visitBothWays("two tabs each come to their end", async (visitor) => {
  const first = visitor.page;
  const second = await visitor.context.newPage();
  const person = service.addUser();
  await visitor.authorize(client, { state: "first" }, first);
  await visitor.authorize(client, { state: "second" }, second);
  await visitor.signIn(person, second);
  await visitor.at("/ui/consent", second);
  await visitor.signIn(person, first);
  await visitor.at("/ui/consent", first);
  await visitor.press("allow", first);
  assert.equal((await visitor.callback(first)).state, "first");
  await visitor.press("allow", second);
  assert.equal((await visitor.callback(second)).state, "second");
});

visitBothWays("a step that waited too long is over", async (visitor) => {
  await visitor.authorize(client);
  service.sql(`UPDATE flows SET expires_at = 1 WHERE id = '${flowOf(visitor)}'`);
  await visitor.signIn(ada);
  await isOver(visitor);
});

visit("a step of another browser is none of this one's", async (visitor) => {
  await visitor.authorize(client);
  const thief = await Visitor.arrive({});
  await thief.page.goto(visitor.page.url());
  await isOver(thief);
  assert.equal(await thief.page.locator("[name=password]").count(), 0);
  await thief.context.close();
});

visit("a browser without cookies is told so", async (visitor) => {
  await visitor.authorize(client);
  await visitor.context.clearCookies();
  await visitor.page.reload();
  assert.equal(await visitor.problem(), "cookies");
});

visit("the error's number can be copied", { permissions: ["clipboard-read", "clipboard-write"] }, async (visitor) => {
  const { page } = visitor;
  await page.goto(`${service.issuer}/ui/sign-in?flow=nothing`);
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(
    await page.evaluate(() => navigator.clipboard.readText()),
    await page.locator("#correlation-id").innerText(),
  );
});

visit("an application that nobody knows gets no redirect", async (visitor) => {
  await visitor.authorize({ ...client, client_id: "nobody" });
  assert.equal(await visitor.problem(), "invalid_client");
  await visitor.authorize({ ...client, redirect_uris: ["https://evil.example.com/"] });
  assert.equal(await visitor.problem(), "invalid_redirect_uri");
  assert.equal(await visitor.page.locator("a[href*=evil]").count(), 0);
});

visit("what does not exist has a page", async ({ page }) => {
  const answer = await page.goto(`${service.issuer}/ui/nowhere`);
  assert.equal(answer.status(), 404);
  assert.match(await page.title(), /^Error: There is no such page/);
});
