import { t } from "../i18n/text";
import { Field, PasswordField } from "../parts/Field";
import { Heading } from "../parts/Frame";
import { PostForm } from "../parts/PostForm";
import { ProblemSummary } from "../parts/Problem";
import { TimeToWait } from "../parts/TimeToWait";
import { when } from "../template";
import type { SignInCode, SignInView } from "./views";

export const title = () => t("sign_in.title");

const PROBLEMS = {
  invalid_credentials: "problem.invalid_credentials",
  throttled: "problem.throttled",
  email_unverified: "problem.email_unverified",
  account_disabled: "problem.account_disabled",
  form_expired: "error.form_expired",
  busy: "error.busy",
} as const;

/* Which of the two is wrong stays unsaid. */
const OF_BOTH: SignInCode[] = ["invalid_credentials"];

export function SignIn({ view }: { view: SignInView }) {
  const { error, client } = view;
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
          error={error}
          marks={OF_BOTH}
        />
        <PasswordField
          name="password"
          label={t("password")}
          autocomplete="current-password"
          error={error}
          marks={OF_BOTH}
        />
        <button type="submit" class="primary">
          {t("sign_in.submit")}
        </button>
      </PostForm>
      {when(view.register_url, (url) => (
        <p class="aside">
          <a href={url}>{t("sign_in.register")}</a>
        </p>
      ))}
      <p>
        <a href={view.recover_url}>{t("recover.link")}</a>
      </p>
    </>
  );
}
