"""Verbs: exit codes, what --json prints, and that secrets never stand among the arguments."""
import json
import re

import pytest

import tessera

RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
PASSWORD = "a password of some length\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Verbs alone, before the first start."""
    return tmp_path_factory.mktemp("verbs") / "data"


@pytest.fixture
def verb(data):
    return lambda *arguments, stdin="": tessera.run(*arguments, "--data", data, stdin=stdin)


def add_user(verb, email, *more, stdin=PASSWORD):
    return verb("user", "add", "--json", "--email", email, "--given-name", "Grace", "--family-name",
                "Hopper", "--password-stdin", *more, stdin=stdin)


def failed(done, code, error=None):
    """The code, one JSON object on standard error, and nothing on standard output."""
    assert done.code == code, done
    assert done.out == ""
    said = done.error
    assert said["error"] and said["message"]
    assert error is None or said["error"] == error
    return said


# Usage.

@pytest.mark.parametrize("arguments", [
    [], ["fly"], ["user"], ["user", "fly"], ["user", "add"], ["user", "add", "--colour", "red"],
    ["user", "show"], ["user", "show", "a", "b"], ["client", "add", "--type", "web"],
    ["client", "add", "--type", "submarine", "--name", "x"], ["user", "add", "--email"],
    ["client", "add", "--type", "web", "--name", "x", "--require-pkce", "perhaps"]])
def test_wrong_usage_is_2_and_told_on_standard_error(verb, arguments):
    done = verb(*arguments)
    assert done.code == 2 and done.err and not done.out


@pytest.mark.parametrize("name", ["dev", "serve", "config", "migrate", "user", "client", "scope",
                                  "role", "keys", "admin", "healthcheck", "version"])
def test_every_verb_has_help(name):
    done = tessera.run(name, "--help")
    assert done.code == 0 and name in done.out and not done.err


def test_help_names_every_verb():
    done = tessera.run("--help")
    assert done.code == 0
    for name in ("dev", "serve", "config", "migrate", "user", "client", "scope", "role", "keys",
                 "admin", "healthcheck", "version"):
        assert name in done.out


def test_version_is_printed():
    assert re.match(r"tessera \d+\.\d+\.\d+", tessera.run("version").out)


def test_a_password_is_no_argument(verb):
    done = verb("user", "add", "--email", "a@example.com", "--given-name", "A", "--family-name", "B",
                "--password", "secret words are here")
    assert done.code == 2


# People.

def test_user_add_prints_what_is_promised(verb):
    said = add_user(verb, "grace@example.com", "--verified", "--role", "auditor").json
    assert said.keys() >= {"id", "sub", "email", "email_verified", "enabled", "roles"}
    assert said["email"] == "grace@example.com" and said["email_verified"] is True
    assert said["enabled"] is True and said["roles"] == ["auditor"]
    assert verb("user", "show", "GRACE@example.com", "--json").json == said
    assert verb("user", "show", said["id"], "--json").json == said


def test_second_user_of_an_address_is_5(verb):
    add_user(verb, "twice@example.com")
    failed(add_user(verb, "Twice@Example.com"), 5)


@pytest.mark.parametrize("email, password, code", [
    ("short@example.com", "short\n", 6), ("no-address", PASSWORD, 6), ("", PASSWORD, 6),
    ("a@example.com\nBcc: b@example.com", PASSWORD, 6), ("none@example.com", "", 2),
    ("personal.long.name@example.com", "personal.long.name@example.com\n", 6)])
def test_bad_user_is_refused(verb, email, password, code):
    done = add_user(verb, email, stdin=password)
    assert done.code in {code, 2} and done.error["message"]


def test_unknown_role_is_4(verb):
    failed(add_user(verb, "role@example.com", "--role", "emperor"), 4)
    failed(verb("user", "show", "role@example.com", "--json"), 4)


@pytest.mark.parametrize("arguments", [
    ["user", "show", "nobody@example.com"], ["user", "update", "nobody", "--add-role", "auditor"],
    ["user", "disable", "nobody"], ["user", "delete", "nobody"], ["client", "show", "nobody"],
    ["client", "delete", "nobody"], ["client", "rotate-secret", "nobody"],
    ["scope", "delete", "--name", "nothing"], ["role", "delete", "--name", "nothing"]])
def test_what_is_not_there_is_4(verb, arguments):
    done = verb(*arguments, "--json")
    if done.code == 2:  # these take the name as an operand
        done = verb(*[word for word in arguments if word != "--name"], "--json")
    failed(done, 4)


