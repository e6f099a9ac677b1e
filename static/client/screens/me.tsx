// 我的: who this is, fresh cards, bigger type, leaving.
import { useEffect, useState } from "preact/hooks";
import { agoWords } from "../model/dates";
import { comfort, setComfort } from "../store/comfort";
import { lapsed, pullState, refresh, safety, session, signOut } from "../sync/session";
import { inWeChat, ready } from "../sync/status";
import { applyComfort } from "./comfort";
import { useCell, useStored } from "./hooks";
import { Icon } from "./icon";
import { LinkCell, RootBar, Strips, Tabs } from "./parts";

export function Me() {
  const isIn = useCell(session)?.holder != null;
  return (
    <div class="screen">
      <RootBar title="我的" />
      <main>
        <Strips />
        {isIn ? <Person /> : <a class="gk-cell paper" href="/signin"><span class="st"><Icon name="user" /></span><span class="grow"><b>进入</b>看自己的岗位</span><Icon name="chevron-right" /></a>}
        <div class="gk-cells gap">
          {isIn && <Refresh />}
          <Comfort />
          {inWeChat && <LinkCell href="#/wechat" icon="world" title="在浏览器打开">微信里存不住卡</LinkCell>}
        </div>
        {isIn && <div class="gk-cells gap"><Mine /></div>}
        {isIn && <Account />}
        <Offline />
      </main>
      <Tabs open="me" />
    </div>
  );
}

function Person() {
  const name = useCell(session)?.holder?.name;
  const person = useStored((store) => store.person());
  const roles = (person?.roles ?? []).map((role) => `${role.unit} ${role.name}`);
  return (
    <section class="paper pad row top">
      <span class="st now"><Icon name="user" /></span>
      <div class="grow">
        <h2 class="say1">{person?.name ?? name}</h2>
        {person && <p class="help">{person.enterprise}{person.employee_no && ` · 工号 ${person.employee_no}`}</p>}
        {roles.map((role) => <p key={role}>{role}</p>)}
      </div>
    </section>
  );
}

function Refresh() {
  const state = useCell(pullState);
  const mark = useStored((store) => store.mark());
  const updated = mark ? `${agoWords(mark.pulledAt, new Date())}更新` : "还没取过";
  return (
    <button class="gk-cell" type="button" disabled={state.running} onClick={() => void refresh()}>
      <span class="st"><Icon name="refresh" /></span>
      <span class="grow" aria-live="polite"><b>更新资料</b>{progressWords() ?? resultWords() ?? updated}</span>
    </button>
  );

  function progressWords(): string | undefined {
    if (!state.running) return undefined;
    return state.total > 0 ? `正在取，第 ${state.done} 份，共 ${state.total} 份` : "正在看有没有新的";
  }

  function resultWords(): string | undefined {
    if (state.result?.kind === "updated") return `取好了，${state.result.changed.length} 份有变化`;
    if (state.result?.kind === "same") return `都是最新的，${updated}`;
    return state.result ? state.result.problem.message : undefined;
  }
}

function Comfort() {
  const [on, setOn] = useState(comfort);
  const toggle = (): void => {
    setComfort(!on);
    setOn(!on);
    applyComfort(!on);
  };
  return (
    <button class="gk-cell" type="button" role="switch" aria-checked={on} onClick={toggle}>
      <span class="st"><Icon name="text-size" /></span><span class="grow"><b>关怀模式</b>{on ? "开着，字大一些" : "关着"}</span><span class="switch" />
    </button>
  );
}

function Mine() {
  const { held } = useCell(safety);
  const maySpot = useStored((store) => store.person())?.may?.includes("spotchecks.hold") ?? false;
  return (
    <>
      {maySpot && !inWeChat && <LinkCell href="#/spot" icon="users" title="抽背">抽一个人，问四道题</LinkCell>}
      <LinkCell href="#/posts" icon="cards" title="我的岗位">四张卡，没信号也能看</LinkCell>
      <LinkCell href="/cards/signing" icon="user-check" title="等我签字">新写的卡，看一遍再签</LinkCell>
      <LinkCell href="#/outbox" icon="cloud-up" title="送出去了吗">{held > 0 ? `${held}\u00a0条还在手机上` : "没有没送完的"}</LinkCell>
      <LinkCell href="#/hazards" icon="tool" title="隐患" />
      <LinkCell href="#/inbox" icon="bell" title="消息" />
    </>
  );
}

function Account() {
  const person = useStored((store) => store.person());
  return (
    <>
      <div class="gk-cells gap">
        {person?.console && <LinkCell href="/console/" icon="settings" title="管理后台" />}
        <LinkCell href="/sessions" icon="devices" title="我的设备" />
        <LinkCell href="/password" icon="lock" title="改密码" />
      </div>
      <Leave />
    </>
  );
}

type Way = { title: string; icon: string; then: string };

const WAYS: readonly Way[] = [
  { title: "换人", icon: "switch-horizontal", then: "/signin" },
  { title: "退出", icon: "logout", then: "/" },
];

function Leave() {
  const [way, setWay] = useState<Way | null>(null);
  if (way) return <Confirm way={way} onStay={() => setWay(null)} />;
  return (
    <div class="gk-cells gap">
      {WAYS.map((each) => <button key={each.title} class="gk-cell" type="button" onClick={() => setWay(each)}><span class="st"><Icon name={each.icon} /></span><b class="grow">{each.title}</b></button>)}
    </div>
  );
}

function Confirm({ way, onStay }: { way: Way; onStay: () => void }) {
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const { held } = useCell(safety);
  useEffect(() => window.scrollTo(0, document.documentElement.scrollHeight), []); // both answers in sight
  const leave = async (): Promise<void> => {
    setBusy(true);
    const problem = await signOut();
    if (!problem) return location.replace(way.then);
    setSaid(problem.message);
    setBusy(false);
  };
  return (
    <section class="paper pad stack gap" role="alertdialog" aria-label={way.title}>
      <h2 class="say1">要{way.title}吗？</h2>
      <p>你的岗位和卡会从这部手机上清掉。再进入，就会重新取回来。</p>
      {held > 0 && <p class="row top tight"><Icon name="device-mobile" /><span class="grow"><b>{held}&nbsp;条记录还没送完，不会丢</b><br />先留在这部手机上，谁在这部手机上进入，都会替你送出去。别人看不到内容。</span></p>}
      {said !== "" && <p class="c-bad" role="alert"><b>没退成：{said}</b></p>}
      <button class="gk-btn warn" type="button" disabled={busy} onClick={() => void leave()}>{busy ? "正在退出" : way.title}</button>
      <button class="gk-btn plain small" type="button" disabled={busy} onClick={onStay}>先不</button>
    </section>
  );
}

function Offline() {
  const [isReady, isLapsed] = [useCell(ready), useCell(lapsed)];
  if (!isReady || isLapsed) return null;
  return <p class="note pad row tight"><Icon name="circle-check" class="c-ok" />已可离线使用</p>;
}
