/* What cannot go on: what happened, what to do next, and a number that ties it to the server's log. */
import { useEffect, useState } from "preact/hooks";

import { type Key, t } from "../i18n/text";
import { Heading } from "../parts/Frame";
import { choose, chooseText, when } from "../template";
import type { ErrorCode, ErrorView } from "./views";

type TitleKey = Extract<Key, `error.${string}`>;
const TITLES: Partial<Record<ErrorCode, TitleKey>> = {
  expired: "error.expired_title",
  form_expired: "error.expired_title",
  setup_link_invalid: "error.expired_title",
  setup_over: "error.expired_title",
  not_found: "error.not_found_title",
  busy: "error.busy_title",
  unavailable: "error.busy_title",
};

const CODES: ErrorCode[] = [
  "invalid_request",
  "invalid_client",
  "invalid_redirect_uri",
  "expired",
  "form_expired",
  "cookies",
  "setup_link_invalid",
  "setup_over",
  "wrong_host",
  "not_found",
  "method_not_allowed",
  "too_large",
  "busy",
  "unavailable",
  "internal",
];

const headings = () =>
  Object.fromEntries(Object.entries(TITLES).map(([code, key]) => [code, t(key)])) as Record<ErrorCode, string>;

export const errorTitle = ({ error }: ErrorView) => chooseText(error.code, headings(), t("error.title"));

function What({ error }: { error: ErrorView["error"] }) {
  const { expected, received } = error;
  const texts = Object.fromEntries(
    CODES.map((code) => [code, t(`error.${code}`, { expected, received })]),
  ) as Record<ErrorCode, string>;
  return <p>{choose(error.code, texts, t("error.internal"))}</p>;
}

/* With script, a button copies the number. */
function Correlation({ id }: { id: string }) {
  const [works, setWorks] = useState(false);
  const [copied, setCopied] = useState(false);
  useEffect(() => setWorks(Boolean(navigator.clipboard)), []);
  const copy = () => navigator.clipboard.writeText(id).then(() => setCopied(true));
  return (
    <div class="number">
      <p class="hint">{t("error.correlation")}</p>
      <p class="line">
        <code id="correlation-id">{id}</code>
        {works && (
          <button type="button" class="link" onClick={copy}>
            <span role="status">{t(copied ? "error.copied" : "error.copy")}</span>
          </button>
        )}
      </p>
      <p class="hint">{t("error.correlation_use")}</p>
    </div>
  );
}

export function ErrorPage({ view }: { view: ErrorView }) {
  const { error } = view;
  return (
    <>
      <Heading>{choose(error.code, headings(), t("error.title"))}</Heading>
      <div id="error-summary" role="alert" data-code={error.code}>
        <What error={error} />
        {when(error.detail, (detail) => (
          <p class="hint">
            {t("error.for_developers")} <q lang="en">{detail}</q>
          </p>
        ))}
      </div>
      {when(view.start_url, (url) => (
        <a class="button primary" href={url}>
          {t("error.start_again")}
        </a>
      ))}
      <Correlation id={view.correlation_id} />
    </>
  );
}
