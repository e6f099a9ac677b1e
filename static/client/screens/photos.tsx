// Taking photos and showing them.
import { useEffect, useState } from "preact/hooks";
import { takePhoto } from "../device/photo";
import type { Photo } from "../model/ops";
import { online } from "../sync/status";
import { useCell, useStored } from "./hooks";
import { Icon } from "./icon";

const RECENT = 24; // photos that may not have reached the store yet
const recent = new Map<string, Photo>();

export function noteFresh(photo: Photo): void {
  recent.set(photo.sha, photo);
  const oldest = recent.keys().next().value;
  if (recent.size > RECENT && oldest !== undefined) recent.delete(oldest);
}

/** The address of a photo on this phone; null where it is not here, undefined until that is known. */
function useAddress(sha: string): string | null | undefined {
  const stored = useStored(async (store) => ({ photo: await store.photo(sha) }), [sha]);
  const photo = recent.get(sha) ?? stored?.photo;
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!photo) return;
    const made = URL.createObjectURL(new Blob([photo.bytes], { type: photo.type }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [photo?.sha]);
  return photo ? address : stored === undefined ? undefined : null;
}

interface ShotProps {
  sha: string;
  alt: string;
  far?: string; // its address on the server
  onDrop?: () => void;
}

export function Shot({ sha, alt, far, onDrop }: ShotProps) {
  const here = useAddress(sha);
  const [isLost, setLost] = useState(false);
  const isOnline = useCell(online);
  useEffect(() => setLost(false), [isOnline]); // with a signal it is tried again
  const address = here ?? (here === null ? far : undefined);
  return (
    <figure class="ph">
      {address !== undefined && !isLost && <img src={address} alt={alt} onError={() => setLost(true)} />}
      {(isLost || (here === null && far === undefined)) && <span class="away">有信号时能看</span>}
      {onDrop && <button class="drop" type="button" aria-label="不要这张" onClick={onDrop}><Icon name="x" /></button>}
    </figure>
  );
}

export interface TakeProps {
  words: string;
  onTake: (photo: Photo) => void;
}

type TakeState = "" | "busy" | "trouble";

function useTake(onTake: (photo: Photo) => void): [TakeState, (input: HTMLInputElement) => void] {
  const [state, setState] = useState<TakeState>("");
  const take = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0];
    if (!file) return;
    setState("busy");
    try {
      const photo = await takePhoto(file);
      noteFresh(photo);
      onTake(photo);
      setState("");
    } catch {
      setState("trouble");
    }
    input.value = "";
  };
  return [state, (input) => void take(input)];
}

const stateWords = (state: TakeState, words: string): string => ({ "": words, busy: "正在存照片", trouble: "这张打不开，再拍一张" })[state];

/** The camera as a dashed frame. */
export function TakeFrame({ words, onTake }: TakeProps) {
  const [state, take] = useTake(onTake);
  return <label class="ph empty over" aria-busy={state === "busy"}><Icon name="camera" />{stateWords(state, words)}<Input words={words} camera onPick={take} /></label>;
}

/** The camera as a button. */
export function TakeButton({ words, onTake }: TakeProps) {
  const [state, take] = useTake(onTake);
  return <label class="gk-btn plain small over"><Icon name="camera" />{stateWords(state, words)}<Input words={words} camera onPick={take} /></label>;
}

/** One that was taken before. */
export function PickButton({ words, onTake }: TakeProps) {
  const [state, take] = useTake(onTake);
  return <label class="gk-btn plain small over"><Icon name="photo" />{stateWords(state, words)}<Input words={words} onPick={take} /></label>;
}

function Input({ words, camera = false, onPick }: { words: string; camera?: boolean; onPick: (input: HTMLInputElement) => void }) {
  const shared = { type: "file", accept: "image/*", "aria-label": words, onChange: (event: { currentTarget: HTMLInputElement }) => onPick(event.currentTarget) };
  return camera ? <input {...shared} capture="environment" /> : <input {...shared} />;
}

interface ShotsProps {
  shas: readonly string[];
  alt: string;
  words: string; // of the frame where there is none yet
  onTake: (photo: Photo) => void;
  onDrop: (sha: string) => void;
}

/** Photos so far, and a frame for the next one. */
export function Shots({ shas, alt, words, onTake, onDrop }: ShotsProps) {
  return (
    <div class="stack">
      <div class="two shots">
        {shas.map((sha) => <Shot key={sha} sha={sha} alt={alt} onDrop={() => onDrop(sha)} />)}
        <TakeFrame words={shas.length > 0 ? "再拍一张" : words} onTake={onTake} />
      </div>
      <PickButton words="从相册选" onTake={onTake} />
    </div>
  );
}
