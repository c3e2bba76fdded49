/* esbuild, with the messages of one language in the place of "#messages". */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import * as esbuild from "esbuild";

import { pseudo } from "./pseudo.mjs";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

export const LANGUAGES = ["en", "de", "fr", "es", "ar"];
export const PSEUDO = "en-XA"; // English with accents and a third longer: what is not translated shows

export async function messagesOf(language) {
  const file = path.join(ROOT, "src/i18n", `${language === PSEUDO ? "en" : language}.json`);
  const messages = JSON.parse(await readFile(file, "utf8"));
  return language === PSEUDO ? pseudo(messages) : messages;
}

const messagesPlugin = (messages) => ({
  name: "messages",
  setup(build) {
    build.onResolve({ filter: /^#messages$/ }, () => ({ path: "messages", namespace: "messages" }));
    build.onLoad({ filter: /.*/, namespace: "messages" }, () => ({
      contents: JSON.stringify(messages),
      loader: "json",
    }));
  },
});

async function run(source, messages, options) {
  const result = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: [source],
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    plugins: [messagesPlugin(messages)],
    ...options,
  });
  return Buffer.from(result.outputFiles[0].contents);
}

/* A script or a sheet for browsers. */
export const bundle = (source, messages = {}) =>
  run(source, messages, {
    minify: true,
    platform: "browser",
    target: ["es2020", "chrome109", "firefox115", "safari15.4"],
    define: { TEMPLATE: "false" },
  });

/* What a bundle for Node.js exports. */
async function load(code) {
  const folder = await mkdtemp(path.join(tmpdir(), "tessera-webapp-"));
  const file = path.join(folder, "bundle.mjs");
  try {
    await writeFile(file, code);
    return await import(pathToFileURL(file).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/* src/render.tsx with these messages: as the build runs it, or as a browser would (`template` false). */
export async function renderer(messages, { template = true } = {}) {
  const define = { TEMPLATE: String(template) };
  return load(await run("src/render.tsx", messages, { platform: "node", define }));
}
