/* The states of every page that a person can meet: name → page and view. */
const LOGO = "/preview/logo.svg";

const common = {
  base: "",
  development: false,
  branding: {
    name: "Example Society",
    terms_url: "https://example.org/terms",
    privacy_url: "https://example.org/privacy",
  },
};
const client = { name: "Web shop", host: "shop.example.com" };
const form = { csrf: "q0sIWvZ7nB0" };

const signIn = { page: "sign-in", ...form, client };
const consent = {
  page: "consent",
  ...form,
  client: {
    ...client,
    logo: LOGO,
    policy_url: "https://shop.example.com/privacy",
    terms_url: "https://shop.example.com/terms",
  },
  account: { email: "ada@example.com", name: "Ada Lovelace" },
  scopes: [
    { name: "openid", fixed: true },
    { name: "profile", fixed: false },
    { name: "email", fixed: false },
    { name: "offline_access", fixed: false },
    { name: "orders.read", fixed: false, description: "Read your orders" },
  ],
  claims: [],
};
const setup = { page: "setup", ...form, password_min: 15 };
const logout = {
  page: "logout",
  ...form,
  account: { email: "ada@example.com" },
  clients: [{ name: "Web shop" }, { name: "Library catalogue" }],
};
const error = (code, more) => ({ page: "error", correlation_id: "01JD9Q0Z6T3M4R8K", ...more, error: { code, ...more?.error } });

const VIEWS = {
  "sign-in": signIn,
  "sign-in-without-client": { page: "sign-in", ...form, development: true },
  "sign-in-failed": { ...signIn, email: "ada@example.com", error: { code: "invalid_credentials" } },
  "sign-in-throttled": { ...signIn, email: "ada@example.com", error: { code: "throttled", wait: { minutes: 5 } } },
  "sign-in-hostile": {
    ...signIn,
    client: { name: '<img src=x onerror=alert(1)>"\'&{{csrf}}\u202Egnp' + "W".repeat(80) },
    email: '"><script>alert(1)</script>',
  },
  consent,
  "consent-small": { ...consent, client: { name: "Notes" }, scopes: [{ name: "openid", fixed: true }] },
  "consent-claims": {
    ...consent,
    scopes: [{ name: "openid", fixed: true }],
    claims: [
      { name: "name", essential: false },
      { name: "phone_number", essential: true },
    ],
  },
  logout,
  "logout-of-nothing": { ...logout, clients: [], client },
  "logged-out": { page: "logged-out", stayed: false, client, return_url: "https://shop.example.com/bye" },
  stayed: { page: "logged-out", stayed: true },
  setup,
  "setup-failed": {
    ...setup,
    email: "ada@example.com",
    given_name: "Ada",
    family_name: "Lovelace",
    error: { code: "password_weak" },
  },
  "setup-done": { page: "setup-done", email: "ada@example.com", next_url: "/dev/app" },
  "error-expired": error("expired", { client, start_url: "/oauth2/authorize?client_id=web-shop" }),
  "error-request": error("invalid_request", { error: { detail: "redirect_uri is missing" } }),
  "error-host": error("wrong_host", { error: { expected: "id.example.com", received: "10.0.0.7:8443" } }),
  "error-unknown-code": error("of_tomorrow"),
  "form-post": {
    page: "form-post",
    action: "https://shop.example.com/callback",
    fields: [{ name: "code", value: "SplxlOBeZQQYbYS6WxSbIA" }, { name: "submit", value: "1" }],
    client,
  },
};

const DEV_VIEWS = {
  app: { page: "app", issuer: "https://localhost:8443", client_id: "demo", scope: "openid profile email" },
  outbox: { page: "outbox" },
};

function complete([name, view], folder, lang) {
  const url = `/preview/${folder}/${name}?ui_locales=`;
  const action = "csrf" in view ? { action: `${url}${lang}` } : {};
  return [name, { ...common, ...action, ...view, lang, language_url: folder === "auth" ? url : undefined }];
}

/* Map of name → view, in this language. */
export const authVariants = (lang) => new Map(Object.entries(VIEWS).map((entry) => complete(entry, "auth", lang)));
export const devVariants = () => new Map(Object.entries(DEV_VIEWS).map((entry) => complete(entry, "dev", "en")));
