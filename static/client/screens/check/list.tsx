// All items at once, to go to any of them.
import type { ItemResult, PlanItem } from "../../model/wire";
import { Icon } from "../icon";
import { Level } from "../parts";
import { CheckBar } from "./parts";
import type { Filling } from "./form";

interface ItemListProps extends Filling {
  onGo: (place: number) => void;
  onClose: () => void;
}

const LOOKS: Readonly<Record<ItemResult["result"], { look: string; icon: string; words: string }>> = {
  normal: { look: "ok", icon: "check", words: "正常" },
  abnormal: { look: "bad", icon: "alert-triangle", words: "异常" },
  na: { look: "", icon: "minus", words: "不适用" },
};

export function ItemList({ task: { plan }, draft, onGo, onClose }: ItemListProps) {
  return (
    <div class="screen">
      <CheckBar title={`全部\u00a0${plan.items.length}\u00a0项`} plan={plan} draft={draft} onBack={onClose} />
      <main>
        <ul class="gk-cells gap">{plan.items.map((item, place) => <li key={item.id}><Row item={item} place={place} result={draft.results[item.id]} onGo={onGo} /></li>)}</ul>
      </main>
      <footer class="dock"><button class="gk-btn plain small" type="button" onClick={() => onGo(plan.items.length)}><Icon name="clipboard-check" />看看还差什么</button></footer>
    </div>
  );
}

function Row({ item, place, result, onGo }: { item: PlanItem; place: number; result: ItemResult | undefined; onGo: (place: number) => void }) {
  const look = result && LOOKS[result.result];
  const value = result?.value == null ? "" : `，${result.value}\u00a0${item.value?.unit ?? ""}`;
  return (
    <button class="gk-cell" type="button" onClick={() => onGo(place)}>
      <span class={`st ${look?.look ?? ""}`}>{look ? <Icon name={look.icon} /> : place + 1}</span>
      <span class="grow"><b>{item.text}</b>{look ? look.words + value : "还没答"}</span>
      <Level level={item.level} />
      <Icon name="chevron-right" />
    </button>
  );
}
