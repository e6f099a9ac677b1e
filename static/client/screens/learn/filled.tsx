// One lesson on its way: changes, questions, signature.
import { useEffect, useState } from "preact/hooks";
import { hush } from "../../device/voice";
import { lookOfKind } from "../../model/cards";
import { changesOf, goesOn, newDraft, nextQuestion, pagesOf, questionsOf, type Change, type LearnDraft } from "../../model/learn";
import type { Lesson } from "../../model/lessons";
import type { LocalOp } from "../../model/ops";
import type { LearntAnswer, Question } from "../../model/wire";
import { Icon } from "../icon";
import { useForm, type Form } from "../keeper";
import { Light } from "../light";
import { Bar, Loading } from "../parts";
import { useOpened } from "../opened";
import { goBack } from "../router";
import { FullStrip } from "../saved";
import { LearnAsk, LearnTold } from "./ask";
import { ChangeView } from "./change";
import { draftId, photosOf } from "./entry";
import { LearnSign } from "./sign";

interface FilledProps {
  lesson: Lesson;
  corrects: string;
  onSaved: (op: LocalOp) => void;
}

export type LearnForm = Form<LearnDraft>;

interface Answered {
  question: Question;
  answer: LearntAnswer;
  isAgain: boolean;
}

export function Filled({ lesson, corrects, onSaved }: FilledProps) {
  useOpened(lesson.post, lesson.card);
  const form = useForm<LearnDraft>(draftId(lesson), async (_store, kept) => (goesOn(kept, lesson) ? kept : newDraft(lesson)), photosOf);
  const [changes] = useState(() => changesOf(lesson));
  const [pages, questions] = [pagesOf(lesson, changes), questionsOf(lesson, changes)];
  const [told, setTold] = useState<Answered | null>(null);
  const draft = form.data;
  useEffect(() => window.scrollTo(0, 0), [draft?.at, told]);
  if (!draft) return <div class="screen paper"><Bar title="学新卡" paper /><main><Loading /></main></div>;
  const question = nextQuestion(questions, draft.answers);
  const page = pages[draft.at];
  const steps: Steps = { at: page ? draft.at : pages.length + (told || question ? answered(questions, draft, told) : questions.length), total: pages.length + questions.length + 1 };
  const answer = (made: LearntAnswer): void => {
    if (question) setTold({ question, answer: made, isAgain: draft.answers.some((one) => one.question === question.id) });
    form.change((now) => ({ ...now, answers: [...now.answers, made] }));
  };
  const back = (): void => (page && draft.at > 0 ? form.change((now) => ({ ...now, at: now.at - 1 })) : goBack());
  return (
    <div class={`screen ${page ? "" : "paper"}`}>
      <LearnBar lesson={lesson} steps={steps} onBack={back} />
      {form.isFull && <FullStrip />}
      {page && <Page key={draft.at} lesson={lesson} page={page} isFirst={draft.at === 0} form={form} />}
      {!page && told && <LearnTold question={told.question} given={told.answer.given} isAgain={told.isAgain} onNext={() => setTold(null)} />}
      {!page && !told && question && <LearnAsk key={`${question.id} ${draft.answers.length}`} question={question} onAnswer={answer} />}
      {!page && !told && !question && <LearnSign lesson={lesson} changes={changes} draft={draft} form={form} corrects={corrects} onSaved={onSaved} />}
    </div>
  );
}

/** The question that is shown is not done yet. */
function answered(questions: readonly Question[], { answers }: LearnDraft, told: Answered | null): number {
  const done = questions.filter(({ id }) => answers.some((one) => one.question === id)).length;
  return Math.max(0, Math.min(questions.length - 1, done - (told && !told.isAgain ? 1 : 0)));
}

interface Steps {
  at: number; // 0 is the first
  total: number;
}

function LearnBar({ lesson, steps: { at, total }, onBack }: { lesson: Lesson; steps: Steps; onBack: () => void }) {
  const marks = Array.from({ length: total }, (_, place) => (place < at ? "d" : place === at ? "c" : ""));
  return (
    <header class="bar paper">
      <button class="back" type="button" aria-label="返回" onClick={onBack}><Icon name="chevron-left" /></button>
      <h1>学{lookOfKind(lesson.card.kind)?.short} {at + 1}/{total}</h1>
      <Light />
      <div class={`seg ${total > 20 ? "many" : ""}`} role="img" aria-label={`第 ${at + 1} 步，共 ${total} 步`}>{marks.map((mark, place) => <i key={place} class={mark} />)}</div>
    </header>
  );
}

interface PageProps {
  lesson: Lesson;
  page: readonly Change[];
  isFirst: boolean;
  form: LearnForm;
}

function Page({ lesson: { post, card, base }, page, isFirst, form }: PageProps) {
  useEffect(() => hush, []); // the voice stays with its screen
  const heard = (): void => form.change((now) => (now.heard ? now : { ...now, heard: true }));
  return (
    <>
      <main>
        {isFirst && <p class="pad help">{post.title}。{base ? `你学过第\u00a0${base.version}\u00a0版，现在是第\u00a0${card.version}\u00a0版，只看变了的。` : "这张卡你还没学过，从头看一遍。"}</p>}
        {page.map((change) => <ChangeView key={change.id} change={change} onHeard={heard} />)}
      </main>
      <footer class="dock"><button class="gk-btn" type="button" onClick={() => form.change((now) => ({ ...now, at: now.at + 1 }))}>看懂了<Icon name="chevron-right" /></button></footer>
    </>
  );
}
