// What happened in a shift, in order: told where something was found wrong, since the same seed may go another way.
const LONGEST = 200; // characters of what was sent or answered
let events: string[] = [];

export function note(words: string): void {
  events.push(`${new Date().toISOString().slice(11)} ${words}`);
}

/** What was noted since it was last asked. */
export function noted(): string[] {
  const found = events;
  events = [];
  return found;
}

export const short = (id: string): string => id.slice(-6);

interface Answered {
  epoch: string;
  backed_up_through: number;
  answers: { id: string; state: string; code?: string; receipt?: number; waits_for?: string }[];
}

/** The body of a request or of its answer, as far as it tells how records fare. */
export function brief(body: unknown): string {
  const text = typeof body === "string" ? body : "";
  try {
    const said = JSON.parse(text) as Partial<Answered> & { ops?: { payload: string }[] };
    if (said.ops) return said.ops.map(({ payload }) => opWords(payload)).join(" ");
    if (said.answers) return `in ${short(said.epoch ?? "")} backed up through ${said.backed_up_through} ${said.answers.map(answerWords).join(" ")}`;
  } catch {
    // no JSON: as it is
  }
  return text.replace(/\s+/g, " ").slice(0, LONGEST);
}

function opWords(payload: string): string {
  const { id, kind, n } = JSON.parse(payload) as { id: string; kind: string; n: number };
  return `${kind} ${short(id)} (${n})`;
}

const answerWords = ({ id, state, code, receipt, waits_for }: Answered["answers"][number]): string =>
  [short(id), state, code, receipt, waits_for].filter(Boolean).join(" ");
