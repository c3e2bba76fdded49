/* What the server says to a page: one JSON object, the view. It fills the page's template on the
 * server (server/base/template.h) and, sent for `Accept: application/json`, the same components in
 * the browser. The server sends codes and people's own words, never sentences of ours: those live
 * in ../i18n, one file an entry point and language.
 *
 * Rules for the side that fills it
 * - An optional member that has nothing to say is left out. Absent, null, false, 0, "" and [] are
 *   all "nothing" to a template.
 * - URLs are absolute paths of this server (with the issuer's path) unless their member says
 *   otherwise. A URL that a client gave must have been proven https before it stands in a view:
 *   escaping does not make "javascript:" harmless.
 * - A page's template is the file `auth/PAGE.LANG.html`, its scripts and styles are named in it with
 *   their digests: the server only serves the files below `assets/` under `{base}/ui/assets/`.
 *
 * Answers to a form
 * - With `Accept: text/html`: 303 on success, else the page again with its status.
 * - With `Accept: application/json`: `{"location": URL}` with 200 on success; else the view of the
 *   page to show, with the status that the page has (401, 429, ...). A GET of a page answers its
 *   view in the same way.
 */
export const LANGUAGES = ["en", "de", "fr", "es", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];

/* In every view. */
export interface Common {
  lang: Language;
  base: string; // path of the issuer without the last slash: "" for https://id.example.com
  development: boolean; // a banner says that this service is not for real people
  language_url?: string; // this page by GET, ending in "ui_locales=": the switch appends "de"
  branding: Branding;
}

export interface Branding {
  name: string; // the setting branding.name
  style?: string; // a sheet of this server that says `:root { --accent: #RRGGBB }`, if one is set
  terms_url?: string; // https
  privacy_url?: string; // https
}

/* The application on whose behalf a page is shown. */
export interface Client {
  name: string;
  logo?: string; // served by this server: pages load nothing from elsewhere
  host?: string; // where its redirect URI leads, shown to people: "app.example.com"
  policy_url?: string; // https
  terms_url?: string; // https
}

/* Who is signed in. */
export interface Account {
  email: string;
  name?: string;
}

/* A page with a form of a flow. `csrf` becomes the hidden input of that name; the flow's id is in
 * the query of `action`. */
export interface Form {
  action: string;
  csrf: string;
}

/* Why the page is shown again: becomes #error-summary[role=alert][data-code]. A code without a text
 * of its own gets a general one, so that a new code never leaves a page silent. */
export interface Problem<Code extends string> {
  code: Code;
}

/* GET and POST /ui/sign-in?flow=ID */
export interface SignInView extends Common, Form {
  page: "sign-in";
  client?: Client;
  email?: string; // what was typed, else the login_hint
  error?: Problem<SignInCode> & { wait?: Wait }; // wait: with throttled
}
export type SignInCode =
  | "invalid_credentials"
  | "throttled"
  | "email_unverified"
  | "account_disabled"
  | "form_expired" // the token of the form did not match: nothing was done
  | "busy";

/* Time to wait: exactly, and rounded up in one of two units (seconds below 90), for a page without
 * script, which cannot count. */
export interface Wait {
  total_s: number;
  seconds?: number;
  minutes?: number;
}

/* GET and POST /ui/consent?flow=ID. Buttons: action=allow, deny, other; ticks: scope=NAME and
 * claim=NAME. */
export interface ConsentView extends Common, Form {
  page: "consent";
  client: Client;
  account: Account;
  scopes: ConsentScope[]; // in the order of the request
  claims: ConsentClaim[]; // asked for by name, beside what the scopes release; may be empty
  optional: boolean; // one of them can be unticked
  error?: Problem<ConsentCode>;
}
export interface ConsentScope {
  name: string;
  fixed: boolean; // cannot be unticked
  added: boolean; // other scopes were allowed before, this one was not
  description?: string; // own scopes: the registered description, else the name; none for standard ones
}
export interface ConsentClaim {
  name: string;
  essential: boolean; // the application says that it needs it
}
export type ConsentCode = "form_expired" | "busy";

/* GET and POST /ui/logout. Buttons: action=logout, cancel. */
export interface LogoutView extends Common, Form {
  page: "logout";
  account?: Account;
  client?: Client; // who asks, if known
  clients: { name: string }[]; // where the session was used; may be empty
  error?: Problem<"form_expired" | "busy">;
}

/* After the sign-out, after "stay signed in", and for a browser that was not signed in. */
export interface LoggedOutView extends Common {
  page: "logged-out";
  stayed: boolean; // the person chose to stay signed in
  client?: Client;
  return_url?: string; // only an address registered by the client
}

/* GET and POST /ui/setup?token=... */
export interface SetupView extends Common, Form {
  page: "setup";
  email?: string; // as typed before, like the names
  given_name?: string;
  family_name?: string;
  password_min: number; // characters
  error?: Problem<SetupCode>;
}
export type SetupCode =
  // those of account/refusal.h, and two of the form
  | "email_invalid"
  | "email_taken"
  | "name_invalid"
  | "password_too_short"
  | "password_too_long"
  | "password_not_text"
  | "password_personal"
  | "password_weak"
  | "password_breached"
  | "form_expired"
  | "busy";

/* The first administrator exists. */
export interface SetupDoneView extends Common {
  page: "setup-done";
  email: string;
  next_url?: string; // where to go from here; in development the demo application
}

/* What cannot go on. A client's mistake before its redirect URI is proven, an expired step, a
 * refused post, trouble of ours. */
export interface ErrorView extends Common {
  page: "error";
  error: Problem<ErrorCode> & {
    detail?: string; // English, for the developer of the application: oauth_error.description
    expected?: string; // with wrong_host: the issuer's host
    received?: string; // and the request's
  };
  correlation_id: string;
  client?: Client;
  start_url?: string; // "start again": the authorization request anew, or a registered address
}
export type ErrorCode =
  | "invalid_request" // the application's request is wrong
  | "invalid_client" // no such application, or not enabled
  | "invalid_redirect_uri"
  | "expired" // the flow is over, unknown, or another browser's
  | "form_expired" // cross-site post, or a form without its token
  | "cookies" // the browser keeps no cookie
  | "setup_link_invalid"
  | "setup_over"
  | "wrong_host"
  | "not_found"
  | "method_not_allowed"
  | "too_large"
  | "busy" // 503 with Retry-After
  | "unavailable" // 503
  | "internal"; // 500

/* response_mode=form_post: a form to the client that submits itself, by a button without script.
 * Its `action` is the client's redirect URI. No other form stands on the page. */
export interface FormPostView extends Common {
  page: "form-post";
  action: string; // absolute, proven
  fields: { name: string; value: string }[];
  client: Client;
}

export type View =
  | SignInView
  | ConsentView
  | LogoutView
  | LoggedOutView
  | SetupView
  | SetupDoneView
  | ErrorView
  | FormPostView;
export type PageName = View["page"];
export type ViewOf<Page extends PageName> = Extract<View, { page: Page }>;
