/* The rules of server/base/template.h, as far as previews stand on them. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { fill } from "./fill.mjs";

const CASES = [
  ["{{name}}", { name: `<&>"'` }, "&lt;&amp;&gt;&quot;&#39;"],
  ["{{a.b}}-{{none}}-{{n}}", { a: { b: "x" }, n: 0 }, "x--0"],
  ["{{#a}}yes{{/a}}{{^a}}no{{/a}}", { a: "" }, "no"],
  ["{{#a}}yes{{/a}}{{^a}}no{{/a}}", { a: {} }, "yes"],
  [
    "{{#list}}[{{.name}}{{#.on}}!{{/.on}}{{outer}}]{{/list}}",
    { outer: "o", list: [{ name: "a", on: true }, { name: "b" }] },
    "[a!o][bo]",
  ],
  ["{{#list}}x{{/list}}{{^list}}empty{{/list}}", { list: [] }, "empty"],
  ["{{?list}}[{{#list}}{{.}}{{/list}}]{{/list}}", { list: ["a", "b"] }, "[ab]"],
  ["{{?list}}[{{#list}}{{.}}{{/list}}]{{/list}}", { list: [] }, ""],
  ["{{#code=a|b}}known{{/code}}{{^code=a|b}}other{{/code}}", { code: "b" }, "known"],
  ["{{#code=a|b}}known{{/code}}{{^code=a|b}}other{{/code}}", { code: "c" }, "other"],
  ["{{@view}}", { a: "</script>&" }, String.raw`{"a":"\u003c/script\u003e\u0026"}`],
];

for (const [template, view, expected] of CASES)
  test(`${template} of ${JSON.stringify(view)}`, () => {
    assert.equal(fill(template, view), expected);
  });
