// Publishing many cards: in portions, so that one sees how far it is. Without this script the form sends all at once.

interface Outcome {
  id: string;
  done: boolean;
  words: string;
}

const NO_ANSWER = "没发完。看看有没有信号，再点一次；还不行，重新登录再来。发布过的不会再发。";

function boxesOf(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>("input[name=card]")];
}

const chosenOf = (form: HTMLFormElement): HTMLInputElement[] => boxesOf(form).filter((box) => box.checked && !box.disabled);

function tell(form: HTMLFormElement, words: string): void {
  const line = form.querySelector<HTMLElement>("[role=status]");
  if (line === null) return;
  line.hidden = false;
  line.textContent = words;
}

/** The button says how many it will publish. */
function count(form: HTMLFormElement): void {
  const button = form.querySelector<HTMLButtonElement>("[data-button]");
  const words = button?.querySelector("span");
  if (!button || !words) return;
  const { length } = chosenOf(form);
  words.textContent = (button.dataset["button"] ?? "#").replace("#", String(length));
  button.disabled = length === 0;
  button.hidden = boxesOf(form).every((box) => box.disabled);
}

/** The heading says how many wait still. */
function takeAway(form: HTMLFormElement, published: number): void {
  const heading = form.querySelector<HTMLElement>("[data-left]");
  if (heading === null) return;
  const left = Number(heading.dataset["left"]) - published;
  heading.dataset["left"] = String(left);
  heading.textContent = left > 0 ? `${left} 张批准了，等发布` : "都发布了";
}

function mark(form: HTMLFormElement, { id, done, words }: Outcome): void {
  const box = boxesOf(form).find((one) => one.value.startsWith(`${id}.`));
  const line = form.querySelector<HTMLElement>(`[data-outcome="${CSS.escape(id)}"]`);
  if (line) line.textContent = done ? `✓ ${words}` : `✗ 没发布：${words}`;
  if (!box) return;
  box.checked = false;
  box.disabled = done;
}

async function send(form: HTMLFormElement, boxes: HTMLInputElement[]): Promise<Outcome[]> {
  const body = new URLSearchParams(boxes.map((box): [string, string] => ["card", box.value]));
  body.set("csrf_token", form.querySelector<HTMLInputElement>("input[name=csrf_token]")?.value ?? "");
  const answer = await fetch(window.location.href, { method: "POST", headers: { Accept: "application/json" }, body });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return await answer.json() as Outcome[];
}

async function publish(form: HTMLFormElement): Promise<void> {
  const chosen = chosenOf(form);
  const portion = Number(form.dataset["portions"]);
  let published = 0;
  for (let from = 0; from < chosen.length; from += portion) {
    tell(form, `正在发布，${from}/${chosen.length}`);
    const outcomes = await send(form, chosen.slice(from, from + portion));
    outcomes.forEach((one) => { mark(form, one); });
    const done = outcomes.filter((one) => one.done).length;
    takeAway(form, done);
    published += done;
  }
  const kept = chosen.length - published;
  tell(form, `发布了 ${published} 张${kept > 0 ? `，${kept} 张没发布，原因写在卡的下面` : ""}。`);
}

function lock(form: HTMLFormElement, locked: boolean): void {
  for (const box of form.querySelectorAll<HTMLInputElement | HTMLButtonElement>("input[data-all], [data-button]")) box.disabled = locked;
}

async function run(form: HTMLFormElement): Promise<void> {
  lock(form, true);
  await publish(form).catch(() => { tell(form, NO_ANSWER); });
  lock(form, false);
  count(form);
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-portions]")) {
  const all = form.querySelector<HTMLInputElement>("[data-all]");
  if (all) {
    all.closest("label")?.removeAttribute("hidden");
    all.checked = true;
    all.addEventListener("change", () => { boxesOf(form).filter((box) => !box.disabled).forEach((box) => { box.checked = all.checked; }); });
  }
  form.addEventListener("change", () => { count(form); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void run(form);
  });
  count(form);
}

export {};
