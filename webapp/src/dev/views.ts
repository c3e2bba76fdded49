/* What the server says to the pages of `tessera dev`. English only; templates `dev/PAGE.en.html`. */
import type { Common } from "../views";

/* GET /dev/app: a public client in the browser. */
export interface AppView extends Common {
  page: "app";
  issuer: string;
  client_id: string;
  scope: string; // what it asks for: "openid profile email"
}

/* GET /dev/outbox: reads /dev/outbox.json itself, and empties it by DELETE /dev/outbox.json. */
export interface OutboxView extends Common {
  page: "outbox";
}
