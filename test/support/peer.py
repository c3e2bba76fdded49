"""A client's own server, whose addresses it registers (jwks_uri and the like): https on localhost,
documents by path, every request noted."""
import http.server
import json
import ssl
import threading

import nodes


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        peer = self.server.peer
        peer.requests.append(self.path)
        status, headers, body = peer.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Peer:
    """Serves what is put; `folder` gets its certificate, which is its own authority."""

    def __init__(self, folder):
        nodes.make_certificate(folder)
        self.ca_file = folder / "cert.pem"
        self.answers = {}
        self.requests = []
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.peer = self
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.ca_file, folder / "key.pem")
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.host = f"localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def settings(self):
        """Those of a Tessera that may ask this peer."""
        return {"fetch.allow_hosts": self.host, "fetch.ca_file": self.ca_file}

    def url(self, path):
        return f"https://{self.host}{path}"

    def put(self, path, document, status=200, **headers):
        """Answers `path` with JSON from now on; its URL."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        body = json.dumps(document).encode()
        self.answers[path] = (status, {"Content-Type": "application/json"} | names, body)
        return self.url(path)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()
