// Hearing a question; and saying plainly where the phone has no Chinese voice.
import { chineseVoice, NO_VOICE } from "../../device/voice";
import { Icon } from "../icon";
import { Hear } from "../parts";
import { useRead } from "../read";

/** 听, or that there is none. Some phones take a while to tell: nothing moves under the thumb when they do. */
export function Listen({ text }: { text: string }) {
  const voice = useRead(chineseVoice, []);
  if (voice === undefined) return <span class="say mute" />;
  return voice ? <Hear text={text} /> : <span class="say mute" role="note" aria-label={NO_VOICE}>没有<br />语音</span>;
}

/** The same in a sentence. */
export function NoVoice() {
  const voice = useRead(chineseVoice, []);
  return voice === null ? <p class="row top tight help"><Icon name="volume" /><span class="grow">{NO_VOICE}，听不了，请看字。</span></p> : null;
}
