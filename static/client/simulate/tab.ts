// What runs inside a simulated tab: the app's own rooms, as shipped, and a handle on them.
import { questionsFor } from "../model/draw";
import { newId } from "../model/ids";
import { changesOf, newDraft, nextQuestion, questionsOf } from "../model/learn";
import { isRight, optionsOf, wanted } from "../model/recite/mark";
import { begun, chosen, newSpot, ticked } from "../model/spot";
import { record } from "../outbox/record";
import { learnEntry } from "../screens/learn/entry";
import { readLessons } from "../screens/learn/read";
import { answerEntry, memoryAfter } from "../screens/recite/entry";
import { readDay } from "../screens/recite/read";
import { canAsk, DRAFT, drawnFrom, groundOf, photosOf, postsOf, spotEntry } from "../screens/spot/entry";
import { exportUndelivered, handIn } from "../sync/handin";
import { noteRecorded, pushNow, refresh, safety, session, signOut, start } from "../sync/session";

const learn = { changesOf, isRight, learnEntry, newDraft, nextQuestion, questionsOf, readLessons };
const recite = { answerEntry, memoryAfter, optionsOf, readDay, wanted };
const spot = { DRAFT, begun, canAsk, chosen, drawnFrom, groundOf, newSpot, photosOf, postsOf, questionsFor, spotEntry, ticked };
const app = { exportUndelivered, handIn, learn, newId, noteRecorded, pushNow, recite, record, refresh, safety, session, signOut, spot, start };

export type TabApp = typeof app;

(globalThis as unknown as { app: TabApp }).app = app;
