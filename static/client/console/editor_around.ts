// Around the editor: the list of rows names what this browser still keeps; the choice between two texts lets go of what was not chosen.
import { drop, held, keptBelow } from "./editor_keep";

const NAME = 20; // characters

/** Words that were typed and not saved, each with the way back to its form. */
export function showDraft(): void {
  const box = document.querySelector<HTMLElement>("[data-unsaved]");
  const who = box?.dataset["who"];
  if (!box || who === undefined) return;
  const base = window.location.pathname.replace(/\/rows\/.*$/, ""); // a row was just taken out
  const paths = keptBelow(who, base);
  box.querySelector("ul")?.replaceChildren(...paths.map((path) => line(who, path)));
  box.hidden = paths.length === 0;
}

function line(who: string, path: string): HTMLElement {
  const made = document.createElement("li");
  const link = document.createElement("a");
  link.className = "gk-cell";
  link.href = path;
  const words = document.createElement("b");
  words.textContent = firstWords(held(who, path)?.text ?? "");
  link.append(words, "点这里，接着存");
  made.append(link);
  return made;
}

function firstWords(text: string): string {
  const pairs = [...new URLSearchParams(text)].filter(([name, value]) => name !== "after" && value.trim() !== "");
  return pairs[0]?.[1].slice(0, NAME) ?? "没写完的一行";
}

/** Who takes the other's text lets their own go. */
export function watchChoice(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-choice]");
  const { who, here } = form?.dataset ?? {};
  if (!form || who === undefined || here === undefined) return;
  form.querySelector("[data-drop]")?.addEventListener("click", () => { drop(who, here); });
}

/** What a form without this script's saving has brought to the server need not be kept any more. */
export function letGo(): void {
  const { who, saved } = document.querySelector<HTMLElement>("[data-saved]")?.dataset ?? {};
  if (who !== undefined && saved !== undefined) drop(who, saved);
}
