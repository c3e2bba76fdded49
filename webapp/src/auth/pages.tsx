/* The one list of hosted pages: build, browser, previews and tests read it. */
import type { ComponentType } from "preact";

import { t } from "../i18n/text";
import { Frame } from "../parts/Frame";
import { whenText } from "../template";
import type { Client, Common } from "../views";
import * as Consent from "./Consent";
import { ErrorPage, errorTitle } from "./Error";
import * as FormPost from "./FormPost";
import { LoggedOut, Logout, loggedOutTitle, logoutTitle } from "./Logout";
import { Recover, ResetByCode, ResetByLink, ResetDone, recoverTitle, resetDoneTitle, resetTitle } from "./Recover";
import { Register, registerTitle } from "./Register";
import { Setup, SetupDone, setupDoneTitle, setupTitle } from "./Setup";
import * as SignIn from "./SignIn";
import { Verified, Verify, VerifyLink, verifiedTitle, verifyLinkTitle, verifyTitle } from "./Verify";
import type { PageName, View, ViewOf } from "./views";

interface Page<V> {
  title: (view: V) => string;
  Body: ComponentType<{ view: V }>;
}

const PAGES: { [Name in PageName]: Page<ViewOf<Name>> } = {
  "sign-in": { title: SignIn.title, Body: SignIn.SignIn },
  recover: { title: recoverTitle, Body: Recover },
  "reset-code": { title: resetTitle, Body: ResetByCode },
  "reset-link": { title: resetTitle, Body: ResetByLink },
  "reset-done": { title: resetDoneTitle, Body: ResetDone },
  register: { title: registerTitle, Body: Register },
  verify: { title: verifyTitle, Body: Verify },
  "verify-link": { title: verifyLinkTitle, Body: VerifyLink },
  verified: { title: verifiedTitle, Body: Verified },
  consent: { title: Consent.title, Body: Consent.Consent },
  logout: { title: logoutTitle, Body: Logout },
  "logged-out": { title: loggedOutTitle, Body: LoggedOut },
  setup: { title: setupTitle, Body: Setup },
  "setup-done": { title: setupDoneTitle, Body: SetupDone },
  error: { title: errorTitle, Body: ErrorPage },
  "form-post": { title: FormPost.title, Body: FormPost.FormPost },
};

export const PAGE_NAMES = Object.keys(PAGES) as PageName[];

export const isPage = (name: string): name is PageName => PAGE_NAMES.includes(name as PageName);

/* The step and whose it is; on failure the word for it comes first. */
export function titleOf(name: PageName, view: View): string {
  const page = PAGES[name] as Page<View>;
  const { client, branding, error } = view as Common & { client?: Client; error?: unknown };
  const mark = whenText(error, () => t("title_error"));
  const whose = whenText(client, ({ name }) => name, branding.name);
  return mark + t("title", { step: page.title(view), name: whose });
}

export function PageOf({ name, view, language }: { name: PageName; view: View; language: string }) {
  const { Body } = PAGES[name] as Page<View>;
  return (
    <Frame view={view} language={language}>
      <Body view={view} />
    </Frame>
  );
}
