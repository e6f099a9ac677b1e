// What a row of a card says, part by part, in the words under which people know them.
import { lookOf } from "./level";
import type { DutyRow, Grade, Head, Kind, OperationRow, RiskRow, ScenarioRow } from "./wire";

export interface Part {
  name: string;
  lines: string[];
}

export interface Said {
  title: string;
  parts: Part[]; // the title is not among them
}

const one = (name: string, text: string | undefined): Part => ({ name, lines: text ? [text] : [] });
const many = (name: string, lines: readonly string[] | undefined): Part => ({ name, lines: [...lines ?? []] });
const extras = (extra: Readonly<Record<string, string>> | undefined): Part[] => Object.entries(extra ?? {}).map(([name, text]) => one(name, text));

function gradeWords(grade: Grade | null | undefined): string {
  const look = lookOf(grade?.level);
  return look ? `${look.name} ${look.word}${grade?.value === undefined ? "" : `（${grade.value} 分）`}` : "";
}

const ofScenario = ({ name, steps = [], never, supplies, notes, extra }: ScenarioRow): Said => ({
  title: name,
  parts: [
    many("怎么做", steps.map(({ who, act, how }) => `${who}：${act}${how ? `。${how}` : ""}`)),
    many("不许", never), many("要用的东西", supplies), many("还要注意", notes), ...extras(extra),
  ],
});

const ofRisk = ({ point, hazard, medium, accidents, before, after, tier, measures, owner, signs, extra }: RiskRow): Said => ({
  title: point,
  parts: [
    one("有什么危险", hazard), one("危险介质", medium), many("可能出的事", accidents), one("不管控时", gradeWords(before)), one("管控以后", gradeWords(after)),
    many("怎么管住", measures?.map(({ text }) => text)), one("管控层级", tier), one("责任人", owner), many("安全标志", signs), ...extras(extra),
  ],
});

const ofOperation = ({ procedure, standard, phase, risk, forbidden, step, who, tag, extra }: OperationRow): Said => ({
  title: procedure,
  parts: [
    one("怎么做", standard), many("不许", forbidden), one("风险", risk), one("什么时候", phase && `作业${phase}`), one("谁做", who),
    one("做、确认还是呼叫", step), one("设备位号", tag), ...extras(extra),
  ],
});

const ofDuty = ({ duty, number, standard, assessment, rights, extra }: DutyRow): Said => ({
  title: duty,
  parts: [one("到位标准", standard), one("考核标准", assessment), one("权限与义务", rights), one("序号", number), ...extras(extra)],
});

/** The server has checked a row against the kind of its card. */
export function rowSaid(kind: Kind, body: object): Said {
  switch (kind) {
    case "emergency": return ofScenario(body as ScenarioRow);
    case "risk": return ofRisk(body as RiskRow);
    case "operation": return ofOperation(body as OperationRow);
    case "duty": return ofDuty(body as DutyRow);
  }
}

/** What a card says above and below its rows. */
export const headSaid = ({ owner, jingle, contacts, rights, summary, notice, extra }: Head): Said => ({
  title: "整张卡的",
  parts: [
    many("联系电话", contacts?.map(({ name, number, note }) => `${name} ${number}${note ? `（${note}）` : ""}`)), many("顺口溜", jingle),
    many("权限与义务", rights), one("开头的话", summary), one("责任人", owner), one("提示", notice), ...extras(extra),
  ],
});
