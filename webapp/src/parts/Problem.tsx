/* Why a form is shown again. It takes the focus, its code is for programs. */
import type { ComponentChildren } from "preact";

import type { Problem } from "../auth/views";
import { type Key, t } from "../i18n/text";
import { choose, when } from "../template";
import { Icon } from "./Icon";

interface Props<Code extends string> {
  error: Problem<Code> | undefined;
  texts: Record<Code, Key>; // every code has its text: the compiler looks
  more?: ComponentChildren;
}

export function ProblemSummary<Code extends string>({ error, texts, more }: Props<Code>) {
  const says = Object.fromEntries(
    Object.entries<Key>(texts).map(([code, key]) => [code, t(key)]),
  ) as Record<Code, string>;
  return (
    <>
      {when(error, ({ code }) => (
        <div id="error-summary" class="problem" role="alert" tabIndex={-1} data-code={code}>
          <Icon name="alert" />
          <div>
            <p>{choose(code, says, t("problem.other"))}</p>
            {more}
          </div>
        </div>
      ))}
    </>
  );
}
