"""What a process costs while prepared requests are answered."""
import contextlib
import json
import os
import pathlib
import socket
import struct
import subprocess
import tempfile
import time

BUILD = pathlib.Path(os.environ["TESSERA_BENCH"])
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 64
START_LIMIT_S = 30


def stat(pid):
    """The fields of proc(5) from the third on; none when the process is gone."""
    with contextlib.suppress(OSError):
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return []


def cpu_s(pid):
    """User and system time of all threads."""
    return sum(map(int, stat(pid)[11:13])) / TICKS_PER_S


def cpu_of_family_s(pid):
    """The same of a process, of its children, and of the children that have ended."""
    alive = [fields for folder in pathlib.Path("/proc").glob("[0-9]*")
             if (fields := stat(folder.name)) and fields[1] == str(pid)]
    ticks = [*stat(pid)[11:15]] + [tick for fields in alive for tick in fields[11:13]]
    return sum(map(int, ticks)) / TICKS_PER_S


def rss_mib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("the process is gone")


def request(method, path, host, body="", headers=(), media="application/x-www-form-urlencoded"):
    """The bytes of one HTTP/1.1 request; a body is a form."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", *headers]
    if method == "POST":
        lines += [f"Content-Type: {media}", f"Content-Length: {len(body)}"]
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


def attempt(port, asked):
    """The start of an answer; b"" while nobody listens."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 10) as one:
        one.sendall(asked)
        return one.recv(64) if asked else b"open"
    return b""


def first_answer(port, asked, process):
    """Waits until a process that starts answers with 200."""
    wait_for(lambda: attempt(port, asked).startswith(b"HTTP/1.1 200"), process)


def accepts(port, process):
    """Waits until it listens."""
    wait_for(lambda: attempt(port, b""), process)


def wait_for(fact, process):
    deadline = time.monotonic() + START_LIMIT_S
    while not fact():
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(f"{process.args[0]} did not start")
        time.sleep(0.0005)


class Load:
    """Sends requests to a port, or shared out among several; `pids` are the processes that are paid
    for the answers, `database_pid` is the server of a database behind them.
    """

    def __init__(self, ports, pids, connections=CONNECTIONS, database_pid=None):
        self.ports = ports if isinstance(ports, (list, tuple)) else [ports]
        self.pids, self.connections, self.database_pid = pids, connections, database_pid

    def cpu_s(self):
        """(of the processes, of the database's server)"""
        return (sum(cpu_s(pid) for pid in self.pids),
                cpu_of_family_s(self.database_pid) if self.database_pid else 0)

    def send(self, requests, total=None, keep=False, expect=(200,)):
        """(figures, answers): CPU in microseconds a request, and latencies."""
        total = total or len(requests)
        with tempfile.TemporaryDirectory() as folder:
            path, answers = pathlib.Path(folder, "requests"), pathlib.Path(folder, "answers")
            path.write_bytes(pack(requests))
            before = self.cpu_s()
            words = [BUILD / "bench_load", ",".join(map(str, self.ports)), self.connections, total,
                     path]
            done = subprocess.run([str(word) for word in words + ([answers] if keep else [])],
                                  capture_output=True, text=True, timeout=300)
            if done.returncode != 0:
                raise AssertionError(done.stderr.strip())
            spent = [after - start for after, start in zip(self.cpu_s(), before)]
            figures = json.loads(done.stdout)
            wrong = {code: n for code, n in figures["status"].items() if int(code) not in expect}
            if wrong:
                raise AssertionError(f"unexpected answers: {wrong}")
            figures["cpu_us"], figures["database_us"] = (one / total * 1e6 for one in spent)
            return figures, unpack(answers.read_bytes()) if keep else None
