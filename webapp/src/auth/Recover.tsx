/* A forgotten password: where to send a link and a code, and the new one. */
import { t } from "../i18n/text";
import { Field } from "../parts/Field";
import { Heading } from "../parts/Frame";
import { NewPassword, PASSWORD_PROBLEMS } from "../parts/NewPassword";
import { PostForm } from "../parts/PostForm";
import { ProblemSummary, type Texts } from "../parts/Problem";
import { TimeToWait } from "../parts/TimeToWait";
import { when } from "../template";
import type { RecoverCode, RecoverView, ResetCodeView, ResetDoneView, ResetLinkView } from "./views";

const OF_EMAIL = { email_invalid: "problem.email_invalid" } as const;
const OF_RECOVER: Texts<RecoverCode> = {
  ...OF_EMAIL,
  throttled: "problem.throttled",
  form_expired: "error.form_expired",
};
const OF_LINK = { ...PASSWORD_PROBLEMS, form_expired: "error.form_expired", busy: "error.busy" } as const;
const OF_CODE = { code_wrong: "problem.code_wrong", recovery_over: "problem.code_over" } as const;

export const recoverTitle = () => t("recover.title");
export const resetTitle = () => t("reset.title");
export const resetDoneTitle = () => t("reset_done.title");

export function Recover({ view }: { view: RecoverView }) {
  const { error } = view;
  return (
    <>
      <Heading>{t("recover.title")}</Heading>
      <p class="lead">{t("recover.lead")}</p>
      <ProblemSummary error={error} texts={OF_RECOVER} more={<TimeToWait wait={error?.wait} />} />
      <PostForm view={view}>
        <Field
          name="email"
          label={t("email")}
          latin
          autocomplete="username"
          value={view.email}
          error={error}
          texts={OF_EMAIL}
        />
        <button type="submit" class="primary">
          {t("recover.submit")}
        </button>
      </PostForm>
    </>
  );
}

export function ResetByCode({ view }: { view: ResetCodeView }) {
  const { error } = view;
  return (
    <>
      <Heading>{t("reset.title")}</Heading>
      <p class="lead">{t("reset.sent")}</p>
      <ProblemSummary error={error} texts={{ ...OF_LINK, ...OF_CODE }} />
      <PostForm view={view}>
        <Field name="code" label={t("reset.code")} latin autocomplete="one-time-code" error={error} texts={OF_CODE} />
        <NewPassword label={t("reset.password")} min={view.password_min} error={error} />
        <p>{t("reset.others")}</p>
        <button type="submit" class="primary">
          {t("reset.submit")}
        </button>
      </PostForm>
      <p>
        <a href={view.again_url}>{t("reset.again")}</a>
      </p>
    </>
  );
}

export function ResetByLink({ view }: { view: ResetLinkView }) {
  return (
    <>
      <Heading>{t("reset.title")}</Heading>
      <p class="lead">{t("reset.others")}</p>
      <ProblemSummary error={view.error} texts={OF_LINK} />
      <PostForm view={view}>
        <NewPassword label={t("reset.password")} min={view.password_min} error={view.error} />
        <button type="submit" class="primary">
          {t("reset.submit")}
        </button>
      </PostForm>
    </>
  );
}

export function ResetDone({ view }: { view: ResetDoneView }) {
  return (
    <>
      <Heading>{t("reset_done.title")}</Heading>
      <p class="lead">{t("reset_done.lead")}</p>
      {when(view.next_url, (url) => (
        <a class="button primary" href={url}>
          {t("sign_in.submit")}
        </a>
      ))}
    </>
  );
}
