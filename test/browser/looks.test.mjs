/* Every state of every page (webapp/preview/states.mjs), served as the service would: axe-core in each
 * theme and direction, narrow windows, large text, and a made-up language that shows what is cut off or
 * was not translated. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PSEUDO } from "../../webapp/build/bundle.mjs";
import { serve } from "../../webapp/preview/server.mjs";
import { statesOf, urlOf } from "../../webapp/preview/states.mjs";
import { accessible, accessibleInLight } from "./support/accessible.mjs";
import { open } from "./support/browser.mjs";

const LANES = 2;
const LIMIT_MS = 30_000;
const NARROW = { width: 320, height: 740 };
const PHONE = { width: 360, height: 740 };

let preview;
let browser;

before(async () => {
  [preview, browser] = await Promise.all([serve(["en", "ar", PSEUDO]), open()]);
});
after(async () => {
  await browser?.close();
  preview?.close();
});

/* The page that sends itself away is looked at as it is without its script. */
const LEAVES = "form-post";

/* Looks at each state that is chosen with `judge(page, state)`, a few at a time. */
async function eachState(language, options, judge, chosen = () => true) {
  const states = statesOf(language).filter(chosen);
  async function lane() {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(LIMIT_MS);
    for (let state = states.pop(); state; state = states.pop()) {
      if (state.name === LEAVES) await page.route("**/*.js", (route) => route.abort());
      await page.goto(preview.origin + urlOf(state.entry, state.name, language));
      await judge(page, state);
      await page.unrouteAll();
    }
    await context.close();
  }
  await Promise.all(Array.from({ length: LANES }, lane));
}

const enlarge = (page) => page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));

/* What a reader would have to scroll sideways for, or cannot see. Fields scroll by themselves. */
const cutOff = (page) =>
  page.evaluate(() => {
    const wide =
      document.documentElement.scrollWidth > innerWidth ? [`page of ${document.documentElement.scrollWidth}`] : [];
    const outside = [...document.querySelectorAll("body *:not(.unseen, option, script, path)")]
      .filter((one) => {
        const { left, right, width } = one.getBoundingClientRect();
        const clips = one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible";
        const scrolls = one.matches("input, pre") || one.closest("pre");
        return width > 0 && !scrolls && (left < -1 || right > innerWidth + 1 || clips);
      })
      .map((one) => `${one.tagName} ${one.className} ${one.innerText?.slice(0, 40)}`);
    return [...wide, ...outside];
  });

test("axe-core finds nothing in any state and theme", async () => {
  await eachState("en", { viewport: PHONE }, (page, { alike }) => (alike ? accessibleInLight(page) : accessible(page)));
});

test("axe-core finds nothing in any look from right to left", async () => {
  await eachState("ar", { viewport: PHONE }, accessibleInLight, ({ alike }) => !alike);
});

test("what is cut off is found", async () => {
  const page = await browser.newPage({ viewport: NARROW });
  await page.setContent(
    "<p style='overflow: hidden; white-space: nowrap'>words that are longer than the window is wide</p>",
  );
  assert.equal((await cutOff(page)).length, 1);
  await page.setContent("<p style='inline-size: 400px'>words</p>");
  assert.equal((await cutOff(page)).length, 2);
  await page.close();
});

async function fits(page, { name }) {
  assert.deepEqual(await cutOff(page), [], name);
  await enlarge(page);
  assert.deepEqual(await cutOff(page), [], `${name} enlarged`);
}

test("nothing is cut off at 320 pixels, with text of 200 %, from right to left", async () => {
  await eachState("ar", { viewport: NARROW }, fits);
});

/* The texts of the page that are not in brackets: names and addresses of the view, and these. */
const SAME_EVERYWHERE = ["English", "Deutsch", "Français", "Español", "العربية", PSEUDO, "|", "–"];

const texts = (page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.getElementById("page"), NodeFilter.SHOW_TEXT);
    const found = [document.title];
    while (walker.nextNode()) found.push(walker.currentNode.textContent);
    const spoken = [...document.querySelectorAll("[aria-label], [alt], [title], [placeholder]")].flatMap((one) =>
      ["aria-label", "alt", "title", "placeholder"].map((name) => one.getAttribute(name)).filter(Boolean),
    );
    return [...found, ...spoken].map((text) => text.trim()).filter(Boolean);
  });

const wordsOf = (view) =>
  typeof view === "object" && view !== null ? Object.values(view).flatMap(wordsOf) : [String(view ?? "")];

test("every word is in the table of its language, and the longest fits", async () => {
  await eachState(PSEUDO, { viewport: NARROW }, async (page, { name, view }) => {
    const plain = (await texts(page)).filter((text) => !/^\[.*·\]$/s.test(text));
    const known = new Set([...SAME_EVERYWHERE, ...wordsOf(view)]);
    assert.deepEqual(
      plain.filter((text) => !known.has(text)),
      [],
      name,
    );
    await fits(page, { name });
  });
});
