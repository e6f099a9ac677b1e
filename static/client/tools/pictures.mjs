// App icons (PNG), drawn from one SVG, so that no picture has to be kept in the repository.
import { Resvg } from "@resvg/resvg-js";

const BRAND = "#006633";
const BOLD = "node_modules/@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf";

// A maskable icon is cropped to a circle of 80 %: its glyph is smaller and its ground reaches the edge.
function drawing(maskable) {
  const glyph = maskable ? 46 : 62;
  const corner = maskable ? 0 : 22;
  const baseline = 50 + glyph * 0.38;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" rx="${corner}" fill="${BRAND}"/>
<text x="50" y="${baseline}" font-size="${glyph}" font-weight="700" font-family="Noto Sans SC" text-anchor="middle" fill="#fff">岗</text></svg>`;
}

function png(size, maskable) {
  const font = { fontFiles: [BOLD], loadSystemFonts: false, defaultFontFamily: "Noto Sans SC" };
  return new Resvg(drawing(maskable), { fitTo: { mode: "width", value: size }, font }).render().asPng();
}

/** {logical name: PNG bytes} */
export function appPictures() {
  return {
    "icon-192.png": png(192, false),
    "icon-512.png": png(512, false),
    "icon-maskable-512.png": png(512, true),
    "apple-touch-icon.png": png(180, true),
  };
}
