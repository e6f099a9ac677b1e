// The shell at an address of a public card: the worker could not get it. Perhaps the app's own store holds the post.
import { useEffect } from "preact/hooks";
import type { PlanContact } from "../model/plan";
import { parseScan } from "../model/scan";
import { resolve } from "../sync/resolve";
import { session } from "../sync/session";
import { CallBar } from "./callbar";
import { useCell } from "./hooks";
import { useRead } from "./read";
import { Icon } from "./icon";
import { Empty, Loading } from "./parts";

const HELP: readonly PlanContact[] = [
  { name: "120", under: "救人", href: "tel:120" },
  { name: "119", under: "救火", href: "tel:119" },
  { name: "110", under: "报警", href: "tel:110" },
];

/** A post of our own under this address, from the store alone. */
async function ownScreen(path: string): Promise<string | null> {
  const scanned = parseScan(path, location.origin);
  const address = scanned && await resolve(scanned);
  return address?.startsWith("#") ? address : null;
}

export function Lost({ path }: { path: string }) {
  const isKnown = useCell(session) !== undefined;
  const own = useRead(async () => (isKnown ? ownScreen(path) : undefined), [isKnown, path]);
  useEffect(() => {
    if (own) location.replace(`/${own}`);
  }, [own]);
  if (own !== null) return <Loading />;
  return (
    <div class="screen">
      <main>
        <Empty icon="wifi-off" title="这张卡还不在手机里">
          <p>现在没信号，或者信号太弱。先看岗位牌上的字，到有信号的地方再扫。</p>
          <button class="gk-btn" type="button" onClick={() => location.reload()}><Icon name="refresh" />再试一次</button>
          <a class="gk-btn plain small" href="/"><Icon name="home" />看手机里有的</a>
        </Empty>
      </main>
      <footer class="dock"><p class="help">有人受伤，先打电话，没流量也能打</p><CallBar contacts={HELP} /></footer>
    </div>
  );
}
