/* Numbers, plurals and times in the page's language, where a script runs (Intl). Digits are those of
 * the templates: a page does not change its writing when the script takes over. */
const SECONDS_SHOWN = 90;

const language = () => `${document.documentElement.lang}-u-nu-latn`;

/* "in 5 minutes", rounded up. */
export function inTime(seconds: number): string {
  const format = new Intl.RelativeTimeFormat(language(), { numeric: "always" });
  return seconds < SECONDS_SHOWN ? format.format(seconds, "second") : format.format(Math.ceil(seconds / 60), "minute");
}
