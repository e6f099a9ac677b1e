// Emergency mode: one step at a time, the screen kept awake, the telephone always at hand.
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { stayAwake } from "../../device/wakelock";
import { hush, NO_VOICE, speak } from "../../device/voice";
import { elapsedWords } from "../../model/dates";
import { rolesOf, roleWords, type Plan, type PlanStep } from "../../model/plan";
import { Icon } from "../icon";
import { Calls, Done, RolePicker, StepView } from "./parts";

function useElapsed(): string {
  const [began] = useState(() => Date.now());
  const [now, setNow] = useState(began);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return elapsedWords(now - began);
}

interface StepsProps {
  plan: Plan;
  close: () => void;
}

function Steps({ plan, close }: StepsProps) {
  const [role, setRole] = useState<string | null>(null);
  const [place, setPlace] = useState(0);
  const [choosing, setChoosing] = useState(false);
  const steps = plan.steps.filter(({ who }) => role === null || who === role);
  const step = steps[place];
  useEffect(() => hush, [step]); // the voice stays with its step
  const chooseRole = (next: string | null): void => {
    setRole(next);
    setPlace(0);
    setChoosing(false);
  };
  return (
    <>
      <Top title={step ? `${plan.title}，第 ${place + 1} 步，共 ${steps.length} 步` : plan.title} close={close} />
      {step && <Who step={step} canChoose={rolesOf(plan).length > 1} role={role} onChoose={() => setChoosing(!choosing)} />}
      {choosing && <RolePicker roles={rolesOf(plan)} role={role} onChoose={chooseRole} />}
      {step ? <StepView step={step} /> : <Done count={steps.length} />}
      <div class="em-dock">
        <Buttons place={place} isDone={!step} setPlace={setPlace} />
        <Calls contacts={plan.contacts} />
      </div>
    </>
  );
}

function Top({ title, close }: { title: string; close: () => void }) {
  return (
    <div class="em-top">
      <button type="button" aria-label="关掉" onClick={close}><Icon name="x" /></button>
      <b>{title}</b>
      <time>{useElapsed()}</time>
    </div>
  );
}

interface WhoProps {
  step: PlanStep;
  canChoose: boolean;
  role: string | null;
  onChoose: () => void;
}

function Who({ step, canChoose, role, onChoose }: WhoProps) {
  const [isMute, setMute] = useState(false);
  const hear = async (): Promise<void> => setMute(!(await speak(`${step.act}。${step.how}`)));
  return (
    <>
      <div class="em-role">
        <span>{roleWords(step.who)}</span>
        {canChoose && <button class="say" type="button" aria-pressed={role !== null} onClick={onChoose}><Icon name="users" />{role === null ? "只看我的" : "换人"}</button>}
        <button class="say" type="button" onClick={() => void hear()}><Icon name="volume" />听</button>
      </div>
      {isMute && <p class="em-tell" role="status">{NO_VOICE}</p>}
    </>
  );
}

interface ButtonsProps {
  place: number;
  isDone: boolean;
  setPlace: (place: number) => void;
}

function Buttons({ place, isDone, setPlace }: ButtonsProps) {
  const back = <button class="say" type="button" onClick={() => setPlace(place - 1)}><Icon name="arrow-left" />上一步</button>;
  return (
    <div class={`em-next ${place === 0 ? "first" : ""}`}>
      {place > 0 && back}
      {isDone ? <button class="go" type="button" onClick={() => setPlace(0)}>从头再看</button>
        : <button class="go" type="button" onClick={() => setPlace(place + 1)}>做了，下一步</button>}
    </div>
  );
}

const fullScreen = (on: boolean): void => {
  const change = on ? document.documentElement.requestFullscreen?.() : document.fullscreenElement && document.exitFullscreen();
  void Promise.resolve(change).catch(() => undefined);
};

/** Show it above everything. The phone's back button closes it. */
export function showSteps(plan: Plan): void {
  const box = document.createElement("div");
  box.className = "em";
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-modal", "true");
  box.setAttribute("aria-label", "一步一步做");
  const sleep = stayAwake();
  const overflow = document.documentElement.style.overflow;
  history.pushState({ steps: true }, "");
  window.addEventListener("popstate", leave, { once: true });
  document.documentElement.style.overflow = "hidden";
  document.body.append(box);
  render(<Steps plan={plan} close={() => history.back()} />, box);
  fullScreen(true);

  function leave(): void {
    hush();
    sleep();
    fullScreen(false);
    render(null, box);
    box.remove();
    document.documentElement.style.overflow = overflow;
  }
}
