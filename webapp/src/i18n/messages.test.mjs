/* Every language says everything, and nothing that no page asks for. */
import assert from "node:assert/strict";
import { test } from "node:test";

import ts from "typescript";

import { ENTRIES } from "../../build/build.mjs";
import { LANGUAGES, messagesOf, PSEUDO, renderer } from "../../build/bundle.mjs";
import { nodesOf, sources } from "../sources.mjs";

const english = await messagesOf("en");
const foreign = LANGUAGES.filter((language) => language !== "en");

/* The same in two languages by nature, not for want of a translation. */
const ALIKE = ["title", "title_error", "minutes", "seconds"];

const placeholders = (text) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

/* The keys that templates ask for: a template holds every branch, and each text is its own key here. */
async function keysRendered() {
  const marked = Object.fromEntries(Object.keys(english).map((key) => [key, `⟦${key}⟧`]));
  const pages = await renderer(marked);
  const asset = { name: "a", integrity: "i" };
  const texts = ENTRIES.flatMap(({ name }) =>
    pages.templatesOf(name, "en", { script: asset, style: asset, icon: asset }),
  );
  return texts.flatMap(([, text]) => [...text.matchAll(/⟦([^⟧]*)⟧/g)].map(([, key]) => key));
}

/* The keys that stand in the sources as they are: some are asked for by the browser only. */
const keysWritten = () =>
  sources(".ts", ".tsx").flatMap((source) =>
    [...nodesOf(source)].filter(ts.isStringLiteral).map((literal) => literal.text),
  );

for (const language of [...foreign, PSEUDO])
  test(`${language} has the keys of English, in their order`, async () => {
    assert.deepEqual(Object.keys(await messagesOf(language)), Object.keys(english));
  });

for (const language of [...foreign, PSEUDO])
  test(`${language} names the same values in each text`, async () => {
    const messages = await messagesOf(language);
    for (const [key, text] of Object.entries(english))
      assert.deepEqual(placeholders(messages[key]), placeholders(text), key);
  });

for (const language of LANGUAGES)
  test(`${language} leaves no text empty and none with space around it`, async () => {
    for (const [key, text] of Object.entries(await messagesOf(language)))
      if (key !== "title_error") assert.ok(text.length > 0 && text === text.trim(), key);
  });

for (const language of foreign)
  test(`${language} is translated`, async () => {
    const same = Object.entries(await messagesOf(language)).filter(([key, text]) => text === english[key]);
    assert.deepEqual(
      same.map(([key]) => key).filter((key) => !ALIKE.includes(key)),
      [],
    );
  });

test("every text is used", async () => {
  const used = new Set([...(await keysRendered()), ...keysWritten()]);
  assert.deepEqual(
    Object.keys(english).filter((key) => !used.has(key)),
    [],
  );
});

test("French punctuation stays on the line of its word", async () => {
  for (const [key, text] of Object.entries(await messagesOf("fr"))) assert.doesNotMatch(text, / [:;?!»]|« /, key);
});

test("the made-up language leaves no letter plain and no value out", async () => {
  const messages = await messagesOf(PSEUDO);
  for (const [key, text] of Object.entries(messages)) {
    assert.match(text, /^\[.*\]$/s, key);
    assert.doesNotMatch(text.replace(/\{\w+\}/g, ""), /[AEIOUaeiou]/, key);
    assert.ok(text.length > english[key].length * 1.3, key);
  }
});
