import { t } from "../i18n/text";
import { Field } from "../parts/Field";
import { Heading } from "../parts/Frame";
import { NewPassword, PASSWORD_PROBLEMS } from "../parts/NewPassword";
import { PostForm } from "../parts/PostForm";
import { ProblemSummary, type Texts } from "../parts/Problem";
import { when } from "../template";
import type { SetupCode, SetupDoneView, SetupView } from "./views";

const OF_EMAIL = { email_invalid: "problem.email_invalid", email_taken: "problem.email_taken" } as const;
const OF_NAMES = { name_invalid: "problem.name_invalid" } as const;
const PROBLEMS: Texts<SetupCode> = {
  ...OF_EMAIL,
  ...OF_NAMES,
  ...PASSWORD_PROBLEMS,
  form_expired: "error.form_expired",
  busy: "error.busy",
};

export const setupTitle = () => t("setup.title");

export function Setup({ view }: { view: SetupView }) {
  const { error } = view;
  return (
    <>
      <Heading>{t("setup.title")}</Heading>
      <p class="lead">{t("setup.lead")}</p>
      <ProblemSummary error={error} texts={PROBLEMS} />
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
        <NewPassword label={t("password")} min={view.password_min} error={error} />
        <button type="submit" class="primary">
          {t("setup.submit")}
        </button>
      </PostForm>
    </>
  );
}

export const setupDoneTitle = () => t("setup_done.title");

export function SetupDone({ view }: { view: SetupDoneView }) {
  return (
    <>
      <Heading>{t("setup_done.title")}</Heading>
      <p class="lead">{t("setup_done.lead", { email: view.email })}</p>
      {when(view.next_url, (url) => (
        <a class="button primary" href={url}>
          {t("continue")}
        </a>
      ))}
    </>
  );
}
