"""Client authentication with a key: private_key_jwt (RFC 7523, OpenID Connect Core 9)."""
import json
import time

import pytest

import assertions
import oauth
from conftest import refused

ALGS = ("RS256", "PS256", "ES256", "EdDSA")


@pytest.fixture(scope="module")
def key():
    return assertions.Key("ES256", kid="one")


@pytest.fixture(scope="module")
def add_client(service, tmp_path_factory):
    """A machine that authenticates with these keys."""
    def add(*keys, metadata=None, **options):
        folder = tmp_path_factory.mktemp("client")
        (folder / "jwks.json").write_text(json.dumps({"keys": [key.jwk for key in keys]}))
        (folder / "metadata.json").write_text(json.dumps(metadata or {}))
        return service.add_client("machine", auth_method="private_key_jwt", scope="api.read",
                                  jwks_file=folder / "jwks.json",
                                  metadata_file=folder / "metadata.json", **options)
    return add


@pytest.fixture(scope="module")
def client(add_client, key):
    return add_client(key)


@pytest.fixture
def ask(http, service, client, key):
    """A token request with an assertion that is right but for what is said."""
    def request(header=None, signer=None, client=client, form=None, **changes):
        claims = assertions.claims(client["client_id"], service.issuer, **changes)
        assertion = assertions.token(signer or key, claims, header)
        return oauth.token(http, None, "client_credentials",
                           **assertions.form(assertion, **(form or {})))
    return request


def no_client(response):
    """One text for every reason."""
    refused(response, 401, "invalid_client")
    assert response.json()["error_description"] == "client authentication failed"


def test_assertion_is_taken(ask, client):
    response = ask()
    assert response.status_code == 200, response.text
    assert oauth.parts(response.json()["access_token"])[1]["client_id"] == client["client_id"]


def test_client_without_a_secret_gets_none(service, client):
    assert "client_secret" not in client
    done = service.verb("client", "rotate-secret", client["client_id"], "--json", expect=6)
    assert done.error["error"] == "client_without_secret"


@pytest.mark.parametrize("alg", ALGS)
def test_each_algorithm_is_taken_with_and_without_kid(add_client, ask, alg):
    for kid in (None, "k1"):
        key = assertions.Key(alg, kid=kid)
        other = assertions.Key(alg, kid=kid and "k2")
        client = add_client(other, key)
        assert ask(client=client, signer=key).status_code == 200
        assert ask(client=client, signer=key, header={"kid": None}).status_code == 200
        no_client(ask(client=client, signer=assertions.Key(alg, kid=kid)))


@pytest.mark.parametrize("claim", ["iss", "sub", "aud", "exp", "jti"])
def test_missing_claim_is_refused(ask, claim):
    no_client(ask(**{claim: None}))


WRONG_TEXTS = (7, 7.5, True, {}, [], [["x"]], "", "someone", None)


@pytest.mark.parametrize("value", WRONG_TEXTS, ids=repr)
@pytest.mark.parametrize("claim", ["iss", "sub"])
def test_wrong_name_is_refused(ask, claim, value):
    no_client(ask(**{claim: value}))


def test_name_in_a_list_is_refused(ask, client):
    no_client(ask(iss=[client["client_id"]]))
    no_client(ask(sub=[client["client_id"]], form={"client_id": client["client_id"]}))


def test_audience_is_this_issuer_and_nobody_else(ask, service):
    issuer = service.issuer
    for aud in (issuer + "/", issuer + "/oauth2/token", "https://localhost", issuer.upper(), "", 7, {},
                [], [issuer, "https://other.example.com"], [issuer, issuer], [issuer + "/oauth2/token"],
                [7], [[issuer]], {"aud": issuer}, issuer + "/oauth2/par", "https://id.example.com"):
        no_client(ask(aud=aud))
    assert ask(aud=[issuer]).status_code == 200


def test_token_endpoint_as_audience_must_be_allowed(add_client, ask, service, key):
    client = add_client(key, metadata={"accept_token_endpoint_audience": True})
    url = service.issuer + "/oauth2/token"
    assert ask(client=client, aud=url).status_code == 200
    assert ask(client=client, aud=[url]).status_code == 200
    assert ask(client=client).status_code == 200
    for aud in ([url, service.issuer], url + "/", service.issuer + "/oauth2/introspect"):
        no_client(ask(client=client, aud=aud))


