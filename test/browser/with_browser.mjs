/* Runs a command beside one chromium for all its processes, so that each test file need not start its
 * own:
 *
 *   node test/browser/with_browser.mjs COMMAND...
 */
import { spawn } from "node:child_process";
import { chromium } from "playwright-core";

import { LAUNCH } from "./support/browser.mjs";

const server = await chromium.launchServer(LAUNCH);
const [command, ...words] = process.argv.slice(2);
const child = spawn(command, words, {
  stdio: "inherit",
  env: { ...process.env, TESSERA_BROWSER: server.wsEndpoint() },
});
const code = await new Promise((resolve) => child.once("exit", resolve));
await server.close();
process.exit(code ?? 1);
