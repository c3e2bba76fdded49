/* A label, what there is to know before typing, what is wrong, and the field. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n/text";
import { choose, whenOneOf, whenOneOfText } from "../template";
import type { Problem } from "../views";
import { Icon } from "./Icon";
import { type Texts, wordsOf } from "./Problem";

interface Props<Code extends string> {
  name: "email" | "password" | "given_name" | "family_name" | "code";
  label: string;
  latin?: boolean; // runs from left to right in every language: addresses and passwords
  autocomplete: string;
  value?: string | undefined;
  hint?: ComponentChildren;
  error: Problem<Code> | undefined; // of the page
  marks?: Code[]; // the codes that mark this field without a text of its own
  texts?: Partial<Texts<Code>>; // the codes that are this field's alone
}

/* The type "email" would refuse addresses in Unicode, "number" a code's zeros in front. */
const INPUT_MODES: { [name: string]: "email" | "numeric" } = { email: "email", code: "numeric" };

const codesOf = <Code extends string>({ marks = [], texts = {} }: Props<Code>) =>
  [...marks, ...Object.keys(texts)] as Code[];

const own = <Code extends string>({ texts = {} }: Props<Code>) => texts as Texts<Code>;

/* The ids of what belongs to the field: of its problem only while that stands there. */
function describedBy<Code extends string>(props: Props<Code>) {
  const { name, hint, error } = props;
  const codes = Object.keys(own(props)) as Code[];
  const problem = codes.length > 0 ? whenOneOfText(error?.code, codes, `${name}-problem `) : "";
  return `${problem}${hint ? `${name}-hint` : ""}` || undefined;
}

function Input<Code extends string>(props: Props<Code> & { type: "text" | "password" }) {
  const { name, type, latin, autocomplete, value, error } = props;
  const codes = codesOf(props);
  return (
    <input
      id={name}
      name={name}
      type={type}
      inputMode={INPUT_MODES[name]}
      autocomplete={autocomplete}
      defaultValue={value} // not "value": taking over the page must not undo what was typed meanwhile
      required
      autocapitalize={latin ? "none" : "words"}
      spellcheck={false}
      dir={latin ? "ltr" : "auto"}
      aria-invalid={(codes.length > 0 ? whenOneOfText(error?.code, codes, "true") : "") as "true"}
      aria-describedby={describedBy(props)}
    />
  );
}

function Around<Code extends string>({ field, children }: { field: Props<Code>; children: ComponentChildren }) {
  const { name, label, hint, error } = field;
  const words = wordsOf(own(field));
  const codes = Object.keys(words) as Code[];
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint && (
        <div id={`${name}-hint`} class="hint">
          {hint}
        </div>
      )}
      {codes.length > 0 &&
        whenOneOf(
          error?.code,
          codes,
          <p id={`${name}-problem`} class="wrong">
            <Icon name="alert" size={16} />
            <span>{choose(error?.code as Code, words)}</span>
          </p>,
        )}
      {children}
    </div>
  );
}

export function Field<Code extends string>(props: Props<Code>) {
  return (
    <Around field={props}>
      <Input {...props} type="text" />
    </Around>
  );
}

/* With script, a button shows what was typed; before the form leaves, it is a password again, so that
 * no browser keeps it as text. */
export function PasswordField<Code extends string>(props: Props<Code>) {
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
    <Around field={props}>
      <div class="with-button" ref={box}>
        <Input {...props} latin type={shown ? "text" : "password"} />
        {works && (
          <button
            type="button"
            class="inside"
            aria-label={t(shown ? "hide_password" : "show_password")}
            onClick={() => setShown(!shown)}
          >
            <Icon name={shown ? "eye_closed" : "eye"} />
          </button>
        )}
      </div>
    </Around>
  );
}
