/* The sign-in page. */
import assert from "node:assert/strict";

import { accessible } from "./support/accessible.mjs";
import { addClient, visit, visitBothWays, visits } from "./support/visit.mjs";

const TRIES = 5; // throttle.account_tries

let client;
let ada;

visits((service) => {
  client = addClient({ require_consent: false });
  ada = service.addUser();
});

const wrong = (person) => ({ ...person, password: "not the password" });

visit("names the application and the step, and fills in the hint", async (visitor) => {
  const { page } = visitor;
  await visitor.authorize(client, { login_hint: ada.email });
  assert.equal(await page.title(), "Sign in – Web shop");
  assert.equal(await page.locator(".name").innerText(), "Web shop");
  assert.equal(await page.locator("h1").innerText(), "Sign in");
  assert.equal(await page.locator("[name=email]").inputValue(), ada.email);
  await accessible(page);
});

visit("a hint is text, whatever it holds", async (visitor) => {
  const hint = `"><img src=x onerror=alert(1)>`;
  await visitor.authorize(client, { login_hint: hint });
  assert.equal(await visitor.page.locator("[name=email]").inputValue(), hint);
  assert.equal(await visitor.page.locator("img").count(), 0);
});

visit("the fields are ones that browsers and password managers know", async (visitor) => {
  await visitor.authorize(client);
  const form = visitor.page.locator("form[method=post]");
  const attribute = (name, of) => form.locator(`input[name=${name}]`).getAttribute(of);
  assert.equal(await form.count(), 1);
  assert.equal(await attribute("email", "autocomplete"), "username webauthn");
  assert.equal(await attribute("password", "autocomplete"), "current-password");
  assert.equal(await attribute("password", "type"), "password");
});

visitBothWays("a right password leads to the application", async (visitor) => {
  await visitor.authorize(client);
  await visitor.signIn(ada);
  const answer = await visitor.callback();
  assert.equal(answer.state, "the state");
  assert.ok((await visitor.tokens(client, answer)).id_token);
});

visitBothWays("a wrong password is told; the address stays, the password does not", async (visitor) => {
  const { page } = visitor;
  await visitor.authorize(client);
  await visitor.signIn(wrong(ada));
  assert.equal(await visitor.problem(), "invalid_credentials");
  assert.match(await page.title(), /^Error: Sign in/);
  assert.equal(await page.locator("[name=email]").inputValue(), ada.email);
  assert.equal(await page.locator("[name=password]").inputValue(), "");
  assert.equal(await page.locator("[aria-invalid=true]").count(), 2);
  await visitor.signIn(ada);
  await visitor.callback();
});

visit("after a failure the summary has the focus, and nothing is at fault", async (visitor) => {
  await visitor.authorize(client);
  await visitor.signIn(wrong(ada));
  await visitor.problem();
  assert.equal(await visitor.focused(), "error-summary");
  await accessible(visitor.page);
});

visitBothWays("who failed too often is told when to try again, the right password or not", async (visitor) => {
  const { page, service } = visitor;
  const person = service.addUser();
  await visitor.authorize(client);
  for (let n = 0; n < TRIES; n++) {
    await visitor.signIn(wrong(person));
    await page.locator("#error-summary").waitFor();
  }
  const answer = await visitor.signIn(person);
  assert.equal(answer.status(), 429);
  assert.ok(Number(answer.headers()["retry-after"]) > 0);
  await page.locator("[data-code=throttled]").waitFor();
  assert.match(await page.locator("#error-summary").innerText(), /Time to wait: \d+ s|try again in \d+ seconds\./);
  assert.equal(await page.locator("[name=email]").inputValue(), person.email);
});

visit("the wait counts down and ends", async (visitor) => {
  const { page } = visitor;
  await page.clock.install();
  await page.route("**/ui/sign-in*", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    const view = await (await route.fetch()).json();
    const error = { code: "throttled", wait: { total_s: 61, seconds: 61 } };
    return route.fulfill({ status: 429, json: { ...view, error } });
  });
  await visitor.authorize(client);
  await visitor.signIn(wrong(ada));
  const summary = page.locator("#error-summary");
  await summary.getByText("You can try again in 61 seconds.").waitFor();
  await page.clock.runFor(60_000);
  await summary.getByText("You can try again in 1 second.").waitFor();
  await page.clock.runFor(1_500);
  await summary.getByText("You can try again now.").waitFor();
  assert.equal(await page.locator("#status").innerText(), "You can try again now.");
});

