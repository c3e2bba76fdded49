/* A new password: the rules before typing, the reason of a refusal in words. */
import { t } from "../i18n/text";
import type { Problem } from "../views";
import { PasswordField } from "./Field";

export const PASSWORD_PROBLEMS = {
  password_too_short: "problem.password_too_short",
  password_too_long: "problem.password_too_long",
  password_not_text: "problem.password_not_text",
  password_personal: "problem.password_personal",
  password_weak: "problem.password_weak",
  password_breached: "problem.password_breached",
} as const;

interface Props {
  label: string;
  min: number; // characters
  error: Problem<string> | undefined;
}

export function NewPassword({ label, min, error }: Props) {
  const rules = (
    <ul class="rules">
      <li>{t("setup.rule_length", { n: min })}</li>
      <li>{t("setup.rule_personal")}</li>
    </ul>
  );
  return (
    <PasswordField
      name="password"
      label={label}
      autocomplete="new-password"
      hint={rules}
      error={error as Problem<keyof typeof PASSWORD_PROBLEMS> | undefined}
      texts={PASSWORD_PROBLEMS}
    />
  );
}
