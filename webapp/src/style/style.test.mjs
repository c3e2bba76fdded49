/* The rules of the look that a machine can hold. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { sources } from "../sources.mjs";

const PHYSICAL =
  /^\s*(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|(?:min-|max-)?(?:width|height)|float)\s*:|:\s*(?:left|right)\s*;/;
const SIZES = ["var(--small)", "var(--medium)", "var(--large)", "inherit"];

const sheets = sources(".css");
const lines = () =>
  sheets.flatMap(({ name, text }) => text.split("\n").map((line, index) => ({ line, place: `${name}:${index + 1}` })));

const offending = (found) =>
  lines()
    .filter(({ line }) => found(line))
    .map(({ place, line }) => `${place}: ${line.trim()}`);

test("a sheet knows no left and right: it serves both directions of writing", () => {
  assert.ok(sheets.length > 1);
  for (const line of ["  margin-left: 1px;", "  width: 2rem;", "  text-align: right;"]) assert.match(line, PHYSICAL);
  for (const line of ["  margin-inline: 1px;", "  outline-offset: 2px;", "  text-align: end;"])
    assert.doesNotMatch(line, PHYSICAL);
  assert.deepEqual(
    offending((line) => PHYSICAL.test(line)),
    [],
  );
});

test("text has one of three sizes", () => {
  const size = (line) => line.match(/^\s*font-size:\s*([^;]+);/)?.[1];
  assert.deepEqual(
    offending((line) => size(line) !== undefined && !SIZES.includes(size(line))),
    [],
  );
});

test("nothing is cast, faded in, moved or fetched", () => {
  assert.deepEqual(
    offending((line) => /box-shadow|text-shadow|gradient\(|animation|transition|url\(|@font-face/.test(line)),
    [],
  );
});

/* WCAG 2.2, relative luminance. */
function luminance(colour) {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/* The colours of a theme: what :root says outside the dark block, and what the dark block changes. */
function themes() {
  const base = sheets.find(({ name }) => name.endsWith("base.css")).text;
  const [light, dark] = base.split("@media (prefers-color-scheme: dark)");
  const colours = (text) =>
    Object.fromEntries([...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name, colour]));
  const ofLight = colours(light);
  return { light: { ...ofLight, action: ofLight.accent }, dark: { ...ofLight, ...colours(dark) } };
}

const PAIRS = [
  ["text", "ground", 4.5],
  ["text", "raised", 4.5],
  ["text", "danger-ground", 4.5],
  ["quiet", "ground", 4.5],
  ["action", "ground", 4.5],
  ["on-action", "action", 4.5],
  ["danger", "ground", 4.5],
  ["danger", "danger-ground", 4.5],
  ["caution", "caution-ground", 4.5],
  ["edge", "ground", 3], // of fields (1.4.11)
];

for (const [name, colours] of Object.entries(themes()))
  test(`colours stand out in the ${name} theme`, () => {
    for (const [front, back, least] of PAIRS) {
      const found = contrast(colours[front], colours[back]);
      assert.ok(found >= least, `${front} on ${back}: ${found.toFixed(2)}`);
    }
  });

/* Whatever accent the configuration lets through (white on it has 4.5), mixed as base.css does. */
test("any accent that is allowed stands out in the dark theme", () => {
  const { dark } = themes();
  const mix = (accent) =>
    `#${[1, 3, 5]
      .map((at) =>
        Math.round(Number.parseInt(accent.slice(at, at + 2), 16) * 0.4 + 255 * 0.6)
          .toString(16)
          .padStart(2, "0"),
      )
      .join("")}`;
  for (const accent of ["#000000", "#0000ff", "#8b0000", "#767676", "#0f5e63", "#d00000", "#5b21b6"]) {
    assert.ok(contrast(accent, "#ffffff") >= 4.5, accent);
    assert.ok(contrast(mix(accent), dark.ground) >= 4.5, accent);
    assert.ok(contrast(mix(accent), dark["on-action"]) >= 4.5, accent);
  }
});
