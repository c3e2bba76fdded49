/* openid-client as a relying party (docs/connect/openid-client.md). */
import assert from "node:assert/strict";
import { before, test } from "node:test";

import { BYE, CALLBACK, ISSUER, addClient, addScope, addUser, addWebClient } from "./service.mjs";
import { exportJWK, generateKeyPair } from "jose";
import * as client from "openid-client";

import { Browser } from "./browser.mjs";

const API = "https://stock.example.com";

let ada, web, config;

const discover = (registered, authentication) =>
  client.discovery(new URL(ISSUER), registered.client_id, registered.client_secret, authentication);

before(async () => {
  ada = addUser();
  addScope("stock.read", API);
  web = addWebClient();
  config = await discover(web, client.ClientSecretBasic(web.client_secret));
  client.enableNonRepudiationChecks(config); // signatures too, not TLS alone
});

/* A sign-in up to the redirect back: its URL, and what the library is to check it against. */
async function callback({ to = config, person = ada, browser = new Browser(ISSUER), answer, ...parameters } = {}) {
  const checks = {
    pkceCodeVerifier: client.randomPKCECodeVerifier(),
    expectedState: client.randomState(),
    expectedNonce: client.randomNonce(),
  };
  const url = client.buildAuthorizationUrl(to, {
    redirect_uri: CALLBACK,
    scope: "openid profile email",
    code_challenge: await client.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: "S256",
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...parameters,
  });
  return { url: await browser.finish(url, person, answer), checks, browser };
}

async function signIn(options = {}) {
  const { url, checks, browser } = await callback(options);
  const tokens = await client.authorizationCodeGrant(options.to ?? config, url, { ...checks, idTokenExpected: true });
  return { tokens, browser };
}

/* What the library makes of an error answer of the token endpoint: RFC 6749, section 5.2. */
const refused = (error, status = 400) => (thrown) => {
  assert.ok(thrown instanceof client.ResponseBodyError, thrown.stack);
  assert.equal(thrown.error, error);
  assert.equal(thrown.status, status);
  assert.ok(thrown.error_description.length > 0);
  return true;
};

test("discovery finds the issuer and PKCE", () => {
  const metadata = config.serverMetadata();
  assert.equal(metadata.issuer, ISSUER);
  assert.ok(metadata.supportsPKCE());
});

test("RFC 8414 discovery finds the same", async () => {
  const other = await client.discovery(new URL(ISSUER), web.client_id, web.client_secret, undefined, { algorithm: "oauth2" });
  assert.equal(other.serverMetadata().token_endpoint, config.serverMetadata().token_endpoint);
});

test("a person signs in and the ID Token verifies", async () => {
  const { tokens } = await signIn();
  const claims = tokens.claims();
  assert.equal(claims.sub, ada.id);
  assert.deepEqual([claims.aud].flat(), [web.client_id]);
  assert.ok(Math.abs(claims.auth_time - Date.now() / 1000) < 60);
  assert.equal(tokens.token_type, "bearer");
  assert.ok(tokens.expiresIn() > 0);
});

test("userinfo is about the same person", async () => {
  const { tokens } = await signIn();
  const person = await client.fetchUserInfo(config, tokens.access_token, ada.id);
  assert.equal(person.email, ada.email);
  assert.equal(person.email_verified, true);
  assert.equal(person.given_name, "Ada");
  await assert.rejects(client.fetchUserInfo(config, tokens.access_token, "somebody else"), client.ClientError);
});

test("userinfo refuses a token that is none, with a challenge", async () => {
  await assert.rejects(client.fetchUserInfo(config, "nonsense", ada.id), (thrown) => {
    assert.ok(thrown instanceof client.WWWAuthenticateChallengeError, thrown.stack);
    assert.equal(thrown.status, 401);
    assert.equal(thrown.cause[0].parameters.error, "invalid_token");
    return true;
  });
});

test("a refresh rotates the token and keeps the person", async () => {
  const { tokens } = await signIn();
  const fresh = await client.refreshTokenGrant(config, tokens.refresh_token);
  assert.notEqual(fresh.refresh_token, tokens.refresh_token);
  assert.equal(fresh.claims().sub, ada.id);
  await client.fetchUserInfo(config, fresh.access_token, ada.id);
});

test("a revoked refresh token gives nothing", async () => {
  const { tokens } = await signIn();
  await client.tokenRevocation(config, tokens.refresh_token, { token_type_hint: "refresh_token" });
  await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token), refused("invalid_grant"));
  await assert.rejects(client.fetchUserInfo(config, tokens.access_token, ada.id), client.WWWAuthenticateChallengeError);
});

test("revocation of an unknown token is no error", async () => {
  await client.tokenRevocation(config, "nonsense");
});

