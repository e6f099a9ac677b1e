import assert from "node:assert/strict";
import { test } from "node:test";
import { choose } from "./voice";

const voice = (lang: string, localService: boolean): SpeechSynthesisVoice => ({ lang, localService, name: lang, default: false, voiceURI: lang });

test("a Mandarin voice that lives on the phone comes first", () => {
  const voices = [voice("en-US", true), voice("zh-CN", false), voice("zh-HK", true), voice("zh_CN", true)];
  assert.equal(choose(voices, true)?.lang, "zh_CN");
});

test("a voice of the network speaks only where there is a line", () => {
  assert.equal(choose([voice("zh-CN", false)], true)?.lang, "zh-CN");
  assert.equal(choose([voice("zh-CN", false)], false), null);
});

test("Cantonese and English don't read Mandarin", () => assert.equal(choose([voice("zh-HK", true), voice("en-GB", true)], true), null));
