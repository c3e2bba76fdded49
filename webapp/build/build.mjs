/* Builds the hosted pages into the folder that is given: templates for the server (auth/, dev/) and
 * what browsers load (assets/, with hashed names, compressed beforehand).
 *
 *   node build/build.mjs FOLDER [--pseudo]     --pseudo adds the made-up language of the tests
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { checkBudgets } from "./budgets.mjs";
import { bundle, LANGUAGES, PSEUDO, templatesOf } from "./bundle.mjs";
import { compressed, named } from "./assets.mjs";

async function writeAll(folder, files) {
  await rm(folder, { recursive: true, force: true });
  for (const [name, data] of files) {
    const target = path.join(folder, name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, data);
  }
}

export async function build(languages) {
  const style = named("style.css", await bundle("src/style/main.css"));
  const dev = named("dev.js", await bundle("src/dev/main.tsx"));
  const assets = [style, dev];
  const templates = [];
  for (const language of languages) {
    const auth = named(`auth.${language}.js`, await bundle("src/auth/main.tsx", language));
    assets.push(auth);
    templates.push(...(await templatesOf(language, { style, dev, auth })));
  }
  checkBudgets(assets);
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
