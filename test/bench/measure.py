"""What a process costs while prepared requests are answered."""
import json
import os
import pathlib
import struct
import subprocess
import tempfile

BUILD = pathlib.Path(os.environ["TESSERA_BENCH"])
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 64


def cpu_s(pid):
    """User and system time of all threads."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def rss_mib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("the process is gone")


def request(method, path, host, body="", headers=()):
    """The bytes of one HTTP/1.1 request; a body is a form."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", *headers]
    if method == "POST":
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def pack(requests):
    return b"".join(struct.pack("=I", len(one)) + one for one in requests)


def unpack(data):
    answers, at = [], 0
    while at < len(data):
        (size,) = struct.unpack_from("=I", data, at)
        answers.append(data[at + 4:at + 4 + size].decode())
        at += 4 + size
    return answers


class Load:
    """Sends requests to a port; `pids` are the processes that are paid for the answers."""

    def __init__(self, port, pids, connections=CONNECTIONS):
        self.port, self.pids, self.connections = port, pids, connections

    def send(self, requests, total=None, keep=False, expect=(200,)):
        """(figures, answers): CPU in microseconds a request, and latencies."""
        total = total or len(requests)
        with tempfile.TemporaryDirectory() as folder:
            path, answers = pathlib.Path(folder, "requests"), pathlib.Path(folder, "answers")
            path.write_bytes(pack(requests))
            before = [cpu_s(pid) for pid in self.pids]
            words = [BUILD / "bench_load", self.port, self.connections, total, path]
            done = subprocess.run([str(word) for word in words + ([answers] if keep else [])],
                                  check=True, capture_output=True, text=True, timeout=300)
            spent = [cpu_s(pid) - start for pid, start in zip(self.pids, before)]
            figures = json.loads(done.stdout)
            wrong = {code: n for code, n in figures["status"].items() if int(code) not in expect}
            if wrong:
                raise AssertionError(f"unexpected answers: {wrong}")
            figures["cpu_us"] = sum(spent) / total * 1e6
            figures["cpu_us_each"] = [one / total * 1e6 for one in spent]
            return figures, unpack(answers.read_bytes()) if keep else None
