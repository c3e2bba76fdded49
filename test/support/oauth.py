"""A client's side of OAuth 2, with every part open to be made wrong."""
import base64
import hashlib
import json
import secrets
import urllib.parse


def b64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def pkce():
    """(verifier, S256 challenge)"""
    verifier = secrets.token_urlsafe(32)
    return verifier, b64url(hashlib.sha256(verifier.encode()).digest())


def parts(token):
    """(header, claims) of a JWT, unverified."""
    header, claims, _ = token.split(".")
    return json.loads(unb64url(header)), json.loads(unb64url(claims))


def authorize_params(client, **params):
    """A request that is right but for what is said; None leaves a parameter out."""
    base = {"client_id": client["client_id"], "response_type": "code", "scope": "openid",
            "state": "state-1"}
    if client.get("redirect_uris"):
        base["redirect_uri"] = client["redirect_uris"][0]
    if "code_challenge" not in params:
        base |= {"code_challenge": pkce()[1], "code_challenge_method": "S256"}
    return {name: value for name, value in (base | params).items() if value is not None}


def authorize_url(issuer, client, **params):
    return (issuer + "/oauth2/authorize?"
            + urllib.parse.urlencode(authorize_params(client, **params), doseq=True))


def basic(client_id, client_secret):
    """RFC 6749 2.3.1: both are form-encoded first."""
    pair = ":".join(urllib.parse.quote_plus(text) for text in (client_id, client_secret))
    return "Basic " + base64.b64encode(pair.encode()).decode()


def authentication(client):
    """(headers, form fields) by the method that the client registered."""
    method = client.get("token_endpoint_auth_method", "none")
    if method == "client_secret_basic":
        return {"Authorization": basic(client["client_id"], client["client_secret"])}, {}
    if method == "client_secret_post":
        return {}, {"client_id": client["client_id"], "client_secret": client["client_secret"]}
    return {}, {"client_id": client["client_id"]}


def call(http, path, client, headers=None, **form):
    """A direct call of a client to one of the endpoints; form fields may be lists."""
    auth_headers, auth_form = authentication(client) if client else ({}, {})
    fields = {name: value for name, value in (auth_form | form).items() if value is not None}
    return http.post(path, headers=auth_headers | {
        "Content-Type": "application/x-www-form-urlencoded"} | (headers or {}),
        content=urllib.parse.urlencode(fields, doseq=True))


def token(http, client, grant_type, headers=None, **form):
    return call(http, "/oauth2/token", client, headers, grant_type=grant_type, **form)


def exchange(http, client, code, verifier, **form):
    """A code for tokens; `redirect_uri` is the client's first unless said."""
    form = {"redirect_uri": client["redirect_uris"][0], "code_verifier": verifier} | form
    return token(http, client, "authorization_code", code=code, **form)


def refresh(http, client, refresh_token, **form):
    return token(http, client, "refresh_token", refresh_token=refresh_token, **form)


def introspect(http, client, token_, **form):
    return call(http, "/oauth2/introspect", client, token=token_, **form)


def revoke(http, client, token_, **form):
    return call(http, "/oauth2/revoke", client, token=token_, **form)


def userinfo(http, access_token):
    return http.get("/oauth2/userinfo", headers={"Authorization": "Bearer " + access_token})
