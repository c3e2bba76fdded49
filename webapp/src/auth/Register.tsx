import { t } from "../i18n/text";
import { Field, PasswordField } from "../parts/Field";
import { Heading } from "../parts/Frame";
import { PostForm } from "../parts/PostForm";
import { ProblemSummary, type Texts } from "../parts/Problem";
import { TimeToWait } from "../parts/TimeToWait";
import { when } from "../template";
import type { RegisterCode, RegisterView } from "./views";

const OF_EMAIL = { email_invalid: "problem.email_invalid", domain_refused: "problem.domain_refused" } as const;
const OF_NAMES = { name_invalid: "problem.name_invalid" } as const;
const OF_PASSWORD = {
  password_too_short: "problem.password_too_short",
  password_too_long: "problem.password_too_long",
  password_not_text: "problem.password_not_text",
  password_personal: "problem.password_personal",
  password_weak: "problem.password_weak",
  password_breached: "problem.password_breached",
} as const;
const PROBLEMS: Texts<RegisterCode> = {
  ...OF_EMAIL,
  ...OF_NAMES,
  ...OF_PASSWORD,
  throttled: "problem.throttled",
  form_expired: "error.form_expired",
  busy: "error.busy",
};

export const registerTitle = () => t("register.title");

export function Register({ view }: { view: RegisterView }) {
  const { error, client } = view;
  const rules = (
    <ul class="rules">
      <li>{t("setup.rule_length", { n: view.password_min })}</li>
      <li>{t("setup.rule_personal")}</li>
    </ul>
  );
  return (
    <>
      <Heading>{t("register.title")}</Heading>
      {when(client, ({ name }) => (
        <p class="lead">{t("sign_in.to", { client: name })}</p>
      ))}
      <ProblemSummary error={error} texts={PROBLEMS} more={<TimeToWait wait={error?.wait} />} />
      <PostForm view={view}>
        <Field
          name="given_name"
          label={t("given_name")}
          autocomplete="given-name"
          value={view.given_name}
          error={error}
          texts={OF_NAMES}
        />
        <Field
          name="family_name"
          label={t("family_name")}
          autocomplete="family-name"
          value={view.family_name}
          error={error}
          texts={OF_NAMES}
        />
        <Field
          name="email"
          label={t("email")}
          latin
          autocomplete="username"
          value={view.email}
          error={error}
          texts={OF_EMAIL}
        />
        <PasswordField
          name="password"
          label={t("password")}
          autocomplete="new-password"
          hint={rules}
          error={error}
          texts={OF_PASSWORD}
        />
        <button type="submit" class="primary">
          {t("register.submit")}
        </button>
      </PostForm>
      <p class="aside">
        <a href={view.sign_in_url}>{t("register.sign_in")}</a>
      </p>
    </>
  );
}
