// The editor of cards: saves while it is typed, and tells the truth about it. Without this script the forms work as they are.
import { letGo, showDraft, watchChoice } from "./editor_around";
import { grade } from "./editor_grade";
import { armGroups, restore, textOf, tellTicks } from "./editor_form";
import { drop, held } from "./editor_keep";
import { drawPictures } from "./editor_pictures";
import { Saver } from "./editor_saver";

const PATIENCE = 4000; // ms that a link waits for what is being saved

function redraw(form: HTMLFormElement): void {
  grade(form);
  tellTicks(form);
  drawPictures(form);
}

/** What the last visit could not save stands in the form again. */
function bringBack(form: HTMLFormElement, saver: Saver): void {
  const kept = held(saver.who, saver.path);
  if (kept === null) return;
  const isStored = form.dataset["typed"] === undefined;
  if (isStored && kept.text === textOf(form) && (kept.sent === null || kept.sent === kept.text)) return drop(saver.who, saver.path);
  restore(form, kept.text);
  saver.goOn(kept);
}

/** A link on the page first lets the words be saved. */
function watchLinks(saver: Saver): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a");
    if (link === null || link.target !== "" || event.ctrlKey || event.metaKey || !saver.isDirty()) return;
    event.preventDefault();
    const limit = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    void Promise.race([saver.flush(), limit]).then(() => { window.location.assign(link.href); });
  });
}

function edit(form: HTMLFormElement): void {
  const saver = new Saver(form);
  const touched = (): void => { redraw(form); saver.touch(); };
  bringBack(form, saver);
  redraw(form);
  armGroups(form, touched);
  form.addEventListener("input", touched);
  form.addEventListener("focusout", () => { if (saver.isDirty()) void saver.flush(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void saver.flush().then((isSaved) => { if (isSaved) window.location.assign(form.dataset["back"] ?? "/"); });
  });
  watchLinks(saver);
}

letGo();
const form = document.querySelector<HTMLFormElement>("form[data-editor]");
if (form !== null) edit(form);
showDraft();
watchChoice();
