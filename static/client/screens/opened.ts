// Noting that somebody read a card of their own post: once a version, person and day, and in silence.
import { useEffect } from "preact/hooks";
import { lookOfKind } from "../model/cards";
import type { LocalOp } from "../model/ops";
import type { CardOpened, PostBundle, WireCard } from "../model/wire";
import { bodyOf, record } from "../outbox/record";
import type { AccountStore } from "../store/account";
import { noteRecorded, session } from "../sync/session";
import { inWeChat } from "../sync/status";

const noting = new Set<string>(); // what is being written this moment

const isSame = (op: LocalOp, { post, kind, version }: CardOpened): boolean => {
  const body = bodyOf<CardOpened>(op);
  return body.post === post && body.kind === kind && body.version === version;
};

async function isNoted(store: AccountStore, opened: CardOpened): Promise<boolean> {
  const today = new Date().toDateString();
  return (await store.ops()).some((op) => op.kind === "card.opened" && new Date(op.capturedAt).toDateString() === today && isSame(op, opened));
}

async function note(store: AccountStore, post: PostBundle, card: WireCard): Promise<void> {
  const isOwn = (await store.person())?.posts?.some(({ id, mine }) => id === post.id && mine) ?? false;
  const opened: CardOpened = { post: post.id, kind: card.kind, version: card.version };
  if (!isOwn || await isNoted(store, opened)) return;
  const about = { title: `看了${lookOfKind(card.kind)?.short ?? "卡"}`, note: post.title };
  const result = await record(store, { kind: "card.opened", body: opened, photos: [], about });
  if (result.kind === "saved") void noteRecorded();
}

/** Where it can't be written, nothing is said: the card matters more than the note of it. */
export function useOpened(post: PostBundle | undefined, card: WireCard | undefined): void {
  useEffect(() => {
    const store = session.get()?.store;
    if (!post || !card || !store || inWeChat) return;
    const key = [store.account, post.id, card.kind, card.version].join();
    if (noting.has(key)) return;
    noting.add(key);
    void note(store, post, card).catch(() => undefined).finally(() => noting.delete(key));
  }, [post?.id, card?.kind, card?.version]);
}
