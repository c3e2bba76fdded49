/* /dev/app: signs in as an application would and shows what it got. */
import { useEffect, useState } from "preact/hooks";

import { Heading } from "../parts/Frame";
import { Icon } from "../parts/Icon";
import * as party from "./relying-party";
import type { AppView } from "./views";

type State =
  | { is: "signed-out" }
  | { is: "working" }
  | { is: "signed-in"; result: party.Result }
  | { is: "refused"; why: string };

function Trouble({ why }: { why: string }) {
  return (
    <div id="error-summary" class="problem" role="alert" tabIndex={-1} data-code="refused">
      <Icon name="alert" />
      <p>{why}</p>
    </div>
  );
}

function SignedIn({ view, result, work }: { view: AppView; result: party.Result; work: Work }) {
  return (
    <>
      <p class="lead">
        Signed in as <strong>{String(result.userinfo.email ?? result.userinfo.sub)}</strong>
      </p>
      <div class="stack">
        {party.canRefresh() && (
          <button id="refresh" type="button" class="primary" onClick={() => work(() => party.refresh(view))}>
            Refresh the tokens
          </button>
        )}
        <button id="sign-out" type="button" class="plain" onClick={() => void party.signOut(view)}>
          Sign out
        </button>
      </div>
      <h2 id="result-title">What the application knows</h2>
      <pre id="result" tabIndex={0} aria-labelledby="result-title" role="region">
        {JSON.stringify(result, null, 2)}
      </pre>
    </>
  );
}

type Work = (act: () => Promise<party.Result | null>) => Promise<void>;

export function App({ view }: { view: AppView }) {
  const [state, setState] = useState<State>({ is: "signed-out" });
  const work: Work = async (act) => {
    setState({ is: "working" });
    try {
      const result = await act();
      setState(result ? { is: "signed-in", result } : { is: "signed-out" });
    } catch (error) {
      setState({ is: "refused", why: error instanceof Error ? error.message : String(error) });
    }
  };
  useEffect(() => void work(() => party.takeAnswer(view)), []);
  return (
    <>
      <Heading>Demo application</Heading>
      {state.is === "signed-in" ? (
        <SignedIn view={view} result={state.result} work={work} />
      ) : (
        <>
          <p class="lead">A public client in your browser: authorization code with PKCE.</p>
          {state.is === "refused" && <Trouble why={state.why} />}
          <div class="stack">
            <button
              id="sign-in"
              type="button"
              class="primary"
              disabled={state.is === "working"}
              onClick={() => void party.signIn(view)}
            >
              Sign in
            </button>
          </div>
          <noscript>
            <p>This application needs JavaScript; the pages where you sign in do not.</p>
          </noscript>
        </>
      )}
      <p>
        <a href={`${view.base}/dev/outbox`}>Mail and SMS that were sent</a>
      </p>
    </>
  );
}
