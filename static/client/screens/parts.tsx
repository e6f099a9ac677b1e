// Pieces that several screens share.
import type { ComponentChildren } from "preact";
import { lookOf } from "../model/level";
import { online, inWeChat, takenAway, update } from "../sync/status";
import { lapsed } from "../sync/session";
import { chineseVoice, speak } from "../device/voice";
import { Icon } from "./icon";
import { useCell } from "./hooks";
import { Light } from "./light";
import { useOversees } from "./oversees";
import { useRead } from "./read";
import { goBack } from "./router";

interface BarProps {
  title: string;
  close?: boolean;
  dark?: boolean;
  paper?: boolean;
  onBack?: () => void; // else the screen before
  light?: boolean; // the data-safety light; not where an emergency is read or a camera looked through
  children?: ComponentChildren; // a line below
}

export function Bar({ title, close = false, dark = false, paper = false, onBack = goBack, light = !dark, children }: BarProps) {
  return (
    <header class={`bar ${dark ? "dark" : ""} ${paper ? "paper" : ""}`}>
      <button class="back" type="button" aria-label={close ? "关掉" : "返回"} onClick={onBack}><Icon name={close ? "x" : "chevron-left"} /></button>
      <h1>{title}</h1>
      {light && <Light />}
      {children}
    </header>
  );
}

/** The bar of a tab's own screen: no way back, and the light in words. */
export const RootBar = ({ title }: { title: string }) => <header class="bar"><h1>{title}</h1><Light inWords /></header>;

export type Tab = "today" | "recite" | "report" | "me" | "board" | "hazards";

/** Whoever looks after others has other tabs; their own day is one tap from the first. */
export function Tabs({ open }: { open: Tab }) {
  const isOverseer = useOversees() === true;
  const current = (tab: Tab): "page" | undefined => (tab === open ? "page" : undefined);
  if (isOverseer) return <Overseer current={current} />;
  return (
    <nav class="gk-tabs" aria-label="主菜单">
      <a href="#/" aria-current={current("today")}><Icon name="calendar-check" />今天</a>
      <a href="#/recite" aria-current={current("recite")}><Icon name="school" />练习</a>
      <a class="scan" href="#/scan"><Icon name="scan" />扫一扫</a>
      <a href="#/report" aria-current={current("report")}><Icon name="camera" />随手拍</a>
      <a href="#/me" aria-current={current("me")}><Icon name="user" />我的</a>
    </nav>
  );
}

function Overseer({ current }: { current: (tab: Tab) => "page" | undefined }) {
  const isOnline = useCell(online);
  return (
    <nav class="gk-tabs" aria-label="主菜单">
      <a href="#/" aria-current={current("today")}><Icon name="list-check" />五件事</a>
      <a href={isOnline ? "/console/board" : "#/board"} aria-current={current("board")}><Icon name="table" />完成表</a>
      <a class="scan" href="#/scan"><Icon name="scan" />扫一扫</a>
      <a href="#/hazards" aria-current={current("hazards")}><Icon name="tool" />隐患</a>
      <a href="#/me" aria-current={current("me")}><Icon name="user" />我的</a>
    </nav>
  );
}

export function Level({ level }: { level: number | null | undefined }) {
  const look = lookOf(level);
  return look && <span class={`lv ${look.colour}`}>{look.name} {look.word}</span>;
}

/** What stands between the bar and the content: no signal, a lapsed session, a newer version, none to open offline. */
export function Strips() {
  const [isOnline, isLapsed, start, isTakenAway] = [useCell(online), useCell(lapsed), useCell(update), useCell(takenAway)];
  return (
    <>
      {!isOnline && <p class="strip" role="status"><Icon name="wifi-off" />{inWeChat ? "没信号。微信里存不住卡" : "没信号，照样能看、能检查"}</p>}
      {!isOnline && inWeChat && <a class="strip" href="#/wechat"><Icon name="world" />在浏览器打开，没信号也能看</a>}
      {isOnline && isLapsed && <a class="strip" href="/signin"><Icon name="lock" />登录过期了，点这里重新进入</a>}
      {start && <button class="strip" type="button" onClick={start}><Icon name="refresh" />有新版，点一下更新</button>}
      {isTakenAway && <p class="strip" role="status"><Icon name="info-circle" />没信号时别关岗卡，关了要有信号才能打开</p>}
    </>
  );
}

/** Read aloud; not shown where the phone has no Chinese voice. */
export function Hear({ text }: { text: string }) {
  const voice = useRead(chineseVoice, []);
  if (!voice) return null;
  return <button class="say" type="button" onClick={() => void speak(text)}><Icon name="volume" />听</button>;
}

/** A row that leads on: a state's shape, a title, what to know of it. */
export function LinkCell({ href, icon, look = "", title, children }: { href: string; icon: string; look?: string; title: string; children?: ComponentChildren }) {
  return (
    <a class="gk-cell" href={href}>
      <span class={`st ${look}`}><Icon name={icon} /></span>
      <span class="grow"><b>{title}</b>{children}</span>
      <Icon name="chevron-right" />
    </a>
  );
}

export const Loading = () => <div class="loading" role="status" aria-busy="true" aria-label="正在打开"><i /><i /><i /></div>;

export function Empty({ icon, look = "", title, children }: { icon: string; look?: string; title: string; children?: ComponentChildren }) {
  return (
    <section class="paper pad stack centre gap">
      <span class={`st ${look}`}><Icon name={icon} /></span>
      <h2 class="say1">{title}</h2>
      {children}
    </section>
  );
}
