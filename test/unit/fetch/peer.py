#!/usr/bin/python3
"""Peers as they are met: HTTPS servers on loopback that answer, hang, drip, lie and flood.

    peer.py FOLDER

Makes an authority (FOLDER/ca.pem) and prints one line, the ports by name:

    good=PORT other=PORT expired=PORT stranger=PORT old=PORT plain=PORT

Ends when its standard input does.
"""
import gzip
import http.server
import pathlib
import socket
import ssl
import subprocess
import sys
import threading
import time
import warnings

FOLDER = pathlib.Path(sys.argv[1])
GIGABYTE = 1 << 30
NAMES = "DNS:localhost,DNS:peer.test,IP:127.0.0.1,IP:::1"


def openssl(*arguments, **options):
    subprocess.run(["openssl", *arguments], cwd=FOLDER, check=True, stderr=subprocess.DEVNULL, **options)


def authority(name):
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-keyout", f"{name}.key", "-out", f"{name}.pem", "-days", "2", "-subj", f"/CN={name}")


def certificate(name, issuer, names, not_after=None):
    """NAME.both: certificate and key."""
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
            f"{name}.key", "-out", f"{name}.csr", "-subj", "/CN=peer", "-addext", f"subjectAltName={names}")
    (FOLDER / "index").write_text("")
    (FOLDER / "ca.cnf").write_text(
        "[ca]\ndefault_ca=d\n[d]\ndatabase=index\nnew_certs_dir=.\nrand_serial=yes\ndefault_md=sha256\n"
        "policy=p\ncopy_extensions=copy\nunique_subject=no\n[p]\ncommonName=supplied\n")
    dates = ["-startdate", "20200101000000Z", "-enddate", not_after] if not_after else ["-days", "1"]
    openssl("ca", "-batch", "-config", "ca.cnf", "-in", f"{name}.csr", "-out", f"{name}.pem", "-notext",
            "-cert", f"{issuer}.pem", "-keyfile", f"{issuer}.key", *dates, stdout=subprocess.DEVNULL)
    (FOLDER / f"{name}.both").write_text(
        (FOLDER / f"{name}.pem").read_text() + (FOLDER / f"{name}.key").read_text())


class Peer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def do_GET(self):
        try:
            getattr(self, "get_" + self.path.strip("/").split("?")[0], self.missing)()
        except (OSError, ssl.SSLError):
            self.close_connection = True

    def missing(self):
        self.answer(404)

    def get_ok(self):
        self.answer(200, b'{"keys":[]}', Content_Type="application/json")

    def get_echo(self):
        lines = [self.requestline, *(f"{name.lower()}: {value}" for name, value in self.headers.items())]
        self.answer(200, "\n".join(lines).encode(), Content_Type="text/plain")

    def get_etag(self):
        if self.headers.get("If-None-Match") == '"one"':
            self.answer(304, ETag='"one"')
        else:
            self.answer(200, b"tagged", ETag='"one"', Cache_Control="max-age=0")

    def get_redirect(self):
        self.answer(302, Location="/ok")

    def get_broken(self):
        self.answer(500, b"no")

    def get_most(self):
        self.answer(200, b"x" * 65536)

    def get_toomuch(self):
        self.answer(200, b"x" * 65537)

    def get_declared(self):
        self.send_response(200)
        self.send_header("Content-Length", str(GIGABYTE))
        self.end_headers()

    def get_flood(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        block = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        for _ in range(GIGABYTE // 65536):
            self.wfile.write(block)

    def get_bomb(self):
        self.answer(200, gzip.compress(bytes(10 << 20)), Content_Encoding="gzip")

    def get_headers(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(1000000):
            self.wfile.write(b"X-%d: %s\r\n" % (number, b"y" * 500))

    def get_hang(self):
        time.sleep(30)

    def get_drip(self):
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"x")
            time.sleep(0.1)

    def get_short(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfew")
        self.close_connection = True

    def get_old(self):
        self.wfile.write(b"just a text without a status line\n")
        self.close_connection = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        kind = self.headers["Content-Type"]
        if self.path == "/redirect":
            self.answer(302, Location="/ok")
        elif self.path == "/refuse":
            self.answer(400, b'{"error":"invalid_request"}', Content_Type="application/json")
        else:
            self.answer(200, f"{kind}|{body.decode()}".encode())


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 64
    tls = None

    def handle_error(self, *_):
        pass

    def finish_request(self, request, address):
        if self.tls:
            request = self.tls.wrap_socket(request, server_side=True)
        self.RequestHandlerClass(request, address, self)


class Server6(Server):
    address_family = socket.AF_INET6


def context(certificate_file, version):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(FOLDER / certificate_file)
    if version:
        warnings.simplefilter("ignore", DeprecationWarning)
        tls.set_ciphers("ALL:@SECLEVEL=0")
        tls.minimum_version = tls.maximum_version = version
    return tls


def serve(certificate_file, version=None):
    """On 127.0.0.1 and ::1; the port."""
    v4 = Server(("127.0.0.1", 0), Peer)
    v6 = Server6(("::1", v4.server_port), Peer)
    for server in (v4, v6):
        if certificate_file:
            server.tls = context(certificate_file, version)
        threading.Thread(target=server.serve_forever, daemon=True).start()
    return v4.server_port


def main():
    authority("ca")
    authority("strange")
    certificate("good", "ca", NAMES)
    certificate("other", "ca", "DNS:other.test")
    certificate("expired", "ca", NAMES, "20200201000000Z")
    certificate("stranger", "strange", NAMES)
    ports = {name: serve(f"{name}.both") for name in ("good", "other", "expired", "stranger")}
    ports["old"] = serve("good.both", ssl.TLSVersion.TLSv1_1)
    ports["plain"] = serve(None)
    print(" ".join(f"{name}={port}" for name, port in ports.items()), flush=True)
    sys.stdin.read()


main()
