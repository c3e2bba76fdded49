"""node-oidc-provider: in memory, on one thread."""
import pathlib
import shutil

import httpx

import oauth
from cases import REDIRECT
from peers.process import Peer

FOLDER = pathlib.Path(__file__).resolve().parent


def client(name):
    """As node-oidc-provider.mjs has them."""
    return {"client_id": name, "client_secret": f"a secret of {name}, long enough for it",
            "redirect_uris": [REDIRECT]}


class NodeOidcProvider(Peer):
    name = "node-oidc-provider"
    paths = {"jwks": "/jwks", "discovery": "/.well-known/openid-configuration",
             "authorize": "/auth", "token": "/token", "introspect": "/token/introspection"}
    ask = {"prompt": "none"}
    own_cases = {}
    left_out = {"sign_in": "it has no users"}
    machine, web, web_rs256 = client("machine"), client("web"), client("web_rs256")
    web_ecdh_es, web_rsa_oaep_256 = client("web_ecdh_es"), client("web_rsa_oaep_256")
    opaque = client("opaque")

    @staticmethod
    def is_installed():
        return shutil.which("node") and (FOLDER / "node_modules/oidc-provider").is_dir()

    def command(self):
        return ["node", FOLDER / "node-oidc-provider.mjs", str(self.port)]

    def session(self):
        """Its interaction signs in whoever comes, and grants what was asked."""
        with httpx.Client(base_url=self.issuer, trust_env=False) as http:
            answer = http.get(self.paths["authorize"], params=oauth.authorize_params(
                self.web, nonce="a nonce"))
            while not answer.headers["Location"].startswith(REDIRECT):
                answer = http.get(answer.headers["Location"])
            return {cookie.name: cookie.value for cookie in http.cookies.jar}
