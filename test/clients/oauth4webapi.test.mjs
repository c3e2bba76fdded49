/* oauth4webapi as a relying party and as an API (docs/connect/oauth4webapi.md): every message by
 * itself, each answer processed as strictly as the specifications say. */
import assert from "node:assert/strict";
import { before, test } from "node:test";

import { BYE, CALLBACK, ISSUER, addClient, addScope, addUser, addWebClient } from "./service.mjs";
import * as oauth from "oauth4webapi";

import { Browser } from "./browser.mjs";

const API = "https://parcels.example.com";

let ada, as, client, secret;

async function discover(algorithm) {
  const issuer = new URL(ISSUER);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm }));
}

before(async () => {
  ada = addUser();
  addScope("parcels.read", API);
  client = addWebClient();
  secret = oauth.ClientSecretBasic(client.client_secret);
  as = await discover("oidc");
});

/* A sign-in up to the redirect back. */
async function callback({ person = ada, to = client, browser = new Browser(ISSUER), answer, ...parameters } = {}) {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const url = new URL(as.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: to.client_id, redirect_uri: CALLBACK, response_type: "code", scope: "openid email",
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
    state, nonce, ...parameters,
  });
  return { url: await browser.finish(url, person, answer), verifier, state, nonce, browser };
}

/* The code of a callback for tokens; the library has found state and iss (RFC 9207) right. */
async function exchange({ url, verifier, state, nonce }, wrong = {}) {
  const parameters = oauth.validateAuthResponse(as, client, url, wrong.state ?? state);
  const response = await oauth.authorizationCodeGrantRequest(
    as, client, wrong.secret ?? secret, parameters, CALLBACK, wrong.verifier ?? verifier);
  const body = await oauth.processAuthorizationCodeResponse(as, client, response,
    { expectedNonce: wrong.nonce ?? nonce, requireIdToken: true });
  await oauth.validateApplicationLevelSignature(as, response);
  return body;
}

const signIn = async (options) => exchange(await callback(options));

async function refresh(token) {
  const response = await oauth.refreshTokenGrantRequest(as, client, secret, token);
  return oauth.processRefreshTokenResponse(as, client, response);
}

async function userInfo(token, subject = ada.id) {
  return oauth.processUserInfoResponse(as, client, subject, await oauth.userInfoRequest(as, client, token));
}

async function machineToken(parameters = { scope: "parcels.read" }) {
  const machine = addClient("machine", { scope: "parcels.read" });
  const response = await oauth.clientCredentialsGrantRequest(
    as, machine, oauth.ClientSecretBasic(machine.client_secret), parameters);
  return { machine, ...(await oauth.processClientCredentialsResponse(as, machine, response)) };
}

async function introspect(resource, token) {
  const response = await oauth.introspectionRequest(
    as, resource, oauth.ClientSecretBasic(resource.client_secret), token);
  return oauth.processIntrospectionResponse(as, resource, response);
}

const refused = (error, status = 400) => (thrown) => {
  assert.ok(thrown instanceof oauth.ResponseBodyError, thrown.stack);
  assert.deepEqual([thrown.error, thrown.status], [error, status]);
  return true;
};

const processingError = (thrown) => thrown instanceof oauth.OperationProcessingError;

test("both discovery documents name the same endpoints", async () => {
  const plain = await discover("oauth2");
  for (const name of ["authorization_endpoint", "token_endpoint", "revocation_endpoint", "introspection_endpoint", "jwks_uri"])
    assert.equal(plain[name], as[name]);
  assert.equal(as.authorization_response_iss_parameter_supported, true);
});

test("a person signs in, and the ID Token's signature verifies", async () => {
  const body = await signIn();
  assert.equal(oauth.getValidatedIdTokenClaims(body).sub, ada.id);
  assert.equal((await userInfo(body.access_token)).email, ada.email);
});

test("userinfo about somebody else is refused by the application", async () => {
  const body = await signIn();
  await assert.rejects(userInfo(body.access_token, "somebody else"), processingError);
});

test("a refreshed ID Token is about the same sign-in", async () => {
  const body = await signIn();
  const first = oauth.getValidatedIdTokenClaims(body);
  const fresh = await refresh(body.refresh_token);
  const second = oauth.getValidatedIdTokenClaims(fresh);
  assert.notEqual(fresh.refresh_token, body.refresh_token);
  assert.deepEqual([second.iss, second.sub, second.aud, second.auth_time], [first.iss, first.sub, first.aud, first.auth_time]);
});

test("revocation ends the grant", async () => {
  const body = await signIn();
  const response = await oauth.revocationRequest(as, client, secret, body.refresh_token);
  assert.equal(await oauth.processRevocationResponse(response), undefined);
  await assert.rejects(refresh(body.refresh_token), refused("invalid_grant"));
  await assert.rejects(userInfo(body.access_token), oauth.WWWAuthenticateChallengeError);
});

