// Generated from wire.schema.json by `npm run types`. Change app/*/schemas.py, never this file.

/**
 * The four kinds of card, in the order in which a worker meets them.
 */
export type Kind = "duty" | "emergency" | "operation" | "risk";

/**
 * A telephone number (联系电话) on an emergency card.
 */
export interface Contact {
  name: string;
  number: string;
  inside?: boolean;
  note?: string;
}
/**
 * A row of the duty list (S20).
 */
export interface DutyRow {
  duty: string;
  number?: string;
  standard?: string;
  assessment?: string;
  rights?: string;
  extra?: {
    [k: string]: string;
  };
}
/**
 * One evaluation of a risk, with the matrix version that it was made with (S33).
 */
export interface Grade {
  method: string;
  matrix: string;
  inputs?: {
    [k: string]: number;
  };
  value?: number;
  level?: number;
}
/**
 * What a card says about itself, beside its rows.
 */
export interface Head {
  owner?: string;
  jingle?: string[];
  contacts?: Contact[];
  rights?: string[];
  summary?: string;
  notice?: string;
  extra?: {
    [k: string]: string;
  };
}
/**
 * What this person's phone should hold: bundle key > hash. Its ETag is the hash of its bytes.
 */
export interface Manifest {
  epoch: string;
  account: string;
  bundles: {
    [k: string]: string;
  };
}
/**
 * Answer of GET /api/me: who is signed in in this browser, and the token every writing request carries.
 */
export interface Me {
  account: string | null;
  name: string;
  csrf: string;
}
/**
 * One control (管控措施) of a risk.
 */
export interface Measure {
  id: string;
  text: string;
  kind?: "" | "个体防护" | "培训教育" | "工程技术" | "应急处置" | "管理";
}
/**
 * A post as the person's own list shows it.
 */
export interface MyPost {
  id: string;
  mine: boolean;
  since: string | null;
}
/**
 * A role granted on a unit.
 */
export interface MyRole {
  role: string;
  name: string;
  unit: string;
}
/**
 * A row of the operation card: one step of the work (作业顺序 is the row's place).
 */
export interface OperationRow {
  procedure: string;
  standard?: string;
  phase?: "" | "中" | "前" | "后";
  risk?: string;
  forbidden?: string[];
  step?: "" | "做" | "呼叫" | "确认";
  who?: string;
  tag?: string;
  extra?: {
    [k: string]: string;
  };
}
/**
 * What a phone knows of the person who is signed in.
 */
export interface PersonalBundle {
  kind?: "me";
  id: string;
  name: string;
  employee_no: string;
  enterprise: string;
  console: boolean;
  posts?: MyPost[];
  roles?: MyRole[];
}
/**
 * Everything a phone needs of one post. Does not depend on who asks.
 */
export interface PostBundle {
  kind?: "post";
  id: string;
  title: string;
  enterprise: string;
  units: string[];
  level: number | null;
  acts: string;
  labels: WireLabel[];
  cards: WireCard[];
}
/**
 * A label of a post: the token in its address and the code that is typed.
 */
export interface WireLabel {
  token: string;
  code: string;
}
/**
 * One published version of a card, as a phone holds it.
 */
export interface WireCard {
  kind: Kind;
  version: number;
  effective_on: string;
  head: Head;
  rows: WireRow[];
}
/**
 * A row with the identity that survives versions.
 */
export interface WireRow {
  id: string;
  body: {
    [k: string]: unknown;
  };
}
/**
 * Every error of the API: a code for programs, words for people, what to do next.
 */
export interface Problem {
  code: string;
  message: string;
}
/**
 * A row of the risk list.
 */
export interface RiskRow {
  point: string;
  hazard: string;
  medium?: string;
  accidents?: string[];
  before?: Grade | null;
  after?: Grade | null;
  tier?: string;
  measures?: Measure[];
  owner?: string;
  signs?: string[];
  extra?: {
    [k: string]: string;
  };
}
/**
 * A row of the emergency card: one accident situation (事故情形) with its steps in order.
 */
export interface ScenarioRow {
  name: string;
  short?: string;
  icon?: string;
  steps?: Step[];
  never?: string[];
  supplies?: string[];
  notes?: string[];
  extra?: {
    [k: string]: string;
  };
}
/**
 * One step (处置步骤) of an emergency card: who does what, and how.
 */
export interface Step {
  id: string;
  who: string;
  act: string;
  how?: string;
  icon?: string;
}
