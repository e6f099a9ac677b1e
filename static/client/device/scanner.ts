// Reading a QR code from a picture: with the phone's own reader where it has one, else with zxing.
import { assets } from "gangka:assets";

type Picture = HTMLVideoElement | ImageBitmap | HTMLImageElement;

interface NativeReader {
  detect(picture: ImageData): Promise<{ rawValue: string }[]>;
}

interface NativeReaderType {
  new (options: { formats: string[] }): NativeReader;
  getSupportedFormats(): Promise<string[]>;
}

const LIVE_SIZE = 720; // px: enough for a label at arm's length, little enough for a cheap phone
const PHOTO_SIZE = 1600;
const NATIVE_MISSES = 8; // phones without Google's services may have a native reader that never finds anything

async function nativeReader(): Promise<NativeReader | null> {
  const Reader = (globalThis as { BarcodeDetector?: NativeReaderType }).BarcodeDetector;
  if (!Reader) return null;
  const formats = await Reader.getSupportedFormats().catch(() => [] as string[]);
  return formats.includes("qr_code") ? new Reader({ formats: ["qr_code"] }) : null;
}

let zxing: Promise<typeof import("zxing-wasm/reader")> | undefined;

async function loadZxing(): Promise<typeof import("zxing-wasm/reader")> {
  const module = await import("zxing-wasm/reader");
  const overrides = { locateFile: () => assets.scannerWasm };
  await module.prepareZXingModule({ overrides, fireImmediately: true });
  return module;
}

async function readWithZxing(picture: ImageData): Promise<string | null> {
  zxing ??= loadZxing();
  zxing.catch(() => { zxing = undefined; }); // its file was not there yet: the next picture tries again
  const { readBarcodes } = await zxing;
  const found = await readBarcodes(picture, { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 });
  return found[0]?.text || null;
}

function sizeOf(picture: Picture): [number, number] {
  if (picture instanceof HTMLVideoElement) return [picture.videoWidth, picture.videoHeight];
  return picture instanceof HTMLImageElement ? [picture.naturalWidth, picture.naturalHeight] : [picture.width, picture.height];
}

const canvas = document.createElement("canvas");

/** The middle square of a live picture, where the frame is; the whole of a photo. */
function pixels(picture: Picture, limit: number, square: boolean): ImageData | null {
  const [width, height] = sizeOf(picture);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context || width === 0 || height === 0) return null;
  const [cutWidth, cutHeight] = square ? [Math.min(width, height), Math.min(width, height)] : [width, height];
  const scale = Math.min(1, limit / Math.max(cutWidth, cutHeight));
  [canvas.width, canvas.height] = [Math.round(cutWidth * scale), Math.round(cutHeight * scale)];
  context.drawImage(picture, (width - cutWidth) / 2, (height - cutHeight) / 2, cutWidth, cutHeight, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

export interface Scanner {
  /** One look at the live picture. */
  look(video: HTMLVideoElement): Promise<string | null>;
  photo(file: Blob): Promise<string | null>;
}

async function decodePhoto(file: Blob): Promise<Picture> {
  if ("createImageBitmap" in window) return createImageBitmap(file);
  const image = new Image();
  image.src = URL.createObjectURL(file);
  await image.decode();
  return image;
}

export async function makeScanner(): Promise<Scanner> {
  let native = await nativeReader();
  let misses = 0;

  async function readNatively(reader: NativeReader, picture: ImageData): Promise<string | null> {
    try {
      return (await reader.detect(picture))[0]?.rawValue ?? null;
    } catch {
      native = null; // it says it can, and can't
      return null;
    }
  }

  async function read(picture: ImageData, surely: boolean): Promise<string | null> {
    const found = native && await readNatively(native, picture);
    misses = found ? 0 : misses + 1;
    const isZxingsTurn = !native || surely || misses > NATIVE_MISSES;
    return found ?? (isZxingsTurn ? readWithZxing(picture) : null);
  }

  return {
    async look(video) {
      const picture = pixels(video, LIVE_SIZE, true);
      return picture && read(picture, false);
    },
    async photo(file) {
      const picture = pixels(await decodePhoto(file), PHOTO_SIZE, false);
      return picture && read(picture, true);
    },
  };
}
