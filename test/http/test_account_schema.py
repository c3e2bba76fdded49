"""schemathesis asks the account API whatever openapi.yaml allows, and much that it does not: every answer
is one that openapi.yaml describes.
"""
import pathlib
import subprocess
import sys

import browser as pages
import tessera
from test_account_api import Account

SCHEMA = pathlib.Path(tessera.ROOT) / "schemas/openapi.yaml"
CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance",
          "response_headers_conformance", "response_schema_conformance", "unsupported_method"]
LIMIT_S = 120


def test_every_answer_is_described(service, web, tmp_path):
    person = service.add_user()
    with pages.Browser(service) as browser:
        browser.code(web, person)
        csrf = Account(browser).csrf
        cookies = "; ".join(f"{one.name}={one.value}" for one in browser.http.cookies.jar)
    # The session must live to the end: signing it out has tests of its own.
    done = subprocess.run(
        [pathlib.Path(sys.executable).parent / "schemathesis", "run", SCHEMA,
         "--url", service.issuer + "/api/account/v1", "--tls-verify", service.ca_file,
         "--header", f"Cookie: {cookies}", "--header", f"X-Tessera-CSRF: {csrf}",
         "--header", "Sec-Fetch-Site: same-origin", "--checks", ",".join(CHECKS),
         "--phases", "coverage,fuzzing", "--exclude-operation-id", "endSession",
         "--max-examples", "10", "--seed", "1", "--no-color"],
        cwd=tmp_path, capture_output=True, text=True, timeout=LIMIT_S)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert " 0 generated" not in done.stdout and "Tested: " in done.stdout, done.stdout
