// Sending an Office file: how much of it is gone, and that it is being read. Without this script the form works as it is.

const READING = "传好了，正在读……";

function tell(form: HTMLFormElement, words: string): void {
  const line = form.querySelector<HTMLElement>("[role=status]");
  if (line === null) return;
  line.hidden = false;
  line.textContent = words;
}

function lock(form: HTMLFormElement, locked: boolean): void {
  for (const button of form.querySelectorAll("button")) button.disabled = locked;
}

/** The page that came back with what is wrong: its words take the place of ours. */
function show(page: string): void {
  const content = new DOMParser().parseFromString(page, "text/html").querySelector("main");
  const here = document.querySelector("main");
  if (content === null || here === null) return;
  here.replaceWith(document.importNode(content, true));
  window.scrollTo(0, 0);
}

function send(form: HTMLFormElement): void {
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) tell(form, event.loaded < event.total ? `正在传，${Math.floor((event.loaded / event.total) * 100)}%` : READING);
  });
  request.upload.addEventListener("load", () => { tell(form, READING); });
  request.addEventListener("load", () => {
    if (request.status < 400 && request.responseURL !== form.action) window.location.assign(request.responseURL);
    else show(request.responseText);
  });
  request.addEventListener("error", () => {
    tell(form, "没传上去。看看有没有信号，再点一次；还不行，换小一点的文件。");
    lock(form, false);
  });
  request.send(new FormData(form));
  tell(form, "正在传，0%");
  lock(form, true);
}

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (form.dataset["upload"] === undefined) return;
  event.preventDefault();
  send(form);
});

// <button data-once="正在导入…">: says so and is not pressed twice.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  const words = button instanceof HTMLElement ? button.dataset["once"] : undefined;
  if (!(button instanceof HTMLButtonElement) || words === undefined) return;
  button.textContent = words;
  window.setTimeout(() => { button.disabled = true; });
});