@pytest.mark.parametrize("claim", ["exp", "nbf", "iat"])
@pytest.mark.parametrize("value", ["1", 1.5, -1, 2**63, 2**63 - 1, True, [1], {}, "x"], ids=repr)
def test_time_that_is_no_whole_number_is_refused(ask, claim, value):
    no_client(ask(**{claim: value}))


@pytest.mark.parametrize("spelling", ["9223372036854775808", "1e3", "1700000000.0", "null",
                                      "99999999999999999999999999"])
def test_time_in_another_spelling_is_refused(http, service, client, key, spelling):
    text = json.dumps(assertions.claims(client["client_id"], service.issuer, exp="EXP"))
    assertion = assertions.token(key, text.replace('"EXP"', spelling))
    no_client(oauth.token(http, None, "client_credentials", **assertions.form(assertion)))


def test_expired_and_future_assertions_are_refused(ask):
    now = int(time.time())
    for changes in ({"exp": now}, {"exp": now - 1}, {"exp": 0}, {"exp": now + 3700},
                    {"exp": now + 86400}, {"nbf": now + 60}, {"iat": now + 60}):
        no_client(ask(**changes))
    for changes in ({"exp": now + 3600}, {"nbf": now + 10}, {"iat": now + 10}, {"iat": None}):
        assert ask(**changes).status_code == 200, changes


@pytest.mark.parametrize("jti", [7, 1.5, True, [], {}, "", "x" * 513], ids=lambda jti: repr(jti)[:20])
def test_wrong_id_is_refused(ask, jti):
    no_client(ask(jti=jti))


def test_assertion_is_taken_once(http, service, client, key, api):
    claims = assertions.claims(client["client_id"], service.issuer)
    form = assertions.form(assertions.token(key, claims))
    assert oauth.token(http, None, "client_credentials", **form).status_code == 200
    no_client(oauth.token(http, None, "client_credentials", **form))
    no_client(oauth.revoke(http, None, "x", **form))
    # The id is what is spent, whatever stands around it.
    again = assertions.form(assertions.token(key, claims | {"exp": claims["exp"] + 60}))
    no_client(oauth.token(http, None, "client_credentials", **again))


def test_id_of_another_client_is_another_id(add_client, ask, key):
    other = add_client(key)
    assert ask(jti="the same").status_code == 200
    assert ask(jti="the same", client=other).status_code == 200
    no_client(ask(jti="the same", client=other))


def test_wrong_signature_spends_nothing(ask):
    no_client(ask(jti="unspent", signer=assertions.Key("ES256", kid="one")))
    no_client(ask(jti="unspent", aud="https://other.example.com"))
    assert ask(jti="unspent").status_code == 200


def test_assertion_of_another_client_is_refused(add_client, ask, client):
    other = assertions.Key("ES256", kid="one")
    stranger = add_client(other)
    # Signed by another client, for this one; and its own, sent with this client's id.
    no_client(ask(signer=other))
    no_client(ask(client=stranger, signer=other, form={"client_id": client["client_id"]}))
    no_client(ask(form={"client_id": stranger["client_id"]}))
    no_client(ask(iss=stranger["client_id"]))
    no_client(ask(sub=stranger["client_id"]))
    assert ask(form={"client_id": client["client_id"]}).status_code == 200


def test_unknown_client_is_refused_alike(ask):
    no_client(ask(iss="nobody", sub="nobody"))
    no_client(ask(iss="nobody", sub="nobody", form={"client_id": "nobody"}))


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", "", "HS256", "HS384", "RS384", "ES384",
                                 "ES256K", "RS256", "PS256", "EdDSA", 7, ["ES256"]], ids=repr)
def test_algorithm_that_is_not_the_key_s_is_refused(ask, alg):
    no_client(ask(header={"alg": alg}))


