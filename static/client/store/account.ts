// What this phone keeps for one account: cards of the last pull, records, photos, drafts, the signing key.
import { deleteDB } from "idb";
import type { SeenFive } from "../model/five";
import type { PostSummary } from "../model/manifest";
import type { Draft, LocalOp, Photo } from "../model/ops";
import type { CrewBundle, HazardBundle, PersonalBundle, PlanBundle, PostBundle, ReciteBundle } from "../model/wire";
import * as bundles from "./bundles";
import * as drafts from "./drafts";
import * as five from "./five";
import * as inbox from "./inbox";
import * as leaving from "./leaving";
import * as ops from "./ops";
import { connect, connectExisting, nameOf, type Account, type Contact, type Ended, type HeldBundle, type PullMark, type Signer } from "./schema";
import * as signer from "./signer";

export type { Contact, Ended, HeldBundle, PullMark, Signer } from "./schema";
export type { Added, Addition, Amendment, Held } from "./ops";

export class AccountStore {
  readonly account: string;
  readonly #in: Account;

  private constructor(account: string, connection: Account) {
    this.account = account;
    this.#in = connection;
  }

  /** `blocked`: another tab with an older version has it open; this waits until that tab is closed. */
  static async open(account: string, blocked?: () => void): Promise<AccountStore> {
    const connection = connect(account, blocked);
    await connection.database();
    return new AccountStore(account, connection);
  }

  /** null: this account has no database here. Rejects where another tab has to be closed first. */
  static async openExisting(account: string): Promise<AccountStore | null> {
    let [isMissing, isTooLate] = [false, false];
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        isTooLate = true;
        reject(new Error("another tab has it open"));
      };
      const connection = connectExisting(account, giveUp, () => { isMissing = true; });
      const use = (): void => (isTooLate ? connection.close() : resolve(new AccountStore(account, connection)));
      connection.database().then(use, (reason: unknown) => (isMissing ? resolve(null) : reject(reason as Error)));
    });
  }

  /** The whole database is deleted, whatever is in it: only after `leave` has told that nothing stays. */
  async wipe(): Promise<void> {
    this.#in.close();
    await deleteDB(nameOf(this.account));
  }

  close(): void {
    this.#in.close();
  }

  /** false: closed here, or by a newer version or a deletion in another tab. */
  get isOpen(): boolean {
    return !this.#in.isClosed;
  }

  // Cards

  posts(): Promise<PostSummary[]> {
    return this.#in.read((database) => database.getAll("posts"));
  }

  post(id: string): Promise<PostBundle | undefined> {
    return bundles.bundle(this.#in, `post:${id}`);
  }

  plans(): Promise<PlanBundle[]> {
    return bundles.bundles(this.#in, "plan");
  }

  plan(id: string): Promise<PlanBundle | undefined> {
    return bundles.bundle(this.#in, `plan:${id}`);
  }

  hazards(): Promise<HazardBundle[]> {
    return bundles.bundles(this.#in, "hazard");
  }

  hazard(id: string): Promise<HazardBundle | undefined> {
    return bundles.bundle(this.#in, `hazard:${id}`);
  }

  person(): Promise<PersonalBundle | undefined> {
    return bundles.bundle(this.#in, `me:${this.account}`);
  }

  /** What the server knows of this person's practice. */
  recite(): Promise<ReciteBundle | undefined> {
    return bundles.bundle(this.#in, `recite:${this.account}`);
  }

  /** Whom this person may hold a 抽背 with. */
  crews(): Promise<CrewBundle[]> {
    return bundles.bundles(this.#in, "crew");
  }

  /** 今天五件事, as they were last told. */
  five(): Promise<SeenFive | undefined> {
    return five.five(this.#in);
  }

  keepFive(seen: SeenFive | null): Promise<void> {
    return five.keepFive(this.#in, seen);
  }

  inboxRead(): Promise<number> {
    return inbox.inboxRead(this.#in);
  }

  readInbox(readTo: number): Promise<void> {
    return inbox.readInbox(this.#in, readTo);
  }

  postByToken(token: string): Promise<PostSummary | undefined> {
    return this.#in.read((database) => database.getFromIndex("posts", "tokens", token));
  }

  postByCode(code: string): Promise<PostSummary | undefined> {
    return this.#in.read((database) => database.getFromIndex("posts", "codes", code));
  }

  // Pull

  mark(): Promise<PullMark | undefined> {
    return bundles.mark(this.#in);
  }

  arrived(wanted: ReadonlyMap<string, string>): Promise<Set<string>> {
    return bundles.arrived(this.#in, wanted);
  }

  stage(bundle: HeldBundle): Promise<void> {
    return bundles.stage(this.#in, bundle);
  }

  touch(pulledAt: number): Promise<void> {
    return bundles.touch(this.#in, pulledAt);
  }

  swap(keys: ReadonlySet<string>, mark: Omit<PullMark, "held">): Promise<void> {
    return bundles.swap(this.#in, keys, mark);
  }

  // Records

  /** Newest first. */
  ops(): Promise<LocalOp[]> {
    return ops.ops(this.#in);
  }

  op(id: string): Promise<LocalOp | undefined> {
    return this.#in.read((database) => database.get("ops", id));
  }

  photo(sha: string): Promise<Photo | undefined> {
    return this.#in.read((database) => database.get("photos", sha));
  }

  /** Only outbox/record.ts calls it. */
  add(addition: ops.Addition): Promise<ops.Added> {
    return ops.add(this.#in, addition);
  }

  amend(judge: (held: ops.Held) => ops.Amendment): Promise<void> {
    return ops.amend(this.#in, judge);
  }

  contact(): Promise<Contact | undefined> {
    return ops.contact(this.#in);
  }

  // Drafts

  draft<T>(id: string): Promise<Draft<T> | undefined> {
    return drafts.draft<T>(this.#in, id);
  }

  drafts(): Promise<Draft[]> {
    return drafts.drafts(this.#in);
  }

  saveDraft(draft: Draft, newPhotos: readonly Photo[] = []): Promise<void> {
    return drafts.saveDraft(this.#in, draft, newPhotos);
  }

  dropDraft(id: string): Promise<void> {
    return drafts.dropDraft(this.#in, id);
  }

  // The signing key

  signer(): Promise<Signer | undefined> {
    return signer.signer(this.#in);
  }

  keepSigner(made: Signer): Promise<Signer> {
    return signer.keepSigner(this.#in, made);
  }

  confirmSigner(id: string, enterprise: string, certificate: string): Promise<void> {
    return signer.confirmSigner(this.#in, id, enterprise, certificate);
  }

  doubtSigner(id: string): Promise<void> {
    return signer.doubtSigner(this.#in, id);
  }

  dropSigner(id: string): Promise<void> {
    return signer.dropSigner(this.#in, id);
  }

  certificates(): Promise<Record<string, string>> {
    return signer.certificates(this.#in);
  }

  ended(): Promise<Ended[]> {
    return signer.ended(this.#in);
  }

  forgetEnded(): Promise<void> {
    return signer.forgetEnded(this.#in);
  }

  // Coming and leaving

  arrive(): Promise<void> {
    return leaving.arrive(this.#in);
  }

  /** Resolves to how many records stay. */
  leave(): Promise<number> {
    return leaving.leave(this.#in);
  }

  async hasLeft(): Promise<boolean> {
    return await this.#in.read((database) => database.get("meta", "left")) !== undefined;
  }
}
