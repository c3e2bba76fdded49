/* Runs at build, once a language: every page as its template. */
import render from "preact-render-to-string";

import { PAGE_NAMES, PageOf, titleOf } from "./auth/pages";
import { DEV_PAGE_NAMES, DevPageOf, devTitleOf } from "./dev/pages";
import { type Asset, documentOf } from "./document";
import { directionOf } from "./i18n/languages";
import { DEV_SAMPLES, SAMPLES, withFrame } from "./samples";
import { symbolic } from "./template";

interface Assets {
  style: Asset;
  auth: Asset;
  dev: Asset;
}

const frameOf = (lang: string) => ({ lang, dir: directionOf(lang) });

export function authTemplates(lang: string, { style, auth }: Assets): [string, string][] {
  return PAGE_NAMES.map((name) => {
    const view = symbolic(withFrame(SAMPLES[name]));
    const body = render(<PageOf name={name} view={view} language={lang} />);
    const title = titleOf(name, view);
    return [`auth/${name}.${lang}.html`, documentOf({ ...frameOf(lang), title, body, script: auth, style })];
  });
}

export function devTemplates({ style, dev }: Assets): [string, string][] {
  return DEV_PAGE_NAMES.map((name) => {
    const view = symbolic(withFrame(DEV_SAMPLES[name]));
    const body = render(<DevPageOf name={name} view={view} />);
    const title = devTitleOf(name, view);
    return [`dev/${name}.en.html`, documentOf({ ...frameOf("en"), title, body, script: dev, style })];
  });
}