def test_unsigned_assertion_is_refused(http, service, client):
    claims = oauth.b64url(json.dumps(assertions.claims(client["client_id"], service.issuer)).encode())
    for header in ('{"alg":"none"}', '{"alg":"none","typ":"JWT"}', '{"alg":"ES256","kid":"one"}', "{}"):
        for tail in ("", ".", ".AA", "." + "A" * 86):
            form = assertions.form(f"{oauth.b64url(header.encode())}.{claims}{tail}",
                                   client_id=client["client_id"])
            no_client(oauth.token(http, None, "client_credentials", **form))


@pytest.mark.parametrize("alg", ["RS256", "ES256"])
def test_public_key_is_no_secret(add_client, ask, alg):
    key = assertions.Key(alg, kid="one")
    client = add_client(key)
    jwk = json.dumps(key.jwk)
    for secret in (key.pem, key.pem.strip(), jwk, jwk.replace(" ", ""), "", client["client_id"]):
        for kid in ("one", None):
            no_client(ask(client=client, signer=assertions.Secret(secret), header={"kid": kid}))


def test_key_in_the_header_is_no_key(ask):
    own = assertions.Key("ES256", kid="one")
    for header in ({"jwk": own.jwk}, {"jku": "https://attacker.example/jwks"}, {"kid": None, "jwk": own.jwk},
                   {"x5u": "https://attacker.example/x"}, {"x5c": ["AA"]}, {"x5t": "AA"}):
        no_client(ask(signer=own, header=header))
        no_client(ask(header=header))


def test_header_that_changes_the_reading_is_refused(ask):
    for header in ({"crit": ["exp"], "exp": 1}, {"crit": []}, {"b64": False}, {"zip": "DEF"},
                   {"cty": "JWT"}, {"enc": "A128GCM"}, {"nonce": "x"}, {"kid": 7}, {"kid": ""}):
        no_client(ask(header=header))


@pytest.mark.parametrize("typ", ["at+jwt", "dpop+jwt", "logout+jwt", "oauth-authz-req+jwt", "", 7,
                                 "secevent+jwt", "JOSE"], ids=repr)
def test_other_kind_of_token_is_refused(ask, typ):
    no_client(ask(header={"typ": typ}))


@pytest.mark.parametrize("typ", [None, "JWT", "jwt", "application/jwt", "client-authentication+jwt",
                                 "application/client-authentication+jwt"], ids=repr)
def test_right_kinds_of_token_are_taken(ask, typ):
    assert ask(header={"typ": typ}).status_code == 200


def test_repeated_members_are_refused(http, service, client, key):
    claims = assertions.claims(client["client_id"], service.issuer)
    doubled = json.dumps(claims)[:-1] + f', "sub": "{client["client_id"]}"}}'
    for assertion in (assertions.token(key, doubled),
                      assertions.token(key, claims, '{"alg":"ES256","alg":"ES256","kid":"one"}'),
                      assertions.token(key, "[]"), assertions.token(key, "7"),
                      assertions.token(key, ""), assertions.token(key, "{}")):
        form = assertions.form(assertion, client_id=client["client_id"])
        no_client(oauth.token(http, None, "client_credentials", **form))


def test_what_is_no_token_is_refused(http, client, service, key):
    good = assertions.token(key, assertions.claims(client["client_id"], service.issuer))
    for assertion in ("x", "a.b", "a.b.c.d", "a.b.c.d.e", "..", good + ".", good + "=", good + "A",
                      "." + good, good.replace(".", "..", 1), "A" * 20000, " " + good, good[:-1],
                      good.rsplit(".", 1)[0] + ".", json.dumps({"payload": "x", "signatures": []})):
        for client_id in (None, client["client_id"]):
            form = assertions.form(assertion, client_id=client_id)
            no_client(oauth.token(http, None, "client_credentials", **form))


def test_type_of_the_assertion_is_exact(ask):
    for type_ in (None, "", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer",
                  assertions.TYPE.upper(), assertions.TYPE + " ", "jwt-bearer"):
        refused(ask(form={"client_assertion_type": type_}), 400, "invalid_request")


def test_type_without_an_assertion_is_refused(http, client):
    for assertion in (None, ""):
        form = assertions.form(assertion, client_id=client["client_id"])
        refused(oauth.token(http, None, "client_credentials", **form), 400, "invalid_request")


