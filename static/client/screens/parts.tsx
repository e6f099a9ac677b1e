// Pieces that several screens share.
import type { ComponentChildren } from "preact";
import { lookOf } from "../model/level";
import { online, inWeChat, update } from "../sync/status";
import { lapsed } from "../sync/session";
import { chineseVoice, speak } from "../device/voice";
import { Icon } from "./icon";
import { useCell } from "./hooks";
import { useRead } from "./read";
import { goBack } from "./router";

export function Bar({ title, close = false, dark = false }: { title: string; close?: boolean; dark?: boolean }) {
  return (
    <header class={`bar ${dark ? "dark" : ""}`}>
      <button class="back" type="button" aria-label={close ? "关掉" : "返回"} onClick={goBack}><Icon name={close ? "x" : "chevron-left"} /></button>
      <h1>{title}</h1>
    </header>
  );
}

export function Tabs({ open }: { open: "posts" | "me" }) {
  const current = (tab: string): "page" | undefined => (tab === open ? "page" : undefined);
  return (
    <nav class="gk-tabs" aria-label="主菜单">
      <a href="#/" aria-current={current("posts")}><Icon name="cards" />我的岗位</a>
      <a class="scan" href="#/scan"><Icon name="scan" />扫一扫</a>
      <a href="#/me" aria-current={current("me")}><Icon name="user" />我的</a>
    </nav>
  );
}

export function Level({ level }: { level: number | null | undefined }) {
  const look = lookOf(level);
  return look && <span class={`lv ${look.colour}`}>{look.name} {look.word}</span>;
}

/** What stands between the bar and the content: no signal, a lapsed session, a newer version. */
export function Strips() {
  const [isOnline, isLapsed, start] = [useCell(online), useCell(lapsed), useCell(update)];
  return (
    <>
      {!isOnline && <p class="strip" role="status"><Icon name="wifi-off" />{inWeChat ? "没信号。微信里存不住卡" : "没信号，照样能看"}</p>}
      {!isOnline && inWeChat && <a class="strip" href="#/wechat"><Icon name="world" />在浏览器打开，没信号也能看</a>}
      {isOnline && isLapsed && <a class="strip" href="/signin"><Icon name="lock" />登录过期了，点这里重新进入</a>}
      {start && <button class="strip" type="button" onClick={start}><Icon name="refresh" />有新版，点一下更新</button>}
    </>
  );
}

/** Read aloud; not shown where the phone has no Chinese voice. */
export function Hear({ text }: { text: string }) {
  const voice = useRead(chineseVoice, []);
  if (!voice) return null;
  return <button class="say" type="button" onClick={() => void speak(text)}><Icon name="volume" />听</button>;
}

export const Loading = () => <div class="loading" role="status" aria-busy="true" aria-label="正在打开"><i /><i /><i /></div>;

export function Empty({ icon, title, children }: { icon: string; title: string; children?: ComponentChildren }) {
  return (
    <section class="paper pad stack centre gap">
      <span class="st"><Icon name={icon} /></span>
      <h2 class="say1">{title}</h2>
      {children}
    </section>
  );
}
