// 岗位应急处置卡, as the public page shows it, from the phone's own store.
import { useState } from "preact/hooks";
import { bodies, groupRuns } from "../model/cards";
import { mustStop } from "../model/level";
import { planOf, roleWords, type Plan, type PlanStep } from "../model/plan";
import type { ScenarioRow } from "../model/wire";
import { CallBar } from "./callbar";
import { CardFoot, Notice, Revising, type CardProps } from "./cardparts";
import { Icon } from "./icon";
import { LearnStrip } from "./learn/cells";
import { Hear } from "./parts";
import { goBack } from "./router";
import { openSteps } from "./steps/open";

export function Emergency({ post, card }: CardProps) {
  const [chosen, choose] = useState(0);
  const scenarios = bodies(card, "emergency");
  const scenario = scenarios[chosen] ?? scenarios[0];
  const plan = scenario && planOf(scenario, card.head.contacts ?? []);
  return (
    <div class="screen paper">
      <Head title={post.title} />
      {mustStop(post.level) && <p class="stop"><Icon name="hand-stop" /><span><b>停止作业</b></span></p>}
      {scenarios.length > 1 && <Picks scenarios={scenarios} chosen={chosen} onChoose={choose} />}
      <main>
        {scenario && plan && <Scenario scenario={scenario} plan={plan} />}
        {card.head.notice && <Notice text={card.head.notice} />}
        <LearnStrip post={post.id} kind={card.kind} />
        <Revising card={card} />
        <CardFoot card={card} />
      </main>
      {plan && plan.contacts.length > 0 && <footer class="dock"><CallBar contacts={plan.contacts} /></footer>}
    </div>
  );
}

function Head({ title }: { title: string }) {
  return (
    <header class="sos-head">
      <button class="back" type="button" aria-label="返回" onClick={goBack}><Icon name="chevron-left" /></button>
      <div><h1>出事了，照着做</h1><p>{title}</p></div>
    </header>
  );
}

interface PicksProps {
  scenarios: readonly ScenarioRow[];
  chosen: number;
  onChoose: (place: number) => void;
}

function Picks({ scenarios, chosen, onChoose }: PicksProps) {
  return (
    <div class="picks" role="group" aria-label="出了什么事">
      {scenarios.map(({ name, short, icon }, place) => (
        <button key={name} class="pick" type="button" aria-pressed={place === chosen} onClick={() => onChoose(place)}>
          {icon && <Icon name={icon} />}{short || name}
        </button>
      ))}
    </div>
  );
}

function Scenario({ scenario, plan }: { scenario: ScenarioRow; plan: Plan }) {
  const { never = [], supplies = [], notes = [] } = scenario;
  return (
    <section class="scenario" aria-label={scenario.name}>
      {plan.steps.length > 0 && <StepMode plan={plan} />}
      {groupRuns(plan.steps, ({ who }) => who).map(({ key, items }) => <Group key={items[0]?.number} who={key} steps={items} />)}
      {never.length > 0 && <div class="never"><Icon name="ban" /><div>{never.map((text) => <p key={text}>{text}</p>)}</div></div>}
      <More name="要用的东西" lines={supplies} />
      <More name="还要注意" lines={notes} />
    </section>
  );
}

function Group({ who, steps }: { who: string; steps: readonly PlanStep[] }) {
  return (
    <>
      <div class="who"><h2 class="tag">{roleWords(who)}</h2><Hear text={steps.map(({ act, how }) => `${act}。${how}`).join("")} /></div>
      <ol class="steps">{steps.map((step) => <StepLine key={step.number} step={step} />)}</ol>
    </>
  );
}

function StepLine({ step }: { step: PlanStep }) {
  return (
    <li>
      <b>{step.number}</b>
      <div><strong>{step.act}</strong>{step.how && <p>{step.how}</p>}</div>
      {typeof step.icon === "string" && <Icon name={step.icon} class="pic" />}
    </li>
  );
}

function More({ name, lines }: { name: string; lines: readonly string[] }) {
  return lines.length === 0 ? null : <section class="pad"><h3 class="help"><b>{name}</b></h3><ul class="dots">{lines.map((line) => <li key={line}>{line}</li>)}</ul></section>;
}

// Beside the first role, where it moves nothing: no button stands before step 1.
function StepMode({ plan }: { plan: Plan }) {
  return <button class="say stepmode" type="button" onClick={() => void openSteps(plan)}><Icon name="player-play" />一步一步做</button>;
}
