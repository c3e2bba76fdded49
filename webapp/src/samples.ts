/* A view of every page in which every member stands, also those that are mostly absent: the templates'
 * slots are made from them. */
import type { PageName, ViewOf } from "./auth/views";
import type { AppView, OutboxView } from "./dev/views";

type Complete<T> = T extends object ? { [Member in keyof T]-?: Complete<NonNullable<T[Member]>> } : T;

const common = {
  lang: "en" as const,
  base: "",
  development: true,
  language_url: "/ui/sign-in?flow=5cNkH2&ui_locales=",
  branding: {
    name: "Example Society",
    style: "/ui/branding.css",
    terms_url: "https://example.org/terms",
    privacy_url: "https://example.org/privacy",
  },
};
const client = {
  name: "Web shop",
  logo: "/ui/logo/web-shop",
  host: "shop.example.com",
  policy_url: "https://shop.example.com/privacy",
  terms_url: "https://shop.example.com/terms",
};
const account = { email: "ada@example.com", name: "Ada Lovelace" };
const form = { action: "/ui/sign-in?flow=5cNkH2", csrf: "q0sIWvZ7nB0" };

export const SAMPLES: { [Name in PageName]: Complete<ViewOf<Name>> } = {
  "sign-in": {
    page: "sign-in",
    ...common,
    ...form,
    client,
    email: "ada@example.com",
    recover_url: "/ui/recover?flow=q0sIWvZ7nB0",
    register_url: "/ui/register?flow=5cNkH2",
    error: { code: "throttled", wait: { total_s: 300, seconds: 40, minutes: 5 } },
  },
  register: {
    page: "register",
    ...common,
    ...form,
    client,
    email: "ada@example.com",
    given_name: "Ada",
    family_name: "Lovelace",
    password_min: 15,
    sign_in_url: "/ui/sign-in?flow=5cNkH2",
    error: { code: "throttled", wait: { total_s: 300, seconds: 40, minutes: 5 } },
  },
  verify: {
    page: "verify",
    ...common,
    ...form,
    client,
    email: "ada@example.com",
    register_url: "/ui/register?flow=5cNkH2",
    error: { code: "throttled", wait: { total_s: 300, seconds: 40, minutes: 5 } },
  },
  "verify-link": {
    page: "verify-link",
    ...common,
    ...form,
    email: "ada@example.com",
    error: { code: "form_expired" },
  },
  verified: { page: "verified", ...common, email: "ada@example.com" },
  consent: {
    page: "consent",
    ...common,
    ...form,
    client,
    account,
    scopes: [{ name: "orders.read", fixed: true, added: true, description: "Read your orders" }],
    claims: [{ name: "email", essential: true }],
    apis: [{ uri: "https://api.example.com" }],
    optional: true,
    error: { code: "form_expired" },
  },
  logout: {
    page: "logout",
    ...common,
    ...form,
    account,
    client,
    clients: [{ name: "Web shop" }],
    error: { code: "form_expired" },
  },
  "logged-out": { page: "logged-out", ...common, stayed: true, client, return_url: "https://shop.example.com/bye" },
  recover: {
    page: "recover",
    ...common,
    ...form,
    email: "ada@example.com",
    error: { code: "throttled", wait: { total_s: 290, minutes: 5, seconds: 40 } },
  },
  "reset-code": {
    page: "reset-code",
    ...common,
    ...form,
    password_min: 15,
    again_url: "/ui/recover",
    error: { code: "code_wrong" },
  },
  "reset-link": { page: "reset-link", ...common, ...form, password_min: 15, error: { code: "password_weak" } },
  "reset-done": { page: "reset-done", ...common, next_url: "/ui/sign-in?flow=q0sIWvZ7nB0" },
  setup: {
    page: "setup",
    ...common,
    ...form,
    email: "ada@example.com",
    given_name: "Ada",
    family_name: "Lovelace",
    password_min: 15,
    error: { code: "password_weak" },
  },
  "setup-done": { page: "setup-done", ...common, email: "ada@example.com", next_url: "/dev/app" },
  error: {
    page: "error",
    ...common,
    error: {
      code: "wrong_host",
      detail: "redirect_uri is missing",
      expected: "id.example.com",
      received: "10.0.0.7:8443",
    },
    correlation_id: "01JD9Q0Z6T3M4R8K",
    client,
    start_url: "/oauth2/authorize?client_id=web-shop",
  },
  "form-post": {
    page: "form-post",
    ...common,
    action: "https://shop.example.com/callback",
    fields: [{ name: "code", value: "SplxlOBeZQQYbYS6WxSbIA" }],
    client,
  },
};

export const DEV_SAMPLES: { app: Complete<AppView>; outbox: Complete<OutboxView> } = {
  app: { page: "app", ...common, issuer: "https://localhost:8443", client_id: "demo", scope: "openid profile email" },
  outbox: { page: "outbox", ...common },
};

/* The frame asks every view for these two; a page without them never shows them. */
export const withFrame = <V>(view: V): V => ({ client, error: { code: "busy" }, ...view }) as V;
