"""A client's own server, with its keys at an address: HTTPS on loopback, under a certificate of its
own, which can be changed, broken and stopped.
"""
import http.server
import json
import pathlib
import ssl
import tempfile
import threading
import time
import urllib.parse

import nodes


class KeyServer:
    def __init__(self):
        self.holder = tempfile.TemporaryDirectory(prefix="tessera-keys-")
        folder = pathlib.Path(self.holder.name)
        nodes.make_certificate(folder)
        self.ca_file = str(folder / "cert.pem")
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(self.ca_file, folder / "key.pem")
        self.status, self.body, self.headers, self.delay_s = 200, b"{}", {}, 0
        self.requests = []
        self.posts, self.statuses = [], []  # (path, form); answers, before `status`
        self.port = 0
        self.start()

    def start(self):
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                owner.requests.append(self.path)
                time.sleep(owner.delay_s)
                self.send_response(owner.status)
                for name, value in owner.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(owner.body)))
                self.end_headers()
                self.wfile.write(owner.body)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(owner.delay_s)
                self.send_response(owner.statuses.pop(0) if owner.statuses else owner.status)
                for name, value in owner.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()
                form = urllib.parse.parse_qs(body.decode(), strict_parsing=True)
                owner.posts.append((self.path, form))

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                pass

            def finish_request(self, request, address):
                Handler(owner.tls.wrap_socket(request, server_side=True), address, self)

        self.server = Server(("127.0.0.1", self.port), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def serve(self, *keys):
        self.body = json.dumps({"keys": [key.jwk for key in keys]}).encode()

    def url(self, path="/jwks"):
        return f"https://localhost:{self.port}{path}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        self.holder.cleanup()
