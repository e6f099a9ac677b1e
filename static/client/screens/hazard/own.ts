// Hazards that this phone has reported and that have not come back from the server yet.
import { isUndelivered, type LocalOp } from "../../model/ops";
import type { CheckSubmitted, HazardBundle } from "../../model/wire";
import { bodyOf } from "../../outbox/record";

export interface OwnHazard {
  id: string;
  name: string;
  op: LocalOp;
}

function reportedBy(op: LocalOp): OwnHazard[] {
  if (op.kind === "hazard.reported") return [{ id: op.about.hazard ?? "", name: op.about.title, op }];
  if (op.kind !== "check.submitted" || !op.about.abnormal) return [];
  return bodyOf<CheckSubmitted>(op).results.flatMap(({ hazard }) => (hazard ? [{ id: hazard.id, name: hazard.name, op }] : []));
}

/** Whether what it says can't be in what was last pulled, at `pulledAt` in ms. */
const isAhead = (op: LocalOp, pulledAt: number): boolean => isUndelivered(op) || (op.settledAt ?? 0) > pulledAt;

/** This phone's steps about a hazard that its bundle does not show yet. */
export function ownSteps(ops: readonly LocalOp[], hazard: string, pulledAt: number): LocalOp[] {
  return ops.filter((op) => op.kind === "hazard.acted" && op.about.hazard === hazard && isAhead(op, pulledAt));
}

/** `pulledAt` in ms: what was delivered before the last pull, and is not in it, is somebody else's matter by now. */
export function ownHazards(ops: readonly LocalOp[], known: readonly HazardBundle[], pulledAt: number): OwnHazard[] {
  const here = ops.filter((op) => isAhead(op, pulledAt));
  const replaced = new Set(ops.flatMap(({ corrects }) => corrects ?? []));
  return here.filter(({ id }) => !replaced.has(id)).flatMap(reportedBy).filter(({ id }) => !known.some((hazard) => hazard.id === id));
}
