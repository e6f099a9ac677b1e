// 扫一扫: the camera, its lamp, a photo, or typing the code. Works without a signal.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { printQuery, versionsIn } from "../model/print";
import { parseScan, type Scanned } from "../model/scan";
import { openCamera, type Camera, type CameraTrouble } from "../device/camera";
import { makeScanner, type Scanner } from "../device/scanner";
import { resolve } from "../sync/resolve";
import { noteArrival } from "./arrival";
import { Icon } from "./icon";
import { Bar } from "./parts";

const PAUSE = 160; // ms between two looks: a cheap phone has to breathe

export interface Tell {
  title: string;
  help: string;
}

const TROUBLE: Readonly<Record<CameraTrouble, Tell>> = {
  refused: { title: "相机没打开", help: "到手机设置里允许用相机。" },
  missing: { title: "这里开不了相机", help: "" },
  busy: { title: "相机正被别的应用占着", help: "关掉它再来。" },
};
const NOT_OURS: Tell = { title: "这不是岗卡的码", help: "扫岗位牌上的码，或输牌上的 9 位编号。" };
const NO_CODE: Tell = { title: "照片里没找到码", help: "靠近一点、正对着再拍一张，或输编号。" };
const NO_READER: Tell = { title: "还不会认码", help: "认码的东西没下载完。连上网等一会儿，或输编号。" };

/** A known place opens; otherwise what to do. */
async function follow(scanned: Scanned, text: string): Promise<Tell | null> {
  const address = await resolve(scanned);
  if (address !== null) {
    location.replace(address.startsWith("/p/") ? address + printQuery(text) : address);
    return null;
  }
  if ("signInSecret" in scanned) return { title: "没信号，进不去", help: "这是登录用的码。连上网再扫一次。" };
  return { title: "这个岗位不在手机里", help: "现在没信号。先看岗位牌上的字，或到有信号的地方再扫。" };
}

interface Watch {
  camera: Camera | null;
  tell: Tell | null;
}

/** Opens the camera for as long as the screen is open, and looks at it until something is found. */
function useCamera(video: { current: HTMLVideoElement | null }, onText: (text: string) => Promise<Tell | null>): Watch {
  const [watch, setWatch] = useState<Watch>({ camera: null, tell: null });
  useEffect(() => {
    let isOpen = true;
    let camera: Camera | null = null;
    const run = async (): Promise<void> => {
      const opened = await openCamera();
      if (typeof opened === "string") return setWatch({ camera: null, tell: TROUBLE[opened] });
      camera = opened;
      if (!isOpen || !video.current) return opened.stop();
      setWatch({ camera, tell: null });
      video.current.srcObject = opened.stream;
      await video.current.play().catch(() => undefined);
      await lookUntilFound(video.current, () => isOpen, onText, (tell) => setWatch({ camera, tell }));
    };
    void run();
    return () => {
      isOpen = false;
      camera?.stop();
    };
  }, []);
  return watch;
}

async function lookUntilFound(
  video: HTMLVideoElement, isOpen: () => boolean, onText: (text: string) => Promise<Tell | null>, say: (tell: Tell) => void,
): Promise<void> {
  const scanner = await makeScanner();
  let last = "";
  while (isOpen()) {
    const text = await scanner.look(video).catch(() => null);
    if (text !== null && text !== last) {
      last = text; // the same strange code is not complained about again and again
      const tell = await onText(text);
      if (!tell) return;
      say(tell);
    }
    await new Promise((wake) => setTimeout(wake, PAUSE));
  }
}

async function understand(text: string, isSeen: boolean): Promise<Tell | null> {
  const scanned = parseScan(text, location.origin);
  if (!scanned) return NOT_OURS;
  if (isSeen && "token" in scanned) noteArrival(scanned.token, versionsIn(text));
  return follow(scanned, text);
}

let scanner: Promise<Scanner> | undefined;

async function readPhoto(file: Blob): Promise<Tell | null> {
  scanner ??= makeScanner();
  try {
    const text = await (await scanner).photo(file);
    return text === null ? NO_CODE : await understand(text, false);
  } catch {
    return NO_READER;
  }
}

export function Scan() {
  const [told, setTold] = useState<Tell | null>(null);
  return (
    <div class="screen dark">
      <Bar title="扫一扫" close dark />
      <main><Finder hint="对准岗位上的码" told={told} onText={(text) => understand(text, true)}>
        <label><span><Icon name="photo" /></span>选照片<PhotoInput onTold={setTold} /></label>
        <a href="#/code"><span><Icon name="keyboard" /></span>输编号</a>
      </Finder></main>
    </div>
  );
}

interface FinderProps {
  hint: string;
  told?: Tell | null;
  onText: (text: string) => Promise<Tell | null>; // null: that was it
  children?: ComponentChildren; // other ways
}

/** The camera, looking for a code. */
export function Finder({ hint, told = null, onText, children }: FinderProps) {
  const video = useRef<HTMLVideoElement>(null);
  const { camera, tell } = useCamera(video, onText);
  const shown = told ?? tell;
  return (
    <>
      <div class="cam">
        <video ref={video} playsInline muted hidden={!camera} />
        {camera && <div class="frame"><i /><i /><i /><i /></div>}
        {shown ? <div class="tell" role="alert"><b>{shown.title}</b><p>{shown.help}{told === null && !camera && children !== undefined && "选一张拍好的照片，或者输编号，也行。"}</p></div> : <p class="top">{hint}</p>}
        {camera && <p class="foot">没信号也能扫</p>}
      </div>
      <div class="ways">
        {camera?.hasLamp && <Lamp camera={camera} />}
        {children}
      </div>
    </>
  );
}

function PhotoInput({ onTold }: { onTold: (tell: Tell | null) => void }) {
  const take = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0];
    if (file) onTold(await readPhoto(file));
    input.value = "";
  };
  return <input type="file" accept="image/*" aria-label="选照片" onChange={(event) => void take(event.currentTarget)} />;
}

function Lamp({ camera }: { camera: Camera }) {
  const [on, setOn] = useState(false);
  const toggle = (): void => void camera.lamp(!on).then(() => setOn(!on), () => undefined);
  return <button type="button" aria-pressed={on} onClick={toggle}><span><Icon name="bulb" /></span>{on ? "关灯" : "开灯"}</button>;
}
