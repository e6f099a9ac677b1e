// A photo as it is kept: longest side 1600 px, at most 300 KB, without EXIF (place, device), named by its own SHA-256.
import type { Photo } from "../model/ops";

const LONGEST = 1600; // px
const HEAVIEST = 300 * 1024; // bytes
const QUALITIES = [0.82, 0.72, 0.62, 0.52, 0.42];
const SMALLER = 0.75; // of each side, where no quality is light enough

/** Re-encoded; rejects where the file is no picture that this phone can read. */
export async function takePhoto(file: Blob): Promise<Photo> {
  const address = URL.createObjectURL(file);
  try {
    const picture = await open(address); // reads the head only; it is decoded when it is drawn
    const canvas = await drawn(file, picture);
    return await photoOf(await lightEnough(canvas));
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The picture of a canvas, for a signature. */
export async function photoOfCanvas(canvas: HTMLCanvasElement): Promise<Photo> {
  return photoOf(await lightEnough(canvas));
}

function open(address: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const picture = new Image();
    picture.onload = () => resolve(picture);
    picture.onerror = () => reject(new Error("no picture"));
    picture.src = address;
  });
}

interface Size {
  width: number;
  height: number;
}

function fitted({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

async function drawn(file: Blob, picture: HTMLImageElement): Promise<HTMLCanvasElement> {
  const size = fitted({ width: picture.naturalWidth, height: picture.naturalHeight }, LONGEST);
  const small = await shrunk(file, size);
  const canvas = onCanvas(small ?? picture, size);
  small?.close();
  return canvas;
}

/** Resized while it is decoded: 40 megapixels as a bitmap would be too much for an old phone. null: draw the picture itself. */
async function shrunk(file: Blob, { width, height }: Size): Promise<ImageBitmap | null> {
  try {
    const bitmap = await createImageBitmap(file, { resizeWidth: width, resizeQuality: "medium", imageOrientation: "from-image" });
    if (Math.abs(bitmap.width / bitmap.height - width / height) < 0.02) return bitmap;
    bitmap.close(); // an old browser that does not turn it as its EXIF says
    return null;
  } catch {
    return null;
  }
}

function onCanvas(source: CanvasImageSource, { width, height }: Size): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.fillStyle = "#fff"; // what was transparent
  pen.fillRect(0, 0, width, height);
  pen.drawImage(source, 0, 0, width, height);
  return canvas;
}

function encoded(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no room to encode"))), "image/jpeg", quality);
  });
}

async function lightEnough(canvas: HTMLCanvasElement): Promise<Blob> {
  for (const quality of QUALITIES) {
    const blob = await encoded(canvas, quality);
    if (blob.size <= HEAVIEST) return blob;
  }
  return lightEnough(onCanvas(canvas, fitted(canvas, Math.max(canvas.width, canvas.height) * SMALLER)));
}

async function photoOf(blob: Blob): Promise<Photo> {
  const bytes = await blob.arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return { sha: Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join(""), type: "image/jpeg", bytes };
}
