// Before the first item: the label at the post, scanned, shows that somebody stood there. Without it the check goes on all the same.
import { useState } from "preact/hooks";
import { parseScan } from "../../model/scan";
import type { Scan } from "../../model/wire";
import { session } from "../../sync/session";
import { Icon } from "../icon";
import { Bar } from "../parts";
import { Finder, type Tell } from "../scan";
import type { Filling } from "./form";

const NOT_OURS: Tell = { title: "这不是岗卡的码", help: "扫岗位牌上的码。扫不了，就点下面直接检查。" };

/** What was scanned, or why it does not count. A label that this phone does not know yet may be a new one: the server judges. */
async function judge(text: string, tokens: readonly string[]): Promise<Scan | Tell> {
  const scanned = parseScan(text, location.origin);
  if (!scanned || !("token" in scanned)) return NOT_OURS;
  const { token } = scanned;
  const other = tokens.includes(token) ? undefined : await session.get()?.store?.postByToken(token);
  if (other) return { title: "这是别的岗位的码", help: `码上是${other.title}。找这里的牌子再扫。` };
  return { token, at: new Date().toISOString() };
}

export function ScanStep({ task: { plan }, change }: Filling) {
  const [isOpen, setOpen] = useState(false);
  const place = plan.post_title || plan.unit;
  const look = async (text: string): Promise<Tell | null> => {
    const judged = await judge(text, plan.tokens);
    if ("title" in judged) return judged;
    change((now) => ({ ...now, scan: judged }));
    return null;
  };
  const skip = (): void => change((now) => ({ ...now, noScan: true }));
  return (
    <div class={`screen ${isOpen ? "dark" : "paper"}`}>
      <Bar title={plan.title} dark={isOpen} paper={!isOpen} {...(isOpen && { onBack: () => setOpen(false) })} />
      <main class={isOpen ? "" : "pad check"}>
        {isOpen ? <Finder hint={`对准${place}的码`} onText={look} /> : (
          <>
            <h2 class="say1">扫岗位上的码，证明人在现场</h2>
            <p>{place}，{plan.items.length}&nbsp;项</p>
          </>
        )}
      </main>
      <footer class="dock">
        {!isOpen && <button class="gk-btn" type="button" onClick={() => setOpen(true)}><Icon name="scan" />扫一扫</button>}
        <button class="gk-btn plain small" type="button" onClick={skip}>扫不了，直接检查</button>
        <p class="help centre">直接检查也算做了，会写明没扫码</p>
      </footer>
    </div>
  );
}
