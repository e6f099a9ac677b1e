"""`make shots`: the README's screenshots, from the demo, at phone size (and the console on a PC)."""

import re
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from app.demo.load import PASSWORD
from tests.bench.server import Site, serving
from tests.browser.conftest import CHROMIUM, PHONE, QUIET

OUT = Path(__file__).resolve().parent.parent / "docs" / "shots"
PC = {"viewport": {"width": 1280, "height": 800}, "locale": "zh-CN"}
POST = "一号破碎机操作岗"
CHECK = re.compile("开始检查|接着做")
FIND_TOKEN = """async title => {
  const read = path => fetch('/api/sync/' + path).then(answer => answer.json());
  const keys = Object.keys((await read('manifest')).bundles).filter(key => key.startsWith('post:'));
  const posts = await Promise.all(keys.map(key => read('bundles/' + key)));
  return posts.find(post => post.title === title).labels[0].token;
}"""


def main() -> None:
    """Take them all."""
    OUT.mkdir(parents=True, exist_ok=True)
    with serving(lived=True) as site, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        phone, leader, mate = (
            browser.new_context(**PHONE, device_scale_factor=1.5).new_page() for _ in range(3)
        )
        phone.goto(f"{site.url}/signin")
        keep(phone, "signin")
        enter(phone, site, "1203")
        worker(phone, site)
        day(phone, site)
        card(phone, site)
        enter(leader, site, "1202")
        leader.goto(f"{site.url}/#/five")
        leader.get_by_role("listitem").first.wait_for()
        keep(leader, "five")
        card_written(leader, site)
        card_signed(phone, site)
        enter(mate, site, "1205")
        card_learnt(mate, site)
        desk = browser.new_context(**PC).new_page()
        enter(desk, site, "1003")
        for name, address in (("console", ""), ("board", "board")):
            desk.goto(f"{site.url}/console/{address}")
            keep(desk, name)
        browser.close()


def enter(page: Page, site: Site, number: str) -> None:
    """Sign in to the demo."""
    page.goto(f"{site.url}/signin")
    page.get_by_label("工号或手机号").fill(number)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="进入").click()
    page.wait_for_url(f"{site.url}/")


def worker(page: Page, site: Site) -> None:
    """The posts, and one of them with its cards."""
    page.goto(f"{site.url}/")
    page.get_by_role("link", name=CHECK).first.wait_for()
    keep(page, "today")
    page.goto(f"{site.url}/#/posts")
    page.get_by_role("link", name=POST).wait_for()
    keep(page, "posts")
    page.get_by_role("link", name=POST).click()
    page.get_by_text("已可离线使用").wait_for()
    keep(page, "post")
    for name in ("风险清单", "操作卡", "职责清单"):
        page.get_by_role("link", name=name).click()
        page.get_by_text("第 1 版").first.wait_for()
        keep(page, {"风险清单": "risk", "操作卡": "operation", "职责清单": "duty"}[name])
        page.go_back()


def day(page: Page, site: Site) -> None:
    """A check's first item, and a question to practise with."""
    page.goto(f"{site.url}/#/")
    page.get_by_role("link", name=CHECK).first.click()
    page.get_by_role("button", name="扫不了，直接检查").click()
    page.get_by_role("button", name=re.compile("^正常")).wait_for()
    keep(page, "check")
    page.goto(f"{site.url}/#/recite/go")
    page.get_by_role("heading", name="背一背").wait_for()
    keep(page, "practice")


def card(page: Page, site: Site) -> None:
    """The public card of the same post, and its step mode."""
    token = page.evaluate(FIND_TOKEN, POST)
    page.goto(f"{site.url}/p/{token}")
    page.get_by_text("已可离线使用").wait_for()
    keep(page, "emergency")
    page.get_by_role("button", name="一步一步做").click()
    page.locator(".em h1").wait_for()
    keep(page, "step")


def card_written(page: Page, site: Site) -> None:
    """The editor, at a risk that was graded before and after its controls."""
    page.goto(f"{site.url}/console/posts")
    page.get_by_role("link", name=POST).click()
    page.wait_for_url(re.compile("/console/posts/[^/]+$"))
    page.goto(f"{page.url}/cards/risk")
    page.get_by_role("button", name="改这张卡").click()
    page.locator(".gk-rowlink").first.click()
    page.get_by_role("group", name="现有风险").get_by_role("status").scroll_into_view_if_needed()
    keep(page, "editor")


def card_signed(page: Page, site: Site) -> None:
    """A card that waits for its worker's signature."""
    page.goto(f"{site.url}/cards/signing")
    page.locator(".gk-cell").first.click()
    page.wait_for_url(re.compile("/cards/signing/.+"))
    keep(page, "signing")


def card_learnt(page: Page, site: Site) -> None:
    """What changed on a card, and nothing else."""
    page.goto(f"{site.url}/#/")
    page.get_by_role("link", name=re.compile("学新卡")).first.click()
    mark = page.locator("mark")
    mark.or_(page.locator("main a.gk-cell")).first.wait_for()
    if not mark.count():  # several cards to learn: the emergency card is the one that was written anew
        page.get_by_role("link", name=re.compile("^应急处置卡")).first.click()
    mark.first.wait_for()
    keep(page, "learn")


def keep(page: Page, name: str) -> None:
    """Write one picture."""
    page.screenshot(path=OUT / f"{name}.png")
    print(f"docs/shots/{name}.png")


if __name__ == "__main__":
    main()
