/* Why a form is shown again. The summary takes the focus, its code is for programs; what belongs to
 * one field stands beside that field too. */
import type { ComponentChildren } from "preact";
import { type Key, t, type Values } from "../i18n/text";
import { choose, when } from "../template";
import type { Problem } from "../views";
import { Icon } from "./Icon";

export type Texts<Code extends string> = Record<Code, Key>;

export const wordsOf = <Code extends string>(texts: Partial<Texts<Code>>, values?: Values) =>
  Object.fromEntries(Object.entries(texts).map(([code, key]) => [code, t(key as Key, values)])) as Record<Code, string>;

interface Props<Code extends string> {
  error: Problem<Code> | undefined;
  texts: Texts<Code>; // every code has its text: the compiler looks
  more?: ComponentChildren;
}

export function ProblemSummary<Code extends string>({ error, texts, more }: Props<Code>) {
  return (
    <>
      {when(error, ({ code }) => (
        <div id="error-summary" class="problem" role="alert" tabIndex={-1} data-code={code}>
          <Icon name="alert" />
          <div>
            <p>{choose(code, wordsOf(texts), t("problem.other"))}</p>
            {more}
          </div>
        </div>
      ))}
    </>
  );
}
