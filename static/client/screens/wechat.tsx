// How to get out of WeChat's browser, in one picture.
import { Icon } from "./icon";
import { Bar } from "./parts";

export function WeChatGuide() {
  return (
    <div class="screen">
      <Bar title="在浏览器打开" />
      <main>
        <section class="paper pad stack centre">
          <h2 class="say1">点右上角三个点，再点“在浏览器打开”</h2>
          <Picture />
        </section>
        <ol class="gk-cells gap">
          <li><p class="gk-cell"><span class="num">1</span><span class="grow"><b>点右上角的 <Icon name="dots" /></b></span></p></li>
          <li><p class="gk-cell"><span class="num">2</span><span class="grow"><b>点“在浏览器打开”</b></span></p></li>
          <li><p class="gk-cell"><span class="num">3</span><span class="grow"><b>再进入一次</b>以后没信号也能看</span></p></li>
        </ol>
      </main>
    </div>
  );
}

// A telephone with WeChat's dots ringed, and the sheet that opens below.
function Picture() {
  return (
    <svg class="guide" viewBox="0 0 328 300" role="img" aria-label="微信右上角的三个点，点开后下面有“在浏览器打开”" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
      <rect x="64" y="6" width="200" height="288" rx="18" />
      <path d="M64 46h200M80 26l-6 0M84 20l-6 6l6 6" />
      <circle cx="238" cy="26" r="16" stroke-width="4" />
      <g fill="currentColor" stroke="none"><circle cx="231" cy="26" r="2.500" /><circle cx="238" cy="26" r="2.500" /><circle cx="245" cy="26" r="2.500" /></g>
      <path d="M300 70c-6-24-22-38-42-42M270 22l-13 6l8 12" stroke-width="4" />
      <path d="M80 72h120M80 92h168M80 112h150" opacity=".4" />
      <path d="M64 160h200" />
      <rect x="84" y="180" width="40" height="40" rx="8" /><rect x="144" y="180" width="40" height="40" rx="8" opacity=".4" /><rect x="204" y="180" width="40" height="40" rx="8" opacity=".4" />
      <circle cx="104" cy="200" r="12" /><path d="M92 200h24M104 188c-7 8-7 16 0 24M104 188c7 8 7 16 0 24" />
      <rect x="72" y="170" width="64" height="84" rx="10" stroke-width="4" />
      <text x="104" y="236" text-anchor="middle" font-size="12" font-weight="700" fill="currentColor" stroke="none">在浏览</text>
      <text x="104" y="250" text-anchor="middle" font-size="12" font-weight="700" fill="currentColor" stroke="none">器打开</text>
    </svg>
  );
}
