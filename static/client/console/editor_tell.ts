// What the editor says of its saving, and the button for what to do next.
import type { Advised } from "./editor_send";

interface Acts { again: () => void; choose: () => void }

const HERE = "字还在这里";
const AWAY = {
  signed_out: `登录过期了，没存上，${HERE}。登录好，回到这一页就接着存。`,
  somebody_else: `现在登录的是另一个人，没存上，${HERE}。换回自己再存。`,
  gone: `这份草稿已经送审或者丢掉了，没存上，${HERE}。`,
};

export class Teller {
  private readonly form: HTMLFormElement;
  private readonly acts: Acts;

  constructor(form: HTMLFormElement, acts: Acts) {
    this.form = form;
    this.acts = acts;
  }

  saving(): void { this.write("saving", "正在保存……"); }

  saved(at: string, advice: readonly Advised[]): void {
    this.say("saved", `已保存 ${at}`);
    this.bad("");
    this.advise(advice);
  }

  /** `isKept`: whether a reload finds the words again. */
  lost(isServer: boolean, isKept: boolean): void {
    const why = isServer ? "服务器现在存不了" : "网络不通";
    this.say("lost", `没存上，${why}，${HERE}${isKept ? "" : "，别关这一页"}`, this.button("再存一次", this.acts.again));
  }

  overtaken(message: string): void {
    this.say("lost", `没存上：${message}，${HERE}`, this.button("看两边，选一个", this.acts.choose));
  }

  refused(message: string, hint: string, field: string): void {
    this.say("lost", `还没存：${message}。${hint}`);
    this.bad(field);
  }

  away(why: keyof typeof AWAY): void {
    this.say("lost", AWAY[why], ...(why === "gone" ? [] : [this.link("去登录", "/signin"), this.button("再存一次", this.acts.again)]));
  }

  private say(state: string, words: string, ...acts: HTMLElement[]): void {
    this.write(state, words);
    const box = this.find("[data-keptacts]");
    const name = (all: readonly Element[]): string => all.map(({ textContent }) => textContent).join();
    if (!box || name([...box.children]) === name(acts)) return; // a button does not go from under a finger
    box.replaceChildren(...acts);
    box.hidden = acts.length === 0;
  }

  private write(state: string, words: string): void {
    const line = this.find("[data-kept]");
    const text = line?.querySelector("span");
    if (!line || !text) return;
    line.hidden = false;
    line.dataset["state"] = state;
    text.textContent = words;
  }

  private bad(name: string): void {
    for (const one of this.form.querySelectorAll(".gk-field.bad")) one.classList.remove("bad");
    if (name === "") return;
    const field = this.find(`[data-group="${name}"], [data-grade="${name}"], [name="${name}"]`);
    field?.closest(".gk-field")?.classList.add("bad");
  }

  private advise(advice: readonly Advised[]): void {
    const box = this.find("[data-advice]");
    const lines = advice.map(({ field, message }) => {
      const line = document.createElement("li");
      const name = document.createElement("b");
      name.textContent = `${field}：`;
      line.append(name, message);
      return line;
    });
    box?.querySelector("ul")?.replaceChildren(...lines);
    if (box) box.hidden = lines.length === 0;
  }

  private button(words: string, act: () => void): HTMLElement {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "gk-btn outline small";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  private link(words: string, href: string): HTMLElement {
    const made = document.createElement("a");
    made.className = "gk-btn outline small";
    made.textContent = words;
    made.href = href;
    made.target = "_blank";
    made.rel = "opener";
    return made;
  }

  private find(what: string): HTMLElement | null {
    return this.form.querySelector<HTMLElement>(what);
  }
}
