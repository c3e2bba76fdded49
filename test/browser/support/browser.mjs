/* The chromium of Debian: the one that with_browser.mjs started, or one of the test file's own. */
import { chromium } from "playwright-core";

export const LAUNCH = { executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] };

export const open = () =>
  process.env.TESSERA_BROWSER ? chromium.connect(process.env.TESSERA_BROWSER) : chromium.launch(LAUNCH);
