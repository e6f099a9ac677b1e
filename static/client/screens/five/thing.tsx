// One of the five closely: the one tap for it, or putting it off until tomorrow.
import { useState } from "preact/hooks";
import { nameOf, thingOf } from "../../model/five";
import { putOff } from "../../sync/five";
import { online } from "../../sync/status";
import { useCell, useStored } from "../hooks";
import { Icon } from "../icon";
import { Bar, Empty, Loading, Strips } from "../parts";
import { Listen } from "../recite/listen";
import { goBack } from "../router";
import { Tap, Why } from "./parts";

export function Thing({ id }: { id: string }) {
  const read = useStored(async (store) => ({ seen: await store.five() }), [id]);
  const found = read?.seen && thingOf(read.seen.five, id);
  return (
    <div class="screen">
      <Bar title="今天五件事" />
      <main>
        <Strips />
        {!read && <Loading />}
        {read && !found && <Empty icon="circle-check" title="这件事已经没有了"><p>做完了，或者有人先做了。</p></Empty>}
        {found && <section class="paper pad row top"><div class="grow stack"><h2 class="say1">{nameOf(found.thing)}</h2><Why thing={found.thing} /></div><Listen text={`${nameOf(found.thing)}。${found.thing.reason}`} /></section>}
      </main>
      {found && <footer class="dock"><Tap thing={found.thing} isMain isLarge /><Put id={found.thing.key} isLater={found.isLater} /></footer>}
    </div>
  );
}

function Put({ id, isLater }: { id: string; isLater: boolean }) {
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const isOnline = useCell(online);
  const words = isLater ? "放回来" : "今天先放一放";
  const put = async (): Promise<void> => {
    setBusy(true);
    const problem = await putOff(id, !isLater);
    setBusy(false);
    if (problem) return setSaid(problem.message);
    goBack();
  };
  return (
    <>
      {said !== "" && <p class="c-bad" role="alert"><b>{said}</b></p>}
      <button class="gk-btn plain small" type="button" disabled={busy || !isOnline} onClick={() => void put()}><Icon name="clock" />{isOnline ? words : `${words}，要连网`}</button>
    </>
  );
}
