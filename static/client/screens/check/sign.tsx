// Signing with a finger.
import { useEffect, useRef, useState } from "preact/hooks";
import { photoOfCanvas } from "../../device/photo";
import { attachPad, type Pad } from "../../device/signature";
import { Icon } from "../icon";
import { noteFresh, Shot } from "../photos";
import type { Form } from "../keeper";

interface Signable {
  signature: string | null; // SHA-256 of its picture
}

interface SignatureProps<T> {
  draft: T;
  change: Form<T>["change"];
}

export function Signature<T extends Signable>({ draft, change }: SignatureProps<T>) {
  if (draft.signature === null) return <Empty change={change} />;
  return (
    <section class="paper pad stack gap">
      <h2 class="row tight"><Icon name="circle-check" class="c-ok" />签好了</h2>
      <div class="signed"><Shot sha={draft.signature} alt="你的签名" /></div>
      <button class="gk-btn plain small" type="button" onClick={() => change((now) => ({ ...now, signature: null }))}>重签</button>
    </section>
  );
}

function Empty<T extends Signable>({ change }: { change: Form<T>["change"] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<Pad | null>(null);
  const [isSigned, setSigned] = useState(false);
  useEffect(() => {
    if (!canvas.current) return;
    pad.current = attachPad(canvas.current, () => setSigned(true));
    return () => pad.current?.close();
  }, []);
  const done = async (): Promise<void> => {
    if (!canvas.current) return;
    const photo = await photoOfCanvas(canvas.current);
    noteFresh(photo);
    change((now) => ({ ...now, signature: photo.sha }), [photo]);
  };
  const again = (): void => {
    pad.current?.clear();
    setSigned(false);
  };
  return (
    <section class="paper pad stack gap">
      <h2>用手指签名</h2>
      <canvas ref={canvas} class="pad-paper" width={656} height={300} aria-label="签名的地方" role="img" />
      <div class="two">
        <button class="gk-btn plain small" type="button" onClick={again}>擦掉重签</button>
        <button class="gk-btn outline small" type="button" disabled={!isSigned} onClick={() => void done()}>{isSigned ? "签好了" : "还没签"}</button>
      </div>
    </section>
  );
}
