// Reading the cards of a bundle.
import type { DutyRow, Kind, OperationRow, PostBundle, RiskRow, ScenarioRow, WireCard } from "./wire";

export interface KindLook {
  kind: Kind;
  name: string;
  short: string;
  icon: string;
}

export const KINDS: readonly KindLook[] = [
  { kind: "emergency", name: "岗位应急处置卡", short: "应急处置卡", icon: "urgent" },
  { kind: "risk", name: "岗位风险清单", short: "风险清单", icon: "alert-triangle" },
  { kind: "operation", name: "岗位操作卡", short: "操作卡", icon: "list-numbers" },
  { kind: "duty", name: "岗位职责清单", short: "职责清单", icon: "user-check" },
];

export const lookOfKind = (kind: string): KindLook | undefined => KINDS.find((look) => look.kind === kind);

export const cardOf = (post: PostBundle, kind: Kind): WireCard | undefined => post.cards.find((card) => card.kind === kind);

interface BodyOf {
  emergency: ScenarioRow;
  risk: RiskRow;
  operation: OperationRow;
  duty: DutyRow;
}

/** The rows' bodies; the server has checked them against the kind of their card. */
export function bodies<K extends Kind>(card: WireCard, _kind: K): BodyOf[K][] {
  return card.rows.map((row) => row.body as unknown as BodyOf[K]);
}

/** The last day on which one of the post's cards came into force. */
export function effectiveDay(post: PostBundle): string | undefined {
  return post.cards.map((card) => card.effective_on).sort().reverse()[0];
}

/** Neighbours with the same key in one group, order kept: a list that is already sorted by its author. */
export function groupRuns<T>(items: readonly T[], keyOf: (item: T) => string): { key: string; items: T[] }[] {
  const runs: { key: string; items: T[] }[] = [];
  for (const item of items) {
    const last = runs[runs.length - 1];
    if (last?.key === keyOf(item)) last.items.push(item);
    else runs.push({ key: keyOf(item), items: [item] });
  }
  return runs;
}
