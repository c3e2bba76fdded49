import { hydrate } from "preact";

import { DevPageOf, type DevView } from "./pages";

const view = JSON.parse(document.getElementById("view")!.textContent!) as DevView;
hydrate(<DevPageOf name={view.page} view={view} />, document.getElementById("page")!);
