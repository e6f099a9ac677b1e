// Lists of records: what belongs together stands in one row.
import type { LocalOp } from "./ops";

/** A row of a list: one record, or a day's practice together. */
export interface SentRow {
  op: LocalOp; // the newest of them
  count: number;
}

/** Practice makes many small records: those of one day that have got equally far stand in one row. */
export function inRows(ops: readonly LocalOp[]): SentRow[] {
  const rows = new Map<string, SentRow>();
  for (const op of ops) {
    const key = op.kind === "recite.answered" ? [op.kind, new Date(op.capturedAt).toDateString(), op.state].join() : op.id;
    const row = rows.get(key);
    if (row) row.count++;
    else rows.set(key, { op, count: 1 });
  }
  return [...rows.values()];
}
