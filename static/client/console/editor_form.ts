// The form itself: read to a text, filled from one; its steps and measures added, moved and taken out.
import { newId } from "../model/ids";

const NOT_WORDS = ["csrf_token", "base", "do"];

/** All that stands in the form, as it is sent. */
export function textOf(form: HTMLFormElement): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !NOT_WORDS.includes(name)) pairs.append(name, value);
  }
  return pairs.toString();
}

/** Puts into the form what was read from it before. */
export function restore(form: HTMLFormElement, text: string): void {
  const pairs = new URLSearchParams(text);
  for (const group of form.querySelectorAll<HTMLElement>("[data-group]")) resize(group, pairs);
  const rest = new Map([...new Set(pairs.keys())].map((name) => [name, pairs.getAll(name)]));
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>("input, textarea, select")) {
    if (NOT_WORDS.includes(field.name)) continue;
    const values = rest.get(field.name) ?? [];
    if (field.type === "checkbox") (field as HTMLInputElement).checked = take(values, field.value);
    else field.value = values.shift() ?? field.value;
  }
  for (const [name, values] of rest) if (values.length > 0) addMore(form, name, values);
}

function take(values: string[], value: string): boolean {
  const place = values.indexOf(value);
  if (place >= 0) values.splice(place, 1);
  return place >= 0;
}

/** What was ticked then and is not offered now goes where one writes one's own. */
function addMore(form: HTMLFormElement, name: string, values: string[]): void {
  const more = form.elements.namedItem(`${name}.more`);
  if (more instanceof HTMLInputElement) more.value = [more.value, ...values].filter((one) => one !== "").join("、");
}

function resize(group: HTMLElement, pairs: URLSearchParams): void {
  const name = group.dataset["group"] ?? "";
  const counts = [...new Set(pairs.keys())].filter((one) => one.startsWith(`${name}.`)).map((one) => pairs.getAll(one).length);
  const wanted = Math.max(0, ...counts);
  const list = listOf(group);
  while (list.children.length > wanted) list.lastElementChild?.remove();
  while (list.children.length < wanted) add(group);
}

const listOf = (group: HTMLElement): HTMLElement => group.querySelector<HTMLElement>("[data-items]") ?? group;

function add(group: HTMLElement): HTMLElement | null {
  const blank = group.querySelector<HTMLTemplateElement>("template[data-blank]");
  const made = blank?.content.firstElementChild?.cloneNode(true);
  if (!(made instanceof HTMLElement)) return null;
  for (const id of made.querySelectorAll<HTMLInputElement>("[data-id]")) id.value = newId();
  listOf(group).append(made);
  return made;
}

/** The buttons of steps, measures and telephone numbers, without going to the server. */
export function armGroups(form: HTMLFormElement, touched: () => void): void {
  form.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-add], [data-up], [data-out]");
    const group = button?.closest<HTMLElement>("[data-group]");
    if (!button || !group) return;
    event.preventDefault();
    press(button, group);
    touched();
  });
}

function press(button: HTMLElement, group: HTMLElement): void {
  const item = button.closest("li");
  if (button.dataset["add"] !== undefined) {
    add(group)?.querySelector<HTMLElement>("input:not([type=hidden]), textarea")?.focus();
  } else if (button.dataset["up"] !== undefined) {
    item?.previousElementSibling?.before(item);
    button.focus();
  } else takeOut(group, item);
}

/** What is taken out leaves a button to put it back, until the next is. */
function takeOut(group: HTMLElement, item: Element | null): void {
  if (item === null) return;
  const next = item.nextElementSibling;
  group.querySelector("[data-undo]")?.remove();
  const undo = document.createElement("button");
  undo.type = "button";
  undo.className = "gk-btn outline small";
  undo.dataset["undo"] = "";
  undo.textContent = `去掉了一${group.dataset["word"] ?? ""}，放回来`;
  undo.addEventListener("click", () => {
    if (next?.isConnected === true) next.before(item);
    else listOf(group).append(item);
    undo.remove();
    group.dispatchEvent(new Event("input", { bubbles: true }));
  });
  item.remove();
  group.append(undo);
}

/** What is ticked stands on the line that opens the list. */
export function tellTicks(form: HTMLFormElement): void {
  for (const field of form.querySelectorAll<HTMLElement>("[data-ticks]")) {
    const ticked = [...field.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => value);
    const more = field.querySelector<HTMLInputElement>("input:not([type=checkbox])")?.value ?? "";
    const line = field.querySelector("[data-ticked]");
    if (line !== null) line.textContent = [...ticked, more].filter((one) => one !== "").join("、") || "点这里选";
  }
}
