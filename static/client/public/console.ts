// The console's script: htmx, made to fit our content security policy, and questions before acts that can't be undone.
import htmx from "htmx.org";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;

const csrfToken = (): string => document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";

document.addEventListener("htmx:configRequest", (event) => {
  const { detail } = event as CustomEvent<{ headers: Record<string, string> }>;
  detail.headers["X-CSRFToken"] = csrfToken();
});

// <form data-confirm="…"> or <button data-confirm="…">: asked before it is sent.
document.addEventListener("submit", (event) => {
  const asker = event.submitter?.closest<HTMLElement>("[data-confirm]") ?? (event.target as HTMLElement).closest<HTMLElement>("[data-confirm]");
  const question = asker?.dataset["confirm"];
  if (question !== undefined && !window.confirm(question)) event.preventDefault();
}, true);

// <button data-show="password-field">: 看密码
document.addEventListener("click", (event) => {
  const id = (event.target as Element).closest<HTMLElement>("[data-show]")?.dataset["show"];
  const field = id === undefined ? null : document.getElementById(id);
  if (field instanceof HTMLInputElement) field.type = field.type === "password" ? "text" : "password";
});
