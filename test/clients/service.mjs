/* The `tessera dev` that test/support/with_dev.py started, and its verbs. Import it first. */
import { execFileSync } from "node:child_process";
import { webcrypto } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/* Node.js 18 keeps these two behind a flag. */
globalThis.crypto ??= webcrypto;
globalThis.CryptoKey ??= webcrypto.CryptoKey;

const PROGRAM = process.env.TESSERA_PROGRAM ?? "build/test/tessera";
const DATA = process.env.TESSERA_DATA;

export const ISSUER = process.env.TESSERA_ISSUER;
export const CALLBACK = "https://app.example.com/callback";
export const BYE = "https://app.example.com/bye";

export function verb(words, input = "") {
  return execFileSync(PROGRAM, [...words, "--data", DATA], { encoding: "utf8", input });
}

const json = (words, input) => JSON.parse(verb([...words, "--json"], input));

let people = 0;

export function addUser() {
  const email = `person-${process.pid}-${++people}@example.com`;
  const password = "a long enough password";
  const words = ["user", "add", "--email", email, "--given-name", "Ada", "--family-name", "Lovelace"];
  return { id: json([...words, "--verified", "--password-stdin"], `${password}\n`).id, email, password };
}

/* `metadata` in RFC 7591 names. */
export function addClient(type, metadata = {}) {
  const file = join(mkdtempSync(join(tmpdir(), "client-")), "metadata.json");
  writeFileSync(file, JSON.stringify(metadata));
  return json(["client", "add", "--type", type, "--name", "An application", "--metadata-file", file]);
}

export const addWebClient = (metadata = {}) =>
  addClient("web", { redirect_uris: [CALLBACK], post_logout_redirect_uris: [BYE], ...metadata });

export function addScope(name, audience) {
  verb(["scope", "add", "--name", name, "--audience", audience]);
}
