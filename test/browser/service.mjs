/* A `tessera dev` of its own, and a chromium that trusts it. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";

const PROGRAM = process.env.TESSERA_PROGRAM ?? "build/test/tessera";
const START_LIMIT_MS = 60_000;

export class Service {
  static async start() {
    const service = new Service();
    service.data = mkdtempSync(join(tmpdir(), "tessera-"));
    service.process = spawn(PROGRAM, ["dev", "--data", service.data, "--listen", "localhost:0"], { stdio: "ignore" });
    const ready = join(service.data, "ready.json");
    for (let waited = 0; !existsSync(ready); waited += 50) {
      if (waited > START_LIMIT_MS || service.process.exitCode !== null) throw new Error("tessera did not start");
      await sleep(50);
    }
    Object.assign(service, JSON.parse(readFileSync(ready, "utf8")));
    return service;
  }

  verb(...words) {
    return JSON.parse(execFileSync(PROGRAM, [...words, "--json", "--data", this.data], { encoding: "utf8" }));
  }

  addUser(email, password) {
    execFileSync(
      PROGRAM,
      [
        "user",
        "add",
        "--email",
        email,
        "--given-name",
        "Ada",
        "--family-name",
        "Lovelace",
        "--verified",
        "--password-stdin",
        "--data",
        this.data,
      ],
      { input: `${password}\n` },
    );
    return { email, password };
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGTERM");
    const code = await ended;
    rmSync(this.data, { recursive: true, force: true });
    if (code !== 0) throw new Error(`tessera ended with ${code}`);
  }
}

export const launch = () => chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });

/* A fresh browser profile; `violations` collects what the page's policy or scripts complained of. */
export async function visitor(browser, options = {}) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
  const page = await context.newPage();
  const violations = [];
  page.on("console", (message) => {
    if (/Content Security Policy|Trusted/i.test(message.text())) violations.push(message.text());
  });
  page.on("pageerror", (error) => violations.push(String(error)));
  return { context, page, violations };
}
