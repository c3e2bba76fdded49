/* What server/base/template.c does, for previews and tests. */
const TAG = /\{\{(.*?)\}\}/;
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

const escaped = (text) => text.replace(/[&<>"']/g, (c) => ENTITIES[c]);

const jsonOf = (view) =>
  JSON.stringify(view).replace(/[<>&]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

function lookUp(view, item, path) {
  const [from, names] = path.startsWith(".") ? [item, path.slice(1)] : [view, path];
  return names === "" ? from : names.split(".").reduce((value, name) => value?.[name], from);
}

const says = (value) => (Array.isArray(value) ? value.length > 0 : Boolean(value));

/* Text and sections in turn: parse(tokens) reads up to the tag that closes `path`. */
function parse(tokens, path) {
  const nodes = [];
  for (;;) {
    nodes.push({ text: tokens.shift() });
    const tag = tokens.shift();
    if (tag === undefined || tag === `/${path}`) return nodes;
    const [, mark, name, words] = tag.match(/^([#?^]?)([^=]*)=?(.*)$/);
    nodes.push(mark ? { mark, name, words: words.split("|").filter(Boolean), inside: parse(tokens, name) } : { name });
  }
}

function section(node, view, item) {
  const value = lookUp(view, item, node.name);
  const holds = node.words.length > 0 ? node.words.includes(value) : says(value);
  if (holds !== (node.mark !== "^")) return "";
  const items = Array.isArray(value) && node.mark === "#" ? value : [item];
  return items.map((one) => fillNodes(node.inside, view, one)).join("");
}

function slot(name, view, item) {
  if (name === "@view") return jsonOf(view);
  const value = lookUp(view, item, name);
  return typeof value === "string" || Number.isInteger(value) ? escaped(String(value)) : "";
}

const fillNodes = (nodes, view, item) =>
  nodes.map((node) => node.text ?? (node.inside ? section(node, view, item) : slot(node.name, view, item))).join("");

export const fill = (template, view) => fillNodes(parse(template.split(TAG), null), view, undefined);
