/* Serves every state of every page with the headers of the real service, for looking and for tests.
 *
 *   npm run preview        then open the address that it prints
 */
import http from "node:http";
import { fileURLToPath } from "node:url";

import { build } from "../build/build.mjs";
import { LANGUAGES, PSEUDO } from "../build/bundle.mjs";
import { fill } from "./fill.mjs";
import { authVariants, devVariants } from "./variants.mjs";

export const CSP = [
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

export async function makePages() {
  const files = new Map(await build([...LANGUAGES, PSEUDO]));
  const page = (name, view) => fill(files.get(name).toString(), view);
  const auth = (name, lang) => {
    const view = authVariants(lang).get(name);
    return view && { view, html: page(`auth/${view.page}.${lang}.html`, view) };
  };
  const dev = (name) => {
    const view = devVariants().get(name);
    return view && { view, html: page(`dev/${name}.en.html`, view) };
  };
  return { files, find: (folder, name, lang) => (folder === "dev" ? dev(name) : auth(name, lang)) };
}

function index() {
  const link = (folder) => (name) => `<li><a href="/preview/${folder}/${name}?ui_locales=en">${name}</a>`;
  const names = [...[...authVariants("en").keys()].map(link("auth")), ...[...devVariants().keys()].map(link("dev"))];
  return `<!doctype html><html lang="en"><title>Pages</title><h1>Pages</h1><ul>${names.join("")}</ul></html>`;
}

function answer(response, status, type, body) {
  response.writeHead(status, {
    "Content-Type": type,
    "Content-Security-Policy": CSP,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
  });
  response.end(body);
}

/* `handle(request, url)` may answer first: {status, type, body}. */
export async function serve(handle = () => null) {
  const pages = await makePages();
  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url, "http://localhost");
    const special = await handle(request, url, pages);
    if (special) return answer(response, special.status ?? 200, special.type, special.body);
    if (url.pathname === "/") return answer(response, 200, TYPES.html, index());
    if (url.pathname === "/preview/logo.svg") return answer(response, 200, TYPES.svg, LOGO);
    if (url.pathname === "/dev/outbox.json")
      return answer(response, 200, "application/json", JSON.stringify({ items: [MAIL] }));
    const asset = pages.files.get(url.pathname.replace(/^\/ui\//, ""));
    if (asset && url.pathname.startsWith("/ui/assets/"))
      return answer(response, 200, TYPES[url.pathname.split(".").pop()], asset);
    const [, , folder, name] = url.pathname.split("/");
    const found = pages.find(folder, name, url.searchParams.get("ui_locales") ?? "en");
    return found ? answer(response, 200, TYPES.html, found.html) : answer(response, 404, "text/plain", "no such page");
  });
  await new Promise((resolve) => server.listen(Number(process.env.PORT ?? 0), "127.0.0.1", resolve));
  return { server, origin: `http://localhost:${server.address().port}`, pages };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log((await serve()).origin);
