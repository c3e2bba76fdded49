import type { ComponentChildren } from "preact";

import type { Form } from "../views";

/* Works without script; ../auth/enhance.ts takes over where there is one. */
export function PostForm({ view, children }: { view: Form; children: ComponentChildren }) {
  return (
    <form method="post" action={view.action}>
      <input type="hidden" name="csrf" value={view.csrf} />
      {children}
    </form>
  );
}

interface ActionProps {
  value: "continue" | "resend" | "allow" | "deny" | "other" | "logout" | "cancel";
  look?: "primary" | "plain" | "link";
  children: ComponentChildren;
}

export function Action({ value, look = "plain", children }: ActionProps) {
  return (
    <button type="submit" name="action" value={value} class={look}>
      {children}
    </button>
  );
}
