import { Frame } from "../parts/Frame";
import type { Common } from "../views";
import { App } from "./App";
import { Outbox } from "./Outbox";
import type { AppView, OutboxView } from "./views";

export type DevView = AppView | OutboxView;
export type DevPageName = DevView["page"];

export const DEV_PAGE_NAMES: DevPageName[] = ["app", "outbox"];

const TITLES: Record<DevPageName, string> = { app: "Demo application", outbox: "Outbox" };

export const devTitleOf = (name: DevPageName, view: Common) => `${TITLES[name]} – ${view.branding.name}`;

export function DevPageOf({ name, view }: { name: DevPageName; view: DevView }) {
  return (
    <Frame view={view} language="en">
      {name === "app" ? <App view={view as AppView} /> : <Outbox />}
    </Frame>
  );
}
