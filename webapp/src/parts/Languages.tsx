/* The switch of languages: a menu that opens without script. Its links load the whole page, for the
 * server chooses the language and keeps the choice. */
import { useEffect, useRef } from "preact/hooks";
import { NAMES } from "../i18n/languages";
import { t } from "../i18n/text";
import { LANGUAGES } from "../views";
import { Icon } from "./Icon";

/* With script it closes as menus do: by Escape, and when the focus or a press goes elsewhere. */
function useClosing() {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const closeUnlessInside = ({ target }: Event) => {
      if (menu.current && !menu.current.contains(target as Node)) menu.current.open = false;
    };
    const closeByKey = ({ key }: KeyboardEvent) => {
      if (key !== "Escape" || !menu.current?.open) return;
      menu.current.open = false;
      menu.current.querySelector("summary")?.focus();
    };
    document.addEventListener("pointerdown", closeUnlessInside);
    document.addEventListener("focusin", closeUnlessInside);
    document.addEventListener("keydown", closeByKey);
    return () => {
      document.removeEventListener("pointerdown", closeUnlessInside);
      document.removeEventListener("focusin", closeUnlessInside);
      document.removeEventListener("keydown", closeByKey);
    };
  }, []);
  return menu;
}

export function Languages({ url, language }: { url: string; language: string }) {
  const current = NAMES[language as keyof typeof NAMES] ?? language;
  return (
    <details class="languages" ref={useClosing()}>
      <summary>
        <Icon name="globe" size={16} />
        <span class="unseen">{t("language")}</span> {current}
        <Icon name="down" size={16} />
      </summary>
      <ul>
        {LANGUAGES.map((code) => (
          <li key={code}>
            <a href={url + code} lang={code} hreflang={code} aria-current={code === language ? "true" : undefined}>
              {NAMES[code]}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
