// Which screen is open.
import type { ComponentType } from "preact";
import { Card } from "./card";
import { Code } from "./code";
import { useRead } from "./read";
import { Home } from "./home";
import { Lost } from "./lost";
import { Me } from "./me";
import { Loading } from "./parts";
import { Post } from "./post";
import { usePath } from "./router";
import { WeChatGuide } from "./wechat";

/** The scanner's code comes when it is first needed. */
function LazyScan() {
  const screen = useRead<ComponentType>(async () => (await import("./scan")).Scan, []);
  const Screen = screen;
  return Screen ? <Screen /> : <div class="screen dark"><main><Loading /></main></div>;
}

export function App() {
  const [, room, id = "", kind] = usePath().split("/");
  if (location.pathname !== "/") return <Lost path={location.pathname} />;
  switch (room) {
    case "post": return kind === undefined ? <Post key={id} id={id} /> : <Card key={id + kind} id={id} kind={kind} />;
    case "scan": return <LazyScan />;
    case "code": return <Code />;
    case "me": return <Me />;
    case "wechat": return <WeChatGuide />;
    default: return <Home />;
  }
}
