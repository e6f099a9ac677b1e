// The board on a PC: a chart of the columns over their table, and the mark on the cell whose panel is open.
// Without this script everything is there: the table says what the chart draws, a cell leads to a page.
import type uPlot from "uplot";

interface Point { name: string; head: string; asked: number; did: number }

const WIDE = "(min-width: 720px)";
const HEIGHT = 120; // px
const DARK = "(prefers-color-scheme: dark)";

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const share = ({ asked, did }: Point): number | null => (asked === 0 ? null : Math.round((did / asked) * 1000) / 10);

function options(Plot: typeof uPlot, width: number, points: Point[]): uPlot.Options {
  const ink = colour("--ink-1");
  const axis = { stroke: ink, font: "15px sans-serif", ticks: { show: false } };
  const bars = Plot.paths.bars?.({ size: [0.6, 40] });
  return {
    width, height: HEIGHT, legend: { show: false }, cursor: { show: false }, padding: [8, 8, 0, 0],
    scales: { x: { time: false, range: [-0.6, points.length - 0.4] }, y: { range: [0, 100] } },
    axes: [
      { ...axis, size: 32, grid: { show: false }, splits: () => points.map((_, place) => place), values: (_, at) => at.map((place) => points[place]?.head ?? "") },
      { ...axis, size: 56, grid: { stroke: colour("--line"), width: 1 }, splits: () => [0, 50, 100], values: (_, at) => at.map((value) => `${value}%`) },
    ],
    series: [{}, { stroke: colour("--brand-ink"), fill: colour("--brand-ink"), points: { show: false }, ...(bars ? { paths: bars } : {}) }],
  };
}

async function draw(box: HTMLElement): Promise<void> {
  const points = JSON.parse(box.dataset["points"] ?? "[]") as Point[];
  if (points.length < 2) return;
  const { default: Plot } = await import("uplot");
  const paint = (): void => {
    box.replaceChildren();
    const data: uPlot.AlignedData = [points.map((_, place) => place), points.map(share)];
    new Plot(options(Plot, box.clientWidth, points), data, box);
  };
  box.classList.add("on");
  paint();
  window.addEventListener("resize", paint);
  window.matchMedia(DARK).addEventListener("change", paint);
}

/** The cell whose panel stands beside the table. */
function mark(event: Event): void {
  const cell = (event.target as Element).closest(".gk-grid td[hx-boost] a");
  if (cell === null) return;
  document.querySelector(".gk-grid a[aria-current]")?.removeAttribute("aria-current");
  cell.setAttribute("aria-current", "true");
}

const box = document.getElementById("chart");
if (box !== null && window.matchMedia(WIDE).matches) void draw(box);
document.addEventListener("click", mark);
