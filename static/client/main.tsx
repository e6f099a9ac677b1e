// Wires the rooms: bigger type, the screens, the phone's own cards, then the network.
import { render } from "preact";
import { App } from "./screens/app";
import { applyComfort } from "./screens/me";
import { startRouter } from "./screens/router";
import { start } from "./sync/session";
import { askToStay, watch } from "./sync/status";

applyComfort();
startRouter();
const root = document.getElementById("app");
if (root) render(<App />, root);
void start();
void watch();
void askToStay();
