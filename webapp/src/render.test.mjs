/* The server fills a template, the browser's script renders a view: both must come to the same page. */
import assert from "node:assert/strict";
import { before, test } from "node:test";

import ts from "typescript";

import { ENTRIES } from "../build/build.mjs";
import { LANGUAGES, messagesOf, renderer } from "../build/bundle.mjs";
import { makePages } from "../preview/pages.mjs";
import { statesOf } from "../preview/states.mjs";
import { nodesOf, sources } from "./sources.mjs";

let pages;

before(async () => {
  pages = await makePages(LANGUAGES);
});

const escaped = (text) =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

/* Two writings of one document: attributes without a value, characters that need no escaping. */
const plain = (html) =>
  html
    .replace(/ (?:value|aria-describedby|aria-invalid)(?:="")?(?=[ />])/g, "")
    .replaceAll("&#39;", "'")
    .replaceAll("&gt;", ">");

const between = (html, start, end) => html.slice(html.indexOf(start) + start.length, html.indexOf(end));

/* Where two pages part, or null. */
function difference(one, other) {
  const at = [...one].findIndex((c, index) => c !== other[index]);
  return one === other ? null : `${one.slice(at - 60, at + 60)} ≠ ${other.slice(at - 60, at + 60)}`;
}

/* What the entry points' scripts come to, each with its own words. */
async function browsersOf(language) {
  const load = async ({ name, tables }) => [
    name,
    await renderer(await messagesOf(language, tables), { template: false }),
  ];
  return Object.fromEntries(await Promise.all(ENTRIES.map(load)));
}

for (const language of LANGUAGES)
  test(`template and script agree on every state in ${language}`, async () => {
    const browsers = await browsersOf(language);
    for (const { entry, name, view } of statesOf(language)) {
      const { html } = pages.find(entry, name, language);
      const { title, body } = browsers[entry].rendered(entry, view.page, language, view);
      const filled = between(html, '<div id="page">', '</div>\n<div id="status"');
      assert.equal(difference(plain(filled), plain(body)), null, name);
      assert.equal(plain(between(html, "<title>", "</title>")), plain(escaped(title)), name);
    }
  });

/* The members of the union types named ...Code in views.ts. */
function codes() {
  const views = sources(".ts").find(({ name }) => name === "auth/views.ts");
  return [...nodesOf(views)]
    .filter((node) => ts.isTypeAliasDeclaration(node) && node.name.text.endsWith("Code"))
    .flatMap(({ type }) => type.types.map(({ literal }) => literal.text));
}

test("every code has a state", () => {
  const shown = new Set(statesOf("en").map(({ view }) => view.error?.code));
  assert.ok(codes().length > 20);
  assert.deepEqual(
    codes().filter((code) => !shown.has(code)),
    [],
  );
});

test("a code of tomorrow is not met with silence", () => {
  for (const name of ["sign-in-of_tomorrow", "error-of_tomorrow"])
    assert.match(pages.find("auth", name, "en").html, /data-code="of_tomorrow".*?<p>[A-Z][^<]{20,}/s);
});

test("a failure is said first in the title", () => {
  for (const { name, view } of statesOf("en").filter((state) => state.view.error))
    assert.match(between(pages.find("auth", name, "en").html, "<title>", "</title>"), /^Error: /, view.page);
});

test("what a client or a person says is never markup", () => {
  const { html } = pages.find("auth", "sign-in-hostile", "en");
  assert.doesNotMatch(html, /<img src=x|<script>alert/);
  assert.match(html, /&lt;img src=x onerror=alert\(1\)&gt;/);
  assert.match(html, /\{\{csrf\}\}/);
});
