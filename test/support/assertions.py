"""Client assertions (RFC 7523), signed by hand so that every part is open to be made wrong."""
import hashlib
import hmac
import json
import secrets
import time

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

import oauth

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def number(value, size=None):
    return oauth.b64url(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))


class Key:
    """A private key of the algorithm, and its public JWK."""

    def __init__(self, alg, kid=None, members=None):
        self.alg, self.kid = alg, kid
        if alg in ("RS256", "PS256"):
            self.private = rsa.generate_private_key(65537, 2048)
        elif alg == "ES256":
            self.private = ec.generate_private_key(ec.SECP256R1())
        else:
            self.private = ed25519.Ed25519PrivateKey.generate()
        self.members = members or {}

    @property
    def jwk(self):
        public = self.private.public_key()
        if self.alg == "ES256":
            numbers = public.public_numbers()
            jwk = {"kty": "EC", "crv": "P-256", "x": number(numbers.x, 32), "y": number(numbers.y, 32)}
        elif self.alg == "EdDSA":
            raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            jwk = {"kty": "OKP", "crv": "Ed25519", "x": oauth.b64url(raw)}
        else:
            numbers = public.public_numbers()
            jwk = {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)}
        return jwk | ({"kid": self.kid} if self.kid else {}) | self.members

    @property
    def pem(self):
        return self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

    @property
    def private_pem(self):
        return self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption()).decode()

    def sign(self, data):
        sha256 = hashes.SHA256()
        if self.alg == "ES256":
            r, s = utils.decode_dss_signature(self.private.sign(data, ec.ECDSA(sha256)))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")
        if self.alg == "EdDSA":
            return self.private.sign(data)
        if self.alg == "RS256":
            return self.private.sign(data, padding.PKCS1v15(), sha256)
        return self.private.sign(data, padding.PSS(padding.MGF1(sha256), 32), sha256)


class Secret:
    """A shared secret, for HS256."""
    alg, kid = "HS256", None

    def __init__(self, secret):
        self.secret = secret.encode() if isinstance(secret, str) else secret

    def sign(self, data):
        return hmac.digest(self.secret, data, hashlib.sha256)


def text(value):
    return value if isinstance(value, str) else json.dumps(value)


def token(key, claims, header=None):
    """`claims` and `header` as objects, or as the text itself; header members of None are left out."""
    if not isinstance(header, str):
        base = {"alg": key.alg, "typ": "JWT"} | ({"kid": key.kid} if key.kid else {})
        header = {name: value for name, value in (base | (header or {})).items() if value is not None}
    data = f"{oauth.b64url(text(header).encode())}.{oauth.b64url(text(claims).encode())}"
    return f"{data}.{oauth.b64url(key.sign(data.encode()))}"


def claims(client_id, issuer, **changes):
    """Right ones but for the changes; None leaves a claim out."""
    now = int(time.time())
    base = {"iss": client_id, "sub": client_id, "aud": issuer, "jti": secrets.token_urlsafe(16),
            "iat": now, "exp": now + 60}
    return {name: value for name, value in (base | changes).items() if value is not None}


def form(assertion, **changes):
    return {"client_assertion_type": TYPE, "client_assertion": assertion} | changes
