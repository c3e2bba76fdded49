/* axe-core (WCAG 2.2 A and AA, best practice) on the page as it stands, in a world of its own, where the
 * page's policy does not bind it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const AXE = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const COLOURS = ["color-contrast"];
const RULES = { "target-size": { enabled: true }, "label-content-name-mismatch": { enabled: true } };

/* Runs axe-core with these options; what it found, a line each. */
async function axeIn(page) {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const world = { frameId: frameTree.frame.id, worldName: "axe" };
  const { executionContextId: contextId } = await session.send("Page.createIsolatedWorld", world);
  const run = (expression) =>
    session.send("Runtime.evaluate", { expression, contextId, awaitPromise: true, returnByValue: true });
  await run(AXE);
  return async (options) => {
    const { result, exceptionDetails } =
      await run(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations.flatMap(
        ({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ": " + html + " " + failureSummary)))`);
    assert.equal(exceptionDetails, undefined, JSON.stringify(exceptionDetails));
    return result.value;
  };
}

const THEMES = [
  { colorScheme: "light", forcedColors: "none" },
  { colorScheme: "dark", forcedColors: "none" },
  { colorScheme: "light", forcedColors: "active" },
];

/* Nothing is at fault in the light theme, and no colour in the others: that is all that themes change. */
export async function accessible(page, themes = THEMES) {
  const axe = await axeIn(page);
  for (const theme of themes) {
    await page.emulateMedia(theme);
    const found = await axe(theme === THEMES[0] ? { rules: RULES } : { runOnly: COLOURS });
    assert.deepEqual(found, [], `${page.url()} in ${JSON.stringify(theme)}`);
  }
  await page.emulateMedia(THEMES[0]);
}

export const accessibleInLight = (page) => accessible(page, THEMES.slice(0, 1));
