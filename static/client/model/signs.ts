// Safety signs (安全标志, GB 2894) that a card names by their words.

export interface SignLook {
  kind: "warn" | "must" | "no";
  icon: string;
}

const ICONS: readonly [RegExp, string][] = [
  [/安全帽/, "helmet"], [/卷|机械|夹|绞|伤人/, "settings"], [/烫|高温|火/, "flame"], [/触电|电/, "bolt"], [/坠落|跌/, "fall"],
  [/眼镜|护目/, "eyeglass"], [/尘|口罩|面具/, "mask"], [/手/, "hand-grab"], [/爆/, "bomb"], [/车/, "truck"], [/毒|腐蚀/, "skull"],
  [/合闸|启动|开机/, "power"], [/落物|砸/, "arrow-down"], [/耳|噪/, "ear"], [/缺氧|窒息/, "lungs"], [/塌|滑坡/, "mountain"],
];

export function lookOfSign(words: string): SignLook {
  const kind = words.startsWith("必须") ? "must" : /^(禁止|严禁|不准)/.test(words) ? "no" : "warn";
  const usual = kind === "no" ? "hand-stop" : "exclamation-mark";
  return { kind, icon: ICONS.find(([pattern]) => pattern.test(words))?.[1] ?? usual };
}
