import { t } from "../i18n/text";
import { Field, PasswordField } from "../parts/Field";
import { Heading } from "../parts/Frame";
import { PostForm } from "../parts/PostForm";
import { ProblemSummary } from "../parts/Problem";
import { when, whenOneOf } from "../template";
import type { SignInView, Wait } from "./views";

export const title = () => t("sign_in.title");

const PROBLEMS = {
  invalid_credentials: "problem.invalid_credentials",
  throttled: "problem.throttled",
  email_unverified: "problem.email_unverified",
  account_disabled: "problem.account_disabled",
  form_expired: "error.form_expired",
  busy: "error.busy",
} as const;

/* Short units, which have one form in every language: the template cannot count. */
function TimeToWait({ wait }: { wait: Wait | undefined }) {
  const line = (time: string) => <p class="strong">{t("problem.throttled_wait", { time })}</p>;
  return (
    <>
      {when(wait, ({ seconds, minutes }) => [
        when(seconds, (n) => line(t("seconds", { n }))),
        when(minutes, (n) => line(t("minutes", { n }))),
      ])}
    </>
  );
}

export function SignIn({ view }: { view: SignInView }) {
  const { error, client } = view;
  const invalid = whenOneOf(error?.code, ["invalid_credentials"], "true");
  return (
    <>
      <Heading>{t("sign_in.title")}</Heading>
      {when(client, ({ name }) => (
        <p class="lead">{t("sign_in.to", { client: name })}</p>
      ))}
      <ProblemSummary error={error} texts={PROBLEMS} more={<TimeToWait wait={error?.wait} />} />
      <PostForm view={view}>
        <Field
          name="email"
          label={t("email")}
          latin
          autocomplete="username webauthn"
          value={view.email}
          invalid={invalid}
        />
        <PasswordField name="password" label={t("password")} autocomplete="current-password" invalid={invalid} />
        <button type="submit" class="primary">
          {t("sign_in.submit")}
        </button>
      </PostForm>
    </>
  );
}