test("a resource server introspects what is for it", async () => {
  const machine = addClient("machine", { scope: "stock.read" });
  const api = addClient("resource", { scope: "stock.read" });
  const asMachine = await discover(machine, client.ClientSecretBasic(machine.client_secret));
  const asApi = await discover(api, client.ClientSecretBasic(api.client_secret));
  const { access_token } = await client.clientCredentialsGrant(asMachine, { scope: "stock.read" });
  const said = await client.tokenIntrospection(asApi, access_token);
  assert.equal(said.active, true);
  assert.equal(said.sub, machine.client_id);
  assert.equal(said.aud, API);
  await client.tokenRevocation(asMachine, access_token);
  assert.deepEqual({ ...(await client.tokenIntrospection(asApi, access_token)) }, { active: false });
});

test("client_credentials gives no refresh token and refuses a foreign scope", async () => {
  const machine = addClient("machine", { scope: "stock.read" });
  const to = await discover(machine, client.ClientSecretPost(machine.client_secret));
  await assert.rejects(client.clientCredentialsGrant(to, { scope: "stock.read" }), (thrown) =>
    ["invalid_client", "invalid_request"].includes(thrown.error)); // it registered client_secret_basic
  const right = await discover(machine, client.ClientSecretBasic(machine.client_secret));
  const tokens = await client.clientCredentialsGrant(right, { scope: "stock.read" });
  assert.equal(tokens.refresh_token, undefined);
  assert.equal(tokens.scope, "stock.read");
  await assert.rejects(client.clientCredentialsGrant(right, { scope: "profile" }), refused("invalid_scope"));
});

test("a sign-out returns to the application and ends the grant", async () => {
  const { tokens, browser } = await signIn();
  const url = client.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token, post_logout_redirect_uri: BYE, state: "done",
  });
  const end = await browser.open(url);
  assert.equal(end.href, `${BYE}?state=done`);
  await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token), refused("invalid_grant"));
});

test("a public client signs in with PKCE alone", async () => {
  const spa = addClient("spa", { redirect_uris: [CALLBACK] });
  const { tokens } = await signIn({ to: await discover(spa, client.None()) });
  assert.equal(tokens.claims().sub, ada.id);
});

test("a client that registered client_secret_post signs in", async () => {
  const posting = addWebClient({ token_endpoint_auth_method: "client_secret_post" });
  const { tokens } = await signIn({ to: await discover(posting, client.ClientSecretPost(posting.client_secret)) });
  assert.equal(tokens.claims().sub, ada.id);
});

for (const alg of ["PS256", "ES256", "EdDSA"]) {
  test(`an ID Token signed by ${alg} verifies where the client chose it`, async () => {
    const choosing = addWebClient({ id_token_signed_response_alg: alg });
    const to = await client.discovery(new URL(ISSUER), choosing.client_id,
      { id_token_signed_response_alg: alg }, client.ClientSecretBasic(choosing.client_secret));
    client.enableNonRepudiationChecks(to);
    const { tokens } = await signIn({ to });
    assert.equal(tokens.claims().sub, ada.id);
  });
}

/* A key pair of the client's, and what it registers to have answers encrypted to it. */
async function encryption(alg, ...kinds) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true, crv: "P-256" });
  const jwk = { ...(await exportJWK(publicKey)), kid: "mine", use: "enc" };
  const metadata = { jwks: { keys: [jwk] } };
  for (const kind of kinds) {
    metadata[`${kind}_encrypted_response_alg`] = alg;
    metadata[`${kind}_encrypted_response_enc`] = "A256GCM";
  }
  return { metadata, key: { key: privateKey, alg, kid: "mine" } };
}

for (const alg of ["RSA-OAEP-256", "ECDH-ES"]) {
  test(`an ID Token and userinfo that are encrypted by ${alg} are read and verified`, async () => {
    const { metadata, key } = await encryption(alg, "id_token", "userinfo");
    const signed = { userinfo_signed_response_alg: "ES256" };
    const reading = addWebClient({ ...metadata, ...signed });
    const to = await client.discovery(new URL(ISSUER), reading.client_id, signed,
      client.ClientSecretBasic(reading.client_secret));
    client.enableNonRepudiationChecks(to);
    client.enableDecryptingResponses(to, ["A256GCM"], key);
    const { tokens } = await signIn({ to });
    assert.equal(tokens.claims().sub, ada.id);
    const person = await client.fetchUserInfo(to, tokens.access_token, ada.id);
    assert.equal(person.email, ada.email);
  });
}

test("introspection that is signed and encrypted is read and verified", async () => {
  const machine = addClient("machine", { scope: "stock.read" });
  const { metadata, key } = await encryption("ECDH-ES", "introspection");
  const signed = { introspection_signed_response_alg: "ES256" };
  const api = addClient("resource", { scope: "stock.read", ...metadata, ...signed });
  const asMachine = await discover(machine, client.ClientSecretBasic(machine.client_secret));
  const asApi = await client.discovery(new URL(ISSUER), api.client_id, signed,
    client.ClientSecretBasic(api.client_secret));
  client.enableNonRepudiationChecks(asApi);
  client.enableDecryptingResponses(asApi, ["A256GCM"], key);
  const { access_token } = await client.clientCredentialsGrant(asMachine, { scope: "stock.read" });
  const said = await client.tokenIntrospection(asApi, access_token);
  assert.equal(said.active, true);
  assert.equal(said.sub, machine.client_id);
});

