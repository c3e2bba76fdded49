"""A browser without JavaScript: cookies, redirects inside the issuer, and forms as HTML has them."""
import dataclasses
import html.parser
import urllib.parse

import oauth


@dataclasses.dataclass
class Form:
    action: str
    method: str
    fields: list = dataclasses.field(default_factory=list)  # (name, value) that would be sent
    names: set = dataclasses.field(default_factory=set)     # of everything a person may fill in
    buttons: list = dataclasses.field(default_factory=list)  # (name, value)


class _Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.ids, self.title, self.text = [], {}, "", []
        self.in_title = self.in_script = False

    def handle_starttag(self, tag, pairs):
        attributes = dict(pairs)
        if "id" in attributes:
            self.ids[attributes["id"]] = attributes
        if tag == "form":
            self.forms.append(Form(attributes.get("action", ""), attributes.get("method", "get")))
        self.in_title = tag == "title"
        self.in_script = tag in ("script", "style")
        if self.forms and attributes.get("name"):
            self.control(tag, attributes, self.forms[-1])

    def control(self, tag, attributes, form):
        name, value = attributes["name"], attributes.get("value") or ""
        kind = attributes.get("type", "submit" if tag == "button" else "text")
        if kind == "submit":
            form.buttons.append((name, value))
        elif tag in ("input", "textarea", "select"):
            if kind != "hidden":
                form.names.add(name)
            if "disabled" not in attributes and (kind not in ("checkbox", "radio")
                                                 or "checked" in attributes):
                form.fields.append((name, value))

    def handle_endtag(self, tag):
        self.in_title = self.in_script = False

    def handle_data(self, data):
        if self.in_title:
            self.title += data
        elif not self.in_script:
            self.text.append(data)


class Page:
    """An answer of the issuer that a person would look at."""

    def __init__(self, response):
        self.response = response
        self.status = response.status_code
        self.url = str(response.url)
        self.headers = response.headers
        reader = _Reader()
        reader.feed(response.text)
        self.forms, self.title, self.ids = reader.forms, reader.title, reader.ids
        self.text = " ".join(" ".join(reader.text).split())

    @property
    def path(self):
        return urllib.parse.urlsplit(self.url).path

    @property
    def error(self):
        """data-code of the error summary, None without one."""
        return self.ids.get("error-summary", {}).get("data-code")

    def form(self, *names):
        """The form with these fields or buttons."""
        for form in self.forms:
            if set(names) <= form.names | {name for name, _ in form.buttons + form.fields}:
                return form
        raise AssertionError(f"no form with {names} on {self.url} ({self.status}): {self.text[:500]}")

    def __repr__(self):
        return f"Page({self.status}, {self.url}, {self.error}, {self.text[:300]!r})"


@dataclasses.dataclass(frozen=True)
class Callback:
    """A redirect (or form post) that left the issuer."""
    url: str
    params: dict
    mode: str  # query, fragment or form_post
    response: object

    @classmethod
    def of_url(cls, url, response):
        parts = urllib.parse.urlsplit(url)
        mode = "fragment" if parts.fragment else "query"
        pairs = urllib.parse.parse_qsl(parts.fragment or parts.query, keep_blank_values=True)
        assert len(dict(pairs)) == len(pairs), f"repeated parameter in {url}"
        return cls(url.split("#")[0].split("?")[0], dict(pairs), mode, response)


class Browser:
    def __init__(self, service, **options):
        self.service = service
        self.http = service.http(**options)

    def close(self):
        self.http.close()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    def get(self, url, **options):
        headers = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"} | options.pop("headers", {})
        return self.follow(self.http.get(url, headers=headers, **options))

    def post(self, url, data, **options):
        """A form posted by one of the issuer's own pages, as Chromium does under no-referrer."""
        headers = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate",
                   "Origin": "null"} | options.pop("headers", {})
        body = urllib.parse.urlencode(data)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self.follow(self.http.post(url, content=body, headers=headers, **options))

    def follow(self, response):
        for _ in range(10):
            if response.status_code not in (301, 302, 303, 307):
                return self.arrived(response)
            target = urllib.parse.urljoin(str(response.url), response.headers["location"])
            if not self.inside(target):
                return Callback.of_url(target, response)
            response = self.http.get(target, headers={"Sec-Fetch-Site": "same-origin"})
        raise AssertionError("redirected in a circle")

    def inside(self, url):
        return url.startswith(self.service.issuer + "/") and not url.startswith(
            self.service.issuer + "/dev/app")

    def arrived(self, response):
        page = Page(response)
        for form in page.forms:
            action = urllib.parse.urljoin(page.url, form.action)
            if not self.inside(action):
                return Callback(action, dict(form.fields), "form_post", response)
        return page

    def submit(self, page, values=None, action=None, without=()):
        """Fills the form that has these fields, presses the button `action`, and follows."""
        values = values or {}
        form = page.form(*values, *(["action"] if action else []))
        fields = [pair for pair in form.fields if pair[0] not in values and pair[0] not in without]
        for name, value in values.items():
            fields += [(name, one) for one in (value if isinstance(value, list) else [value])]
        if action:
            fields.append(("action", action))
        return self.post(urllib.parse.urljoin(page.url, form.action), fields)

    def authorize(self, client, **params):
        """An authorization request; where it ends: a Page of ours or a Callback."""
        return self.get(oauth.authorize_url(self.service.issuer, client, **params))

    def sign_in(self, page, user, password=None):
        return self.submit(page, {"email": user.email, "password": password or user.password})

    def finish(self, page, user):
        """From any step of a flow to its Callback: signs in and allows what is asked."""
        for _ in range(4):
            if isinstance(page, Callback):
                return page
            if page.path == "/ui/sign-in":
                page = self.sign_in(page, user)
            elif page.path == "/ui/consent":
                page = self.submit(page, action="allow")
            else:
                break
        raise AssertionError(f"the flow stopped at {page}")

    def code(self, client, user, **params):
        """A whole flow; the callback with its code and the verifier that belongs to it."""
        verifier, challenge = oauth.pkce()
        params = {"code_challenge": challenge, "code_challenge_method": "S256"} | params
        callback = self.finish(self.authorize(client, **params), user)
        assert "code" in callback.params, callback
        return callback.params["code"], verifier
