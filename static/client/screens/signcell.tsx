// 等我签字: a row that leads to the cards that wait for this person, where there are some.
import type { PersonalBundle } from "../model/wire";
import { LinkCell } from "./parts";

/** How many; nothing where nothing waits. */
export function SignCell({ person }: { person: PersonalBundle }) {
  const signing = person.signing ?? 0, publishing = person.publishing ?? 0; // a bundle of an earlier build counts neither
  if (signing === 0 && publishing === 0) return null;
  const title = signing > 0 ? `等我签字的卡\u00a0${signing}\u00a0张` : `等我发布的卡\u00a0${publishing}\u00a0张`;
  return <LinkCell href="/cards/signing" icon="user-check" look="now" title={title}>{signing > 0 ? "看一遍，没问题就签" : "都签过了，看一眼就发布"}</LinkCell>;
}
