// A measured value: step it, or type it; the bar shows where it stands between its limits.
import { useState } from "preact/hooks";
import { limitWords, scaleOf, stepped, typedNumber, type Scale } from "../../model/answer";
import { isOver } from "../../model/complete";
import type { ValueRule } from "../../model/wire";
import { Icon } from "../icon";

interface ValueProps {
  rule: ValueRule;
  value: number | undefined;
  onValue: (value: number) => void;
}

export function Value({ rule, value, onValue }: ValueProps) {
  const [typed, setTyped] = useState<string | null>(null); // while it is being typed, as it stands in the field
  const step = (steps: number): void => {
    setTyped(null);
    onValue(stepped(rule, value, steps));
  };
  const type = (text: string): void => {
    setTyped(text);
    const number = typedNumber(text);
    if (number !== undefined) onValue(number);
  };
  const shown = typed ?? (value === undefined ? "" : value.toFixed(rule.decimals ?? 0));
  return (
    <div>
      <div class="val">
        <button type="button" aria-label={`减 ${rule.step ?? 1}`} onClick={() => step(-1)}><Icon name="minus" /></button>
        <label class="row tight"><span class="vh">{rule.name}，{rule.unit}</span>
          <input inputMode="decimal" autocomplete="off" value={shown} placeholder={rule.name} size={Math.max(3, shown === "" ? rule.name.length * 2 : shown.length)} class={shown === "" ? "none" : ""}
            onInput={(event) => type(event.currentTarget.value)} onBlur={() => setTyped(null)} />
          <span class="unit">{rule.unit}</span></label>
        <button type="button" aria-label={`加 ${rule.step ?? 1}`} onClick={() => step(1)}><Icon name="plus" /></button>
      </div>
      <Limits rule={rule} value={value} />
    </div>
  );
}

function Limits({ rule, value }: { rule: ValueRule; value: number | undefined }) {
  const [scale, { normal, over }] = [scaleOf(rule, value), limitWords(rule)];
  if (!scale) return null;
  const now = value === undefined ? "" : `，现在 ${value} ${rule.unit}${isOver(value, rule) ? "，超了" : ""}`;
  return (
    <>
      <Bar scale={scale} words={normal + now} />
      <p class="row help spread"><span>{normal}</span><b class="c-bad">{over}</b></p>
    </>
  );
}

function Bar({ scale: { from, to, at }, words }: { scale: Scale; words: string }) {
  return (
    <div class="lim" role="img" aria-label={words}>
      <b style={{ left: `${from}%`, right: `${100 - to}%` }} />
      {at !== null && <i style={{ left: `${at}%` }} />}
    </div>
  );
}
