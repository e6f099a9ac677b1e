// What runs inside a simulated tab: the app's own rooms, as shipped, and a handle on them.
import { newId } from "../model/ids";
import { record } from "../outbox/record";
import { exportUndelivered, handIn } from "../sync/handin";
import { noteRecorded, pushNow, refresh, safety, session, signOut, start } from "../sync/session";

const app = { exportUndelivered, handIn, newId, noteRecorded, pushNow, record, refresh, safety, session, signOut, start };

export type TabApp = typeof app;

(globalThis as unknown as { app: TabApp }).app = app;