test("sign-out returns to the application", async () => {
  const started = await callback();
  const body = await exchange(started);
  const url = new URL(as.end_session_endpoint);
  url.search = new URLSearchParams({ id_token_hint: body.id_token, post_logout_redirect_uri: BYE });
  assert.equal((await started.browser.open(url)).href, BYE);
  await assert.rejects(refresh(body.refresh_token), refused("invalid_grant"));
});

test("an API validates a machine's JWT access token", async () => {
  const { machine, access_token } = await machineToken();
  const request = new Request(API, { headers: { Authorization: `Bearer ${access_token}` } });
  const claims = await oauth.validateJwtAccessToken(as, request, API, { signingAlgorithms: ["ES256"] });
  assert.equal(claims.client_id, machine.client_id);
  assert.equal(claims.sub, machine.client_id);
  assert.equal(claims.scope, "parcels.read");
});

test("an API validates a person's JWT access token and refuses another audience", async () => {
  const shop = addWebClient({ scope: "openid email parcels.read" });
  const started = await callback({ to: shop, scope: "openid parcels.read" });
  const parameters = oauth.validateAuthResponse(as, shop, started.url, started.state);
  const response = await oauth.authorizationCodeGrantRequest(
    as, shop, oauth.ClientSecretBasic(shop.client_secret), parameters, CALLBACK, started.verifier);
  const body = await oauth.processAuthorizationCodeResponse(as, shop, response,
    { expectedNonce: started.nonce, requireIdToken: true });
  const request = () => new Request(API, { headers: { Authorization: `Bearer ${body.access_token}` } });
  const claims = await oauth.validateJwtAccessToken(as, request(), API);
  assert.equal(claims.sub, ada.id);
  await assert.rejects(oauth.validateJwtAccessToken(as, request(), "https://other.example.com"));
});

test("an ID Token is no access token", async () => {
  const body = await signIn();
  const request = new Request(API, { headers: { Authorization: `Bearer ${body.id_token}` } });
  await assert.rejects(oauth.validateJwtAccessToken(as, request, client.client_id));
});

test("an API asks by introspection, and sees revocation at once", async () => {
  const api = addClient("resource", { scope: "parcels.read" });
  const { machine, access_token } = await machineToken();
  const said = await introspect(api, access_token);
  assert.deepEqual([said.active, said.sub, said.client_id], [true, machine.client_id, machine.client_id]);
  await oauth.revocationRequest(as, machine, oauth.ClientSecretBasic(machine.client_secret), access_token);
  assert.equal((await introspect(api, access_token)).active, false);
});

test("an API without credentials may not ask", async () => {
  const api = addClient("resource", { scope: "parcels.read" });
  await assert.rejects(introspect({ ...api, client_secret: "wrong" }, "nonsense"), (thrown) => thrown.status === 401);
});

test("the application refuses a foreign state, issuer and nonce", async () => {
  const started = await callback();
  assert.throws(() => oauth.validateAuthResponse(as, client, started.url, "another"), processingError);
  const mixed = new URL(started.url);
  mixed.searchParams.delete("iss");
  assert.throws(() => oauth.validateAuthResponse(as, client, mixed, started.state), processingError);
  await assert.rejects(exchange(started, { nonce: "another" }), processingError);
});

test("an ID Token for another application is refused by its audience", async () => {
  const started = await callback();
  const parameters = oauth.validateAuthResponse(as, client, started.url, started.state);
  const response = await oauth.authorizationCodeGrantRequest(as, client, secret, parameters, CALLBACK, started.verifier);
  await assert.rejects(oauth.processAuthorizationCodeResponse(as, { client_id: "another" }, response,
    { expectedNonce: started.nonce }), processingError);
});

test("a wrong verifier, a second use and a wrong secret are refused", async () => {
  const started = await callback();
  await assert.rejects(exchange(started, { verifier: oauth.generateRandomCodeVerifier() }), refused("invalid_grant"));
  await assert.rejects(exchange(started, { secret: oauth.ClientSecretBasic("wrong") }), (thrown) => thrown.status === 401);
  await exchange(started);
  await assert.rejects(exchange(started), refused("invalid_grant"));
});

test("errors of the authorization endpoint come back to the application", async () => {
  const denied = await callback({ person: addUser(), answer: "deny" });
  const wrong = await callback({ max_age: "soon" });
  const silent = await callback({ prompt: "none" });
  for (const [started, error] of [[denied, "access_denied"], [wrong, "invalid_request"], [silent, "login_required"]])
    assert.throws(() => oauth.validateAuthResponse(as, client, started.url, started.state), (thrown) => {
      assert.ok(thrown instanceof oauth.AuthorizationResponseError, thrown.stack);
      assert.equal(thrown.error, error);
      return true;
    });
});

test("errors of the token endpoint are read", async () => {
  await assert.rejects(machineToken({ scope: "nonsense" }), refused("invalid_scope"));
  const response = await oauth.genericTokenEndpointRequest(as, client, secret, "password", { username: "a", password: "b" });
  await assert.rejects(oauth.processGenericTokenEndpointResponse(as, client, response), refused("unsupported_grant_type"));
  await assert.rejects(refresh("nonsense"), refused("invalid_grant"));
});
