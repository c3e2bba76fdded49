/* What the server says to the pages of sign-in and its steps; ../views.ts has the rules. */
import type { Account, Client, Common, Form, Problem, Wait } from "../views";

/* GET and POST /ui/sign-in?flow=ID */
export interface SignInView extends Common, Form {
  page: "sign-in";
  client?: Client;
  email?: string; // what was typed, else the login_hint
  register_url?: string; // where people may make an account of their own
  recover_url: string; // for who has forgotten the password
  error?: Problem<SignInCode> & { wait?: Wait }; // wait: with throttled
}
export type SignInCode =
  | "invalid_credentials"
  | "throttled"
  | "email_unverified"
  | "account_disabled"
  | "form_expired" // the token of the form did not match: nothing was done
  | "busy";

/* GET and POST /ui/recover?flow=ID */
export interface RecoverView extends Common, Form {
  page: "recover";
  email?: string; // as typed before
  error?: Problem<RecoverCode> & { wait?: Wait }; // wait: with throttled
}
export type RecoverCode = "email_invalid" | "throttled" | "form_expired";

/* GET and POST /ui/reset?id=ID&flow=ID: the code, and the new password. */
export interface ResetCodeView extends Common, Form {
  page: "reset-code";
  password_min: number; // characters
  again_url: string; // for a new code
  error?: Problem<ResetCode | "code_wrong" | "recovery_over">;
}

/* The same by a link. */
export interface ResetLinkView extends Common, Form {
  page: "reset-link";
  password_min: number;
  error?: Problem<ResetCode>;
}
export type ResetCode =
  | "password_too_short"
  | "password_too_long"
  | "password_not_text"
  | "password_personal"
  | "password_weak"
  | "password_breached"
  | "form_expired"
  | "busy";

/* The password is changed. */
export interface ResetDoneView extends Common {
  page: "reset-done";
  next_url?: string; // the sign-in that the person came from
}

/* GET and POST /ui/register?flow=ID */
export interface RegisterView extends Common, Form {
  page: "register";
  client?: Client;
  email?: string; // as typed before, like the names
  given_name?: string;
  family_name?: string;
  password_min: number; // characters
  sign_in_url: string;
  error?: Problem<RegisterCode> & { wait?: Wait }; // wait: with throttled
}
export type RegisterCode =
  // those of account/refusal.h, and two of the form
  | "email_invalid"
  | "domain_refused"
  | "name_invalid"
  | "password_too_short"
  | "password_too_long"
  | "password_not_text"
  | "password_personal"
  | "password_weak"
  | "password_breached"
  | "throttled"
  | "form_expired"
  | "busy";

/* GET and POST /ui/verify?flow=ID: a letter is on its way. Buttons: action=continue with code,
 * action=resend. */
export interface VerifyView extends Common, Form {
  page: "verify";
  client?: Client;
  email: string;
  register_url: string; // to change the address
  error?: Problem<VerifyCode> & { wait?: Wait }; // wait: with throttled
}
export type VerifyCode = "code_wrong" | "code_over" | "throttled" | "form_expired";

/* Behind the letter's link, on any device: a button confirms. */
export interface VerifyLinkView extends Common, Form {
  page: "verify-link";
  email: string;
  error?: Problem<"form_expired">;
}
export interface VerifiedView extends Common {
  page: "verified";
  email: string;
}

/* GET and POST /ui/consent?flow=ID. Buttons: action=allow, deny, other; ticks: scope=NAME and
 * claim=NAME. */
export interface ConsentView extends Common, Form {
  page: "consent";
  client: Client;
  account: Account;
  scopes: ConsentScope[]; // in the order of the request
  claims: ConsentClaim[]; // asked for by name, beside what the scopes release; may be empty
  apis: { uri: string }[]; // where the access can be used; may be empty
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
  | "recovery_over"
  | "setup_over"
  | "link_invalid" // of a letter
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
  | RegisterView
  | VerifyView
  | VerifyLinkView
  | VerifiedView
  | RecoverView
  | ResetCodeView
  | ResetLinkView
  | ResetDoneView
  | ConsentView
  | LogoutView
  | LoggedOutView
  | SetupView
  | SetupDoneView
  | ErrorView
  | FormPostView;
export type PageName = View["page"];
export type ViewOf<Page extends PageName> = Extract<View, { page: Page }>;
