/* Tests in which a person visits: each gets a browser profile of its own, and fails if the page's policy
 * or a script complained, or anything was asked of a third party. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { after, before, test } from "node:test";

import { openApp } from "./app.mjs";
import { open } from "./browser.mjs";
import { leave, startOrTake } from "./service.mjs";

const LIMIT_MS = 120_000; // a machine may be busy with others

let service;
let browser;

/* The origin of the tests' applications. */
export let app;

/* Once in each test file: `prepare(service)` makes who and what its tests meet; `start` gives a service
 * of the file's own. */
export function visits(prepare = () => {}, start = startOrTake) {
  before(async () => {
    service = await start();
    browser = await open();
    app = await openApp();
    prepare(service);
  });
  after(async () => {
    await browser?.close();
    await leave(service);
  });
}

/* A web client that asks for consent; `more` in RFC 7591 names. */
export const addClient = (more) =>
  service.addClient({ redirect_uris: [`${app}/callback`], post_logout_redirect_uris: [`${app}/bye`], ...more });

const base64url = (bytes) => bytes.toString("base64url");

export class Visitor {
  complaints = [];
  service = service;

  static async arrive(options) {
    const visitor = new Visitor();
    visitor.context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
    visitor.context.setDefaultTimeout(15_000);
    visitor.context.on("page", (page) => visitor.#watch(page));
    visitor.page = await visitor.context.newPage();
    return visitor;
  }

  /* A status of ours that is no success is told by the browser too, and meant. */
  #watch(page) {
    page.on("console", (message) => {
      const meant = /^Failed to load resource: .* status of [45]\d\d/.test(message.text());
      if (message.type() === "error" && !(meant && message.location().url.startsWith(service.issuer)))
        this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("request", (request) => {
      const ours = request.url().startsWith(`${service.issuer}/`);
      const leaving = request.isNavigationRequest() && request.url().startsWith(`${app}/`);
      if (!ours && !leaving) this.complaints.push(`asked for ${request.url()}`);
    });
  }

  /* Opens the authorization request of this client; `more` changes its parameters. */
  async authorize(client, more = {}, page = this.page) {
    this.verifier = base64url(randomBytes(32));
    const query = new URLSearchParams({
      client_id: client.client_id,
      response_type: "code",
      scope: "openid email",
      state: "the state",
      redirect_uri: client.redirect_uris[0],
      code_challenge: base64url(createHash("sha256").update(this.verifier).digest()),
      code_challenge_method: "S256",
      ...more,
    });
    return page.goto(`${service.issuer}/oauth2/authorize?${query}`);
  }

  async typeCredentials({ email, password }, page = this.page) {
    await page.locator("[name=email]").fill(email);
    await page.locator("[name=password]").fill(password);
  }

  /* What the server answers to the form that `act` sends. */
  async #answered(page, act) {
    const answer = page.waitForResponse((one) => one.request().method() === "POST" && !one.url().startsWith(app));
    await act();
    return answer;
  }

  async signIn(person, page = this.page) {
    await this.typeCredentials(person, page);
    return this.#answered(page, () => page.locator("[name=password]").press("Enter"));
  }

  async press(action, page = this.page) {
    return this.#answered(page, () => page.locator(`button[name=action][value=${action}]`).click());
  }

  at = (path, page = this.page) => page.waitForURL((url) => url.pathname === path);

  /* The parameters with which the application is called back. */
  async callback(page = this.page) {
    await page.waitForURL(`${app}/callback*`);
    return Object.fromEntries(new URL(page.url()).searchParams);
  }

  /* Signed in to this client, everything allowed. */
  async finish(client, person, more) {
    await this.authorize(client, more);
    await this.signIn(person);
    await this.at("/ui/consent");
    await this.press("allow");
    return this.callback();
  }

  async tokens(client, { code }) {
    const basic = Buffer.from(`${client.client_id}:${client.client_secret}`).toString("base64");
    const answer = await this.context.request.post(`${service.issuer}/oauth2/token`, {
      headers: { Authorization: `Basic ${basic}` },
      form: {
        grant_type: "authorization_code",
        code,
        redirect_uri: client.redirect_uris[0],
        code_verifier: this.verifier,
      },
    });
    return answer.json();
  }

  /* The code of the problem that the page tells, once it does. */
  async problem(page = this.page) {
    return page.locator("#error-summary[role=alert]").getAttribute("data-code");
  }

  /* What stands there to read, without the marks that keep names in their direction. */
  async text(selector = "main", page = this.page) {
    return (await page.locator(selector).innerText()).replace(/[\u2066-\u2069]/g, "");
  }

  focused = (page = this.page) =>
    page.evaluate(() => document.activeElement.id || document.activeElement.name || document.activeElement.tagName);
}

/* visit("what happens", async (visitor) => ...) or with options of the browser's profile between. */
export function visit(name, ...rest) {
  const [options, body] = rest.length > 1 ? rest : [{}, rest[0]];
  test(name, { timeout: LIMIT_MS }, async () => {
    const visitor = await Visitor.arrive(options);
    try {
      await body(visitor);
      assert.deepEqual(visitor.complaints, []);
    } finally {
      await visitor.context.close();
    }
  });
}

/* The same with scripts and without. */
export function visitBothWays(name, body) {
  visit(name, body);
  visit(`${name}, without scripts`, { javaScriptEnabled: false }, body);
}
