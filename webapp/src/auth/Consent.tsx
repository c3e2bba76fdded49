import { t } from "../i18n/text";
import { Account } from "../parts/Account";
import { Heading } from "../parts/Frame";
import { Icon } from "../parts/Icon";
import { Action, PostForm } from "../parts/PostForm";
import { ProblemSummary } from "../parts/Problem";
import { choose, each, when } from "../template";
import type { Client } from "../views";
import type { ConsentClaim, ConsentScope, ConsentView } from "./views";

export const title = () => t("consent.title");

const STANDARD = ["openid", "profile", "email", "address", "phone", "offline_access", "roles", "groups"] as const;

function Words({ scope }: { scope: ConsentScope }) {
  const standard = Object.fromEntries(
    STANDARD.map((name) => [
      name,
      <>
        <strong>{t(`scope.${name}`)}</strong>
        <small>{t(`scope.${name}.shares`)}</small>
      </>,
    ]),
  );
  const own = (
    <>
      <strong>
        <bdi>{scope.description}</bdi>
      </strong>
      <small>
        <bdi>{scope.name}</bdi>
      </small>
    </>
  );
  return (
    <span class="words">
      {when(scope.added, () => (
        <small class="added">{t("consent.added")}</small>
      ))}
      {choose(scope.name, standard, own)}
    </span>
  );
}

/* What cannot be unticked is told, not asked. */
function Scope({ scope }: { scope: ConsentScope }) {
  return (
    <li>
      {when(
        scope.fixed,
        () => (
          <div class="scope">
            <input type="hidden" name="scope" value={scope.name} />
            <Icon name="check" />
            <Words scope={scope} />
          </div>
        ),
        () => (
          <label class="scope">
            <input type="checkbox" name="scope" value={scope.name} defaultChecked />
            <Words scope={scope} />
          </label>
        ),
      )}
    </li>
  );
}

/* Every claim of server/oidc/claims.c. */
const CLAIMS = [
  "name",
  "given_name",
  "family_name",
  "preferred_username",
  "locale",
  "zoneinfo",
  "updated_at",
  "email",
  "email_verified",
  "phone_number",
  "phone_number_verified",
  "address",
  "roles",
  "groups",
] as const;

function Claim({ claim, client }: { claim: ConsentClaim; client: Client }) {
  const words = Object.fromEntries(CLAIMS.map((name) => [name, t(`claim.${name}`)]));
  return (
    <li>
      <label class="scope">
        <input type="checkbox" name="claim" value={claim.name} defaultChecked />
        <span class="words">
          <strong>{choose(claim.name, words, <bdi>{claim.name}</bdi>)}</strong>
          {when(claim.essential, () => (
            <small>{t("consent.essential", { client: client.name })}</small>
          ))}
        </span>
      </label>
    </li>
  );
}

/* A scope of our own may not say of which application's data it speaks, and a request may name an
 * application's interface without a scope. */
function Apis({ apis }: { apis: ConsentView["apis"] }) {
  return when(apis, (found) => (
    <div class="stack">
      <p class="hint">{t("consent.apis")}</p>
      <ul class="list hint">
        {each(found, ({ uri }) => (
          <li>
            <bdi>{uri}</bdi>
          </li>
        ))}
      </ul>
    </div>
  ));
}

function Policies({ client }: { client: Client }) {
  return (
    <ul class="links">
      {when(client.policy_url, (url) => (
        <li>
          <a href={url}>{t("consent.client_policy", { client: client.name })}</a>
        </li>
      ))}
      {when(client.terms_url, (url) => (
        <li>
          <a href={url}>{t("consent.client_terms", { client: client.name })}</a>
        </li>
      ))}
    </ul>
  );
}

export function Consent({ view }: { view: ConsentView }) {
  const { client, account } = view;
  return (
    <>
      <Heading>{t("consent.title")}</Heading>
      <p class="lead">{t("consent.lead", { client: client.name })}</p>
      <ProblemSummary error={view.error} texts={{ form_expired: "error.form_expired", busy: "error.busy" }} />
      <PostForm view={view}>
        <Account account={account}>
          <Action value="other" look="link">
            {t("consent.other")}
          </Action>
        </Account>
        <fieldset>
          <legend>{t("consent.scopes")}</legend>
          <ul class="scopes">
            {each(view.scopes, (scope) => (
              <Scope scope={scope} />
            ))}
            {each(view.claims, (claim) => (
              <Claim claim={claim} client={client} />
            ))}
          </ul>
          {when(view.optional, () => (
            <p class="hint">{t("consent.untick")}</p>
          ))}
        </fieldset>
        <Apis apis={view.apis} />
        <div class="pair">
          <Action value="allow">{t("consent.allow")}</Action>
          <Action value="deny">{t("consent.deny")}</Action>
        </div>
        {when(client.host, (host) => (
          <p class="hint">{t("consent.returns", { host })}</p>
        ))}
        <Policies client={client} />
      </PostForm>
    </>
  );
}
