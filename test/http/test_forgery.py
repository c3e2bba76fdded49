"""Tokens that are not ours: whatever is done to one, it is refused, at userinfo and introspection."""
import hashlib
import hmac
import json
import socket

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

import oauth


@pytest.fixture(scope="module")
def keys(http):
    return {key["alg"]: key for key in http.get("/oauth2/jwks").json()["keys"]}


@pytest.fixture(scope="module")
def token(http, signed_in, web, user):
    code, verifier = signed_in.code(web, user, scope="openid api.read")
    return oauth.exchange(http, web, code, verifier).json()["access_token"]


def encode(part):
    return oauth.b64url(part if isinstance(part, bytes) else json.dumps(part).encode())


def assemble(header, claims, signature=b""):
    return f"{encode(header)}.{encode(claims)}.{oauth.b64url(signature)}"


def refused_everywhere(http, api, forged):
    answer = http.get("/oauth2/userinfo", headers={"Authorization": b"Bearer " + forged.encode()})
    assert answer.status_code in (400, 401, 431), (answer.status_code, forged)
    said = oauth.introspect(http, api, forged)
    assert said.status_code in (200, 400) and said.json().get("active", False) is False


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", "", None, 0])
def test_none_in_any_case(http, api, token, alg):
    header, claims = oauth.parts(token)
    refused_everywhere(http, api, assemble(header | {"alg": alg}, claims))
    refused_everywhere(http, api, assemble(header | {"alg": alg}, claims, b"x"))


def test_signature_cut_or_changed(http, api, token):
    head, body, signature = token.split(".")
    raw = oauth.unb64url(signature)
    for bad in (b"", raw[:-1], raw + b"\0", bytes(len(raw)), bytes([raw[0] ^ 1]) + raw[1:],
                raw[32:] + raw[:32], b"\0" * 32 + raw[32:]):
        refused_everywhere(http, api, f"{head}.{body}.{oauth.b64url(bad)}")


def test_claims_changed(http, api, token):
    head, _, signature = token.split(".")
    claims = oauth.parts(token)[1]
    refused_everywhere(http, api, f"{head}.{encode(claims | {'sub': 'other'})}.{signature}")


@pytest.mark.parametrize("secret", ["public pem", "kid", "empty"])
def test_public_key_is_no_hmac_secret(http, api, token, keys, secret):
    header, claims = oauth.parts(token)
    key = keys["RS256"]
    public = rsa.RSAPublicNumbers(*(int.from_bytes(oauth.unb64url(key[part]), "big")
                                    for part in ("e", "n"))).public_key()
    pem = public.public_bytes(serialization.Encoding.PEM,
                              serialization.PublicFormat.SubjectPublicKeyInfo)
    value = {"public pem": pem, "kid": key["kid"].encode(), "empty": b""}[secret]
    text = f"{encode(header | {'alg': 'HS256', 'kid': key['kid']})}.{encode(claims)}"
    mac = hmac.new(value, text.encode(), hashlib.sha256).digest()
    refused_everywhere(http, api, f"{text}.{oauth.b64url(mac)}")


