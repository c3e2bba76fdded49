/* Serves every state of every page with the headers of the real service, for looking and for tests.
 *
 *   npm run preview        then open the address that it prints
 */
import http from "node:http";
import { fileURLToPath } from "node:url";

import { LANGUAGES, PSEUDO } from "../build/bundle.mjs";
import { makePages } from "./pages.mjs";
import { statesOf, urlOf } from "./states.mjs";

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self' https://shop.example.com",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const TYPES = { js: "text/javascript", css: "text/css", html: "text/html; charset=utf-8", svg: "image/svg+xml" };
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="#b5472f"/><path d="M10 14h20l-3 16H13z" fill="#fff"/></svg>';
const MAIL = {
  id: 1,
  kind: "mail",
  to: "ada@example.com",
  template: "new_device",
  lang: "en",
  subject: "New sign-in to your account",
  text: "Somebody signed in to your account from a new device.\nIf it was you, there is nothing to do.",
  html: null,
  links: ["https://localhost:8443/account"],
  code: null,
  created_at: "2026-11-24T09:30:00Z",
};

function index() {
  const links = statesOf("en").map(({ entry, name }) => `<li><a href="${urlOf(entry, name, "en")}">${name}</a>`);
  return `<!doctype html><html lang="en"><title>Pages</title><h1>Pages</h1><ul>${links.join("")}</ul></html>`;
}

const asset = (pages, { pathname }) => {
  const data = pathname.startsWith("/ui/assets/") && pages.files.get(pathname.replace("/ui/", ""));
  return data && { type: TYPES[pathname.split(".").pop()], body: data };
};

const state = (pages, { pathname, searchParams }) => {
  const [, , entry, name] = pathname.split("/");
  const found = pages.find(entry, name, searchParams.get("ui_locales") ?? "en");
  return found && { type: TYPES.html, body: found.html };
};

const FIXED = {
  "/": () => ({ type: TYPES.html, body: index() }),
  "/preview/logo.svg": () => ({ type: TYPES.svg, body: LOGO }),
  "/dev/outbox.json": () => ({ type: "application/json", body: JSON.stringify({ items: [MAIL] }) }),
};

function answer(response, { status = 200, type, body }) {
  response.writeHead(status, {
    "Content-Type": type,
    "Content-Security-Policy": CSP,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
  });
  response.end(body);
}

/* {origin, close()} */
export async function serve(languages = [...LANGUAGES, PSEUDO]) {
  const pages = await makePages(languages);
  const server = http.createServer((request, response) => {
    const url = new URL(request.url, "http://localhost");
    const found = FIXED[url.pathname]?.() ?? (asset(pages, url) || state(pages, url));
    answer(response, found ?? { status: 404, type: "text/plain", body: "no such page" });
  });
  await new Promise((resolve) => server.listen(Number(process.env.PORT ?? 0), "127.0.0.1", resolve));
  return { origin: `http://localhost:${server.address().port}`, close: () => server.close() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log((await serve()).origin);
