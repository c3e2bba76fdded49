import { t } from "../i18n/text";
import { Field } from "../parts/Field";
import { Heading } from "../parts/Frame";
import { Action, PostForm } from "../parts/PostForm";
import { ProblemSummary, type Texts } from "../parts/Problem";
import { TimeToWait } from "../parts/TimeToWait";
import type { VerifiedView, VerifyCode, VerifyLinkView, VerifyView } from "./views";

const OF_CODE = { code_wrong: "problem.code_wrong", code_over: "problem.code_over" } as const;
const PROBLEMS: Texts<VerifyCode> = {
  ...OF_CODE,
  throttled: "problem.throttled",
  form_expired: "error.form_expired",
};

export const verifyTitle = () => t("verify.title");
export const verifyLinkTitle = () => t("verify_link.title");
export const verifiedTitle = () => t("verified.title");

/* Two forms, so that a letter can be asked for again without a code. */
export function Verify({ view }: { view: VerifyView }) {
  const { error } = view;
  return (
    <>
      <Heading>{t("verify.title")}</Heading>
      <p class="lead">{t("verify.lead", { email: view.email })}</p>
      <ProblemSummary error={error} texts={PROBLEMS} more={<TimeToWait wait={error?.wait} />} />
      <PostForm view={view}>
        <Field name="code" label={t("verify.code")} latin autocomplete="one-time-code" error={error} texts={OF_CODE} />
        <Action value="continue" look="primary">
          {t("verify.submit")}
        </Action>
      </PostForm>
      <PostForm view={view}>
        <Action value="resend">{t("verify.resend")}</Action>
      </PostForm>
      <p class="aside">
        <a href={view.register_url}>{t("verify.change")}</a>
      </p>
    </>
  );
}

export function VerifyLink({ view }: { view: VerifyLinkView }) {
  return (
    <>
      <Heading>{t("verify_link.title")}</Heading>
      <p class="lead">{t("verify_link.lead", { email: view.email })}</p>
      <ProblemSummary error={view.error} texts={{ form_expired: "error.form_expired" }} />
      <PostForm view={view}>
        <button type="submit" class="primary">
          {t("verify_link.submit")}
        </button>
      </PostForm>
    </>
  );
}

export function Verified({ view }: { view: VerifiedView }) {
  return (
    <>
      <Heading>{t("verified.title")}</Heading>
      <p class="lead">{t("verified.lead", { email: view.email })}</p>
    </>
  );
}
