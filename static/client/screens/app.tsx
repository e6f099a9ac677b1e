// Which screen is open.
import { otherTab } from "../sync/session";
import { Card } from "./card";
import { Home } from "./home";
import { useCell } from "./hooks";
import { lazy } from "./lazy";
import { OtherTab } from "./othertab";
import { Post } from "./post";
import { Posts } from "./posts";
import { usePath } from "./router";

const Scan = lazy(async () => (await import("./scan")).Scan, true);
const Code = lazy(async () => (await import("./code")).Code);
const Lost = lazy(async () => (await import("./lost")).Lost);
const Me = lazy(async () => (await import("./me")).Me);
const WeChatGuide = lazy(async () => (await import("./wechat")).WeChatGuide);
const Check = lazy(async () => (await import("./check/check")).Check);
const Report = lazy(async () => (await import("./hazard/report")).Report);
const Stop = lazy(async () => (await import("./hazard/stop")).StopWork);
const Hazards = lazy(async () => (await import("./hazard/list")).Hazards);
const Hazard = lazy(async () => (await import("./hazard/hazard")).Hazard);
const Outbox = lazy(async () => (await import("./outbox/outbox")).Outbox);
const Sent = lazy(async () => (await import("./outbox/sent")).Sent);
const Recite = lazy(async () => (await import("./recite/recite")).Recite);
const Session = lazy(async () => (await import("./recite/session")).Session);
const Learn = lazy(async () => (await import("./learn/learn")).Learn);
const Spot = lazy(async () => (await import("./spot/spot")).Spot);
const Thing = lazy(async () => (await import("./five/thing")).Thing);
const NoBoard = lazy(async () => (await import("./five/five")).NoBoard);
const Inbox = lazy(async () => (await import("./inbox")).Inbox);

const WITHOUT_STORE: ReadonlySet<string> = new Set(["scan", "code", "wechat"]);

export function App() {
  const [, room = "", first = "", more] = usePath().split("/");
  const isBlocked = useCell(otherTab);
  if (location.pathname !== "/") return <Lost path={location.pathname} />;
  if (isBlocked && !WITHOUT_STORE.has(room)) return <OtherTab />;
  const id = decoded(first);
  switch (room) {
    case "posts": return <Posts />;
    case "post": return more === undefined ? <Post key={id} id={id} /> : <Card key={id + more} id={id} kind={more} />;
    case "check": return <Check key={first + (more ?? "")} window={id} corrects={more ?? ""} />;
    case "report": return <Report key={id} post={id} />;
    case "stop": return <Stop key={id} post={id} />;
    case "hazards": return <Hazards />;
    case "hazard": return <Hazard key={id} id={id} />;
    case "outbox": return id === "" ? <Outbox /> : <Sent key={id} id={id} />;
    case "today": return <Home own />;
    case "five": return id === "" ? <Home /> : <Thing key={id} id={id} />;
    case "board": return <NoBoard />;
    case "inbox": return <Inbox />;
    case "recite": return id === "" ? <Recite /> : <Session key={id} isMore={id === "more"} />;
    case "learn": return <Learn key={id + (more ?? "")} post={id} kind={more ?? ""} />;
    case "spot": return <Spot key={id} unit={id} />;
    case "scan": return <Scan />;
    case "code": return <Code />;
    case "me": return <Me />;
    case "wechat": return <WeChatGuide />;
    default: return <Home />;
  }
}

/** A window's key may hold a slash. An address that is no address is taken as it stands. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
