// What a person may do about a hazard (隐患), and how its states are said. The server decides; here we only offer.
import type { HazardActed, HazardBundle, PersonalBundle } from "./wire";

export type Act = HazardActed["act"];

const STATE_WORDS: Readonly<Record<string, string>> = {
  found: "等登记", registered: "等整改", rectified: "改好了，等验收", verified: "验收过了，等销号", closed: "销号了",
};

export const stateWords = (state: string): string => STATE_WORDS[state] ?? state;

const ACT_WORDS: Readonly<Record<string, string>> = {
  report: "报了隐患", register: "登记了", rectify: "改好了", verify: "验收通过", send_back: "退回重改", close: "销号了",
};

export const actWords = (act: string): string => ACT_WORDS[act] ?? act;

export const isOpen = ({ state }: HazardBundle): boolean => state !== "closed";

/** Who put it right: whoever reported it, where that was done at once. */
export function rectifierOf({ steps, at_once, reporter_id }: HazardBundle): string | undefined {
  const last = [...steps].reverse().find(({ act }) => act === "rectify");
  return last?.by_id ?? (at_once ? reporter_id : undefined);
}

type Person = Pick<PersonalBundle, "id" | "may">;

/** The acts that come next and that this person may do, the likeliest first. Nobody judges their own work. */
export function nextActs(hazard: HazardBundle, { id, may = [] }: Person): Act[] {
  const handles = may.includes("hazards.handle");
  switch (hazard.state) {
    case "found": return handles ? ["register", "rectify"] : [hazard.reporter_id, hazard.owner_id].includes(id) ? ["rectify"] : []; // on the spot, or as a check asks
    case "registered": return handles || hazard.owner_id === id ? ["rectify"] : [];
    case "rectified": return handles && rectifierOf(hazard) !== id ? ["verify", "send_back"] : [];
    case "verified": return may.includes("hazards.close") ? ["close"] : [];
    default: return [];
  }
}

export interface Sorted {
  todo: HazardBundle[]; // mine to fix, or mine to handle
  rest: HazardBundle[]; // open, and somebody else's turn
  closed: HazardBundle[];
}

/** Reported by somebody who may still mend it on the spot, but need not: it waits for its leader. */
const isMerelyMine = ({ state, reporter_id }: HazardBundle, { id, may = [] }: Person): boolean => state === "found" && reporter_id === id && !may.includes("hazards.handle");

/** Each hazard once. */
export function sorted(hazards: readonly HazardBundle[], person: Person): Sorted {
  const newest = [...hazards].sort((one, other) => other.changed_at.localeCompare(one.changed_at));
  const todo = newest.filter((hazard) => nextActs(hazard, person).length > 0 && !isMerelyMine(hazard, person));
  return { todo, rest: newest.filter((hazard) => isOpen(hazard) && !todo.includes(hazard)), closed: newest.filter((hazard) => !isOpen(hazard)) };
}

/** 护罩松动，李强在修 */
export function hazardLine({ name, state, owner }: HazardBundle): string {
  return `${name}，${state === "registered" && owner !== "" ? `${owner}在改` : stateWords(state)}`;
}

/** What kind it is (类型), as the field says it. */
export const CATEGORIES: readonly { word: string; icon: string }[] = [
  { word: "机器防护", icon: "settings" }, { word: "用电", icon: "bolt" }, { word: "高处", icon: "ladder" },
  { word: "防火", icon: "flame" }, { word: "通道", icon: "walk" }, { word: "别的", icon: "dots" },
];
