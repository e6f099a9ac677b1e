// Reading aloud with the phone's own voice.

export const NO_VOICE = "这部手机没有中文语音";
const WAIT = 2_000; // ms; some phones list their voices late, some never

const synthesis = (): SpeechSynthesis | null => ("speechSynthesis" in window ? window.speechSynthesis : null);

const isMandarin = ({ lang }: SpeechSynthesisVoice): boolean => /^(zh([-_](CN|Hans.*|TW|SG))?|cmn.*)$/i.test(lang);

/** A voice that lives on the phone speaks in a pit too; one of the network only where there is a line. */
export function choose(voices: readonly SpeechSynthesisVoice[], isOnline: boolean): SpeechSynthesisVoice | null {
  const mandarin = voices.filter(isMandarin);
  return mandarin.find((voice) => voice.localService) ?? (isOnline ? mandarin[0] : undefined) ?? null;
}

function voices(from: SpeechSynthesis): Promise<SpeechSynthesisVoice[]> {
  const now = from.getVoices();
  if (now.length > 0) return Promise.resolve(now);
  return new Promise((resolve) => {
    const settle = (): void => resolve(from.getVoices());
    from.addEventListener?.("voiceschanged", settle, { once: true });
    setTimeout(settle, WAIT);
  });
}

export async function chineseVoice(): Promise<SpeechSynthesisVoice | null> {
  const from = synthesis();
  return from && choose(await voices(from), navigator.onLine);
}

/** Whether it speaks. A new text cuts the old one short. */
export async function speak(text: string): Promise<boolean> {
  const [from, voice] = [synthesis(), await chineseVoice()];
  if (!from || !voice) return false;
  from.cancel();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  utterance.rate = 0.9; // people listen beside machines
  from.speak(utterance);
  return true;
}

export const hush = (): void => synthesis()?.cancel();
