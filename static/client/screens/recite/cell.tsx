// Practice on the day's screen: how much of it is done. What reckons that comes after the first screen.
import { useStored } from "../hooks";
import { Icon } from "../icon";

export function ReciteCell() {
  const day = useStored(async (store) => (await import("./read")).readDay(store));
  if (!day || day.total === 0) return null;
  const left = day.next.length;
  return (
    <a class="gk-cell" href={left > 0 ? "#/recite/go" : "#/recite"}>
      {left > 0 ? <Ring done={day.done} left={left} /> : <span class="st ok"><Icon name="check" /></span>}
      <span class="grow"><b>背一背，{day.rules.minutes}&nbsp;分钟</b>{left > 0 ? <>今天还有&nbsp;{left}&nbsp;题</> : day.done > 0 ? "今天背完了" : "今天没有要背的"}</span>
      <Icon name="chevron-right" />
    </a>
  );
}

export function Ring({ done, left, large = false }: { done: number; left: number; large?: boolean }) {
  const total = done + left;
  const words = large || total < 10 ? `${done}/${total}` : left; // two digits twice don't fit
  return <span class={`ring ${large ? "large" : ""}`} style={`--p:${Math.round((100 * done) / total)}`} role="img" aria-label={`背了 ${done} 题，共 ${total} 题`}><span>{words}</span></span>;
}
