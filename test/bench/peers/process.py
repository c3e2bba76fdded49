"""Another server as a process over a folder of its own, which goes away with it."""
import pathlib
import subprocess
import tempfile
import time

import nodes
from measure import first_answer, request, rss_mib


class Peer:
    """A server of the cases (cases.py). A peer says its name, its command(), what left_out holds: a
    case that it does not have, and why; and what fill() makes once it runs."""
    left_out = {}

    def __enter__(self):
        self.holder = tempfile.TemporaryDirectory(prefix="tessera-peer-")
        self.folder = pathlib.Path(self.holder.name)
        self.port = nodes.free_port()
        self.host = f"localhost:{self.port}"
        self.issuer = f"http://{self.host}"
        self.prepare()
        started = time.monotonic()
        self.process = subprocess.Popen(self.command(), cwd=self.folder, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        try:
            first_answer(self.port, request("GET", self.paths["jwks"], self.host), self.process)
            self.start_s = time.monotonic() - started
            self.fill()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *what):
        self.process.terminate()
        self.process.wait(10)
        self.holder.cleanup()

    def prepare(self):
        """Before it starts."""

    def fill(self):
        """Once it runs."""

    def rss_mib(self):
        return rss_mib(self.process.pid)
