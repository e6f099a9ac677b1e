// One step about a hazard while it is being filled in.
import type { Act } from "./hazard";
import type { HazardActed, HazardBundle, Mate } from "./wire";

export interface ActDraft {
  id: string; // of the step
  act: Act;
  note: string;
  photos: string[];
  grade: "general" | "major" | null;
  owner: string | null; // account
  due_on: string;
  measures: string;
  interim: string;
  funds?: string; // 元; what was kept before the app asked for it has none
  plan?: string;
}

const YUAN = /^\d{1,9}(\.\d{1,2})?$/;

export const newAct = (id: string, act: Act): ActDraft => ({ id, act, note: "", photos: [], grade: null, owner: null, due_on: "", measures: "", interim: "" });

/** Registering begins with what a check says is to be done: the owner where it is one to choose from. */
export function begunAct(id: string, act: Act, { owner_id, due_on, measures, interim }: HazardBundle, mates: readonly Mate[]): ActDraft {
  const owner = mates.some((mate) => mate.id === owner_id) ? owner_id : null;
  return { ...newAct(id, act), ...(act === "register" && { owner, due_on: due_on ?? "", measures, interim }) };
}

/** What is still missing, in words; "" where nothing is. */
export function actLack({ act, note, photos, grade, owner, due_on, measures, funds = "" }: ActDraft): string {
  if (act === "rectify") return photos.length === 0 ? "还差改好后的照片" : "";
  if (act === "send_back") return note.trim() === "" ? "写上哪里没改好" : "";
  if (act !== "register") return "";
  if (grade === null) return "选一般还是重大";
  if (owner === null) return "选谁来改";
  if (due_on === "") return "选哪天前改好";
  if (grade === "major" && funds.trim() !== "" && !YUAN.test(funds.trim())) return "要多少钱，只写数字";
  return grade === "major" && measures.trim() === "" ? "重大隐患要写怎么改" : "";
}

export function actDone(hazard: string, { id, act, note, photos, grade, owner, due_on, measures, interim, funds = "", plan = "" }: ActDraft): HazardActed {
  const step = { id, hazard, act, note: note.trim(), photos };
  if (act !== "register") return step;
  const asked = grade === "major" && { funds_fen: funds.trim() === "" ? null : Math.round(Number(funds) * 100), plan: plan.trim() };
  return { ...step, grade, owner, due_on: due_on || null, measures: measures.trim(), interim: interim.trim(), ...asked };
}
