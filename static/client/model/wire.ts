// Generated from wire.schema.json by `npm run types`. Change app/*/schemas.py, never this file.

/**
 * The four kinds of card, in the order in which a worker meets them.
 */
export type Kind = "duty" | "emergency" | "operation" | "risk";

/**
 * The answer to one op, in the place of that op.
 */
export interface Answer {
  id: string;
  state: "applied" | "rejected" | "retry";
  receipt?: number | null;
  flags?: string[];
  code?: string;
  message?: string;
  waits_for?: string | null;
  lacks?: string[];
  photos?: {
    [k: string]: number;
  };
}
/**
 * Op `card.learnt`: somebody went through what is new in a version of a card, and confirmed it.
 */
export interface CardLearnt {
  id: string;
  post: string;
  kind: Kind;
  version: number;
  mark: string;
  heard?: boolean;
  answers?: LearntAnswer[];
  signature?: string | null;
}
/**
 * A question on what is new, as it was answered; one that is asked again stands there again.
 */
export interface LearntAnswer {
  question: string;
  right: boolean;
  given: string[];
}
/**
 * Somebody read a card on this phone.
 */
export interface CardOpened {
  post: string;
  kind: Kind;
  version: number;
}
/**
 * Op `check.submitted`.
 */
export interface CheckSubmitted {
  id: string;
  plan: string;
  revision: number;
  window: string;
  started_at: string;
  results: ItemResult[];
  versions?: {
    [k: string]: number;
  };
  measures?: MeasureTaken[];
  scan?: Scan | null;
  position?: Position | null;
  signature?: string | null;
}
/**
 * What was found at one item.
 */
export interface ItemResult {
  item: string;
  result: "abnormal" | "na" | "normal";
  value?: number | null;
  note?: string;
  photos?: string[];
  hazard?: ItemHazard | null;
}
/**
 * The hazard that a 异常 becomes.
 */
export interface ItemHazard {
  id: string;
  name: string;
  category?: string;
  dangerous?: boolean;
  fixed?: boolean;
  photos_after?: string[];
}
/**
 * What is to be done about an abnormal item, by whom, by when (the principal's monthly check, S14).
 */
export interface MeasureTaken {
  item: string;
  text: string;
  owner: string;
  due_on: string;
}
/**
 * The label that was scanned within the check.
 */
export interface Scan {
  token: string;
  at: string;
}
/**
 * Where the phone was, as it said itself; evidence at most, never a condition.
 */
export interface Position {
  lat: number;
  lon: number;
  accuracy: number;
}
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
 * Who belongs to a unit itself. Only on the phones of those who may hold a 抽背 there.
 */
export interface CrewBundle {
  kind?: "crew";
  id: string;
  name: string;
  units: string[];
  rules: SpotRules;
  people?: CrewMember[];
}
/**
 * What the enterprise has set about 抽背.
 */
export interface SpotRules {
  pass_percent: number;
  asks_signature: boolean;
}
/**
 * Somebody who can be asked.
 */
export interface CrewMember {
  id: string;
  name: string;
  posts: string[];
}
/**
 * A window that the server knows to be answered.
 */
