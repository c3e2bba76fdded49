/* A label, a field, and what there is to know about it before typing. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { t } from "../i18n/text";

interface Props {
  name: "email" | "password" | "given_name" | "family_name";
  label: string;
  type?: "text" | "password";
  latin?: boolean; // runs from left to right in every language: addresses and passwords
  autocomplete: string;
  value?: string | undefined;
  invalid: string; // "true", or "" where nothing is wrong with it
  hint?: ComponentChildren;
}

function Input({ name, type = "text", latin, autocomplete, value, invalid, hint }: Omit<Props, "label">) {
  return (
    <input
      id={name}
      name={name}
      type={type}
      inputMode={name === "email" ? "email" : undefined} // type "email" would refuse addresses in Unicode
      autocomplete={autocomplete}
      defaultValue={value} // not "value": taking over the page must not undo what was typed meanwhile
      required
      autocapitalize={latin ? "none" : "words"}
      spellcheck={false}
      dir={latin ? "ltr" : "auto"}
      aria-invalid={invalid as "true"}
      aria-describedby={hint ? `${name}-hint` : undefined}
    />
  );
}

export function Field({ label, hint, ...input }: Props) {
  return (
    <div class="field">
      <label for={input.name}>{label}</label>
      <Hint name={input.name}>{hint}</Hint>
      <Input {...input} hint={hint} />
    </div>
  );
}

function Hint({ name, children }: { name: string; children: ComponentChildren }) {
  return children ? (
    <div id={`${name}-hint`} class="hint">
      {children}
    </div>
  ) : null;
}

/* With script, a button shows what was typed; before the form leaves, it is a password again, so that
 * no browser keeps it as text. */
export function PasswordField({ label, hint, ...input }: Props) {
  const [works, setWorks] = useState(false);
  const [shown, setShown] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    setWorks(true);
    const form = box.current?.closest("form");
    const hide = () => setShown(false);
    form?.addEventListener("submit", hide);
    return () => form?.removeEventListener("submit", hide);
  }, []);
  return (
    <div class="field">
      <label for={input.name}>{label}</label>
      <Hint name={input.name}>{hint}</Hint>
      <div class="with-button" ref={box}>
        <Input {...input} latin type={shown ? "text" : "password"} hint={hint} />
        {works && (
          <button
            type="button"
            class="inside"
            aria-label={t("show_password")}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {t(shown ? "hide" : "show")}
          </button>
        )}
      </div>
    </div>
  );
}
