/* When a person may try again. With script it counts down, silently, and says when it is time. */
import { useEffect, useState } from "preact/hooks";

import { announce } from "../announce";
import { inTime } from "../i18n/format";
import { t } from "../i18n/text";
import { when } from "../template";
import type { Wait } from "../views";

/* Short units, which have one form in every language: a template cannot count. */
function InUnits({ wait }: { wait: Wait }) {
  const line = (time: string) => t("problem.throttled_wait", { time });
  return (
    <>
      {when(wait.seconds, (n) => line(t("seconds", { n })))}
      {when(wait.minutes, (n) => line(t("minutes", { n })))}
    </>
  );
}

/* Seconds left; null until the script has taken over. By the clock: timers stand still in a tab that
 * nobody looks at. */
function useSecondsLeft(total_s: number, whenOver: () => void) {
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    const end = Date.now() + total_s * 1000;
    const tick = () => {
      const now = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      setLeft(now);
      if (now > 0) return;
      clearInterval(timer);
      whenOver();
    };
    const timer = setInterval(tick, 1000);
    tick();
    return () => clearInterval(timer);
  }, []);
  return left;
}

function Countdown({ wait }: { wait: Wait }) {
  const left = useSecondsLeft(wait.total_s, () => announce(t("problem.throttled_over")));
  if (left === null) return <InUnits wait={wait} />;
  return <>{left > 0 ? t("problem.throttled_again", { time: inTime(left) }) : t("problem.throttled_over")}</>;
}

export function TimeToWait({ wait }: { wait: Wait | undefined }) {
  return (
    <>
      {when(wait, (found) => (
        <p class="strong" aria-live="off">
          <Countdown wait={found} />
        </p>
      ))}
    </>
  );
}
