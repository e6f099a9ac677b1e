// The four risk colours (红 橙 黄 蓝) of the five levels; a colour is never shown without its words.

export interface LevelLook {
  colour: "red" | "orange" | "yellow" | "blue";
  name: string; // 红
  word: string; // 重大
}

const RED: LevelLook = { colour: "red", name: "红", word: "重大" };
const ORANGE: LevelLook = { colour: "orange", name: "橙", word: "较大" };
const YELLOW: LevelLook = { colour: "yellow", name: "黄", word: "一般" };
const BLUE: LevelLook = { colour: "blue", name: "蓝", word: "低" };

const LOOKS: Readonly<Record<number, LevelLook>> = { 1: RED, 2: ORANGE, 3: YELLOW, 4: BLUE, 5: BLUE };

export const lookOf = (level: number | null | undefined): LevelLook | null => (level ? LOOKS[level] ?? null : null);

/** Work stops at a post whose risk, with all its controls, is still 重大. */
export const mustStop = (level: number | null | undefined): boolean => level === 1;
