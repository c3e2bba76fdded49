/* A person in chromium: the first administrator, the demo application, consent, denial, mistakes,
 * sign-out, with and without scripts, by keyboard; axe-core finds nothing. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { launch, Service, visitor } from "./service.mjs";

const AXE = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const LOOKS = [
  { viewport: { width: 390, height: 844 }, colorScheme: "light" },
  { viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
];

let service, browser, ada;

before(async () => {
  service = await Service.start();
  browser = await launch();
  ada = service.addUser("ada@example.com", "a long enough password");
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

/* axe-core in a world of its own, where the page's policy does not bind it. */
async function accessible(context, page) {
  const session = await context.newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const { executionContextId } = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
  const run = (expression) =>
    session.send("Runtime.evaluate", {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    });
  await run(AXE);
  const { result, exceptionDetails } = await run(
    `axe.run(document).then((found) => found.violations.map(({ id, nodes }) => id + ": " + nodes.map((one) => one.html).join(" ")))`,
  );
  assert.equal(exceptionDetails, undefined, JSON.stringify(exceptionDetails));
  assert.deepEqual(result.value, []);
}

async function beginAtDemo(page) {
  await page.goto(`${service.issuer}/dev/app`);
  await page
    .getByRole("button", { name: /sign in/i })
    .first()
    .click();
  await page.waitForURL(/\/ui\/sign-in/);
}

async function signIn(page, { email, password }) {
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(password);
  await page.locator("input[name=password]").press("Enter");
}

const authorizeUrl = (client) =>
  `${service.issuer}/oauth2/authorize?${new URLSearchParams({
    client_id: client.client_id,
    response_type: "code",
    scope: "openid email",
    state: "s",
    redirect_uri: client.redirect_uris[0],
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
  })}`;

test("the demo application gets tokens, in each look", async () => {
  for (const look of LOOKS) {
    const { context, page, violations } = await visitor(browser, look);
    await beginAtDemo(page);
    await accessible(context, page);
    await signIn(page, ada);
    await page.waitForURL(/\/ui\/consent|\/dev\/app/);
    if (page.url().includes("/ui/consent")) {
      await accessible(context, page);
      await page.locator("button[name=action][value=allow]").click();
    }
    await page.waitForSelector("pre#result");
    const result = JSON.parse(await page.locator("pre#result").innerText());
    assert.equal(result.userinfo.email, ada.email);
    assert.equal(result.id_token_claims.iss, service.issuer);
    assert.deepEqual(violations, []);
    await context.close();
  }
});

test("a wrong password is told, the address stays and the password does not", async () => {
  const { context, page, violations } = await visitor(browser);
  await beginAtDemo(page);
  await signIn(page, { email: ada.email, password: "not the password" });
  await page.waitForSelector("#error-summary[role=alert][data-code=invalid_credentials]");
  assert.equal(await page.locator("input[name=email]").inputValue(), ada.email);
  assert.equal(await page.locator("input[name=password]").inputValue(), "");
  await accessible(context, page);
  assert.deepEqual(violations, []);
  await context.close();
});

test("without scripts a person signs in, declines, and the application hears of it", async () => {
  const client = service.verb(
    "client",
    "add",
    "--type",
    "web",
    "--name",
    "Web shop",
    "--redirect-uri",
    `${service.issuer}/callback`,
  );
  const { context, page } = await visitor(browser, { javaScriptEnabled: false });
  await page.goto(authorizeUrl(client));
  await signIn(page, ada);
  await page.waitForURL(/\/ui\/consent/);
  await page.locator("button[name=action][value=deny]").click();
  await page.waitForURL(/\/callback\?/);
  assert.equal(new URL(page.url()).searchParams.get("error"), "access_denied");
  await context.close();
});

test("the first administrator is made once", async () => {
  const { context, page, violations } = await visitor(browser);
  await page.goto(service.setup_url);
  await accessible(context, page);
  for (const [name, value] of Object.entries({
    email: "owner@example.com",
    given_name: "Olga",
    family_name: "Owner",
    password: "the first of all passwords",
  }))
    await page.locator(`input[name=${name}]`).fill(value);
  await page.locator("input[name=password]").press("Enter");
  await page.getByText("owner@example.com").waitFor();
  await accessible(context, page);
  await page.goto(service.setup_url);
  await accessible(context, page);
  assert.deepEqual(service.verb("user", "show", "owner@example.com").roles, ["owner"]);
  assert.deepEqual(violations, []);
  await context.close();
});
