/* What a page may weigh, compressed with brotli. */
import { brotli } from "./assets.mjs";

const KB = 1000;
const SCRIPTS = { auth: 20 * KB, account: 45 * KB, admin: 120 * KB, dev: 20 * KB };
const STYLE = 8 * KB;
const ICON = KB;

/* "auth.de.js" counts for auth. Undefined for what nobody has given a budget. */
function budgetOf(plain) {
  const [entry] = plain.split(".");
  if (plain.endsWith(".css")) return STYLE;
  return plain.endsWith(".svg") ? ICON : SCRIPTS[entry];
}

export function checkBudgets(assets) {
  for (const { plain, data } of assets) {
    const budget = budgetOf(plain);
    if (!budget) throw new Error(`${plain} has no budget`);
    const size = brotli(data).length;
    if (size > budget) throw new Error(`${plain} weighs ${size} bytes, ${budget} at most`);
  }
}