def test_users_can_be_changed_disabled_and_deleted(verb):
    person = add_user(verb, "change@example.com").json
    said = verb("user", "update", person["id"], "--add-role", "user-admin", "--json").json
    assert said["roles"] == ["user-admin"]
    said = verb("user", "update", person["id"], "--remove-role", "user-admin", "--json").json
    assert said["roles"] == []
    assert verb("user", "disable", person["id"]).code == 0
    assert verb("user", "show", person["id"], "--json").json["enabled"] is False
    assert verb("user", "enable", person["id"]).code == 0
    assert verb("user", "set-password", person["id"], "--password-stdin", stdin=PASSWORD).code == 0
    assert verb("user", "delete", person["id"]).code == 0
    failed(verb("user", "show", person["id"], "--json"), 4)


def test_last_owner_stays(verb):
    owner = add_user(verb, "owner@example.com", "--role", "owner").json
    for arguments in (["update", owner["id"], "--remove-role", "owner"], ["disable", owner["id"]],
                      ["delete", owner["id"]]):
        failed(verb("user", *arguments, "--json"), 6)


def test_lists_have_items_and_next(verb):
    add_user(verb, "listed@example.com")
    for name in ("user", "client", "scope", "role", "keys"):
        said = verb(name, "list", "--json").json
        assert isinstance(said["items"], list) and said["next"] is None


# Clients.

def test_client_add_prints_rfc_7591_names_and_type(verb):
    said = verb("client", "add", "--type", "web", "--name", "Shop", "--redirect-uri",
                "https://shop.example.com/cb", "--json").json
    assert said["type"] == "web" and said["client_name"] == "Shop"
    assert said["client_id"] and len(said["client_secret"]) >= 32
    assert said["redirect_uris"] == ["https://shop.example.com/cb"]
    assert said["token_endpoint_auth_method"] == "client_secret_basic"
    assert set(said["grant_types"]) == {"authorization_code", "refresh_token"}
    shown = verb("client", "show", said["client_id"], "--json").json
    assert "client_secret" not in shown
    assert all(said[name] == shown[name] for name in shown)


@pytest.mark.parametrize("type_, method", [("spa", "none"), ("native", "none"),
                                           ("machine", "client_secret_basic"),
                                           ("resource", "client_secret_basic")])
def test_types_have_their_defaults(verb, type_, method):
    uri = [] if type_ in ("machine", "resource") else ["--redirect-uri", "https://a.example.com/"]
    said = verb("client", "add", "--type", type_, "--name", "x", *uri, "--json").json
    assert said["token_endpoint_auth_method"] == method
    assert ("client_secret" in said) == (method != "none")


@pytest.mark.parametrize("type_, uri", [
    ("web", "http://shop.example.com/"), ("web", "https://shop.example.com/#x"),
    ("web", "https://*.example.com/"), ("web", "https://a.example;script-src/cb"),
    ("web", "javascript:alert(1)"), ("web", "/relative"),
    ("spa", "com.example.app:/cb"), ("native", "app:/cb"), ("web", "https://u:p@shop.example.com/"),
    ("web", "https://shop.example.com/\n")])
def test_bad_redirect_uris_are_refused(verb, type_, uri):
    failed(verb("client", "add", "--type", type_, "--name", "x", "--redirect-uri", uri, "--json"), 2)


def test_unknown_metadata_is_refused_by_name(verb, tmp_path):
    file = tmp_path / "m.json"
    for content in ('{"redirect_urls": []}', '{"client_name": 7}', '{"grant_types": ["password"]}',
                    '{"response_types": ["token"]}', '{"a":1,"a":2}', "[]", "not json"):
        file.write_text(content)
        done = verb("client", "add", "--type", "machine", "--metadata-file", file, "--json")
        assert done.code in (2, 6), (content, done)
        assert done.error["message"]


def test_a_machine_has_no_redirect_uri_and_a_web_client_needs_one(verb):
    failed(verb("client", "add", "--type", "web", "--name", "x", "--json"), 2)


def test_rotate_secret_prints_the_new_one_only_then(verb):
    made = verb("client", "add", "--type", "machine", "--name", "x", "--json").json
    new = verb("client", "rotate-secret", made["client_id"], "--json").json
    assert new.keys() == {"client_id", "client_secret"}
    assert new["client_secret"] != made["client_secret"]
    spa = verb("client", "add", "--type", "spa", "--name", "x", "--redirect-uri",
               "https://a.example.com/", "--json").json
    failed(verb("client", "rotate-secret", spa["client_id"], "--json"), 6)


# Scopes, roles, keys.

def test_scopes_are_unique_and_not_standard(verb):
    assert verb("scope", "add", "--name", "s", "--audience", "https://a.example.com").code == 0
    failed(verb("scope", "add", "--name", "s", "--audience", "https://b.example.com", "--json"), 5)
    failed(verb("scope", "add", "--name", "openid", "--audience", "https://b.example.com", "--json"),
           5)
    failed(verb("scope", "add", "--name", "t", "--audience", "not a uri", "--json"), 2)
    failed(verb("scope", "add", "--name", "a b", "--audience", "https://b.example.com", "--json"), 2)


