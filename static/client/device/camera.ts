// The camera at the back, and its lamp.

export type CameraTrouble = "refused" | "missing" | "busy";

export interface Camera {
  stream: MediaStream;
  hasLamp: boolean;
  lamp(on: boolean): Promise<void>;
  stop(): void;
}

const WISH: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
};

type Lamp = { torch?: boolean }; // not in TypeScript's DOM types

function asCamera(stream: MediaStream): Camera {
  const track = stream.getVideoTracks()[0];
  const able = track?.getCapabilities?.() as Lamp | undefined;
  return {
    stream,
    hasLamp: able?.torch === true,
    lamp: async (on) => track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }),
    stop: () => stream.getTracks().forEach((each) => each.stop()),
  };
}

function troubleOf(reason: unknown): CameraTrouble {
  const name = reason instanceof DOMException ? reason.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotReadableError" ? "busy" : "missing";
}

export async function openCamera(): Promise<Camera | CameraTrouble> {
  if (!navigator.mediaDevices?.getUserMedia) return "missing"; // an insecure address, or an old browser
  try {
    return asCamera(await navigator.mediaDevices.getUserMedia(WISH));
  } catch (reason) {
    return troubleOf(reason);
  }
}
