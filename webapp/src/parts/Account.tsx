/* Who is signed in. */
import type { ComponentChildren } from "preact";
import { when } from "../template";
import type { Account as Person } from "../views";

interface Props {
  account: Person;
  children?: ComponentChildren; // what can be done about it
}

export function Account({ account, children }: Props) {
  return (
    <div class="account">
      <p>
        {when(account.name, (name) => (
          <strong>
            <bdi>{name}</bdi>
          </strong>
        ))}
        <span class="hint">
          <bdi>{account.email}</bdi>
        </span>
      </p>
      {children}
    </div>
  );
}
