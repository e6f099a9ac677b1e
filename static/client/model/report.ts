// Reporting a hazard (随手拍), from the form to the record.
import type { HazardReported } from "./wire";

export interface Place {
  post: string | null; // one of this person's posts
  token: string | null; // or the label of one that this phone does not hold
  title: string;
}

export const ELSEWHERE: Place = { post: null, token: null, title: "别的地方" };

export interface Report {
  id: string; // of the hazard
  place: Place | null;
  fixed: boolean;
  photos: string[];
  after: string[];
  category: string;
  note: string;
}

export const newReport = (id: string, place: Place | null): Report => ({ id, place, fixed: false, photos: [], after: [], category: "", note: "" });

const NAME = 30; // characters of the first sentence

/** What it is called: its reporter's first words, else its kind. */
export function reportName({ note, category }: Report): string {
  const [first = ""] = note.trim().split(/[。！？；\n]/);
  if (first !== "") return first.length > NAME ? `${first.slice(0, NAME)}…` : first;
  return category === "" || category === "别的" ? "隐患" : `${category}隐患`;
}

/** What is still missing, in words; "" where nothing is. */
export function reportLack({ place, fixed, photos, after, note }: Report): string {
  if (!place) return "选一下在哪里";
  if (fixed && photos.length === 0) return "还差改以前的照片";
  if (fixed && after.length === 0) return "还差改好后的照片";
  return photos.length === 0 && note.trim() === "" ? "拍一张，或者写一句" : "";
}

export const reportPhotos = ({ photos, after }: Report): string[] => [...photos, ...after];

/** Photos of 改好后 go only where it was put right. */
export function reported(report: Report): HazardReported {
  const { id, place, fixed, photos, after, category, note } = report;
  return { id, name: reportName(report), post: place?.post ?? null, token: place?.token ?? null, note: note.trim(), category, fixed, photos, photos_after: fixed ? after : [] };
}
