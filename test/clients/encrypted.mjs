// Reads tokens with jose: {"keys", "signers", "lines"} on standard input, what could not be read on
// standard output (see encrypted.py).
import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { compactDecrypt, compactVerify, importJWK } from 'jose';

const given = JSON.parse(await text(process.stdin));
const privates = new Map(given.keys.map((key) => [key.kid, key]));
const signers = new Map(given.signers.map((key) => [key.kid, key]));
const imported = new Map();

async function keyOf(jwk, alg) {
  const name = `${jwk.kid} ${alg}`;
  if (!imported.has(name)) imported.set(name, await importJWK(jwk, alg));
  return imported.get(name);
}

async function read(line) {
  const { plaintext, protectedHeader } = await compactDecrypt(
    line.token,
    await keyOf(privates.get(line.kid), line.alg),
    { keyManagementAlgorithms: [line.alg], contentEncryptionAlgorithms: [line.enc] },
  );
  assert.equal(protectedHeader.kid, line.kid);
  if (line.content === 'plain') return plaintext;
  assert.equal(protectedHeader.cty, 'JWT');
  const signer = await keyOf(signers.get(line.signer), line.content);
  return (await compactVerify(plaintext, signer, { algorithms: [line.content] })).payload;
}

const failures = [];
for (const line of given.lines) {
  try {
    const claims = JSON.parse(new TextDecoder().decode(await read(line)));
    for (const [name, value] of Object.entries(line.claims)) assert.equal(claims[name], value);
  } catch (why) {
    failures.push([line.alg, line.enc, line.content, String(why)]);
  }
}
process.stdout.write(JSON.stringify(failures));
