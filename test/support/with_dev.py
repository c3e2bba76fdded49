"""Runs a command beside a `tessera dev` of its own, for tests in other languages:
    python test/support/with_dev.py COMMAND...
The command finds its issuer in TESSERA_ISSUER, the folder for verbs (--data) in TESSERA_DATA, and, as
Node.js does by itself, the authority of its certificate in NODE_EXTRA_CA_CERTS.
"""
import os
import subprocess
import sys

import tessera

with tessera.Dev() as service:
    found = {"TESSERA_ISSUER": service.issuer, "TESSERA_DATA": str(service.data),
             "NODE_EXTRA_CA_CERTS": service.ca_file}
    code = subprocess.run(sys.argv[1:], env=os.environ | found).returncode
sys.exit(code)
