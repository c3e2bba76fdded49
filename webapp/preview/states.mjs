/* The states of every page that a person can meet, each with the view that the server would send: looked
 * at in previews, judged by axe-core, compared between template and script. A code of an error without
 * a state here fails a test. */
const LOGO = "/preview/logo.svg";
const LONG = "The Extraordinarily Long-Named Cooperative for Scholarly Communication and Publishing";

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
const account = { email: "ada@example.com", name: "Ada Lovelace" };
const form = { csrf: "q0sIWvZ7nB0" };

/* "setup-email_taken" and the like: a state for each code, the first of which stands for their look. */
const alike = new Set();
function failures(page, view, codes) {
  const states = codes.map((code) => [`${page}-${code}`, { ...view, error: { code } }]);
  for (const [name] of states.slice(1)) alike.add(name);
  return Object.fromEntries(states);
}

const signIn = { page: "sign-in", ...form, client, recover_url: "/ui/recover?flow=q0sIWvZ7nB0" };
const throttled = (wait) => ({ ...signIn, email: account.email, error: { code: "throttled", wait } });

const SIGN_IN = {
  "sign-in": signIn,
  "sign-in-hint": { ...signIn, email: account.email },
  "sign-in-without-client": { ...signIn, client: undefined, development: true },
  "sign-in-register": { ...signIn, register_url: "/ui/register?flow=5cNkH2" },
  "sign-in-logo": { ...signIn, client: { ...client, logo: LOGO } },
  "sign-in-long": {
    ...signIn,
    client: { name: LONG, logo: LOGO },
    email: `${"a".repeat(60)}@${"b".repeat(60)}.example`,
  },
  "sign-in-hostile": {
    ...signIn,
    client: { name: `<img src=x onerror=alert(1)>"'&{{csrf}}\u202Egnp${"W".repeat(80)}` },
    email: '"><script>alert(1)</script>',
  },
  "sign-in-throttled": throttled({ total_s: 290, minutes: 5 }),
  "sign-in-throttled-briefly": throttled({ total_s: 40, seconds: 40 }),
  ...failures("sign-in", { ...signIn, email: account.email }, [
    "invalid_credentials",
    "email_unverified",
    "account_disabled",
    "form_expired",
    "busy",
    "of_tomorrow",
  ]),
};

const recover = { page: "recover", ...form };
const resetLink = { page: "reset-link", ...form, password_min: 15 };
const resetCode = { ...resetLink, page: "reset-code", again_url: "/ui/recover" };
const PASSWORD_CODES = [
  "password_too_short",
  "password_too_long",
  "password_not_text",
  "password_personal",
  "password_weak",
  "password_breached",
  "form_expired",
  "busy",
];

const RECOVERY = {
  recover,
  "recover-throttled": {
    ...recover,
    email: account.email,
    error: { code: "throttled", wait: { total_s: 40, seconds: 40 } },
  },
  ...failures("recover", { ...recover, email: "ada" }, ["email_invalid", "form_expired"]),
  "reset-code": resetCode,
  ...failures("reset-code", resetCode, ["code_wrong", "recovery_over", ...PASSWORD_CODES]),
  "reset-link": resetLink,
  ...failures("reset-link", resetLink, PASSWORD_CODES),
  "reset-done": { page: "reset-done", next_url: "/ui/sign-in?flow=q0sIWvZ7nB0" },
  "reset-done-elsewhere": { page: "reset-done" },
};

const scope = (name, more) => ({ name, fixed: false, added: false, ...more });
const consent = {
  page: "consent",
  ...form,
  client: {
    ...client,
    logo: LOGO,
    policy_url: "https://shop.example.com/privacy",
    terms_url: "https://shop.example.com/terms",
  },
  account,
  scopes: [
    scope("openid", { fixed: true }),
    scope("profile"),
    scope("email"),
    scope("offline_access"),
    scope("orders.read", { description: "Read your orders" }),
  ],
  claims: [],
  apis: [{ uri: "https://api.shop.example.com/orders" }],
  optional: true,
};

const CONSENT = {
  consent,
  "consent-small": {
    ...consent,
    optional: false,
    apis: [],
    client: { name: "Notes" },
    scopes: [scope("openid", { fixed: true })],
  },
  "consent-claims": {
    ...consent,
    scopes: [scope("openid", { fixed: true })],
    claims: [
      { name: "name", essential: false },
      { name: "phone_number", essential: true },
    ],
  },
  "consent-grown": {
    ...consent,
    scopes: consent.scopes.map((one) => ({ ...one, added: one.name === "orders.read" })),
  },
  "consent-long": {
    ...consent,
    apis: Array.from({ length: 8 }, (_, n) => ({ uri: `https://api.example.com/${"part/".repeat(20)}${n}` })),
    client: { ...consent.client, name: LONG, host: `${"sub.".repeat(20)}example.com` },
    account: { email: `${"a".repeat(60)}@example.com`, name: "Pablo Diego José Francisco de Paula Juan Nepomuceno" },
    scopes: [
      ...["openid", "profile", "email", "address", "phone", "offline_access", "roles", "groups"].map((name) =>
        scope(name),
      ),
      ...Array.from({ length: 12 }, (_, n) =>
        scope(`https://api.example.com/scopes/number/${n}`, { description: LONG }),
      ),
    ],
  },
  ...failures("consent", consent, ["form_expired", "busy"]),
};