def test_built_in_roles_stay(verb):
    said = verb("role", "list", "--json").json["items"]
    assert {"owner", "user-admin", "client-admin", "auditor"} <= {
        item["name"] if isinstance(item, dict) else item for item in said}
    assert verb("role", "add", "--name", "cook").code == 0
    failed(verb("role", "add", "--name", "cook", "--json"), 5)


def test_keys_are_listed_and_rotated(service, http):
    def keys():
        return service.verb("keys", "list", "--json").json["items"]
    before = keys()
    for key in before:
        assert key.keys() == {"kid", "alg", "use", "state", "created_at", "not_after"}
        assert RFC3339.fullmatch(key["created_at"])
        assert key["state"] in ("pending", "active", "retiring", "retired")
    service.verb("keys", "rotate", "--alg", "ES256")
    pending = [key for key in keys() if key["kid"] not in {old["kid"] for old in before}]
    assert len(pending) == 1 and pending[0]["alg"] == "ES256" and pending[0]["state"] == "pending"
    done = tessera.run("keys", "rotate", "--alg", "HS256", "--json", "--data", service.data)
    assert done.code in (2, 4, 6)


# Configuration.

def test_config_sample_is_a_configuration(tmp_path):
    file = tmp_path / "config.json"
    sample = tessera.run("config", "sample")
    assert sample.code == 0
    settings = json.loads(sample.out)
    for section in settings.values():
        for name in section if isinstance(section, dict) else ():
            if name.endswith("_file") and section[name]:
                section[name] = str(tmp_path / name)
                (tmp_path / name).touch(mode=0o600)
    file.write_text(json.dumps(settings))
    shown = tessera.run("config", "show", "--config", file, "--json")
    assert shown.code == 0 and shown.json["refresh"]["retry_s"] == 10


def test_config_doc_names_every_setting(tmp_path):
    sample = json.loads(tessera.run("config", "sample").out)
    page = tessera.run("config", "doc").out

    def names(tree, prefix=""):
        for key, value in tree.items():
            if isinstance(value, dict):
                yield from names(value, f"{prefix}{key}.")
            else:
                yield prefix + key
    for name in names(sample):
        assert name in page


@pytest.mark.parametrize("words, key", [
    (["--set", "issuer=ftp://x"], "issuer"), (["--set", "refresh.retry_s=-1"], "refresh.retry_s"),
    (["--set", "refresh.retry_s=soon"], "refresh.retry_s"), (["--set", "colour=red"], "colour"),
    (["--set", "issuer"], None), (["--config", "/nonexistent"], None)])
def test_wrong_configuration_is_3_and_names_the_key(words, key):
    done = tessera.run("config", "show", "--json", *words)
    assert done.code in (2, 3) and (key is None or key in done.err), done


def test_precedence_is_file_environment_set(tmp_path):
    file = tmp_path / "config.json"
    file.write_text('{"refresh": {"retry_s": 1}, "log": {"level": "warn"}}')

    def shown(*words, **environment):
        done = tessera.run("config", "show", "--json", "--config", file, *words,
                           environment=environment)
        assert done.code == 0, done
        return done.json["refresh"]["retry_s"]
    assert shown() == 1
    assert shown(TESSERA__REFRESH__RETRY_S="2") == 2
    assert shown("--set", "refresh.retry_s=3", TESSERA__REFRESH__RETRY_S="2") == 3


def test_secrets_are_masked_and_value_with_file_is_an_error(tmp_path):
    url = "postgresql://tessera:hidden@localhost/x"
    done = tessera.run("config", "show", "--json", "--set", "database.url=" + url)
    assert done.code == 0 and "hidden" not in done.out
    file = tmp_path / "url"
    file.write_text(url)
    done = tessera.run("config", "show", environment={
        "TESSERA__DATABASE__URL": url, "TESSERA__DATABASE__URL_FILE": str(file)})
    assert done.code == 3 and "hidden" not in done.err


def test_storage_that_cannot_be_opened_is_7(tmp_path):
    key = tmp_path / "key"
    key.write_text("A" * 43 + "=\n")
    key.chmod(0o600)
    for url in ("sqlite:/nonexistent/folder/tessera.db",
                "postgresql://nobody@127.0.0.1:1/none?connect_timeout=2"):
        done = tessera.run("user", "list", "--json", "--set", "database.url=" + url, "--set",
                           f"keys.sealing_key_file={key}", "--set", "issuer=https://a.example.com")
        assert done.code == 7, done
