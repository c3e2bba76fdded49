/* A made-up language from the English one: "Sign in" becomes "[Šîĝñ îñ ···]". Text that stays plain
 * was not translated, brackets that are cut off show what does not fit. */
const PLAIN = "ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz";
const ACCENTED = "ÀÇÐÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽàçðéĝĥîĵķļñöŕšţûŵýž";

const accent = (text) => text.replace(/[A-Za-z]/g, (c) => ACCENTED[PLAIN.indexOf(c)] ?? c);

const stretch = (text) => "·".repeat(Math.ceil(text.length / 3));

export function pseudo(messages) {
  const changed = ([key, text]) => {
    const words = text.split(/(\{\w+\})/).map((part) => (part.startsWith("{") ? part : accent(part)));
    return [key, `[${words.join("")} ${stretch(text)}]`];
  };
  return Object.fromEntries(Object.entries(messages).map(changed));
}