const setup = { page: "setup", ...form, password_min: 15 };
const typed = { email: account.email, given_name: "Ada", family_name: "Lovelace" };

const SETUP = {
  setup,
  ...failures("setup", { ...setup, ...typed }, [
    "email_invalid",
    "email_taken",
    "name_invalid",
    "password_too_short",
    "password_too_long",
    "password_not_text",
    "password_personal",
    "password_weak",
    "password_breached",
    "form_expired",
    "busy",
  ]),
  "setup-done": { page: "setup-done", email: account.email, next_url: "/dev/app" },
};

const register = { page: "register", ...form, client, password_min: 15, sign_in_url: "/ui/sign-in?flow=5cNkH2" };
const verify = { page: "verify", ...form, client, email: account.email, register_url: "/ui/register?flow=5cNkH2" };
const verifyLink = { page: "verify-link", ...form, email: account.email };
const waiting = (view) => ({ ...view, error: { code: "throttled", wait: { total_s: 40, seconds: 40 } } });

const REGISTRATION = {
  register,
  "register-throttled": waiting({ ...register, ...typed }),
  ...failures("register", { ...register, ...typed }, [
    "email_invalid",
    "domain_refused",
    "name_invalid",
    "password_too_short",
    "password_too_long",
    "password_not_text",
    "password_personal",
    "password_weak",
    "password_breached",
    "form_expired",
    "busy",
    "of_tomorrow",
  ]),
  verify,
  "verify-long": { ...verify, email: `${"a".repeat(60)}@${"b".repeat(60)}.example` },
  "verify-throttled": waiting(verify),
  ...failures("verify", verify, ["code_wrong", "code_over", "form_expired"]),
  "verify-link": verifyLink,
  ...failures("verify-link", verifyLink, ["form_expired"]),
  verified: { page: "verified", email: account.email },
};

const logout = { page: "logout", ...form, account, clients: [{ name: "Web shop" }, { name: "Library catalogue" }] };

const LOGOUT = {
  logout,
  "logout-asked": { ...logout, client },
  "logout-of-nothing": { ...logout, clients: [], client },
  ...failures("logout", logout, ["form_expired", "busy"]),
  "logged-out": { page: "logged-out", stayed: false, client, return_url: "https://shop.example.com/bye" },
  stayed: { page: "logged-out", stayed: true },
};

const error = { page: "error", correlation_id: "01JD9Q0Z6T3M4R8K" };
const expired = { ...error, client, start_url: "/oauth2/authorize?client_id=web-shop" };

const ERRORS = {
  "error-expired": { ...expired, error: { code: "expired" } },
  "error-invalid_request": { ...error, error: { code: "invalid_request", detail: "redirect_uri is missing" } },
  "error-wrong_host": {
    ...error,
    error: { code: "wrong_host", expected: "id.example.com", received: "10.0.0.7:8443" },
  },
  ...failures("error", error, [
    "internal",
    "invalid_client",
    "invalid_redirect_uri",
    "form_expired",
    "cookies",
    "setup_link_invalid",
    "recovery_over",
    "setup_over",
    "link_invalid",
    "not_found",
    "method_not_allowed",
    "too_large",
    "busy",
    "unavailable",
    "of_tomorrow",
  ]),
};

const FORM_POST = {
  "form-post": {
    page: "form-post",
    action: "https://shop.example.com/callback",
    fields: [
      { name: "code", value: "SplxlOBeZQQYbYS6WxSbIA" },
      { name: "submit", value: "1" },
    ],
    client,
  },
};

const AUTH = {
  ...SIGN_IN,
  ...RECOVERY,
  ...REGISTRATION,
  ...CONSENT,
  ...SETUP,
  ...LOGOUT,
  ...ERRORS,
  ...FORM_POST,
};

const DEV = {
  app: { page: "app", issuer: "https://localhost:8443", client_id: "demo", scope: "openid profile email" },
  outbox: { page: "outbox" },
};

export const urlOf = (entry, name, lang) => `/preview/${entry}/${name}?ui_locales=${lang}`;

function complete(entry, lang, [name, view]) {
  const switching = entry === "dev" ? {} : { language_url: urlOf(entry, name, "") };
  const action = "csrf" in view ? { action: urlOf(entry, name, lang) } : {};
  return { entry, name, alike: alike.has(name), view: { ...common, ...switching, ...action, ...view, lang } };
}

/* [{entry, name, view, alike}] in this language; the pages of `tessera dev` come with English. `alike`:
 * it differs from a state before it in its words only. */
export function statesOf(lang) {
  const auth = Object.entries(AUTH).map((one) => complete("auth", lang, one));
  const dev = Object.entries(DEV).map((one) => complete("dev", lang, one));
  return lang === "en" ? [...auth, ...dev] : auth;
}
