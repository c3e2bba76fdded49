/* /dev/outbox: what would have been sent. */
import { useEffect, useState } from "preact/hooks";

import { Heading } from "../parts/Frame";

interface Message {
  id: string | number;
  kind: "mail" | "sms";
  to: string;
  template: string;
  lang: string;
  subject?: string | null;
  text: string;
  html?: string | null;
  links: string[];
  code?: string | null;
  created_at: string;
}

const OUTBOX = "/dev/outbox.json";

/* Its links by button, not inside the text: what a message says stays text here. */
function Item({ message }: { message: Message }) {
  const when = new Date(message.created_at);
  return (
    <li class="message">
      <h2>{message.subject || message.template}</h2>
      <p class="hint">
        {message.kind === "sms" ? "SMS" : "Mail"} to {message.to},{" "}
        <time dateTime={message.created_at}>{when.toLocaleString()}</time>, {message.template} ({message.lang})
      </p>
      {message.code && (
        <p>
          Code: <strong>{message.code}</strong>
        </p>
      )}
      <pre tabIndex={0} role="region" aria-label={`Text to ${message.to}`} class="letter">
        {message.text}
      </pre>
      <ul class="links">
        {message.links.map((link) => (
          <li key={link}>
            <a href={link}>{new URL(link, location.href).pathname}</a>
          </li>
        ))}
      </ul>
    </li>
  );
}

function Messages({ items }: { items: Message[] }) {
  if (items.length === 0) return <p class="lead">Nothing was sent yet. What is sent from now on shows here.</p>;
  return (
    <ul class="messages">
      {[...items].reverse().map((message) => (
        <Item key={message.id} message={message} />
      ))}
    </ul>
  );
}

export function Outbox() {
  const [items, setItems] = useState<Message[] | null>(null);
  const [failed, setFailed] = useState(false);
  const load = async () => {
    try {
      const answer = await fetch(OUTBOX, { headers: { Accept: "application/json" } });
      setItems(((await answer.json()) as { items: Message[] }).items);
      setFailed(false);
    } catch {
      setFailed(true);
    }
  };
  const empty = async () => {
    await fetch(OUTBOX, { method: "DELETE" });
    await load();
  };
  useEffect(() => void load(), []);
  return (
    <>
      <Heading>Outbox</Heading>
      <noscript>
        <p>This page needs JavaScript; the messages are at {OUTBOX}.</p>
      </noscript>
      <div aria-live="polite">
        {failed && <p>The messages could not be read. Is the service running?</p>}
        {items && <Messages items={items} />}
      </div>
      <div class="pair">
        <button type="button" class="primary" onClick={() => void load()}>
          Read again
        </button>
        <button id="empty" type="button" class="plain" disabled={!items?.length} onClick={() => void empty()}>
          Delete all
        </button>
      </div>
    </>
  );
}
