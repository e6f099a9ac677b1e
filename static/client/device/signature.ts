// A pad to sign on with a finger.

const PEN = 5; // canvas px
const INK = "#111";

export interface Pad {
  clear(): void;
  close(): void;
}

/** Draws what the finger does; `onStroke` after each one. The paper is white at night too: it becomes a picture. */
export function attachPad(canvas: HTMLCanvasElement, onStroke: () => void): Pad {
  const pen = canvas.getContext("2d");
  let isDown = false;
  const clear = (): void => {
    if (!pen) return;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
  };
  const down = (event: PointerEvent): void => {
    isDown = true;
    canvas.setPointerCapture(event.pointerId);
    if (pen) begin(pen, placeOn(canvas, event));
  };
  const move = (event: PointerEvent): void => {
    if (isDown && pen) draw(pen, placeOn(canvas, event));
  };
  const up = (): void => {
    if (isDown) onStroke();
    isDown = false;
  };
  clear();
  const ears = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up };
  for (const [name, ear] of Object.entries(ears)) canvas.addEventListener(name, ear as EventListener);
  return { clear, close: () => { for (const [name, ear] of Object.entries(ears)) canvas.removeEventListener(name, ear as EventListener); } };
}

type Place = [number, number];

function placeOn(canvas: HTMLCanvasElement, { clientX, clientY }: PointerEvent): Place {
  const box = canvas.getBoundingClientRect();
  return [((clientX - box.left) / box.width) * canvas.width, ((clientY - box.top) / box.height) * canvas.height];
}

function begin(pen: CanvasRenderingContext2D, [x, y]: Place): void {
  Object.assign(pen, { lineWidth: PEN, lineCap: "round", lineJoin: "round", strokeStyle: INK });
  pen.beginPath();
  pen.moveTo(x, y);
}

function draw(pen: CanvasRenderingContext2D, [x, y]: Place): void {
  pen.lineTo(x, y);
  pen.stroke();
}
