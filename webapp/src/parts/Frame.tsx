/* What stands around every page: the application first, the house small below. */
import type { ComponentChildren } from "preact";
import { t } from "../i18n/text";
import { when } from "../template";
import type { Client, Common } from "../views";
import { Languages } from "./Languages";

interface Props {
  view: Common & { client?: Client };
  language: string;
  children: ComponentChildren;
}

function Name({ view }: { view: Props["view"] }) {
  return (
    <p class="name">
      {when(
        view.client,
        (client) => (
          <>
            {when(client.logo, (logo) => (
              <img class="logo" src={logo} alt="" width="40" height="40" />
            ))}
            <bdi>{client.name}</bdi>
          </>
        ),
        () => (
          <bdi>{view.branding.name}</bdi>
        ),
      )}
    </p>
  );
}

function Foot({ view, language }: { view: Props["view"]; language: string }) {
  const { branding } = view;
  return (
    <footer class="foot column">
      {when(view.language_url, (url) => (
        <Languages url={url} language={language} />
      ))}
      <ul class="links">
        {when(view.client, () => (
          <li>
            <bdi>{branding.name}</bdi>
          </li>
        ))}
        {when(branding.terms_url, (url) => (
          <li>
            <a href={url}>{t("terms")}</a>
          </li>
        ))}
        {when(branding.privacy_url, (url) => (
          <li>
            <a href={url}>{t("privacy")}</a>
          </li>
        ))}
      </ul>
    </footer>
  );
}

export function Frame({ view, language, children }: Props) {
  return (
    <>
      <header>
        {when(view.development, () => (
          <p class="banner">{t("development")}</p>
        ))}
        <div class="column">
          <Name view={view} />
        </div>
      </header>
      <main class="column">{children}</main>
      <Foot view={view} language={language} />
    </>
  );
}

/* The heading takes the focus when a step replaces another without a page load. */
export function Heading({ children }: { children: ComponentChildren }) {
  return <h1 tabIndex={-1}>{children}</h1>;
}
