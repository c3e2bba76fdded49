"""The pages of docs/connect are true: what they say is registered, and their programs run as they
stand there, beside a service."""
import contextlib
import os
import pathlib
import re
import shlex
import socket
import subprocess
import time

import httpx
import pytest

import nodes
import oauth
import tessera
from browser import Browser, Callback

PAGES = tessera.ROOT / "docs/connect"
NODE_MODULES = pathlib.Path(__file__).parent / "node_modules"
PYTHON = tessera.ROOT / "build/venv/bin/python"


def blocks(page, language):
    found = re.findall(rf"^```{language}\n(.*?)^```$", (PAGES / page).read_text(), re.M | re.S)
    assert found, f"{page} shows no {language}"
    return found


def node_options():
    """What Node.js 18 keeps behind a flag."""
    major = int(subprocess.check_output(["node", "--version"], text=True)[1:].split(".")[0])
    return "--experimental-global-webcrypto" if major < 20 else ""


def register(service, page, port, folder=pathlib.Path()):
    """Does what the page's shell lines do with tessera; the client that came of it, if any. Files are
    those of the folder."""
    client = None
    for text in blocks(page, "sh"):
        for line in text.replace("\\\n", " ").splitlines():
            words = shlex.split(line.replace("localhost:3000", f"localhost:{port}"))
            words = [str(folder / word) if word.endswith(".json") else word for word in words]
            if words[:3] == ["tessera", "client", "add"]:
                client = service.verb(*words[1:], "--json").json
            elif words[:3] == ["tessera", "scope", "add"]:
                service.verb(*words[1:], expect=None)  # another page may have made it
    return client


def environment(service, client, port):
    credentials = {"CLIENT_ID": client["client_id"],
                   "CLIENT_SECRET": client["client_secret"]} if client else {}
    return os.environ | credentials | {
        "ISSUER": service.issuer, "PORT": str(port), "NODE_OPTIONS": node_options(),
        "SSL_CERT_FILE": service.ca_file, "NODE_EXTRA_CA_CERTS": service.ca_file}


def wait_for(port, process):
    for _ in range(600):
        with contextlib.suppress(OSError):
            return socket.create_connection(("localhost", port), timeout=1).close()
        assert process.poll() is None, "the program ended"
        time.sleep(0.05)
    raise AssertionError("the program does not listen")


@contextlib.contextmanager
def program(service, page, language, folder, text=None):
    """The page's first program of this language, or another text, registered as the page says and
    running; its address."""
    command = {"js": "node", "python": PYTHON}[language]
    file = folder / {"js": "program.mjs", "python": "program.py"}[language]
    file.write_text(text or blocks(page, language)[0])
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(NODE_MODULES)
    port = nodes.free_port()
    client = register(service, page, port)
    running = subprocess.Popen([command, file], env=environment(service, client, port))
    try:
        wait_for(port, running)
        yield f"http://localhost:{port}"
    finally:
        running.terminate()
        running.wait(10)


@pytest.mark.parametrize("page, language", [("openid-client.md", "js"), ("authlib.md", "python")])
def test_the_shop_of_the_page_signs_a_person_in_and_out(service, user, page, language, tmp_path):
    with (program(service, page, language, tmp_path) as address, httpx.Client(base_url=address) as shop,
          Browser(service) as browser):
        assert "Go to /sign-in" in shop.get("/").text
        callback = browser.finish(browser.get(shop.get("/sign-in").headers["location"]), user)
        assert shop.get("/callback", params=callback.params | {"state": "forged"}).status_code == 400
        callback = browser.finish(browser.get(shop.get("/sign-in").headers["location"]), user)
        assert shop.get("/callback", params=callback.params).status_code == 303
        assert shop.get("/").text == "Hello Ada Lovelace"
        end = browser.get(shop.get("/sign-out").headers["location"])
        assert isinstance(end, Callback) and end.url == address + "/"
        assert "Go to /sign-in" in shop.get("/").text


