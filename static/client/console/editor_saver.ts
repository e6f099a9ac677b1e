// Saves a form while it is typed. "已保存" is only said when the server said so; what it has not, stays in this browser.
// What was sent and had no answer is sent again as it was, before what was typed since: so it is never taken for somebody else's.
import { textOf } from "./editor_form";
import { drop, keep, type Kept } from "./editor_keep";
import { put, renew, type Advised, type Answer } from "./editor_send";
import { Teller } from "./editor_tell";

const PAUSE = 800; // ms after the last key
const AGAIN = [3000, 6000, 15_000, 30_000]; // ms until the next try

export class Saver {
  readonly who: string;
  readonly path = window.location.pathname;
  private readonly form: HTMLFormElement;
  private readonly teller: Teller;
  private base: string;
  private saved: string | null; // the text that the server has
  private sent: string | null = null;
  private running: Promise<boolean> | null = null;
  private timer = 0;
  private tries = 0;

  constructor(form: HTMLFormElement) {
    this.form = form;
    this.who = form.dataset["who"] ?? "";
    this.base = this.hidden("base").value;
    this.saved = form.dataset["typed"] === undefined ? textOf(form) : null;
    this.teller = new Teller(form, { again: () => void this.flush(), choose: () => { this.choose(); } });
    const again = (): void => { if (this.isDirty()) void this.flush(); };
    window.addEventListener("online", again);
    window.addEventListener("focus", again);
    document.addEventListener("visibilitychange", again);
    window.addEventListener("pagehide", again);
  }

  isDirty(): boolean {
    return this.sent !== null || textOf(this.form) !== this.saved;
  }

  /** Something was typed. */
  touch(): void {
    if (!this.isDirty()) return;
    this.note();
    this.later(PAUSE);
  }

  /** What an earlier visit left is in the form again. */
  goOn(kept: Kept): void {
    this.base = kept.base;
    this.sent = kept.sent;
    this.saved = null;
    void this.flush();
  }

  /** Whether all that stands in the form is on the server now. */
  async flush(): Promise<boolean> {
    window.clearTimeout(this.timer);
    if (this.running !== null) await this.running;
    this.running ??= this.run().finally(() => { this.running = null; });
    return this.running;
  }

  private async run(): Promise<boolean> {
    while (this.isDirty()) {
      const text = this.sent ?? textOf(this.form);
      this.sent = text;
      this.note();
      this.teller.saving();
      const answer = await this.put(text);
      if (answer.kind !== "saved") return this.failed(answer);
      this.sent = null;
      this.saved = text;
      this.settle(answer);
    }
    return true;
  }

  private settle({ mark, at, advice }: { mark: string; at: string; advice: Advised[] }): void {
    this.tries = 0;
    this.base = mark;
    this.hidden("base").value = mark;
    if (this.isDirty()) return void this.note();
    drop(this.who, this.path);
    this.teller.saved(at, advice);
  }

  private async put(text: string): Promise<Answer> {
    const answer = await put(this.path, text, this.base, this.hidden("csrf_token").value);
    if (answer.kind !== "stale") return answer;
    const renewed = await renew(this.path, this.who);
    if (renewed.kind === "token") {
      this.hidden("csrf_token").value = renewed.token;
      const second = await put(this.path, text, this.base, renewed.token);
      return second.kind === "stale" ? { kind: "refused", message: "服务器没收下这些字", hint: "有特别的字就删掉，再试一次。", field: "" } : second;
    }
    if (renewed.kind === "lost") return { kind: "lost", isServer: false };
    this.teller.away(renewed.kind);
    return { kind: "stale" };
  }

  private failed(answer: Exclude<Answer, { kind: "saved" }>): false {
    if (answer.kind === "lost") {
      this.teller.lost(answer.isServer, this.note());
      this.later(AGAIN[Math.min(this.tries++, AGAIN.length - 1)] ?? PAUSE);
      return false;
    }
    this.sent = null; // it was refused: it is not there
    this.note();
    if (answer.kind === "overtaken") this.teller.overtaken(answer.message);
    if (answer.kind === "refused") this.teller.refused(answer.message, answer.hint, answer.field);
    return false;
  }

  /** Both texts on a page, to choose: the form goes there as it is. */
  private choose(): void {
    this.note();
    this.form.submit();
  }

  private note(): boolean {
    return keep(this.who, this.path, { text: textOf(this.form), base: this.base, sent: this.sent });
  }

  private later(wait: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.flush(), wait);
  }

  private hidden(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }
}
