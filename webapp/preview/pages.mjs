/* Every state of every page as the server would send it. */
import { build } from "../build/build.mjs";
import { fill } from "./fill.mjs";
import { statesOf } from "./states.mjs";

export async function makePages(languages) {
  const files = new Map(await build(languages));
  const states = new Map(languages.map((language) => [language, statesOf(language)]));
  /* {view, html}, or undefined if there is no such state. */
  function find(entry, name, language) {
    const state = states.get(language)?.find((one) => one.entry === entry && one.name === name);
    const template = state && files.get(`${entry}/${state.view.page}.${language}.html`);
    return template && { view: state.view, html: fill(template.toString(), state.view) };
  }
  return { files, find };
}
