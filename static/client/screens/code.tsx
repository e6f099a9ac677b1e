// 输编号: the nine digits of a label; the check digit shows a mistype at once.
import { useState } from "preact/hooks";
import { CODE_LENGTH, isCode, spacedCode } from "../model/code";
import { resolve } from "../sync/resolve";
import { Bar } from "./parts";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

export function Code() {
  const [digits, setDigits] = useState("");
  const [unknown, setUnknown] = useState(false);
  const change = (next: string): void => {
    setDigits(next.slice(0, CODE_LENGTH));
    setUnknown(false);
  };
  return (
    <div class="screen">
      <Bar title="输编号" />
      <main>
        <p class="pad">编号在岗位牌上，码的下面，9 位数字</p>
        <Shown digits={digits} />
        <p class="pad" role="status">{advice(digits, unknown)}</p>
      </main>
      <Keys digits={digits} onChange={change} />
      <footer class="dock"><Open digits={digits} onUnknown={() => setUnknown(true)} /></footer>
    </div>
  );
}

function advice(digits: string, unknown: boolean): string {
  if (unknown) return "这个岗位不在手机里。现在没信号，到有信号的地方再输。";
  if (digits.length < CODE_LENGTH) return "";
  return isCode(digits) ? "" : "这 9 位里有一位不对，对着牌子再看一遍";
}

function Shown({ digits }: { digits: string }) {
  const groups = [0, 3, 6].map((from) => digits.slice(from, from + 3));
  return <p class="digits" role="img" aria-label={digits === "" ? "还没输" : spacedCode(digits)}>{groups.map((group, place) => <span key={place}>{group}</span>)}</p>;
}

function Keys({ digits, onChange }: { digits: string; onChange: (digits: string) => void }) {
  return (
    <div class="keys">
      {DIGITS.map((digit) => <button key={digit} type="button" onClick={() => onChange(digits + digit)}>{digit}</button>)}
      <button class="wide" type="button" onClick={() => onChange("")}>清空</button>
      <button type="button" onClick={() => onChange(`${digits}0`)}>0</button>
      <button class="wide" type="button" onClick={() => onChange(digits.slice(0, -1))}>退一位</button>
    </div>
  );
}

function Open({ digits, onUnknown }: { digits: string; onUnknown: () => void }) {
  const open = async (): Promise<void> => {
    const address = await resolve({ code: digits });
    if (address === null) onUnknown();
    else location.assign(address);
  };
  const missing = CODE_LENGTH - digits.length;
  const words = missing > 0 ? `还差 ${missing} 位` : isCode(digits) ? "打开" : "有一位不对";
  return <button class="gk-btn" type="button" disabled={!isCode(digits)} onClick={() => void open()}>{words}</button>;
}
