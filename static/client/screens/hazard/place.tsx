// Where: one of one's own posts, a label that is scanned, or elsewhere.
import { useState } from "preact/hooks";
import { ELSEWHERE, type Place } from "../../model/report";
import { parseScan } from "../../model/scan";
import type { AccountStore } from "../../store/account";
import { session } from "../../sync/session";
import { useStored } from "../hooks";
import { Icon } from "../icon";
import { lazy } from "../lazy";
import type { Tell } from "../scan";

const Finder = lazy(async () => (await import("../scan")).Finder, true);

/** The post of the address, else the first of one's own. */
export async function firstPlace(store: AccountStore, post: string): Promise<Place | null> {
  const person = await store.person();
  const id = post || person?.posts?.find(({ mine }) => mine)?.id;
  const summary = id ? (await store.posts()).find((each) => each.id === id) : undefined;
  return summary ? { post: summary.id, token: null, title: summary.title } : null;
}

export function PlaceRow({ place, onChange }: { place: Place | null; onChange: () => void }) {
  return (
    <button class="row tight place" type="button" onClick={onChange}>
      <Icon name="map-pin" class="c-ok" /><b class="grow">{place?.title ?? "在哪里？"}</b><span class="help">{place ? "换地方" : "选地方"}</span><Icon name="chevron-right" />
    </button>
  );
}

async function placeOf(text: string): Promise<Place | Tell> {
  const scanned = parseScan(text, location.origin);
  if (!scanned || !("token" in scanned)) return { title: "这不是岗卡的码", help: "扫岗位牌上的码，或从下面选。" };
  const known = await session.get()?.store?.postByToken(scanned.token);
  return known ? { post: known.id, token: null, title: known.title } : { post: null, token: scanned.token, title: "扫过码的岗位" };
}

export function PlacePicker({ onPick }: { onPick: (place: Place) => void }) {
  const [isScanning, setScanning] = useState(false);
  const posts = useStored((store) => store.posts()) ?? [];
  const look = async (text: string): Promise<Tell | null> => {
    const found = await placeOf(text);
    if ("help" in found) return found;
    onPick(found);
    return null;
  };
  if (isScanning) return <div class="scanbox"><Finder hint="对准岗位上的码" onText={look} /></div>;
  return (
    <ul class="gk-cells gap">
      <li><button class="gk-cell" type="button" onClick={() => setScanning(true)}><span class="st"><Icon name="scan" /></span><b class="grow">扫岗位上的码</b></button></li>
      {posts.map(({ id, title, units }) => <li key={id}><button class="gk-cell" type="button" onClick={() => onPick({ post: id, token: null, title })}><span class="st"><Icon name="map-pin" /></span><span class="grow"><b>{title}</b>{units.join(" · ")}</span></button></li>)}
      <li><button class="gk-cell" type="button" onClick={() => onPick(ELSEWHERE)}><span class="st"><Icon name="dots" /></span><span class="grow"><b>别的地方</b>不在这些岗位上</span></button></li>
    </ul>
  );
}
