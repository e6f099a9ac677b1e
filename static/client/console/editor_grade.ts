// The level of a risk and its colour, at once while it is chosen.
import { gradeOf, type Matrix } from "../model/risk";

type Levels = Readonly<Record<string, readonly [colour: string, words: string]>>;

const STATED = "直接定级";

export function grade(form: HTMLFormElement): void {
  const matrices = JSON.parse(form.dataset["matrices"] ?? "[]") as Matrix[];
  const levels = JSON.parse(form.dataset["levels"] ?? "{}") as Levels;
  for (const field of form.querySelectorAll<HTMLElement>("[data-grade]")) show(field, matrices, levels);
}

function show(field: HTMLElement, matrices: readonly Matrix[], levels: Levels): void {
  const method = field.querySelector<HTMLSelectElement>("[data-method]")?.value ?? "";
  for (const part of field.querySelectorAll<HTMLElement>("[data-for]")) part.hidden = part.dataset["for"] !== method;
  const line = field.querySelector<HTMLElement>("[data-level]");
  if (line === null) return;
  line.replaceChildren();
  if (method === STATED) return level(line, field.querySelector<HTMLSelectElement>("[data-stated]")?.value ?? "", "", levels);
  const chosen = [...field.querySelectorAll<HTMLSelectElement>(`[data-for="${method}"] [data-factor]`)];
  const lacking = chosen.filter(({ value }) => value === "").map((one) => one.dataset["factor"] ?? "");
  const made = gradeOf(method, Object.fromEntries(chosen.map((one) => [one.dataset["factor"] ?? "", Number(one.value)])), matrices);
  if (lacking.length > 0) line.textContent = `还差 ${lacking.join("、")} 没选`;
  else if (made) level(line, String(made.level), `得分 ${made.value ?? 0}`, levels);
}

function level(line: HTMLElement, number: string, score: string, levels: Levels): void {
  const found = levels[number];
  if (!found) return;
  const slab = document.createElement("span");
  slab.className = `lv ${found[0]}`;
  slab.textContent = found[1];
  line.append(slab, ` ${number} 级${score === "" ? "" : `，${score}`}`);
}
