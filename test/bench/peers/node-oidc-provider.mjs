/* node-oidc-provider with what the bench asks of it, in memory, as its documentation sets it up:
 *   node node-oidc-provider.mjs PORT
 */
import { Provider } from "oidc-provider";
import { generateKeyPair, exportJWK } from "jose";

const port = Number(process.argv[2]);
const issuer = `http://localhost:${port}`;
const api = "https://api.example.com";

async function key(alg) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, use: "sig" };
}

const provider = new Provider(issuer, {
  jwks: { keys: [await key("RS256"), await key("ES256")] },
  clients: [
    {
      client_id: "machine",
      client_secret: "a secret of the machine, long enough",
      grant_types: ["client_credentials"],
      response_types: [],
      redirect_uris: [],
    },
  ],
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => api,
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

provider.listen(port, "127.0.0.1");