visitBothWays("an address that nobody verified is told with the right password only", async (visitor) => {
  const person = visitor.service.addUser({ verified: false });
  await visitor.authorize(client);
  await visitor.signIn(wrong(person));
  assert.equal(await visitor.problem(), "invalid_credentials");
  await visitor.signIn(person);
  await visitor.page.locator("[data-code=email_unverified]").waitFor();
});

visitBothWays("a disabled account is told with the right password only", async (visitor) => {
  const person = visitor.service.addUser();
  visitor.service.verb(["user", "disable", person.email]);
  await visitor.authorize(client);
  await visitor.signIn(wrong(person));
  assert.equal(await visitor.problem(), "invalid_credentials");
  await visitor.signIn(person);
  await visitor.page.locator("[data-code=account_disabled]").waitFor();
});

visit("a password can be shown, and is hidden again before it leaves", async (visitor) => {
  const { page } = visitor;
  const password = page.locator("[name=password]");
  await visitor.authorize(client);
  await visitor.typeCredentials(ada);
  await page.getByRole("button", { name: "Show password" }).click();
  assert.equal(await password.getAttribute("type"), "text");
  assert.equal(await password.inputValue(), ada.password);
  await accessible(page);
  const sent = page.waitForRequest((request) => request.method() === "POST");
  await page.locator("button.primary").click();
  await sent;
  assert.notEqual(await password.getAttribute("type").catch(() => "gone"), "text");
  await visitor.callback();
});

visit("a password can be pasted", { permissions: ["clipboard-read", "clipboard-write"] }, async (visitor) => {
  const { page } = visitor;
  await visitor.authorize(client);
  await page.evaluate((text) => navigator.clipboard.writeText(text), ada.password);
  await page.locator("[name=email]").fill(ada.email);
  await page.locator("[name=password]").focus();
  await page.keyboard.press("Control+V");
  assert.equal(await page.locator("[name=password]").inputValue(), ada.password);
});

visit("the keyboard alone suffices, and shows where it is", async (visitor) => {
  const { page } = visitor;
  await visitor.authorize(client);
  const outline = () =>
    page.evaluate(
      () =>
        getComputedStyle(document.activeElement.closest(".with-button:has(input:focus)") ?? document.activeElement)
          .outlineStyle,
    );
  const stops = [];
  for (const text of [ada.email, ada.password, "", ""]) {
    await page.keyboard.press("Tab");
    stops.push(
      await page.evaluate(
        () => document.activeElement.name || document.activeElement.ariaLabel || document.activeElement.innerText,
      ),
    );
    assert.equal(await outline(), "solid", stops.at(-1));
    await page.keyboard.type(text);
  }
  assert.deepEqual(stops, ["email", "password", "Show password", "Sign in"]);
  await page.keyboard.press("Enter");
  await visitor.callback();
});

visit("what was typed before the script came stays", async (visitor) => {
  const { page } = visitor;
  let letScriptCome;
  const waiting = new Promise((resolve) => {
    letScriptCome = resolve;
  });
  await page.route("**/assets/*.js", (route) => waiting.then(() => route.continue()));
  await visitor.authorize(
    client,
    {},
    Object.assign(Object.create(page), { goto: (url) => page.goto(url, { waitUntil: "commit" }) }),
  );
  await visitor.typeCredentials(ada);
  letScriptCome();
  await page.getByRole("button", { name: "Show password" }).waitFor();
  assert.equal(await page.locator("[name=email]").inputValue(), ada.email);
  assert.equal(await page.locator("[name=password]").inputValue(), ada.password);
});

visit("where the script's request fails the browser sends the form itself", async (visitor) => {
  const { page } = visitor;
  await visitor.authorize(client);
  await page.route("**/ui/sign-in*", (route) =>
    route.request().headers().accept === "application/json"
      ? route.fulfill({ status: 502, body: "no" })
      : route.continue(),
  );
  await visitor.signIn(ada);
  await visitor.callback();
});

visit("an impatient second press sends nothing twice", async (visitor) => {
  const { page } = visitor;
  let posts = 0;
  page.on("request", (request) => {
    posts += request.method() === "POST" ? 1 : 0;
  });
  await visitor.authorize(client);
  await visitor.typeCredentials(ada);
  await page.locator("button.primary").dblclick();
  await visitor.callback();
  assert.equal(posts, 1);
});
