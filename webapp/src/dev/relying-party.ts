/* A public client in the browser (RFC 6749, RFC 7636, OpenID Connect Core 3.1), written out: what an
 * application has to do, and nothing that a library would hide. It keeps its tokens in the tab's
 * session storage, which is good enough for a demonstration.
 */
import type { AppView } from "./views";

type Claims = Record<string, unknown>;

interface Metadata {
  authorization_endpoint: string;
  token_endpoint: string;
  userinfo_endpoint: string;
  end_session_endpoint: string;
}

interface Tokens {
  access_token: string;
  id_token: string;
  refresh_token?: string;
}

export interface Result {
  id_token: string;
  id_token_claims: Claims;
  access_token: string;
  access_token_claims: Claims | null; // null for an opaque token
  userinfo: Claims;
}

/* A refusal in the protocol's words. */
export class Refused extends Error {}

const PENDING = "tessera-dev-pending";
const TOKENS = "tessera-dev-tokens";

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

async function challengeOf(verifier: string) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return base64url(new Uint8Array(digest));
}

function claimsOf(token: string): Claims | null {
  const [, payload] = token.split(".");
  if (!payload) return null;
  const bytes = Uint8Array.from(atob(payload.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Claims;
}

const metadataOf = async (issuer: string) =>
  (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as Metadata;

const redirectUriOf = (view: AppView) => `${view.issuer}/dev/app`;

export async function signIn(view: AppView, prompt?: string) {
  const pending = { state: random(), nonce: random(), verifier: random() };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const { authorization_endpoint } = await metadataOf(view.issuer);
  const request = new URLSearchParams({
    response_type: "code",
    client_id: view.client_id,
    redirect_uri: redirectUriOf(view),
    scope: view.scope,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await challengeOf(pending.verifier),
    code_challenge_method: "S256",
  });
  if (prompt) request.set("prompt", prompt);
  location.assign(`${authorization_endpoint}?${request}`);
}

async function askForTokens(view: AppView, grant: Record<string, string>): Promise<Tokens> {
  const { token_endpoint } = await metadataOf(view.issuer);
  const body = new URLSearchParams({ client_id: view.client_id, ...grant });
  const answer = await fetch(token_endpoint, { method: "POST", body, credentials: "omit" });
  const tokens = (await answer.json()) as Tokens & { error?: string; error_description?: string };
  if (!answer.ok) throw new Refused(`${tokens.error}: ${tokens.error_description ?? ""}`);
  return tokens;
}

/* Core 3.1.3.7: the token came from the issuer itself over TLS, so its signature may go unchecked. */
function checkIdToken(view: AppView, idToken: string, nonce: string | null) {
  const claims = claimsOf(idToken) ?? {};
  const audience = ([] as unknown[]).concat(claims.aud);
  if (claims.iss !== view.issuer) throw new Refused("The ID Token has another issuer.");
  if (!audience.includes(view.client_id)) throw new Refused("The ID Token is for another client.");
  if (Number(claims.exp) * 1000 < Date.now()) throw new Refused("The ID Token has run out.");
  if (nonce !== null && claims.nonce !== nonce) throw new Refused("The ID Token answers another request.");
}

async function resultOf(view: AppView, tokens: Tokens): Promise<Result> {
  const { userinfo_endpoint } = await metadataOf(view.issuer);
  const answer = await fetch(userinfo_endpoint, {
    headers: { Authorization: `Bearer ${tokens.access_token}` },
    credentials: "omit",
  });
  if (!answer.ok) throw new Refused(answer.headers.get("WWW-Authenticate") ?? `userinfo answered ${answer.status}`);
  return {
    id_token: tokens.id_token,
    id_token_claims: claimsOf(tokens.id_token) ?? {},
    access_token: tokens.access_token,
    access_token_claims: claimsOf(tokens.access_token),
    userinfo: (await answer.json()) as Claims,
  };
}

const kept = <T>(key: string) => JSON.parse(sessionStorage.getItem(key) ?? "null") as T | null;

export const canRefresh = () => Boolean(kept<Tokens>(TOKENS)?.refresh_token);

/* What the issuer answered, if it did: null on a fresh page. */
export async function takeAnswer(view: AppView): Promise<Result | null> {
  const answer = new URLSearchParams(location.search);
  if (!answer.has("state")) return null;
  history.replaceState(null, "", location.pathname);
  const pending = kept<{ state: string; nonce: string; verifier: string }>(PENDING);
  sessionStorage.removeItem(PENDING);
  /* RFC 9207: an answer of another issuer is not ours. */
  if (answer.get("iss") !== null && answer.get("iss") !== view.issuer) throw new Refused("Answer of another issuer.");
  if (!pending || answer.get("state") !== pending.state) throw new Refused("Answer to another request.");
  const error = answer.get("error");
  if (error) throw new Refused(`${error}: ${answer.get("error_description") ?? ""}`);
  const tokens = await askForTokens(view, {
    grant_type: "authorization_code",
    code: answer.get("code") ?? "",
    redirect_uri: redirectUriOf(view),
    code_verifier: pending.verifier,
  });
  checkIdToken(view, tokens.id_token, pending.nonce);
  sessionStorage.setItem(TOKENS, JSON.stringify(tokens));
  return resultOf(view, tokens);
}

export async function refresh(view: AppView): Promise<Result> {
  const before = kept<Tokens>(TOKENS);
  const after = await askForTokens(view, {
    grant_type: "refresh_token",
    refresh_token: before?.refresh_token ?? "",
  });
  /* Core 12.2: a refresh may come without a new ID Token. */
  const tokens = { ...before, ...after };
  checkIdToken(view, tokens.id_token, null);
  sessionStorage.setItem(TOKENS, JSON.stringify(tokens));
  return resultOf(view, tokens);
}

export async function signOut(view: AppView) {
  const { end_session_endpoint } = await metadataOf(view.issuer);
  const request = new URLSearchParams({
    client_id: view.client_id,
    post_logout_redirect_uri: redirectUriOf(view),
  });
  const idToken = kept<Tokens>(TOKENS)?.id_token;
  if (idToken) request.set("id_token_hint", idToken);
  sessionStorage.removeItem(TOKENS);
  location.assign(`${end_session_endpoint}?${request}`);
}
