// How far a record has got, in words that claim no more than is true.
import type { LocalOp, OpKind } from "./ops";

export interface SentLook {
  look: "" | "ok" | "bad" | "held";
  icon: string;
  words: string;
}

export const lackingPhotos = ({ photos, arrived }: LocalOp): number => photos.filter((sha) => arrived[sha] === undefined).length;

export function sentLook(op: LocalOp): SentLook {
  switch (op.state) {
    case "backed": return { look: "ok", icon: "cloud-check", words: "已备份" };
    case "delivered": return { look: "ok", icon: "check", words: "已送达" };
    case "rejected": return { look: "bad", icon: "corner-up-left", words: "被退回，要你改" };
    case "text": return { look: "", icon: "device-mobile", words: `文字已送达，差\u00a0${lackingPhotos(op)}\u00a0张照片` };
    default: return { look: "", icon: "device-mobile", words: "还在手机上" };
  }
}

const KIND_WORDS: Readonly<Record<OpKind, string>> = {
  "check.submitted": "检查", "hazard.reported": "隐患", "hazard.acted": "隐患处理", "stopwork.declared": "停工", "card.opened": "看卡", "card.learnt": "学新卡", "recite.answered": "背一背", "spotcheck.held": "抽背",
};

export const kindWords = (kind: OpKind): string => KIND_WORDS[kind] ?? "记录";

/** Why it has not been delivered, and that nothing need be done. */
export function waitingWords(op: LocalOp, isOnline: boolean): string {
  if (op.state === "text") return "照片大，信号好一点就送完";
  if (op.waitsFor !== undefined) return "要等另一条先送到，会自己再送";
  if (!isOnline) return "没信号。有信号了会自己送";
  return op.message ?? "排着队，会自己送";
}

/** What mends a record that was sent back: its form or lesson again, the hazard's own screen, the same once more, or a leader. */
export type Mend = "form" | "hazard" | "lesson" | "again" | "leader";

/** Nothing that its author could write would change these. */
const BY_A_LEADER: ReadonlySet<string> = new Set(["no_right", "same_person", "not_yours", "unknown_key", "bad_key", "bad_signature", "id_reused", "stands"]);

export function mendOf({ kind, code = "", receipt }: LocalOp): Mend {
  if (BY_A_LEADER.has(code)) return "leader";
  const isThere = receipt !== undefined; // only a photo is lost: written again, it would be there twice
  if (isThere && kind !== "check.submitted") return "leader";
  if (kind === "check.submitted") return "form";
  if (kind === "card.learnt") return "lesson"; // the card may be another by now
  if (kind === "spotcheck.held") return "leader"; // whoever recited has seen it as it is
  return kind === "hazard.acted" ? "hazard" : "again";
}

const FLAG_WORDS: Readonly<Record<string, string>> = {
  late: "过了时间补的", early: "没到时间就做了", no_scan: "没扫岗位码", wrong_scan: "扫的不是这里的码", not_assigned: "不是排给你的",
  unplanned: "计划里没有这一次", clock_off: "手机时间不准", old_revision: "按旧的检查表做的", extra: "别人已经先做了", delivered_late: "送到得晚",
  n_reused: "编号重了，有人会看", no_role: "做的时候可能没有这个角色", position_off: "位置不在岗位上", place_unknown: "没认出是哪个岗位",
  not_drawn: "点名，不是抽的", other_crew: "名单和班组的不一样", not_in_scope: "那天不在选的班组", old_version: "问的时候卡有新版了", unknown_version: "服务器上没有这一版卡",
  other_words: "学的和现在的卡字不一样，要再学", not_holder: "那天不在这个岗位", unknown_question: "和服务器上的卡对不上", other_question: "题不是抽签号抽的", no_signature: "没有本人签名",
};

/** What the server noted beside the record; unknown marks say nothing to a worker. */
export const flagWords = (flags: readonly string[]): string[] => flags.flatMap((flag) => FLAG_WORDS[flag] ?? []);

export interface Sorted {
  rejected: LocalOp[];
  waiting: LocalOp[];
  done: LocalOp[];
}

export function sortedOps(ops: readonly LocalOp[]): Sorted {
  const isDone = ({ state }: LocalOp): boolean => state === "delivered" || state === "backed";
  return {
    rejected: ops.filter(({ state }) => state === "rejected"),
    waiting: ops.filter(({ state }) => state === "held" || state === "text"),
    done: ops.filter(isDone),
  };
}
