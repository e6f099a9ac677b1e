// The pad on the page of a card that waits for a signature. Without this script the form works as it is.
import { attachPad } from "../device/signature";

for (const field of document.querySelectorAll<HTMLElement>("[data-pad]")) {
  const canvas = field.querySelector("canvas");
  const drawn = field.querySelector<HTMLInputElement>("input[name=drawn]");
  if (canvas === null || drawn === null) continue;
  field.hidden = false;
  const pad = attachPad(canvas, () => { drawn.value = canvas.toDataURL("image/png"); });
  field.querySelector("[data-clear]")?.addEventListener("click", () => {
    pad.clear();
    drawn.value = "";
  });
}

// Pressed once: a second tap on a slow network sends nothing more.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button instanceof HTMLButtonElement) window.setTimeout(() => { button.disabled = true; });
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const button of document.querySelectorAll("button")) button.disabled = false;
});
