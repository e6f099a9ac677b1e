// Screens whose code comes when they are first opened: the first screen stays light. The worker keeps them all, signal or not.
import type { ComponentType } from "preact";
import { Bar, Empty, Loading } from "./parts";
import { useRead } from "./read";

export function lazy<P extends object>(load: () => Promise<ComponentType<P>>, dark = false): ComponentType<P> {
  return function Lazy(props: P) {
    const read = useRead(async () => ({ screen: await load().catch(() => null) }), []);
    const Screen = read?.screen;
    if (Screen) return <Screen {...props} />;
    return read ? <NotYet /> : <div class={`screen ${dark ? "dark" : ""}`}><main><Loading /></main></div>;
  };
}

/** Only where there is no worker to keep it, or before it has. */
function NotYet() {
  return (
    <div class="screen">
      <Bar title="还没取到" />
      <main><Empty icon="wifi-off" title="这一页还没取到"><p>连上网，再打开一次。</p><a class="gk-btn" href="/">再试一次</a></Empty></main>
    </div>
  );
}
