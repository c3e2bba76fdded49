/* The texts of the page's language. The build puts those of one entry point (build/build.mjs) in the
 * place of "#messages", so that a browser loads no others. A text names the values that go into it: "to
 * continue to {client}".
 */
import messages from "#messages";

export type Key = keyof typeof messages;

/* A client's name may run in the other direction than the sentence: U+2068 and U+2069 keep it from
 * turning the words around it. */
const isolated = (name: string, value: string) => (name === "client" ? `\u2068${value}\u2069` : value);

export type Values = Record<string, string | number | undefined>;

export function t(key: Key, values: Values = {}): string {
  return messages[key].replace(/\{(\w+)\}/g, (_, name: string) => isolated(name, String(values[name] ?? "")));
}
