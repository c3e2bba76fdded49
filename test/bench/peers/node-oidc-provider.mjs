/* node-oidc-provider with what the bench asks of it, in memory, as its documentation sets it up:
 *   node node-oidc-provider.mjs PORT
 * Its interaction signs in whoever comes, and grants what was asked.
 */
import { Provider } from "oidc-provider";
import { generateKeyPair, exportJWK } from "jose";
import { Memory } from "./memory.mjs";

const port = Number(process.argv[2]);
const issuer = `http://localhost:${port}`;
const api = "https://api.example.com";

async function key(alg) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, use: "sig" };
}

/* As node_oidc_provider.py has them. */
function client(name, metadata) {
  return { client_id: name, client_secret: `a secret of ${name}, long enough for it`, ...metadata };
}

const web = {
  grant_types: ["authorization_code", "refresh_token"],
  redirect_uris: ["https://app.example.com/callback"],
  id_token_signed_response_alg: "ES256",
};

/* A key of the client, to which its ID Tokens are encrypted. */
async function encrypted(alg) {
  const { publicKey } = await generateKeyPair(alg, { extractable: true, crv: "P-256" });
  return {
    ...web,
    id_token_encrypted_response_alg: alg,
    id_token_encrypted_response_enc: "A256GCM",
    jwks: { keys: [{ ...(await exportJWK(publicKey)), alg, use: "enc", kid: alg }] },
  };
}

const provider = new Provider(issuer, {
  adapter: Memory,
  jwks: { keys: [await key("RS256"), await key("ES256")] },
  clients: [
    client("machine", { grant_types: ["client_credentials"], response_types: [], redirect_uris: [] }),
    client("web", web),
    client("web_rs256", { ...web, id_token_signed_response_alg: "RS256" }),
    client("web_ecdh_es", await encrypted("ECDH-ES")),
    client("web_rsa_oaep_256", await encrypted("RSA-OAEP-256")),
    client("opaque", web),
  ],
  enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256"] },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  issueRefreshToken: (ctx, client) => client.grantTypeAllowed("refresh_token"),
  rotateRefreshToken: true,
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  loadExistingGrant,
  features: {
    clientCredentials: { enabled: true },
    encryption: { enabled: true },
    introspection: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      /* The access tokens of the client "opaque" are for no API, and so they are opaque. */
      defaultResource: (ctx, client) => (client.clientId === "opaque" ? undefined : api),
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: "api.read",
        audience: api,
        accessTokenTTL: 600,
        accessTokenFormat: "jwt",
        jwt: { sign: { alg: "ES256" } },
      }),
    },
  },
});

/* What was asked is granted; one grant a session and client, as after a consent. */
async function loadExistingGrant(ctx) {
  const { session, client } = ctx.oidc;
  const known = session.grantIdFor(client.clientId);
  if (known) return provider.Grant.find(known);
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope("openid profile offline_access");
  grant.addResourceScope(api, "api.read");
  await grant.save();
  return grant;
}

provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith("/interaction/")) return next();
  await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: "ada" } });
  ctx.respond = false;
});

provider.listen(port, "127.0.0.1");
