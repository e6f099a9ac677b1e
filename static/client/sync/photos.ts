// Sending the photos of records whose words have arrived, one by one.
import type { LocalOp, Photo } from "../model/ops";
import type { Problem } from "../model/wire";
import { changed, judged, lacks, spoilt, unheld, withPhoto } from "../outbox/settle";
import { DONE, inOrder, stopped, type PushJob, type Sent } from "./push";

const GONE: Problem = { code: "photo_gone", message: "照片不在手机里了，重拍一张再送" };
const BAD: Problem = { code: "bad_photo", message: "照片坏了，重拍一张再送" };

interface Wanted {
  sha: string;
  enterprise: string;
}

async function nextOne({ store }: PushJob, tried: ReadonlySet<string>): Promise<Wanted | null> {
  for (const op of inOrder(await store.ops())) {
    const sha = op.photos.find((each) => lacks(op, each) && !tried.has(each));
    if (sha !== undefined) return { sha, enterprise: op.enterprise };
  }
  return null;
}

async function isIntact({ sha, bytes }: Photo): Promise<boolean> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") === sha;
}

type Change = (op: LocalOp) => LocalOp;

/** What a refusal says of the photo; null: of the line or the server, so all that follows waits. */
async function verdict(photo: Photo, status: number, code: string): Promise<Change | null> {
  if (status === 404 && code === "nobody_waits") return (op) => unheld(op, photo.sha);
  if (code === "bad_photo" || code === "too_large") return (op) => spoilt(op, photo.sha, BAD);
  if (code !== "wrong_hash") return null;
  return await isIntact(photo) ? (op) => op : (op) => spoilt(op, photo.sha, BAD);
}

async function sendOne(job: PushJob, { sha, enterprise }: Wanted): Promise<Sent> {
  const { store } = job;
  const alter = (change: Change): Promise<void> => store.amend((held) => changed(held, change));
  const photo = await store.photo(sha);
  if (!photo) {
    await alter((op) => spoilt(op, sha, GONE));
    return DONE;
  }
  const contact = await store.contact();
  const answer = await job.api.putPhoto(photo, enterprise);
  if (answer.kind === "ok" && answer.value.sha256 === sha) {
    const { arrival, epoch } = answer.value;
    await store.amend((held) => judged(held, contact?.epoch, { epoch }, (op) => (op.enterprise === enterprise ? withPhoto(op, sha, arrival) : op)));
    return DONE;
  }
  if (answer.kind === "ok") return DONE; // an answer about something else: it stays to be sent
  const change = answer.kind === "refused" ? await verdict(photo, answer.status, answer.problem.code) : null;
  if (!change) return stopped(answer);
  await alter(change);
  return DONE;
}

/** Each photo is tried once. */
export async function sendPhotos(job: PushJob): Promise<Sent> {
  const tried = new Set<string>();
  for (;;) {
    const wanted = await nextOne(job, tried);
    if (!wanted) return DONE;
    tried.add(wanted.sha);
    if (!await job.mayGoOn()) return { kind: "stopped", problem: { code: "elsewhere", message: "另一个窗口正在送" } };
    const sent = await sendOne(job, wanted);
    if (sent.kind !== "done") return sent;
    job.step(1);
  }
}
