// What emergency mode walks through. Made from a bundle in the app, from the page itself on the public card.
import type { Contact, ScenarioRow, Step } from "./wire";

export interface PlanStep {
  number: number; // as the whole card counts
  who: string;
  act: string;
  how: string;
  icon: string | SVGElement; // a name of the icon set, or the page's own drawing
}

export interface PlanContact {
  name: string;
  under: string; // the small line: the number, or what it is for
  href: string;
}

export interface Plan {
  title: string; // 卷住人
  steps: PlanStep[];
  contacts: PlanContact[];
}

export const telHref = (number: string): string => `tel:${number.replace(/[^\d+*#]/g, "")}`;

/** A public number is its own name (120 救人); one inside the enterprise is known by its name. */
export function planContact({ name, number, inside = true, note = "" }: Contact): PlanContact {
  return inside ? { name, under: number, href: telHref(number) } : { name: number, under: note || name, href: telHref(number) };
}

const PUBLIC: readonly Contact[] = [{ name: "急救", number: "120", inside: false, note: "救人" }, { name: "消防", number: "119", inside: false, note: "救火" }];

/** Whom to call, as the public card orders them: the card's own first number, the public ones, then its others. */
export function callsOf(contacts: readonly Contact[]): PlanContact[] {
  const inside = contacts.filter((each) => each.inside ?? true);
  const outside = contacts.filter((each) => !(each.inside ?? true));
  return [...inside.slice(0, 1), ...(outside.length > 0 ? outside : PUBLIC), ...inside.slice(1)].map(planContact);
}

const planStep = ({ who, act, how = "", icon = "" }: Step, place: number): PlanStep => ({ number: place + 1, who, act, how, icon });

export function planOf(scenario: ScenarioRow, contacts: readonly Contact[]): Plan {
  const steps = (scenario.steps ?? []).map(planStep);
  return { title: scenario.short || scenario.name, steps, contacts: callsOf(contacts) };
}

export const rolesOf = (plan: Plan): string[] => [...new Set(plan.steps.map((step) => step.who))];

/** 操作工 > 操作工做; 谁看见谁做 stays. */
export const roleWords = (who: string): string => (who.endsWith("做") ? who : `${who}做`);
