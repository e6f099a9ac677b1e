// Hazards and stops that this phone has reported and that have not come back from the server yet.
import { isUndelivered, type LocalOp } from "../../model/ops";
import type { CheckSubmitted, HazardBundle, PostBundle, StopWorkDeclared, WireStop } from "../../model/wire";
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

/** Every stop of work at a post: whoever has just stopped it sees that at once, signal or not. */
export function stopsAt({ id, stops }: PostBundle, ops: readonly LocalOp[], pulledAt: number): WireStop[] {
  const here = ops.filter((op) => op.kind === "stopwork.declared" && op.state !== "rejected" && isAhead(op, pulledAt));
  const own = here.flatMap((op): WireStop[] => {
    const body = bodyOf<StopWorkDeclared>(op);
    return body.post === id ? [{ id: body.id, why: body.why, by: "你", at: new Date(op.capturedAt).toISOString() }] : [];
  });
  return [...stops, ...own.filter((stop) => !stops.some((known) => known.id === stop.id))];
}
