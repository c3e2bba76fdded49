import { t } from "../i18n/text";
import { Account } from "../parts/Account";
import { Heading } from "../parts/Frame";
import { Action, PostForm } from "../parts/PostForm";
import { ProblemSummary } from "../parts/Problem";
import { each, when, whenText } from "../template";
import type { LoggedOutView, LogoutView } from "./views";

export const logoutTitle = () => t("logout.title");

export function Logout({ view }: { view: LogoutView }) {
  return (
    <>
      <Heading>{t("logout.title")}</Heading>
      {when(view.client, ({ name }) => (
        <p class="lead">{t("logout.asked_by", { client: name })}</p>
      ))}
      <ProblemSummary error={view.error} texts={{ form_expired: "error.form_expired", busy: "error.busy" }} />
      <PostForm view={view}>
        {when(view.account, (account) => (
          <Account account={account} />
        ))}
        {when(view.clients, (clients) => (
          <>
            <p>{t("logout.clients")}</p>
            <ul class="list">
              {each(clients, ({ name }) => (
                <li>
                  <bdi>{name}</bdi>
                </li>
              ))}
            </ul>
          </>
        ))}
        <div class="stack">
          <Action value="logout" look="primary">
            {t("logout.submit")}
          </Action>
          <Action value="cancel">{t("logout.cancel")}</Action>
        </div>
      </PostForm>
    </>
  );
}

export const loggedOutTitle = ({ stayed }: LoggedOutView) =>
  whenText(stayed, () => t("logged_out.stayed"), t("logged_out.title"));

export function LoggedOut({ view }: { view: LoggedOutView }) {
  const { stayed, client, return_url } = view;
  return (
    <>
      <Heading>
        {when(
          stayed,
          () => t("logged_out.stayed"),
          () => t("logged_out.title"),
        )}
      </Heading>
      <p class="lead">
        {when(
          stayed,
          () => t("logged_out.stayed_lead"),
          () => t("logged_out.lead"),
        )}
      </p>
      {when(return_url, (url) => (
        <a class="button plain" href={url}>
          {when(
            client,
            ({ name }) => t("back_to", { client: name }),
            () => t("back"),
          )}
        </a>
      ))}
    </>
  );
}
