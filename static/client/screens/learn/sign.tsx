// The end of a lesson: sign with a finger, or only confirm.
import { scoreWords, type Change, type LearnDraft } from "../../model/learn";
import type { Lesson } from "../../model/lessons";
import type { LocalOp } from "../../model/ops";
import { Signature } from "../check/sign";
import { NotStored, useRecord } from "../saved";
import { learnEntry, photosOf } from "./entry";
import type { LearnForm } from "./filled";

interface SignProps {
  lesson: Lesson;
  changes: readonly Change[];
  draft: LearnDraft;
  form: LearnForm;
  corrects: string;
  onSaved: (op: LocalOp) => void;
}

export function LearnSign({ lesson, changes, draft, form, corrects, onSaved }: SignProps) {
  const { keeping, save } = useRecord();
  const isSigned = draft.signature !== null;
  const submit = async (): Promise<void> => {
    const op = await save(async () => learnEntry(lesson, draft, await form.settle(photosOf(draft)), corrects));
    if (!op) return;
    form.close();
    onSaved(op);
  };
  const seen = lesson.base ? `变了的\u00a0${changes.length}\u00a0处都看了` : "整张卡看完了";
  const words = keeping.state === "failed" ? "再存一次" : keeping.state === "busy" ? "正在存" : isSigned ? "我学会了" : "不签名，只确认";
  return (
    <>
      <main>
        <section class="paper pad stack"><h2 class="say1">签个名，就学完了</h2><p>{[seen, scoreWords(draft.answers)].filter(Boolean).join("，")}。</p></section>
        <Signature draft={draft} change={form.change} />
        <p class="pad help">班长看得到：你哪天学的，题对了几道。</p>
      </main>
      <footer class="dock">
        <NotStored keeping={keeping} />
        <button class={`gk-btn ${keeping.state === "failed" ? "warn" : isSigned ? "" : "outline"}`} type="button" disabled={keeping.state === "busy"} onClick={() => void submit()}>{words}</button>
      </footer>
    </>
  );
}
