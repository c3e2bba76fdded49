/* What cannot go on: what happened, what to do next, and a number that ties it to the server's log. */
import { useEffect, useState } from "preact/hooks";

import { announce } from "../announce";
import { t } from "../i18n/text";
import { Heading } from "../parts/Frame";
import { Icon } from "../parts/Icon";
import { type Texts, wordsOf } from "../parts/Problem";
import { choose, chooseText, when } from "../template";
import type { ErrorCode, ErrorView } from "./views";

const TITLES: Partial<Texts<ErrorCode>> = {
  expired: "error.expired_title",
  form_expired: "error.expired_title",
  setup_link_invalid: "error.link_title",
  recovery_over: "error.link_title",
  link_invalid: "error.link_title",
  setup_over: "error.link_title",
  not_found: "error.not_found_title",
  busy: "error.busy_title",
  unavailable: "error.busy_title",
};

const TEXTS: Texts<ErrorCode> = {
  invalid_request: "error.invalid_request",
  invalid_client: "error.invalid_client",
  invalid_redirect_uri: "error.invalid_redirect_uri",
  expired: "error.expired",
  form_expired: "error.form_expired",
  cookies: "error.cookies",
  setup_link_invalid: "error.setup_link_invalid",
  recovery_over: "error.recovery_over",
  setup_over: "error.setup_over",
  link_invalid: "error.link_invalid",
  wrong_host: "error.wrong_host",
  not_found: "error.not_found",
  method_not_allowed: "error.method_not_allowed",
  too_large: "error.too_large",
  busy: "error.busy",
  unavailable: "error.unavailable",
  internal: "error.internal",
};

export const errorTitle = ({ error }: ErrorView) => chooseText(error.code, wordsOf(TITLES), t("error.title"));

function What({ error }: { error: ErrorView["error"] }) {
  const { expected, received } = error;
  return <p>{choose(error.code, wordsOf(TEXTS, { expected, received }), t("error.internal"))}</p>;
}

/* With script, a button copies the number. */
function Correlation({ id }: { id: string }) {
  const [works, setWorks] = useState(false);
  const [copied, setCopied] = useState(false);
  useEffect(() => setWorks(Boolean(navigator.clipboard)), []);
  const copy = async () => {
    await navigator.clipboard.writeText(id);
    setCopied(true);
    announce(t("error.copied"));
  };
  return (
    <div class="reference">
      <p class="hint">{t("error.correlation")}</p>
      <p class="line">
        <code id="correlation-id">{id}</code>
        {works && (
          <button type="button" class="link" onClick={copy}>
            {t(copied ? "error.copied" : "error.copy")}
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
      <div class="failed">
        <Icon name="alert" size={24} />
        <Heading>{choose(error.code, wordsOf(TITLES), t("error.title"))}</Heading>
      </div>
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
