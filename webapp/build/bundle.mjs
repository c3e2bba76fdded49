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

/* The texts of these tables, in their order. */
export async function messagesOf(language, tables) {
  const file = `${language === PSEUDO ? "en" : language}.json`;
  const read = async (table) => JSON.parse(await readFile(path.join(ROOT, "src/i18n", table, file), "utf8"));
  const messages = Object.assign({}, ...(await Promise.all(tables.map(read))));
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

const optionsOf = (source, messages, options) => ({
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

async function run(source, messages, options) {
  const { outputFiles } = await esbuild.build(optionsOf(source, messages, options));
  return Buffer.from(outputFiles[0].contents);
}

/* The files that a bundle is made of: "src/auth/SignIn.tsx". */
export async function inputsOf(source) {
  const { metafile } = await esbuild.build(optionsOf(source, {}, { platform: "browser", metafile: true }));
  return Object.keys(metafile.inputs);
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
