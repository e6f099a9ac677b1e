// The data-safety light: same place on every screen, opens the outbox. It never says more than is true.
import type { Safety } from "../model/ops";
import { safety, session } from "../sync/session";
import { Icon } from "./icon";
import { useCell } from "./hooks";

interface Look {
  look: "" | "ok" | "bad";
  icon: string;
  short: string; // beside the icon, inside
  words: string; // on a tab's own screen, and for screen readers
}

const count = (number: number): string => `${number}\u00a0条`;

function lookOf({ rejected, sending, held, delivered, backed, others }: Safety): Look {
  if (rejected > 0) return { look: "bad", icon: "alert-triangle", short: count(rejected), words: `${count(rejected)}要你改` };
  if (sending) return { look: "", icon: "cloud-up", short: `${sending.done + 1}/${sending.total}`, words: `正在送\u00a0${sending.done + 1}/${sending.total}` };
  if (held > 0) return { look: "", icon: "device-mobile", short: count(held), words: `${count(held)}还在手机上` };
  if (others > 0) return { look: "", icon: "users", short: count(others), words: `别人的\u00a0${count(others)}没送完` };
  if (delivered > 0) return { look: "ok", icon: "check", short: "", words: "已送达" };
  return { look: "ok", icon: backed > 0 ? "cloud-check" : "check", short: "", words: backed > 0 ? "已备份" : "没有要送的" };
}

export function Light({ inWords = false }: { inWords?: boolean }) {
  const [now, isIn] = [useCell(safety), useCell(session)?.holder != null];
  if (!isIn && now.others === 0) return null;
  const { look, icon, short, words } = isIn ? lookOf(now) : lookOf({ ...now, held: now.others, rejected: 0 });
  return (
    <a class={`light ${look}`} href="#/outbox" aria-label={words}>
      <span><Icon name={icon} />{inWords ? words : short}</span>
    </a>
  );
}
