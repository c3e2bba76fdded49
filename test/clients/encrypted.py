"""Tokens that Tessera encrypts, read by libraries that others wrote: jwcrypto, joserfc, and jose for
Node.js. Each is decrypted and, if it holds a signed token, verified.

As a program it reads many and says how many could not be read:
    build/venv/bin/python test/clients/encrypted.py COUNT
COUNT tokens for each of six keys, two encs and five contents, by three readers.
"""
import json
import os
import pathlib
import subprocess
import sys
import time

import joserfc.jwe
import joserfc.jwk
import joserfc.jws
import jwcrypto.jwe
import jwcrypto.jwk
import jwcrypto.jws

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PROGRAM = pathlib.Path(os.environ.get("TESSERA_PROGRAM", ROOT / "build/test/tessera"))
ENCS, CONTENTS = 2, 5
SIGNATURES = ["RS256", "PS256", "ES256", "EdDSA"]


def recipients():
    """Private keys of every kind that can be registered; of the kind with the most varied numbers
    three."""
    kinds = [{"kty": "RSA", "size": size} for size in (2048, 3072, 4096)]
    kinds += [{"kty": "EC", "crv": "P-256"}] * 3
    return [jwcrypto.jwk.JWK.generate(**kind, use="enc", kid=f"key-{i}")
            for i, kind in enumerate(kinds)]


def written(keys, count):
    """The signers' public keys, and what is to be read."""
    public = {"keys": [json.loads(key.export_public()) for key in keys]}
    done = subprocess.run([PROGRAM.parent / "encrypted_tokens", str(count)], check=True,
                          input=json.dumps(public).encode(), capture_output=True)
    signers, *lines = [json.loads(line) for line in done.stdout.splitlines()]
    for line in lines:
        line |= {"signer": line["content"], "claims": {"n": line["n"]}}
    assert len(lines) == len(keys) * ENCS * CONTENTS * count
    return signers, lines


def check_header(header, line):
    """Members in one order: `cty` around a signed token alone, `epk` of an agreement alone."""
    names = ["alg", "enc"] + (["cty"] if line["content"] != "plain" else []) + ["kid"]
    names += ["epk"] if line["alg"] == "ECDH-ES" else []
    assert list(header) == names, header
    assert [header["alg"], header["enc"], header["kid"]] == [line["alg"], line["enc"], line["kid"]]
    assert header.get("cty") == (None if line["content"] == "plain" else "JWT")


def read_by_jwcrypto(keys, signers):
    by_kid = {key["kid"]: key for key in keys}
    trusted = jwcrypto.jwk.JWKSet.from_json(json.dumps(signers))

    def read(line):
        token = jwcrypto.jwe.JWE()
        token.deserialize(line["token"], key=by_kid[line["kid"]])
        check_header(json.loads(token.objects["protected"]), line)
        if line["content"] == "plain":
            return token.payload
        inner = jwcrypto.jws.JWS()
        inner.deserialize(token.payload.decode(), key=trusted.get_key(line["signer"]))
        return inner.payload

    return read


def read_by_joserfc(keys, signers):
    by_kid = {key["kid"]: joserfc.jwk.import_key(json.loads(key.export())) for key in keys}
    trusted = joserfc.jwk.KeySet.import_key_set(signers)

    def read(line):
        token = joserfc.jwe.decrypt_compact(line["token"], by_kid[line["kid"]],
                                            algorithms=[line["alg"], line["enc"]])
        check_header(token.protected, line)
        if line["content"] == "plain":
            return token.plaintext
        return joserfc.jws.deserialize_compact(token.plaintext, trusted,
                                               algorithms=[line["content"]]).payload

    return read


def unreadable(read, lines):
    """What one reader could not read, and why."""
    failures = []
    for line in lines:
        try:
            assert line["claims"].items() <= json.loads(read(line)).items()
        except Exception as why:  # whatever a foreign library throws
            failures.append((line["alg"], line["enc"], line["content"], repr(why)))
    return failures


def by_jwcrypto(keys, signers, lines):
    return unreadable(read_by_jwcrypto(keys, signers), lines)


def by_joserfc(keys, signers, lines):
    return unreadable(read_by_joserfc(keys, signers), lines)


def by_jose(keys, signers, lines):
    given = {"keys": [json.loads(key.export()) for key in keys], "signers": signers["keys"],
             "lines": lines}
    done = subprocess.run(["node", HERE / "encrypted.mjs"], check=True,
                          input=json.dumps(given).encode(), stdout=subprocess.PIPE)
    return json.loads(done.stdout)


READERS = {"jwcrypto": by_jwcrypto, "joserfc": by_joserfc, "jose": by_jose}


def main(count):
    keys = recipients()
    signers, lines = written(keys, count)
    failed = 0
    for name, reader in READERS.items():
        started = time.monotonic()
        failures = reader(keys, signers, lines)
        failed += len(failures)
        print(f"{name}: {len(lines) - len(failures)} of {len(lines)} read "
              f"in {time.monotonic() - started:.0f} s", flush=True)
        for failure in failures[:10]:
            print("  ", *failure)
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    sys.exit(main(int(sys.argv[1])))
