/* What the server says to a page: one JSON object, the view. It fills the page's template on the
 * server (server/base/template.h) and, sent for `Accept: application/json`, the same components in
 * the browser. The server sends codes and people's own words, never sentences of ours: those live
 * in i18n, one file an entry point and language.
 *
 * Rules for the side that fills it
 * - An optional member that has nothing to say is left out. Absent, null, false, 0, "" and [] are
 *   all "nothing" to a template.
 * - URLs are absolute paths of this server (with the issuer's path) unless their member says
 *   otherwise. A URL that a client gave must have been proven https before it stands in a view:
 *   escaping does not make "javascript:" harmless.
 * - A page's template is the file `ENTRY/PAGE.LANG.html`, its scripts and styles are named in it with
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

/* Time to wait: exactly, and rounded up in one of two units (seconds below 90), for a page without
 * script, which cannot count. */
export interface Wait {
  total_s: number;
  seconds?: number;
  minutes?: number;
}
