// What a signed-in person finds on a public card: the way to their own post. Also notes that the card was opened here.
import { AccountStore } from "../store/account";
import { holder } from "../store/device";
import { rememberPage } from "../store/seen";
import { pageTitle } from "./page";

async function ownPost(token: string): Promise<string | undefined> {
  const who = await holder();
  if (!who) return undefined;
  const store = await AccountStore.open(who.account);
  const post = await store.postByToken(token);
  store.close();
  return post?.id;
}

function showLink(box: HTMLElement, id: string): void {
  const link = document.createElement("a");
  link.href = `/#/post/${id}`;
  link.textContent = "我的岗位：四张卡";
  box.append(link);
  box.hidden = false;
}

export async function remember(token: string): Promise<void> {
  const code = document.body.dataset["code"];
  const page = { token, title: pageTitle(), seenAt: Date.now() };
  await rememberPage(code === undefined ? page : { ...page, code });
}

export async function showMine(token: string): Promise<void> {
  const [id, box] = [await ownPost(token), document.getElementById("mine")];
  if (id !== undefined && box) showLink(box, id);
}