def test_two_methods_at_once_are_refused(http, service, ask, client, machine):
    refused(ask(form={"client_secret": "x"}), 400, "invalid_request")
    refused(ask(form={"client_secret": "", "client_id": client["client_id"]}), 400, "invalid_request")
    form = assertions.form("a.b.c")
    refused(oauth.token(http, machine, "client_credentials", **form), 400, "invalid_request")
    assertion = assertions.form(["a.b.c", "a.b.c"])
    refused(oauth.token(http, None, "client_credentials", **assertion), 400, "invalid_request")


def test_only_the_registered_method_is_taken(http, ask, client, machine, spa, key):
    named = {"client_id": client["client_id"]}
    no_client(oauth.token(http, None, "client_credentials", **named))
    no_client(oauth.token(http, None, "client_credentials", **named, client_secret="x"))
    basic = {"Authorization": oauth.basic(client["client_id"], "x")}
    no_client(oauth.token(http, None, "client_credentials", headers=basic))
    for other in (machine, spa):
        no_client(ask(client=other))


def test_registered_algorithm_is_the_only_one(add_client, ask):
    key = assertions.Key("RS256", kid="one")
    client = add_client(key, metadata={"token_endpoint_auth_signing_alg": "PS256"})
    no_client(ask(client=client, signer=key))
    key.alg = "PS256"
    assert ask(client=client, signer=key).status_code == 200


def test_keys_for_something_else_are_passed_over(add_client, ask):
    right = assertions.Key("ES256", members={"use": "sig"})
    for members in ({"use": "enc"}, {"alg": "ECDH-ES"}, {"key_ops": ["deriveKey"]}):
        other = assertions.Key("ES256", members=members)
        client = add_client(other, right)
        no_client(ask(client=client, signer=other))
        assert ask(client=client, signer=right).status_code == 200


def test_unknown_kid_is_refused_and_keys_without_one_fit_any(add_client, ask, key):
    no_client(ask(header={"kid": "two"}))
    plain = assertions.Key("ES256")
    client = add_client(key, plain)
    assert ask(client=client, signer=plain, header={"kid": "two"}).status_code == 200
    no_client(ask(client=client, signer=plain, header={"kid": "one"}))


def test_disabled_client_is_refused(service, add_client, ask, key):
    client = add_client(key)
    service.verb("client", "update", client["client_id"], "--enabled", "false")
    no_client(ask(client=client))


def test_every_endpoint_takes_assertions(http, service, key, tmp_path):
    (tmp_path / "jwks.json").write_text(json.dumps({"keys": [key.jwk]}))
    client = service.add_client("machine", auth_method="private_key_jwt", scope="api.read",
                                jwks_file=tmp_path / "jwks.json")

    def fresh(**changes):
        return assertions.form(assertions.token(
            key, assertions.claims(client["client_id"], service.issuer, **changes)))
    token = oauth.token(http, None, "client_credentials", **fresh()).json()["access_token"]
    assert oauth.introspect(http, None, token, **fresh()).json()["active"] is True
    no_client(oauth.introspect(http, None, token, **fresh(aud="https://other.example.com")))
    no_client(oauth.revoke(http, None, token, **fresh(exp=1)))
    assert oauth.revoke(http, None, token, **fresh()).status_code == 200
    assert oauth.introspect(http, None, token, **fresh()).json() == {"active": False}


def test_exact_reasons_stand_in_the_log(service, ask):
    no_client(ask(aud="https://other.example.com"))
    no_client(ask(signer=assertions.Key("ES256", kid="one")))
    no_client(ask(header={"kid": "two"}))
    for reason in ("aud is not the issuer alone", "the signature does not hold", "the key is unknown"):
        assert reason in service.log


def test_discovery_lists_method_and_algorithms(http):
    document = http.get("/.well-known/openid-configuration").json()
    for endpoint in ("token", "revocation", "introspection"):
        assert "private_key_jwt" in document[f"{endpoint}_endpoint_auth_methods_supported"]
        algs = document[f"{endpoint}_endpoint_auth_signing_alg_values_supported"]
        assert set(ALGS) <= set(algs) and "none" not in algs
