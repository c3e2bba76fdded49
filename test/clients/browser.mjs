/* A person's browser without a browser: follows redirects inside the issuer, fills the first form
 * that fits, keeps cookies. The twin of test/support/browser.py. */
import { parse } from "node-html-parser";

const LIMIT = 10;

export class Browser {
  #issuer;
  #cookies = new Map();

  constructor(issuer) {
    this.#issuer = issuer;
  }

  async #fetch(url, options = {}) {
    const answer = await fetch(url, {
      ...options,
      redirect: "manual",
      headers: {
        "Sec-Fetch-Site": "same-origin",
        Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...options.headers,
      },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name, value] = cookie.split(";")[0].split("=");
      if (value) this.#cookies.set(name, value);
      else this.#cookies.delete(name);
    }
    return answer;
  }

  /* A page of the issuer's as {url, status, root}, or the URL that leaves it. */
  async #follow(url, answer) {
    for (let n = 0; n < LIMIT; n++) {
      if (answer.status < 300 || answer.status > 399)
        return { url, status: answer.status, root: parse(await answer.text()) };
      url = new URL(answer.headers.get("location"), url);
      if (url.origin !== this.#issuer) return url;
      answer = await this.#fetch(url);
    }
    throw new Error("redirected in a circle");
  }

  async open(url) {
    return this.#follow(url, await this.#fetch(url, { headers: { "Sec-Fetch-Site": "none" } }));
  }

  async submit(page, values) {
    const wanted = Object.keys(values);
    const form = page.root.querySelectorAll("form")
      .find((one) => wanted.every((name) => one.querySelector(`[name=${name}]`)));
    if (!form) throw new Error(`no form with ${wanted} on ${page.url} (${page.status}): ${page.root.querySelector("main")?.text}`);
    const body = new URLSearchParams();
    for (const field of form.querySelectorAll("input[name]")) {
      const offered = field.getAttribute("type") !== "checkbox" || field.hasAttribute("checked");
      if (offered && !wanted.includes(field.getAttribute("name")))
        body.append(field.getAttribute("name"), field.getAttribute("value") ?? "");
    }
    for (const name of wanted) body.append(name, values[name]);
    const action = new URL(form.getAttribute("action"), page.url);
    return this.#follow(action, await this.#fetch(action, { method: "POST", body, headers: { Origin: "null" } }));
  }

  /* From an authorization request to the redirect back: signs in, and answers the consent page. */
  async finish(url, { email, password }, answer = "allow") {
    let page = await this.open(url);
    for (let n = 0; n < 4 && !(page instanceof URL); n++) {
      if (page.root.querySelector("input[name=password]"))
        page = await this.submit(page, { email, password });
      else page = await this.submit(page, { action: answer });
    }
    return page;
  }
}
