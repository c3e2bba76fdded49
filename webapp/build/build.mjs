/* Builds the hosted pages into the folder that is given: templates for the server (ENTRY/PAGE.LANG.html)
 * and what browsers load (assets/, with hashed names, compressed beforehand).
 *
 *   node build/build.mjs FOLDER [--pseudo]     --pseudo adds the made-up language of the tests
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { compressed, named } from "./assets.mjs";
import { checkBudgets } from "./budgets.mjs";
import { bundle, LANGUAGES, messagesOf, PSEUDO, ROOT, renderer } from "./bundle.mjs";

/* Each has one script a language, src/NAME/main.tsx, the words of these tables, src/i18n/TABLE, and its
 * pages in src/render.tsx. */
export const ENTRIES = [
  { name: "auth", tables: ["common", "auth"] },
  { name: "dev", tables: ["common"], only: "en" },
];

async function writeAll(folder, files) {
  await rm(folder, { recursive: true, force: true });
  for (const [name, data] of files) {
    const target = path.join(folder, name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, data);
  }
}

/* {templates: [name, text]..., assets: {plain, name, integrity, data}...} */
export async function make(languages) {
  const style = named("style.css", await bundle("src/style/main.css"));
  const icon = named("icon.svg", await readFile(path.join(ROOT, "src/icon.svg")));
  const assets = [style, icon];
  const templates = [];
  for (const language of languages) {
    for (const { name, tables } of ENTRIES.filter(({ only }) => !only || only === language)) {
      const messages = await messagesOf(language, tables);
      const pages = await renderer(messages);
      const script = named(`${name}.${language}.js`, await bundle(`src/${name}/main.tsx`, messages));
      assets.push(script);
      templates.push(...pages.templatesOf(name, language, { script, style, icon }));
    }
  }
  checkBudgets(assets);
  return { templates, assets };
}

export async function build(languages) {
  const { templates, assets } = await make(languages);
  return [...templates, ...assets.flatMap(compressed)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, option] = process.argv.slice(2);
  if (!folder || (option && option !== "--pseudo")) {
    console.error("usage: node build/build.mjs FOLDER [--pseudo]");
    process.exit(2);
  }
  await writeAll(folder, await build(option ? [...LANGUAGES, PSEUDO] : LANGUAGES));
}
