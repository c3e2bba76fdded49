/* esbuild, with the messages of one language in the place of "#messages". */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import * as esbuild from "esbuild";

import { pseudo } from "./pseudo.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

export const LANGUAGES = ["en", "de", "fr", "es", "ar"];
export const PSEUDO = "en-XA"; // English with accents and a third longer: what is not translated shows

export async function messagesOf(language) {
  const file = path.join(ROOT, "src/i18n", `${language === PSEUDO ? "en" : language}.json`);
  const messages = JSON.parse(await readFile(file, "utf8"));
  return language === PSEUDO ? pseudo(messages) : messages;
}

const messagesPlugin = (language) => ({
  name: "messages",
  setup(build) {
    build.onResolve({ filter: /^#messages$/ }, () => ({ path: language, namespace: "messages" }));
    build.onLoad({ filter: /.*/, namespace: "messages" }, async () => ({
      contents: JSON.stringify(await messagesOf(language)),
      loader: "json",
    }));
  },
});

async function run(entry, language, options) {
  const result = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    plugins: [messagesPlugin(language)],
    ...options,
  });
  return Buffer.from(result.outputFiles[0].contents);
}

/* A script or a sheet for browsers. */
export const bundle = (entry, language = "en") =>
  run(entry, language, {
    minify: true,
    platform: "browser",
    target: ["es2020", "chrome109", "firefox115", "safari15.4"],
    define: { TEMPLATE: "false" },
  });

/* [name, text] of each template of the language; the pages of `tessera dev` come with English. */
export async function templatesOf(language, assets) {
  const code = await run("src/render.tsx", language, { platform: "node", define: { TEMPLATE: "true" } });
  const renderer = await import(`data:text/javascript;base64,${code.toString("base64")}`);
  return [...renderer.authTemplates(language, assets), ...(language === "en" ? renderer.devTemplates(assets) : [])];
}
