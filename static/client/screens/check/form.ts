// What the screens of one check share.
import { photosOf, checkAgain, newCheck, renewed } from "../../model/answer";
import type { CheckDraft } from "../../model/check";
import { newId } from "../../model/ids";
import type { CheckSubmitted, LastResult, Mate, PlanBundle, PlanItem, Window } from "../../model/wire";
import { bodyOf } from "../../outbox/record";
import type { AccountStore } from "../../store/account";
import { arrivalAt } from "../arrival";
import { useForm, type Form } from "../keeper";
import { useStored } from "../hooks";

/** Everything about the check that is not put in by the person. */
export interface Task {
  plan: PlanBundle;
  window: Window | undefined; // none any more: it closed long ago, and a correction is written
  last: LastResult[];
  mates: Mate[];
  versions: Record<string, number>; // kind > version of the post's cards
}

export type CheckForm = Form<CheckDraft>;

/** The parts of a check that its screens work on. */
export interface Filling {
  task: Task;
  draft: CheckDraft;
  change: CheckForm["change"];
}

export interface AtItem extends Filling {
  item: PlanItem;
  place: number;
  onNext: () => void;
}

const planIdOf = (key: string): string => key.split(":")[0] ?? "";

async function readTask(store: AccountStore, key: string): Promise<{ task: Task | null }> {
  const [plan, person] = [await store.plan(planIdOf(key)), await store.person()];
  if (!plan) return { task: null };
  const post = plan.post === null ? undefined : await store.post(plan.post);
  const versions = Object.fromEntries((post?.cards ?? []).map(({ kind, version }) => [kind, version]));
  const window = person?.windows?.find((each) => each.key === key);
  return { task: { plan, window, versions, last: person?.last?.[plan.id] ?? [], mates: person?.mates ?? [] } };
}

export const useTask = (key: string): { task: Task | null } | undefined => useStored((store) => readTask(store, key), [key]);

export const draftId = (key: string, corrects: string): string => (corrects === "" ? key : `correct:${corrects}`);

async function begin(store: AccountStore, key: string, corrects: string, kept: CheckDraft | undefined): Promise<CheckDraft | null> {
  const plan = await store.plan(planIdOf(key));
  if (!plan) return null;
  if (kept) return renewed(kept, plan);
  const original = corrects === "" ? undefined : await store.op(corrects);
  if (original) return checkAgain(bodyOf<CheckSubmitted>(original), plan, newId);
  return { ...newCheck(plan, key, newId(), Date.now()), scan: arrivalAt(plan.tokens) };
}

export const useCheck = (key: string, corrects: string): CheckForm =>
  useForm<CheckDraft>(draftId(key, corrects), (store, kept) => begin(store, key, corrects, kept), photosOf);
