/* Every language says everything, and nothing that no page asks for. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import ts from "typescript";

import { ENTRIES } from "../../build/build.mjs";
import { inputsOf, LANGUAGES, messagesOf, PSEUDO, renderer } from "../../build/bundle.mjs";
import { nodesOf, sources } from "../sources.mjs";

const TABLES = [...new Set(ENTRIES.flatMap(({ tables }) => tables))];
const foreign = LANGUAGES.filter((language) => language !== "en");
const textsOf = (language) => messagesOf(language, TABLES);
const english = await textsOf("en");

/* The same in two languages by nature, not for want of a translation. */
const ALIKE = ["title", "title_error", "minutes", "seconds"];

const placeholders = (text) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

/* The keys that an entry point's templates ask for: a template holds every branch, and each text is its
 * own key here. */
async function keysRendered({ name, tables }) {
  const keys = Object.keys(await messagesOf("en", tables));
  const pages = await renderer(Object.fromEntries(keys.map((key) => [key, `⟦${key}⟧`])));
  const asset = { name: "a", integrity: "i" };
  const texts = pages.templatesOf(name, "en", { script: asset, style: asset, icon: asset });
  return texts.flatMap(([, text]) => [...text.matchAll(/⟦([^⟧]*)⟧/g)].map(([, key]) => key));
}

/* The keys that stand in its script's sources as they are: some are asked for by the browser only. */
async function keysWritten({ name }) {
  const files = await inputsOf(`src/${name}/main.tsx`);
  return sources(".ts", ".tsx")
    .filter((source) => files.includes(`src/${source.name}`))
    .flatMap((source) => [...nodesOf(source)].filter(ts.isStringLiteral).map((literal) => literal.text));
}

/* Name of an entry point, and the keys that it uses. */
const used = new Map();
for (const entry of ENTRIES)
  used.set(entry.name, new Set([...(await keysRendered(entry)), ...(await keysWritten(entry))]));

/* The keys of a table that fewer than `least` entry points use. */
const leftOver = async (table, least, uses = used) =>
  Object.keys(await messagesOf("en", [table])).filter(
    (key) => [...uses.values()].filter((keys) => keys.has(key)).length < least,
  );

test("every table belongs to an entry point", () => {
  const folders = readdirSync(fileURLToPath(new URL(".", import.meta.url)), { withFileTypes: true });
  assert.deepEqual(
    folders.filter((one) => one.isDirectory()).map(({ name }) => name),
    [...TABLES].sort(),
  );
});

test("a text has one place", async () => {
  const keys = await Promise.all(TABLES.map(async (table) => Object.keys(await messagesOf("en", [table]))));
  assert.equal(new Set(keys.flat()).size, keys.flat().length);
});

for (const table of TABLES)
  for (const language of [...foreign, PSEUDO])
    test(`${language} has the keys of English in ${table}, in their order`, async () => {
      assert.deepEqual(Object.keys(await messagesOf(language, [table])), Object.keys(await messagesOf("en", [table])));
    });

for (const language of [...foreign, PSEUDO])
  test(`${language} names the same values in each text`, async () => {
    const messages = await textsOf(language);
    for (const [key, text] of Object.entries(english))
      assert.deepEqual(placeholders(messages[key]), placeholders(text), key);
  });

for (const language of LANGUAGES)
  test(`${language} leaves no text empty and none with space around it`, async () => {
    for (const [key, text] of Object.entries(await textsOf(language)))
      if (key !== "title_error") assert.ok(text.length > 0 && text === text.trim(), key);
  });

for (const language of foreign)
  test(`${language} is translated`, async () => {
    const same = Object.entries(await textsOf(language)).filter(([key, text]) => text === english[key]);
    assert.deepEqual(
      same.map(([key]) => key).filter((key) => !ALIKE.includes(key)),
      [],
    );
  });

for (const { name } of ENTRIES.filter(({ name }) => TABLES.includes(name)))
  test(`every text of ${name} is used by it`, async () => {
    assert.deepEqual(await leftOver(name, 1), []);
  });

test("a common text is used by more than one entry point", async () => {
  assert.deepEqual(await leftOver("common", 2), []);
});

test("what is not used, or by one alone, is found", async () => {
  const [own] = Object.keys(await messagesOf("en", ["auth"]));
  const [common] = Object.keys(await messagesOf("en", ["common"]));
  const without = new Set([...used.get("auth")].filter((key) => key !== own && key !== common));
  const uses = new Map([...used, ["auth", without]]);
  assert.deepEqual(await leftOver("auth", 1, uses), [own]);
  assert.ok((await leftOver("common", ENTRIES.length, uses)).includes(common));
});

test("French punctuation stays on the line of its word", async () => {
  for (const [key, text] of Object.entries(await textsOf("fr"))) assert.doesNotMatch(text, / [:;?!»]|« /, key);
});

test("the made-up language leaves no letter plain and no value out", async () => {
  const messages = await textsOf(PSEUDO);
  for (const [key, text] of Object.entries(messages)) {
    assert.match(text, /^\[.*\]$/s, key);
    assert.doesNotMatch(text.replace(/\{\w+\}/g, ""), /[AEIOUaeiou]/, key);
    assert.ok(text.length > english[key].length * 1.3, key);
  }
});
