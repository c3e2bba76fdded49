/* jose over the published keys: every algorithm that discovery names signs what jose verifies. */
import assert from "node:assert/strict";
import { before, test } from "node:test";

import { ISSUER, addClient, addScope } from "./service.mjs";
import { createRemoteJWKSet, decodeProtectedHeader, errors, jwtVerify } from "jose";

const API = "https://ledger.example.com";

let keys, discovery;

before(async () => {
  addScope("ledger.read", API);
  discovery = await (await fetch(`${ISSUER}/.well-known/openid-configuration`)).json();
  keys = createRemoteJWKSet(new URL(discovery.jwks_uri));
});

async function accessToken(alg) {
  const { client_id, client_secret } = addClient("machine", { scope: "ledger.read", access_token_signed_response_alg: alg });
  const answer = await fetch(discovery.token_endpoint, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: "ledger.read" }),
  });
  assert.equal(answer.status, 200);
  return (await answer.json()).access_token;
}

const expected = { issuer: ISSUER, audience: API, typ: "at+jwt" };

for (const alg of ["RS256", "PS256", "ES256", "EdDSA"]) {
  test(`${alg} is published, signs and verifies`, async () => {
    assert.ok(discovery.id_token_signing_alg_values_supported.includes(alg));
    const token = await accessToken(alg);
    const { payload, protectedHeader } = await jwtVerify(token, keys, { ...expected, algorithms: [alg] });
    assert.equal(protectedHeader.alg, alg);
    assert.equal(payload.scope, "ledger.read");
  });
}

test("each key is for one algorithm", async () => {
  const token = await accessToken("PS256");
  const [, payload, signature] = token.split(".");
  const header = { ...decodeProtectedHeader(token), alg: "RS256" };
  const other = `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${payload}.${signature}`;
  await assert.rejects(jwtVerify(other, keys, expected), errors.JWKSNoMatchingKey);
});

test("a changed token, another audience and another type are refused", async () => {
  const token = await accessToken("ES256");
  const changed = token.replace(/\.(.)/, (_, first) => `.${first === "e" ? "f" : "e"}`);
  await assert.rejects(jwtVerify(changed, keys, expected));
  await assert.rejects(jwtVerify(token, keys, { ...expected, audience: "https://other.example.com" }), errors.JWTClaimValidationFailed);
  await assert.rejects(jwtVerify(token, keys, { ...expected, typ: "JWT" }), errors.JWTClaimValidationFailed);
});