test("the answer of another sign-in is refused by its state, nonce and issuer", async () => {
  const one = await callback();
  const other = { ...one.checks, expectedState: client.randomState() };
  await assert.rejects(client.authorizationCodeGrant(config, one.url, other), client.ClientError);
  const mixed = new URL(one.url);
  mixed.searchParams.set("iss", "https://attacker.example.com");
  await assert.rejects(client.authorizationCodeGrant(config, mixed, one.checks), client.ClientError);
  const nonce = { ...one.checks, expectedNonce: client.randomNonce() };
  await assert.rejects(client.authorizationCodeGrant(config, one.url, nonce), client.ClientError);
});

test("a wrong verifier is refused and does not spend the code", async () => {
  const { url, checks } = await callback();
  const wrong = { ...checks, pkceCodeVerifier: client.randomPKCECodeVerifier() };
  await assert.rejects(client.authorizationCodeGrant(config, url, wrong), refused("invalid_grant"));
  await client.authorizationCodeGrant(config, url, checks);
});

test("a code is good once, and its second use ends what the first gave", async () => {
  const { url, checks } = await callback();
  const tokens = await client.authorizationCodeGrant(config, url, checks);
  await assert.rejects(client.authorizationCodeGrant(config, url, checks), refused("invalid_grant"));
  await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token), refused("invalid_grant"));
});

test("a wrong secret is 401 with a challenge", async () => {
  const wrong = await discover(web, client.ClientSecretBasic("wrong"));
  await assert.rejects(client.refreshTokenGrant(wrong, "nonsense"), (thrown) => {
    assert.equal(thrown.status, 401);
    if (thrown instanceof client.WWWAuthenticateChallengeError) assert.equal(thrown.cause[0].scheme, "basic");
    else assert.equal(thrown.error, "invalid_client");
    return true;
  });
});

test("a person who says no gives access_denied", async () => {
  const { url, checks } = await callback({ person: addUser(), answer: "deny" });
  await assert.rejects(client.authorizationCodeGrant(config, url, checks), (thrown) => {
    assert.ok(thrown instanceof client.AuthorizationResponseError, thrown.stack);
    assert.equal(thrown.error, "access_denied");
    return true;
  });
});

test("prompt=none is answered by a redirect: login_required, then a code", async () => {
  const stranger = await callback({ prompt: "none" });
  await assert.rejects(client.authorizationCodeGrant(config, stranger.url, stranger.checks),
    (thrown) => thrown.error === "login_required");
  const { browser } = await signIn();
  const { tokens } = await signIn({ browser, prompt: "none" });
  assert.equal(tokens.claims().sub, ada.id);
});

test("max_age is proven by auth_time", async () => {
  const { url, checks } = await callback({ max_age: "3600" });
  const tokens = await client.authorizationCodeGrant(config, url, { ...checks, maxAge: 3600 });
  assert.ok(tokens.claims().auth_time > 0);
});

for (const [alg, algorithm] of Object.entries({
  RS256: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
  PS256: { name: "RSA-PSS", hash: "SHA-256", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
  ES256: { name: "ECDSA", namedCurve: "P-256" },
})) {
  test(`a key in place of a secret, ${alg}`, async () => {
    const { publicKey, privateKey } = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const jwk = { ...(await crypto.subtle.exportKey("jwk", publicKey)), kid: `key-${alg}` };
    const robot = addClient("machine", {
      scope: "stock.read", token_endpoint_auth_method: "private_key_jwt", jwks: { keys: [jwk] } });
    const to = await discover(robot, client.PrivateKeyJwt({ key: privateKey, kid: jwk.kid }));
    const { access_token } = await client.clientCredentialsGrant(to, { scope: "stock.read" });
    assert.equal((await client.tokenIntrospection(to, access_token)).active, true);
    await client.tokenRevocation(to, access_token);
    assert.equal((await client.tokenIntrospection(to, access_token)).active, false);
    const other = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const stranger = await discover(robot, client.PrivateKeyJwt({ key: other.privateKey, kid: jwk.kid }));
    await assert.rejects(client.clientCredentialsGrant(stranger, {}), refused("invalid_client", 401));
  });
}

test("a MAC with the secret", async () => {
  const robot = addClient("machine", {
    scope: "stock.read", token_endpoint_auth_method: "client_secret_jwt" });
  const to = await discover(robot, client.ClientSecretJwt(robot.client_secret));
  const { access_token } = await client.clientCredentialsGrant(to, { scope: "stock.read" });
  assert.equal((await client.tokenIntrospection(to, access_token)).active, true);
  const stranger = await discover(robot, client.ClientSecretJwt("x".repeat(43)));
  await assert.rejects(client.clientCredentialsGrant(stranger, {}), refused("invalid_client", 401));
});
