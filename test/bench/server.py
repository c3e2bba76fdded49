"""The release build as an operator runs it, with clients and a person who is signed in."""
import browser
import plain
from cases import REDIRECT
from measure import rss_mib

API = "https://api.example.com"


class Server(plain.Plain):
    def __init__(self, postgres=None):
        super().__init__(postgres, {"password.argon2_queue": "1000"})

    def fill(self):
        self.verb("scope", "add", "--name", "api.read", "--audience", API)
        self.machine = self.add_client("machine", scope=["api.read"])
        es256 = self.folder / "es256.json"
        es256.write_text('{"id_token_signed_response_alg": "ES256"}')
        opaque = self.folder / "opaque.json"
        opaque.write_text('{"access_token_format": "opaque"}')
        web = {"redirect_uri": [REDIRECT], "require_consent": "false"}
        self.web = self.add_client("web", metadata_file=es256, **web)
        self.web_rs256 = self.add_client("web", **web)
        self.opaque = self.add_client("web", metadata_file=opaque, **web)
        self.user = self.add_user()
        self.cookies = None
        return self

    def session(self):
        """The cookies of the person, who signs in once."""
        if self.cookies is None:
            with browser.Browser(self) as one:
                one.code(self.web, self.user)
                self.cookies = {cookie.name: cookie.value for cookie in one.http.cookies.jar}
        return self.cookies

    def pids(self):
        return [self.process.pid]

    def rss_mib(self):
        return rss_mib(self.process.pid)
