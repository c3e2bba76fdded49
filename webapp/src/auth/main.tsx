/* Takes over the page that the server sent: the same components, filled from the same view. */
import { hydrate, render } from "preact";

import { enhanceForms } from "./enhance";
import { isPage, PageOf, titleOf } from "./pages";
import type { View } from "./views";

const root = document.getElementById("page")!;
const first = JSON.parse(document.getElementById("view")!.textContent!) as View;
const language = document.documentElement.lang;
let shown = 0;

/* A new key makes new fields: a password never stays after a failure. */
const page = (view: View) => <PageOf key={shown++} name={view.page} view={view} language={language} />;

/* So that readers of the screen hear what is new: the problem, else the heading. */
function focusOnNews() {
  const news = document.querySelector<HTMLElement>("#error-summary[tabindex]") ?? root.querySelector("h1");
  news?.focus();
}

function show(view: View, url: string | null) {
  if (!isPage(view.page)) throw new Error("unknown page");
  if (url) history.pushState(null, "", url);
  document.title = titleOf(view.page, view);
  render(page(view), root);
  scrollTo(0, 0);
  focusOnNews();
}

hydrate(page(first), root);
if ("error" in first && first.error && first.page !== "error") focusOnNews();
enhanceForms(first.base, show);
