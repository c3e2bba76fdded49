/* The one place where a component learns whether it writes a template (at build) or a page (in the
 * browser). In a template the view's values stand for their own slots: a string is "{{client.name}}",
 * a list holds one item whose members are "{{.name}}" (see symbolic below and
 * server/base/template.h). So a component may put a value into text and attributes as it is, but must
 * ask by these functions, never by `if`, `?:` or `&&`, whether a value says something.
 *
 * TEMPLATE is a constant of the build: the browser's script holds only the other half.
 */
import type { ComponentChildren } from "preact";

declare const TEMPLATE: boolean;

const PATH = "\0path";
type Symbolic = { [PATH]: string };

const pathOf = (value: unknown): string => (typeof value === "string" ? value.slice(2, -2) : (value as Symbolic)[PATH]);

const section = (mark: "#" | "?" | "^", path: string, words: string, inside: ComponentChildren) => [
  `{{${mark}${path}${words}}}`,
  inside,
  `{{/${path}}}`,
];

const says = (value: unknown) => (Array.isArray(value) ? value.length > 0 : Boolean(value));

/* `yes` if the value says something, else `no`. */
export function when<T>(
  value: T,
  yes: (value: NonNullable<T>) => ComponentChildren,
  no?: () => ComponentChildren,
): ComponentChildren {
  if (TEMPLATE) {
    const path = pathOf(value);
    return [section("?", path, "", yes(value!)), no && section("^", path, "", no())];
  }
  return says(value) ? yes(value!) : no?.();
}

/* `row` for each item. */
export function each<T>(list: readonly T[], row: (item: T) => ComponentChildren): ComponentChildren {
  return TEMPLATE ? section("#", pathOf(list), "", row(list[0]!)) : list.map(row);
}

/* What stands under the value's own word, else `otherwise`. */
export function choose<Word extends string>(
  value: Word,
  choices: Partial<Record<Word, ComponentChildren>>,
  otherwise: ComponentChildren = null,
): ComponentChildren {
  if (TEMPLATE) {
    const path = pathOf(value);
    const words = Object.keys(choices) as Word[];
    return [
      ...words.map((word) => section("#", path, `=${word}`, choices[word])),
      section("^", path, `=${words.join("|")}`, otherwise),
    ];
  }
  return Object.hasOwn(choices, value) ? choices[value] : otherwise;
}

/* `yes` if the value is one of these words. */
export function whenOneOf<Word extends string>(
  value: Word | undefined,
  words: Word[],
  yes: ComponentChildren,
): ComponentChildren {
  if (TEMPLATE) return section("#", pathOf(value), `=${words.join("|")}`, yes);
  return value !== undefined && words.includes(value) ? yes : null;
}

/* The same for attributes and titles. */
export function whenText<T>(value: T, yes: (value: NonNullable<T>) => string, no?: string): string {
  return flat(when(value, yes, no === undefined ? undefined : () => no));
}

export const chooseText = <Word extends string>(
  value: Word,
  choices: Partial<Record<Word, string>>,
  otherwise: string,
): string => flat(choose(value, choices, otherwise));

export const whenOneOfText = <Word extends string>(value: Word | undefined, words: Word[], yes: string): string =>
  flat(whenOneOf(value, words, yes));

function flat(part: ComponentChildren): string {
  return Array.isArray(part) ? part.map(flat).join("") : String(part ?? "");
}

/* The view whose values are their own slots, made from a view in which every member stands. */
export function symbolic<V>(complete: V, path = ""): V {
  const member = (name: string) => (path === "" || path === "." ? path + name : `${path}.${name}`);
  if (Array.isArray(complete)) return Object.assign([symbolic(complete[0], ".")], { [PATH]: path }) as V;
  if (typeof complete === "object" && complete !== null)
    return Object.fromEntries([
      [PATH, path],
      ...Object.entries(complete).map(([name, value]) => [name, symbolic(value, member(name))]),
    ]) as V;
  return `{{${path}}}` as V;
}
