/* What the build makes: weights, digests, codings, and nothing that the pages' policy would refuse. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { before, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

import { compressed } from "./assets.mjs";
import { checkBudgets } from "./budgets.mjs";
import { make } from "./build.mjs";
import { LANGUAGES } from "./bundle.mjs";

let assets;
let templates;

before(async () => {
  ({ assets, templates } = await make(LANGUAGES));
});

const incompressible = (bytes) =>
  Buffer.from(Array.from({ length: bytes }, (_, n) => createHash("sha256").update(`${n}`).digest()[0]));

test("what weighs more than its budget is refused", () => {
  const weigh = (plain, bytes) => checkBudgets([{ plain, data: incompressible(bytes) }]);
  for (const [plain, bytes] of [
    ["auth.de.js", 20_000],
    ["account.en.js", 45_000],
    ["admin.ar.js", 120_000],
    ["style.css", 8_000],
  ]) {
    weigh(plain, bytes - 1_000);
    assert.throws(() => weigh(plain, bytes + 1_000), /weighs/);
  }
  assert.throws(() => weigh("stranger.js", 1), /no budget/);
});

test("each language has one script and every page", () => {
  const pages = (language) =>
    templates.map(([name]) => name).filter((name) => name.startsWith("auth/") && name.endsWith(`.${language}.html`));
  for (const language of LANGUAGES) {
    assert.equal(assets.filter(({ plain }) => plain === `auth.${language}.js`).length, 1);
    assert.deepEqual(
      pages(language).map((name) => name.split(".")[0]),
      pages("en").map((name) => name.split(".")[0]),
    );
  }
});

test("a name changes with its content", () => {
  for (const { name, data } of assets)
    assert.ok(name.includes(createHash("sha384").update(data).digest("hex").slice(0, 12)), name);
});

test("each asset stands beside its codings, which say the same in less", () => {
  for (const asset of assets) {
    const files = new Map(compressed(asset));
    const coded = (suffix) => files.get(`assets/${asset.name}${suffix}`);
    assert.deepEqual(brotliDecompressSync(coded(".br")), asset.data);
    assert.deepEqual(gunzipSync(coded(".gz")), asset.data);
    assert.ok(coded(".br").length < coded(".gz").length && coded(".gz").length < asset.data.length);
  }
});

test("a template loads one script and one sheet, by digest", () => {
  const known = new Map(assets.map(({ name, integrity }) => [name, integrity]));
  for (const [name, text] of templates) {
    const loaded = [...text.matchAll(/<(?:script|link)\b[^>]*\/ui\/assets\/([^"]+)" integrity="([^"]+)"/g)];
    assert.equal(loaded.length, 2, name);
    for (const [, file, integrity] of loaded) assert.equal(known.get(file), integrity, name);
  }
});

test("no template has script, style or handlers inside, or an address elsewhere", () => {
  for (const [name, text] of templates) {
    assert.doesNotMatch(text, /<script>|<style|\sstyle=|\son\w+=|javascript:/, name);
    assert.deepEqual(text.match(/(?:src|href|action)="https?:[^"]*"/g), null, name);
    for (const [tag] of text.matchAll(/<script[^>]*>/g))
      assert.match(tag, / src="[^"]*" integrity="|type="application\/json"/, name);
  }
});
