// The icon that is chosen for a step or an accident, drawn beside its word at once.

export function drawPictures(form: HTMLFormElement): void {
  const all = document.querySelector<HTMLTemplateElement>("template[data-pictures]")?.content;
  for (const select of form.querySelectorAll<HTMLSelectElement>("[data-picture]")) {
    const drawn = select.parentElement?.querySelector<HTMLElement>("[data-drawn]");
    if (!drawn || !all || drawn.dataset["drawn"] === select.value) continue;
    const found = [...all.children].find((one) => (one as HTMLElement).dataset["of"] === select.value);
    drawn.replaceChildren(...(found?.cloneNode(true).childNodes ?? []));
    drawn.dataset["drawn"] = select.value;
  }
}
