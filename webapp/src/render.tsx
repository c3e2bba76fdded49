/* Runs at build, once a language: every page as its template. */
import type { VNode } from "preact";
import render from "preact-render-to-string";

import { PAGE_NAMES, PageOf, titleOf } from "./auth/pages";
import type { PageName, View } from "./auth/views";
import { DEV_PAGE_NAMES, type DevPageName, DevPageOf, type DevView, devTitleOf } from "./dev/pages";
import { type Assets, documentOf } from "./document";
import { directionOf } from "./i18n/languages";
import { DEV_SAMPLES, SAMPLES, withFrame } from "./samples";
import { symbolic } from "./template";

/* An entry point of the build (build/build.mjs) and its pages. */
interface Entry {
  names: string[];
  samples: Record<string, object>;
  body: (name: string, view: object, lang: string) => VNode;
  title: (name: string, view: object) => string;
}

const ENTRIES: Record<string, Entry> = {
  auth: {
    names: PAGE_NAMES,
    samples: SAMPLES,
    body: (name, view, lang) => <PageOf name={name as PageName} view={view as View} language={lang} />,
    title: (name, view) => titleOf(name as PageName, view as View),
  },
  dev: {
    names: DEV_PAGE_NAMES,
    samples: DEV_SAMPLES,
    body: (name, view) => <DevPageOf name={name as DevPageName} view={view as DevView} />,
    title: (name, view) => devTitleOf(name as DevPageName, view as DevView),
  },
};

/* What a page holds for this view. */
export function rendered(entry: string, name: string, lang: string, view: object) {
  const { body, title } = ENTRIES[entry]!;
  return { title: title(name, view), body: render(body(name, view, lang)) };
}

/* [file, text] of every page. */
export function templatesOf(entry: string, lang: string, assets: Assets): [string, string][] {
  const { names, samples } = ENTRIES[entry]!;
  return names.map((name) => {
    const view = symbolic(withFrame(samples[name]!));
    const page = { lang, dir: directionOf(lang), ...rendered(entry, name, lang, view), ...assets };
    return [`${entry}/${name}.${lang}.html`, documentOf(page)];
  });
}
