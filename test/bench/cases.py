"""The cases: each prepares its requests and sends them. A case is given the server, a load, and how
many requests it may send. A server, Tessera or another, has `host`, its `paths` by name, the clients
of the cases, session(), the cookies of a person who is signed in, and `ask`, what it wants to be asked
beside the usual when it is to answer with a code at once.
"""
import html
import json
import re
import urllib.parse

import oauth
from measure import request

FORM = urllib.parse.urlencode
REDIRECT = "https://app.example.com/callback"


def header(answer, name):
    found = re.search(rf"^{name}: (.*?)\r$", answer, re.IGNORECASE | re.MULTILINE)
    return found and found[1]


def body(answer):
    return answer.split("\r\n\r\n", 1)[1]


def authorization(client):
    return "Authorization: " + oauth.basic(client["client_id"], client["client_secret"])


def token_request(server, client, **form):
    return request("POST", server.paths["token"], server.host, FORM(form), [authorization(client)])


def jwks(server, load, n):
    return load.send([request("GET", server.paths["jwks"], server.host)], n)[0]


def discovery(server, load, n):
    return load.send([request("GET", server.paths["discovery"], server.host)], n)[0]


def client_credentials(server, load, n):
    return load.send([token_request(server, server.machine, grant_type="client_credentials",
                                    scope="api.read")], n)[0]


def cookies(session):
    return "Cookie: " + "; ".join(f"{name}={value}" for name, value in session.items())


def make_codes(server, load, client, n):
    """(code, verifier) n times: requests of a person who is signed in."""
    secrets = [oauth.pkce() for _ in range(n)]
    session = [cookies(server.session())]
    asked = [request("GET", server.paths["authorize"] + "?" + FORM(
        oauth.authorize_params(client, scope="openid profile offline_access", nonce="a nonce")
        | server.ask | {"code_challenge": challenge}), server.host, headers=session)
        for _, challenge in secrets]
    _, answers = load.send(asked, keep=True, expect=(302, 303))
    codes = [urllib.parse.parse_qs(urllib.parse.urlsplit(header(answer, "Location")).query)["code"][0]
             for answer in answers]
    return [(code, verifier) for code, (verifier, _) in zip(codes, secrets)]


def exchange(server, load, client, n):
    """(figures, the token responses)"""
    figures, answers = load.send([
        token_request(server, client, grant_type="authorization_code", code=code,
                      redirect_uri=REDIRECT, code_verifier=verifier)
        for code, verifier in make_codes(server, load, client, n)], keep=True)
    return figures, [json.loads(body(answer)) for answer in answers]


def code_exchange(server, load, n):
    return exchange(server, load, server.web, n)[0]


def code_exchange_rs256(server, load, n):
    return exchange(server, load, server.web_rs256, n)[0]


def encrypted_exchange(server, load, client, n):
    figures, tokens = exchange(server, load, client, n)
    if any(one["id_token"].count(".") != 4 for one in tokens):
        raise AssertionError("an ID Token is not encrypted")
    return figures


def code_exchange_ecdh_es(server, load, n):
    return encrypted_exchange(server, load, server.web_ecdh_es, n)


def code_exchange_rsa_oaep_256(server, load, n):
    return encrypted_exchange(server, load, server.web_rsa_oaep_256, n)


def refresh(server, load, n):
    _, tokens = exchange(server, load, server.web, n)
    return load.send([token_request(server, server.web, grant_type="refresh_token",
                                    refresh_token=one["refresh_token"]) for one in tokens])[0]


def introspection(server, load, n):
    _, tokens = exchange(server, load, server.opaque, 50)
    return load.send([request("POST", server.paths["introspect"], server.host,
                              FORM({"token": one["access_token"]}), [authorization(server.opaque)])
                      for one in tokens], n)[0]


def sign_in(server, load, n):
    """The post of the form alone; each attempt has a flow and a browser of its own."""
    ask = [request("GET", server.paths["authorize"] + "?" + FORM(
        oauth.authorize_params(server.web, scope="openid")), server.host) for _ in range(n)]
    _, begun = load.send(ask, keep=True, expect=(302, 303))
    browsers = [[("Cookie: " + header(answer, "Set-Cookie").split(";")[0])] for answer in begun]
    pages = [urllib.parse.urlsplit(header(answer, "Location")) for answer in begun]
    paths = [f"{page.path}?{page.query}" for page in pages]
    _, shown = load.send([request("GET", path, server.host, headers=browser)
                          for path, browser in zip(paths, browsers)], keep=True)
    csrf = [html.unescape(re.search(r'name="csrf"[^>]*value="([^"]*)"', page)[1]) for page in shown]
    posts = [request("POST", path, server.host, FORM({
        "email": server.user.email, "password": server.user.password, "csrf": token}), browser)
        for path, browser, token in zip(paths, browsers, csrf)]
    return load.send(posts, expect=(302, 303))[0]


# name: (case, requests, what it is held against in the same run: a sum of raw costs)
CASES = {
    "jwks": (jwks, 20000, ()),
    "discovery": (discovery, 20000, ()),
    "client_credentials": (client_credentials, 10000, ("es256_sign",)),
    "code_exchange": (code_exchange, 3000, ("es256_sign", "es256_sign")),
    "code_exchange_rs256": (code_exchange_rs256, 1000, ("es256_sign", "rs256_sign")),
    "code_exchange_ecdh_es": (code_exchange_ecdh_es, 2000,
                              ("es256_sign", "es256_sign", "ecdh_es")),
    "code_exchange_rsa_oaep_256": (code_exchange_rsa_oaep_256, 2000,
                                   ("es256_sign", "es256_sign", "rsa_oaep_256")),
    "refresh": (refresh, 3000, ("es256_sign", "es256_sign")),
    "introspection": (introspection, 10000, ()),
    "sign_in": (sign_in, 100, ("argon2id",)),
}
