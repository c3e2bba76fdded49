/* No component holds words of its own: they come from the table of the language. The pages of
 * `tessera dev` speak English to developers and are left out. */
import assert from "node:assert/strict";
import { test } from "node:test";

import ts from "typescript";

import { nodesOf, placeOf, sources } from "./sources.mjs";

const LETTERS = /\p{L}{2}/u;
const SPOKEN = ["alt", "title", "label", "placeholder", "aria-label", "aria-description", "aria-roledescription"];

/* A string that stands between tags as it is: {"words"}, {ok ? "words" : other}. */
function isShown(node) {
  if (!ts.isStringLiteral(node) && !ts.isNoSubstitutionTemplateLiteral(node)) return false;
  let outer = node.parent;
  while (ts.isConditionalExpression(outer) || ts.isBinaryExpression(outer) || ts.isParenthesizedExpression(outer)) {
    if (outer.condition === node || ts.SyntaxKind[outer.operatorToken?.kind]?.includes("Equals")) return false;
    outer = outer.parent;
  }
  return ts.isJsxExpression(outer) && (ts.isJsxElement(outer.parent) || ts.isJsxFragment(outer.parent));
}

const isSpoken = (node) =>
  ts.isJsxAttribute(node) &&
  SPOKEN.includes(node.name.getText()) &&
  node.initializer &&
  ts.isStringLiteral(node.initializer);

function wordsIn(source) {
  const nodes = [...nodesOf(source)];
  const texts = [
    ...nodes.filter(ts.isJsxText).map((node) => [node, node.text]),
    ...nodes.filter(isShown).map((node) => [node, node.text]),
    ...nodes.filter(isSpoken).map((node) => [node, node.initializer.text]),
  ];
  return texts
    .filter(([, text]) => LETTERS.test(text))
    .map(([node, text]) => `${placeOf(source, node)}: ${text.trim()}`);
}

test("words in components are found", () => {
  const bad = [
    "<p>Sign in</p>",
    "<p>{ok ? 'Yes' : t('no')}</p>",
    '<img alt="A picture" />',
    "<p>{ok && `Words`}</p>",
    "<>Words {t('key')}</>",
  ];
  const good = [
    '<p class="lead">{t("key")}</p>',
    "<p>{kind === 'mail' && t('key')}</p>",
    "<p> – </p>",
    '<a href="x" />',
  ];
  for (const text of bad) assert.equal(wordsIn({ name: "x.tsx", text }).length, 1, text);
  for (const text of good) assert.deepEqual(wordsIn({ name: "x.tsx", text }), []);
});

test("components hold no words of their own", () => {
  const components = sources(".tsx").filter(({ name }) => !name.startsWith("dev/"));
  assert.ok(components.length > 10);
  assert.deepEqual(components.flatMap(wordsIn), []);
});
