/* What a page may weigh, compressed with brotli. */
import { brotli } from "./assets.mjs";

const KB = 1000;
export const BUDGETS = [
  { matches: /^auth\..*\.js$/, bytes: 20 * KB },
  { matches: /^dev\.js$/, bytes: 20 * KB },
  { matches: /\.css$/, bytes: 8 * KB },
];

export function checkBudgets(assets) {
  for (const { plain, data } of assets) {
    const budget = BUDGETS.find(({ matches }) => matches.test(plain));
    if (!budget) throw new Error(`${plain} has no budget`);
    const size = brotli(data).length;
    if (size > budget.bytes) throw new Error(`${plain} weighs ${size} bytes, ${budget.bytes} at most`);
  }
}
