/* Forms without page loads. A form is sent by fetch and answered by the next view; whatever does not
 * go as it should is left to the browser, which can do all of it alone.
 */
import { announce } from "../announce";
import { t } from "../i18n/text";
import type { View } from "./views";

type Show = (view: View, url: string | null) => void;
type Answer = { location: string } | View;

const JSON_TYPE = "application/json";
const PATIENCE_MS = 500; // a wait that is longer is told

async function ask(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, {
    ...init,
    headers: { Accept: JSON_TYPE },
    credentials: "same-origin",
    redirect: "error",
  });
  if (!response.headers.get("Content-Type")?.startsWith(JSON_TYPE)) throw new Error("not a view");
  return (await response.json()) as Answer;
}

/* A control may be called "action" or "submit", and then hides the form's own member of that name:
 * the attribute and the prototype's method are the real ones. */
const actionOf = (form: HTMLFormElement) => form.getAttribute("action") ?? "";

function submitPlainly(form: HTMLFormElement, button: HTMLElement | null) {
  if (button instanceof HTMLButtonElement && button.name) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = button.name;
    field.value = button.value;
    form.append(field);
  }
  HTMLFormElement.prototype.submit.call(form);
}

function contents(form: HTMLFormElement, button: HTMLElement | null): URLSearchParams {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) body.append(name, String(value));
  if (button instanceof HTMLButtonElement && button.name) body.append(button.name, button.value);
  return body;
}

const isPageOfOurs = (url: URL, pages: string) => url.origin === location.origin && url.pathname.startsWith(pages);

/* The next page: in place if it is one of ours in this language, else by a page load. */
async function goTo(target: string, pages: string, show: Show) {
  const url = new URL(target, location.href);
  if (!isPageOfOurs(url, pages)) return location.assign(url);
  try {
    const answer = await ask(url.href, {});
    if ("location" in answer || answer.lang !== document.documentElement.lang) location.assign(url);
    else show(answer, url.href);
  } catch {
    location.assign(url);
  }
}

/* The form stays busy to its end: until the next page stands in its place, or the browser has left. */
async function send(form: HTMLFormElement, button: HTMLElement | null, pages: string, show: Show) {
  form.setAttribute("aria-busy", "true");
  const patience = setTimeout(() => announce(t("working")), PATIENCE_MS);
  try {
    const answer = await ask(actionOf(form), { method: "POST", body: contents(form, button) });
    if ("location" in answer) await goTo(answer.location, pages, show);
    else show(answer, null);
  } catch {
    submitPlainly(form, button);
  } finally {
    clearTimeout(patience);
    announce("");
  }
}

/* `base` is the issuer's path. Forms that lead elsewhere (form_post) are not ours to send. */
export function enhanceForms(base: string, show: Show) {
  const pages = `${base}/ui/`;
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!isPageOfOurs(new URL(actionOf(form), location.href), pages)) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") !== "true") void send(form, event.submitter, pages, show);
  });
  /* The pages before are not kept: going back, to a page of this document or to one that the browser
   * has put aside, asks the server where the person stands. */
  addEventListener("popstate", () => location.reload());
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
