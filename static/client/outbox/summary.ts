// What the data-safety light says of the records on this phone.
import { isUndelivered, type LocalOp, type Safety } from "../model/ops";

const lacking = ({ photos, arrived }: LocalOp): string[] => photos.filter((sha) => arrived[sha] === undefined);

/** Photos that are still to go: each once, whatever names it. */
export function lackingPhotos(ops: readonly LocalOp[]): number {
  return new Set(ops.filter(({ state }) => state === "held" || state === "text").flatMap(lacking)).size;
}

export function summary(ops: readonly LocalOp[]): Omit<Safety, "others" | "sending"> {
  const count = (state: LocalOp["state"]): number => ops.filter((op) => op.state === state).length;
  return {
    held: ops.filter(isUndelivered).length,
    rejected: count("rejected"),
    lacking: lackingPhotos(ops),
    delivered: count("delivered"),
    backed: count("backed"),
  };
}