def test_the_shop_reads_what_is_encrypted_to_it(service, user, tmp_path, monkeypatch):
    make_keys, decrypting, hint = blocks("secured-answers.md", "js")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "keys.mjs").write_text(make_keys)
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    subprocess.run(["node", "keys.mjs"], check=True, env=os.environ | {"NODE_OPTIONS": node_options()})
    shop_text = blocks("openid-client.md", "js")[0].replace("const sessions", decrypting + "const sessions", 1)
    shop_text = re.sub(r"^ *id_token_hint: .*\n", hint, shop_text, flags=re.M)
    with (program(service, "secured-answers.md", "js", tmp_path, shop_text) as address,
          httpx.Client(base_url=address) as shop, Browser(service) as browser):
        callback = browser.finish(browser.get(shop.get("/sign-in").headers["location"]), user)
        back = shop.get("/callback", params=callback.params)
        assert back.status_code == 303, back.text
        assert shop.get("/").text == "Hello Ada Lovelace"
        end = browser.get(shop.get("/sign-out").headers["location"])
        assert isinstance(end, Callback) and end.url == address + "/"


def run(command, text, file, folder, environment_):
    """What a program of a page prints; any trouble fails."""
    (folder / file).write_text(text)
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(NODE_MODULES)
    done = subprocess.run([command, file], cwd=folder, env=environment_, capture_output=True, text=True,
                          timeout=60)
    assert done.returncode == 0, done
    return done.stdout


def test_the_job_with_a_key_gets_a_token(service, tmp_path):
    make, job = blocks("key.md", "js")
    bare = os.environ | {"NODE_OPTIONS": node_options()}
    run("node", make, "make.mjs", tmp_path, bare)
    client = register(service, "key.md", 0, tmp_path)
    assert "client_secret" not in client
    told = environment(service, client | {"client_secret": ""}, 0)
    assert "access_token" in run("node", job, "job.mjs", tmp_path, told)
    assert "access_token" in run(PYTHON, blocks("key.md", "python")[0], "job.py", tmp_path, told)


@pytest.fixture(scope="module")
def orders(service):
    """Tokens for the API of the pages, by scope."""
    register(service, "api.md", 0)
    service.verb("scope", "add", "--name", "orders.write", "--audience", "https://api.example.com")
    machine = service.add_client("machine", scope=["orders.read", "orders.write"])

    def token(scope="orders.read"):
        with service.http() as http:
            return oauth.token(http, machine, "client_credentials", scope=scope).json()["access_token"]
    return token


def test_the_api_of_oauth4webapi_answers_who_has_a_token(service, orders, tmp_path):
    with program(service, "oauth4webapi.md", "js", tmp_path) as address:
        def ask(**headers):
            return httpx.get(address + "/orders", headers=headers)
        assert ask(Authorization="Bearer " + orders()).json()["orders"] == []
        assert ask().status_code == 401
        assert ask(Authorization="Bearer nonsense").status_code == 401
        assert ask(Authorization="Bearer " + orders("orders.write")).status_code == 403


def accepts(service, language, text, token, folder):
    """Whether the page's verify() accepts the token; any trouble but a refusal fails."""
    client = register(service, "api.md", 0)
    ends = {"python": "import sys\ntry:\n    verify(sys.argv[1])\nexcept Exception as why:\n"
                      "    print(type(why).__name__)\n    sys.exit(9)\n",
            "js": "await verify(process.argv[2]).catch((why) => { console.log(why.name); "
                  "process.exit(9); });\n"}
    file = folder / {"js": "verify.mjs", "python": "verify.py"}[language]
    file.write_text(text + "\n" + ends[language])
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(NODE_MODULES)
    command = {"js": "node", "python": PYTHON}[language]
    done = subprocess.run([command, file, token], env=environment(service, client, 0),
                          capture_output=True, text=True, timeout=60)
    assert done.returncode in (0, 9) and not done.stderr, done
    return done.returncode == 0


@pytest.mark.parametrize("language, number", [("python", 0), ("python", 1), ("python", 2), ("js", 0)])
def test_verify_of_the_api_page_accepts_its_own_tokens_alone(service, orders, language, number, tmp_path):
    text = blocks("api.md", language)[number]
    assert accepts(service, language, text, orders(), tmp_path)
    assert not accepts(service, language, text, orders("orders.write"), tmp_path)
    assert not accepts(service, language, text, orders()[:-8] + "AAAAAAAA", tmp_path)
