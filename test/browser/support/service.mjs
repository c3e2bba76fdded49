/* The `tessera dev` that test/support/with_dev.py started, or one of the test file's own. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const PROGRAM = process.env.TESSERA_PROGRAM ?? "build/test/tessera";
const START_LIMIT_MS = 60_000;

const EXECUTE = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=30); c.execute(sys.argv[2]); c.commit()";

let number = 0;
const unique = (name) => `${name}-${process.pid}-${++number}`;

export class Service {
  constructor(issuer, data) {
    this.issuer = issuer;
    this.data = data;
  }

  static async start() {
    const data = mkdtempSync(join(tmpdir(), "tessera-"));
    const process = spawn(PROGRAM, ["dev", "--data", data, "--listen", "localhost:0"], { stdio: "ignore" });
    const ready = join(data, "ready.json");
    for (let waited = 0; !existsSync(ready); waited += 50) {
      if (waited > START_LIMIT_MS || process.exitCode !== null) throw new Error("tessera did not start");
      await sleep(50);
    }
    const { issuer, setup_url } = JSON.parse(readFileSync(ready, "utf8"));
    return Object.assign(new Service(issuer, data), { process, setup_url });
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGTERM");
    const code = await ended;
    rmSync(this.data, { recursive: true, force: true });
    if (code !== 0) throw new Error(`tessera ended with ${code}`);
  }

  verb(words, input = "") {
    return execFileSync(PROGRAM, [...words, "--data", this.data], { encoding: "utf8", input });
  }

  json(words, input) {
    return JSON.parse(this.verb([...words, "--json"], input));
  }

  /* Someone new. */
  addUser({ verified = true } = {}) {
    const person = { email: `${unique("ada")}@example.com`, password: "a long enough password" };
    const words = ["user", "add", "--email", person.email, "--given-name", "Ada", "--family-name", "Lovelace"];
    const mark = verified ? ["--verified"] : [];
    const { id } = this.json([...words, ...mark, "--password-stdin"], `${person.password}\n`);
    return { ...person, id };
  }

  /* An application that asks for consent; `metadata` in RFC 7591 names. */
  addClient(metadata) {
    const file = join(mkdtempSync(join(tmpdir(), "client-")), "metadata.json");
    writeFileSync(file, JSON.stringify(metadata));
    return this.json(["client", "add", "--type", "web", "--name", "Web shop", "--metadata-file", file]);
  }

  /* Writes into the database beside the service: how a test lets time pass. */
  sql(statement) {
    execFileSync("/usr/bin/python3", ["-c", EXECUTE, join(this.data, "tessera.db"), statement]);
  }
}

const given = process.env.TESSERA_ISSUER;

export const startOrTake = () => (given ? new Service(given, process.env.TESSERA_DATA) : Service.start());

/* A service that somebody else started goes on. */
export const leave = (service) => (service.process ? service.stop() : undefined);