def own_ec_token(header, claims):
    key = ec.generate_private_key(ec.SECP256R1())
    numbers = key.public_key().public_numbers()
    jwk = {"kty": "EC", "crv": "P-256", "alg": "ES256",
           "x": oauth.b64url(numbers.x.to_bytes(32, "big")),
           "y": oauth.b64url(numbers.y.to_bytes(32, "big"))}
    text = f"{encode(header(jwk))}.{encode(claims)}"
    r, s = utils.decode_dss_signature(key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{text}.{oauth.b64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def test_own_key_is_not_believed(http, api, token):
    header, claims = oauth.parts(token)
    for extra in (lambda jwk: {}, lambda jwk: {"jwk": jwk}, lambda jwk: {"jwk": jwk, "kid": None},
                  lambda jwk: {"jku": "https://evil.example/jwks"},
                  lambda jwk: {"x5u": "https://evil.example/cert"},
                  lambda jwk: {"x5c": ["AAAA"], "jwk": jwk}):
        refused_everywhere(http, api, own_ec_token(lambda jwk: header | extra(jwk), claims))


def test_nothing_is_fetched_from_where_a_token_says(http, service, api, token, browser, web):
    header, claims = oauth.parts(token)
    with socket.create_server(("127.0.0.1", 0)) as attacker:
        attacker.settimeout(1)
        url = f"https://127.0.0.1:{attacker.getsockname()[1]}/keys"
        for member in ("jku", "x5u"):
            forged = own_ec_token(lambda jwk: header | {member: url}, claims | {"iss": url})
            refused_everywhere(http, api, forged)
            browser.get("/oauth2/authorize", params=oauth.authorize_params(web, id_token_hint=forged))
            browser.get("/oauth2/logout", params={"id_token_hint": forged})
        with pytest.raises(TimeoutError):
            attacker.accept()


def test_other_algorithm_for_the_key(http, api, token, keys):
    header, claims = oauth.parts(token)
    key = rsa.generate_private_key(65537, 2048)
    for alg, kid in (("RS256", keys["ES256"]["kid"]), ("RS256", keys["RS256"]["kid"])):
        text = f"{encode(header | {'alg': alg, 'kid': kid})}.{encode(claims)}"
        signed = key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        refused_everywhere(http, api, f"{text}.{oauth.b64url(signed)}")


@pytest.mark.parametrize("change", [{"typ": "JWT"}, {"typ": "logout+jwt"}, {"typ": None},
                                    {"crit": ["exp"]}, {"b64": False, "crit": ["b64"]},
                                    {"zip": "DEF"}, {"kid": "unknown"}, {"kid": 7}, {"cty": "JWT"}])
def test_header_changed(http, api, token, change):
    header, claims = oauth.parts(token)
    signature = oauth.unb64url(token.split(".")[2])
    refused_everywhere(http, api, assemble(header | change, claims, signature))


@pytest.mark.parametrize("change", [
    lambda head, body, tail: f"{head}.{body}.{tail}=",
    lambda head, body, tail: f"{head}.{body}.{tail}==",
    lambda head, body, tail: f"{head}=.{body}.{tail}",
    lambda head, body, tail: f"{head}. {body}.{tail}",
    lambda head, body, tail: f"{head}.{body}.{tail}.",
    lambda head, body, tail: f"{head}.{body}.{tail}.x.y",
    lambda head, body, tail: f"{head}.{body}",
    lambda head, body, tail: f".{body}.{tail}",
    lambda head, body, tail: f"{head}..{tail}",
    lambda head, body, tail: f"{head}.{body}.{tail[:-1]}",
    lambda head, body, tail: f"{head}.{body}.{tail[:-2]}!!",
    lambda head, body, tail: f"{head}.{body}.{tail[:10]}\n{tail[10:]}".replace("\n", "%0A"),
    lambda head, body, tail: f"{head}.{body}.{tail.replace('-', '+').replace('_', '/')}+",
    lambda head, body, tail: encode({"protected": head, "payload": body, "signature": tail}),
    lambda head, body, tail: f"{head}.{body}.{tail}" + "A" * 20000])
def test_form_changed(http, api, token, change):
    refused_everywhere(http, api, change(*token.split(".")))


def test_trailing_bits_of_base64_are_not_free(http, api, token):
    head, body, signature = token.split(".")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    # 64 bytes leave four unused bits in the last character.
    last = alphabet[alphabet.index(signature[-1]) ^ 1]
    refused_everywhere(http, api, f"{head}.{body}.{signature[:-1]}{last}")


def test_repeated_members_of_the_header(http, api, token):
    head, body, signature = token.split(".")
    doubled = oauth.unb64url(head).rstrip(b"}") + b',"alg":"ES256"}'
    refused_everywhere(http, api, f"{oauth.b64url(doubled)}.{body}.{signature}")


def test_deep_json_in_the_header(http, api, token):
    _, body, signature = token.split(".")
    deep = b'{"alg":' + b"[" * 3000 + b"]" * 3000 + b"}"
    refused_everywhere(http, api, f"{oauth.b64url(deep)}.{body}.{signature}")


def test_jwe_is_not_decrypted(http, api):
    header = oauth.b64url(b'{"alg":"ECDH-ES+A128KW","enc":"A128CBC-HS256"}')
    for key in ("A" * 8, "==", "A" * 12000):
        refused_everywhere(http, api, f"{header}.{key}.AAAA.AAAA.AAAA")
