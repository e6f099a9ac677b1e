// Wires the rooms: bigger type, the screens, the phone's own cards, then the network.
import { render } from "preact";
import { App } from "./screens/app";
import { applyComfort } from "./screens/comfort";
import { startRouter } from "./screens/router";
import { session, start } from "./sync/session";
import { askToStay, watch } from "./sync/status";

applyComfort();
startRouter();
const root = document.getElementById("app");
if (root) render(<App />, root);
void watch();
void start().then(() => (session.get()?.holder ? askToStay() : undefined));
