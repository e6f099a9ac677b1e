// A window with an older version keeps what is stored closed: what to do, and the way to an emergency card meanwhile.
import { Icon } from "./icon";
import { Empty } from "./parts";

export function OtherTab() {
  return (
    <div class="screen">
      <header class="bar"><h1>岗卡</h1></header>
      <main>
        <Empty icon="device-mobile" title="关掉岗卡的其他窗口">
          <p>岗卡更新了。旧窗口还开着，新的打不开。旧窗口都关掉，这里会自己打开。</p>
          <p>写好的记录都在手机上，不会丢。</p>
        </Empty>
      </main>
      <footer class="dock"><a class="gk-btn outline" href="#/scan"><Icon name="scan" />急着看应急卡，扫码</a></footer>
    </div>
  );
}