export interface Done {
  by: string;
  by_id: string;
  at: string;
  late: boolean;
  record: string;
  abnormal: number;
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
 * Answer of GET /api/five. Its ETag is the hash of its bytes.
 */
export interface Five {
  kind?: "five";
  account: string;
  where: string;
  things: FiveThing[];
  later?: FiveThing[];
  done?: string[];
}
/**
 * One thing to see to, and the one tap for it.
 */
export interface FiveThing {
  key: string;
  also?: string[];
  rule: string;
  icon: string;
  word: string;
  title: string;
  whole?: string;
  reason: string;
  level: number | null;
  button: string;
  href: string;
  route?: string;
  tel?: string;
  tap?: string;
}
/**
 * Body of POST /api/five/later: put a thing off until tomorrow, or take that back.
 */
export interface FiveLater {
  key: string;
  later: boolean;
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
 * A file of undelivered records, for any colleague or supervisor to hand in.
 */
export interface HandIn {
  format?: "gangka-ops";
  version?: number;
  made_at: string;
  ops: SignedOp[];
  certificates?: {
    [k: string]: string;
  };
  photos?: {
    [k: string]: string;
  };
}
/**
 * What travels: an op as the phone wrote it, and the signature over exactly these bytes (UTF-8).
 */
export interface SignedOp {
  payload: string;
  signature: string;
}
/**
 * Op `hazard.acted`: one step of a hazard.
 */
export interface HazardActed {
  id: string;
  hazard: string;
  act: "close" | "rectify" | "register" | "send_back" | "verify";
  note?: string;
  photos?: string[];
  grade?: ("general" | "major") | null;
  owner?: string | null;
  due_on?: string | null;
  measures?: string;
  interim?: string;
  funds_fen?: number | null;
  plan?: string;
}
/**
 * One hazard with its history. Does not depend on who asks.
 */
export interface HazardBundle {
  kind?: "hazard";
  id: string;
  name: string;
  note: string;
  category: string;
  post: string | null;
  post_title: string;
  unit: string;
  risk_level: number | null;
  dangerous: boolean;
  at_once: boolean;
  grade: string | null;
  owner: string;
  owner_id: string | null;
  due_on: string | null;
  measures: string;
  interim: string;
  funds_fen: number | null;
  plan: string;
  reporter: string;
  reporter_id: string;
  state: string;
  changed_at: string;
  steps: WireStep[];
}
/**
 * A step of a hazard as a phone shows it.
 */
export interface WireStep {
  id: string;
  act: string;
  by: string;
  by_id: string;
  at: string;
  note: string;
  photos: string[];
}
/**
 * Op `hazard.reported`: found at a post (`post`, or the `token` of its label), or anywhere in one's unit.
 */
export interface HazardReported {
  id: string;
  name: string;
  post?: string | null;
  token?: string | null;
  note?: string;
  category?: string;
  dangerous?: boolean;
  fixed?: boolean;
  photos?: string[];
  photos_after?: string[];
  position?: Position | null;
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
 * Body of POST /api/sync/keys: a new signing key of the person who is signed in.
 */
export interface KeyIn {
  id: string;
  public_key: string;
}
/**
 * The key is registered. The certificate lets anybody re-introduce it after a restore.
 */
export interface KeyOut {
  id: string;
  account: string;
  enterprise: string;
  certificate: string;
  epoch: string;
  server_ms: number;
}
/**
 * What was found last time at an item, for this post.
 */
export interface LastResult {
  item: string;
  result: string;
  at: string;
  value?: number | null;
}
/**
 * The latest version of a card that somebody has learnt.
 */
export interface Learnt {
  post: string;
  kind: Kind;
  version: number;
  mark: string;
}
/**
 * What this person's phone should hold: bundle key > hash. Its ETag is the hash of its bytes.
 */
export interface Manifest {
  epoch: string;
  account: string;
  backed_up_through: number;
  bundles: {
    [k: string]: string;
  };
}
/**
 * Somebody whom a leader may put in charge of a hazard.
 */
export interface Mate {
  id: string;
  name: string;
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
 * How well a person knows one question: what FSRS, which runs on the phone, calls a card.
 */
export interface Memory {
  due: string;
  stability: number;
  difficulty: number;
  elapsed_days: number;
  scheduled_days: number;
  learning_steps: number;
  reps: number;
  lapses: number;
  state: number;
  last_review?: string | null;
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
 * An op (design rule 1). Immutable; a correction is another op that names it.
 */
export interface OpPayload {
  id: string;
  enterprise: string;
  author: string;
  key: string;
  kind: string;
  schema: number;
  captured_at: string;
  offset_ms: number | null;
  n: number;
  corrects?: string | null;
  body: {
    [k: string]: unknown;
  };
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
 * How a question comes back: FSRS' retention, and the longest it stays away.
 */
export interface Pace {
  retention: number;
  longest_days: number;
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
  may?: string[];
  windows?: Window[];
  last?: {
    [k: string]: LastResult[];
  };
  inbox?: WireNotice[];
  mates?: Mate[];
  learnt?: Learnt[];
  signing?: number;
  publishing?: number;
}
/**
 * One check that is, was or will be due. The phone only matches; the server expands (design rule 8).
 */
export interface Window {
  key: string;
  plan: string;
  period: string;
  day: string;
  shift?: string;
  post?: string | null;
  opens: string;
  closes: string;
  done?: Done | null;
}
/**
 * A message to this person.
 */
export interface WireNotice {
  id: string;
  kind: string;
  title: string;
  body: string;
  about: string | null;
  at: string;
}
/**
 * The phone's own word on what it has written; believed only in its own person's session.
 */
export interface PhoneSays {
  key: string;
  top_n: number;
  offset_ms?: number | null;
  at?: string | null;
}
/**
 * Answer of PUT /api/blobs/<sha256>: it is safe on the server's disk.
 */
export interface PhotoOut {
  sha256: string;
  arrival: number;
  epoch: string;
}
/**
 * A plan as a phone needs it. Does not depend on who asks.
 */
export interface PlanBundle {
  kind?: "plan";
  id: string;
  revision: number;
  title: string;
  cycle: string;
  completer: string;
  post: string | null;
  post_title: string;
  unit: string;
  level: number | null;
  asks_scan: boolean;
  asks_signature: boolean;
  asks_measures: boolean;
  asks_position: boolean;
  tokens: string[];
  items: PlanItem[];
}
/**
 * One item of a plan: a control of the risk list, or a free one with its standard.
 */
export interface PlanItem {
  id: string;
  text: string;
  standard?: string;
  row?: string;
  measure?: string;
  level?: number | null;
  hazard?: string;
  signs?: string[];
  first?: string;
  value?: ValueRule | null;
}
/**
 * A measured value of an item: its unit, and the limits that are still normal.
 */
export interface ValueRule {
  name: string;
  unit: string;
  low?: number | null;
  high?: number | null;
  decimals?: number;
  step?: number;
}
/**
 * A part of a line that a supervisor ticks as said or missed.
 */
export interface Point {
  id: string;
  text: string;
  critical?: boolean;
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
  stops: WireStop[];
  cards: WireCard[];
  questions?: Question[];
  lessons?: Question[];
  recitals?: Recital[];
}
/**
 * A label of a post: the token in its address and the code that is typed.
 */
export interface WireLabel {
  token: string;
  code: string;
}
/**
 * Work at this post has been stopped, and not been started again.
 */
export interface WireStop {
  id: string;
  why: string;
  by: string;
  at: string;
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
  mark?: string;
  earlier?: WireEarlier[];
  revising?: boolean;
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
 * What was different in an earlier version, so that a phone can show what changed to whoever learnt that one.
 */
export interface WireEarlier {
  version: number;
  mark: string;
  rows?: WireRow[];
  added?: string[];
  moved?: string[];
  head?: Head | null;
}
/**
 * A question that a card answers. It holds everything a phone needs to ask it and to mark it.
 */
export interface Question {
  id: string;
  ask: "blank" | "control" | "first" | "jingle" | "never" | "order" | "risk" | "who";
  form: "choice" | "order" | "truth";
  ability: "duty" | "emergency" | "operation" | "risk";
  row: string;
  prompt: string;
  text?: string;
  right: string[];
  wrong?: string[];
  line: string;
  place: string;
  critical?: boolean;
}
/**
 * What a person recites in a 抽背: a line of the card, point by point.
 */
export interface Recital {
  id: string;
  ability: "duty" | "emergency" | "operation" | "risk";
  row: string;
  prompt: string;
  points: Point[];
  line: string;
  critical?: boolean;
}
/**
 * Every error of the API: a code for programs, words for people, what to do next.
 */
export interface Problem {
  code: string;
  message: string;
}
/**
 * Body of POST /api/sync/push. No session is needed: each op is signed by its author.
 */
export interface PushIn {
  ops: SignedOp[];
  certificates?: {
    [k: string]: string;
  };
  phone?: PhoneSays | null;
}
/**
 * Answer of POST /api/sync/push.
 */
export interface PushOut {
  epoch: string;
  server_ms: number;
  backed_up_through: number;
  answers: Answer[];
}
/**
 * Op `recite.answered`: one question answered, and the memory that results.
 */
export interface ReciteAnswered {
  id: string;
  post: string;
  question: string;
  ability: "duty" | "emergency" | "operation" | "risk";
  critical: boolean;
  right: boolean;
  given: string[];
  took_ms: number;
  memory: Memory;
}
/**
 * What a person's phones know of that person's practice. Nobody else's phone is given it.
 */
export interface ReciteBundle {
  kind?: "recite";
  id: string;
  rules: ReciteRules;
  memories?: {
    [k: string]: Memory;
  };
}
/**
 * What the enterprise has set about practice.
 */
export interface ReciteRules {
  questions_a_day: number;
  new_a_day: number;
  minutes: number;
  paces: {
    [k: string]: Pace;
  };
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
/**
 * One question of a 抽背: what was to be said, and what was. Every point is in `said` or in `missed`.
 */
export interface SpotAnswer {
  recital: string;
  ability: "duty" | "emergency" | "operation" | "risk";
  version: number;
  prompt: string;
  points: SpotPoint[];
  said: string[];
  missed: string[];
}
/**
 * A point of a recital, as it stood on the phone.
 */
export interface SpotPoint {
  id: string;
  text: string;
  critical?: boolean;
}
/**
 * Op `spotcheck.held`: somebody recited, their supervisor ticked, and they looked at it together.
 */
export interface SpotcheckHeld {
  id: string;
  unit: string;
  seed: string;
  candidates: string[];
  draws?: number;
  account: string;
  post: string;
  answers: SpotAnswer[];
  confirmed: "agreed" | "disputed" | "left";
  note?: string;
  signature?: string | null;
  started_at: string;
}
/**
 * Op `stopwork.declared` (安全生产法 §55).
 */
export interface StopWorkDeclared {
  id: string;
  why: string;
  post?: string | null;
  token?: string | null;
  note?: string;
  photos?: string[];
  position?: Position | null;
}
