// Reading the public card's own markup.
import { telHref, type Plan, type PlanContact, type PlanStep } from "../model/plan";

const words = (of: Element | null | undefined): string => of?.textContent?.trim() ?? "";

export const pageTitle = (): string => document.body.dataset["title"] ?? (words(document.querySelector("header p")) || document.title);

/** The chosen scenario, or the only one. */
function openScenario(): HTMLElement | null {
  const sections = [...document.querySelectorAll<HTMLElement>("section.scenario")];
  const chosen = [...document.querySelectorAll<HTMLInputElement>("input[name=scenario]")].findIndex((input) => input.checked);
  return sections[Math.max(0, chosen)] ?? null;
}

function step(line: HTMLElement, place: number): PlanStep {
  const drawing = line.querySelector<SVGElement>("svg");
  return {
    number: place + 1,
    who: line.dataset["who"] ?? "",
    act: words(line.querySelector("strong")),
    how: words(line.querySelector("p")),
    icon: drawing ?? "",
  };
}

function contact(link: HTMLAnchorElement): PlanContact {
  const under = words(link.querySelector("small"));
  const name = words(link).replace(under, "").trim();
  return { name, under, href: telHref(link.href) };
}

export function planOfPage(): Plan | null {
  const scenario = openScenario();
  if (!scenario) return null;
  const contacts = [...document.querySelectorAll<HTMLAnchorElement>(".call a[href^='tel:']")].map(contact);
  return { title: scenario.dataset["name"] ?? "", steps: [...scenario.querySelectorAll("li")].map(step), contacts };
}
