// A phone: its storage, its cookies, its clock, its line, and the tabs that are open on it.
import { webcrypto } from "node:crypto";
import vm from "node:vm";
import * as fake from "fake-indexeddb";
import { Locks } from "./locks";
import { Network, type LineFault } from "./network";
import type { Rng } from "./rng";
import { closeAll, seenBy, type Owner } from "./storage";
import type { TabApp } from "./tab";

const { IDBFactory, ...classes } = fake;
const LONG = 1000; // ms; timers above it fire only when the simulator says that time has passed

/** How often what goes wrong, from 0 to 1. */
export interface Weather {
  line: number;
  storage: number;
  death: number;
}

export const FAIR: Weather = { line: 0, storage: 0, death: 0 };

const LINE: Readonly<Record<LineFault, number>> = {
  none: 0, before: 3, in: 2, after: 4, hang: 1, "hang-after": 1, 500: 2, "500-after": 2, 401: 1, 429: 1, twice: 2, late: 2, portal: 1, abort: 2, cached: 1,
};

export class Phone {
  readonly storage = new IDBFactory();
  readonly locks = new Locks();
  readonly network: Network;
  readonly rng: Rng;
  readonly script: vm.Script;
  readonly hasLocks: boolean;
  weather: Weather = FAIR;
  skew = 0; // ms, this phone's clock minus the true one
  online = true;
  tabs: Tab[] = [];
  faults = 0;

  constructor(base: string, script: vm.Script, rng: Rng) {
    this.network = new Network(base);
    this.script = script;
    this.rng = rng;
    this.hasLocks = rng.chance(0.7);
  }

  now(): number {
    return Date.now() + this.skew;
  }

  async openTab(): Promise<Tab> {
    const tab = new Tab(this);
    this.tabs.push(tab);
    await tab.run((app) => app.start());
    return tab;
  }

  killAll(): void {
    for (const tab of [...this.tabs]) tab.die();
  }

  /** Sign in as people do: on the server's own page; the app starts anew afterwards. */
  async signIn(number: string, password: string): Promise<void> {
    this.killAll();
    const said: number[] = [];
    while (said.length < 10 && said.at(-1) !== 302) said.push(await this.#enter(number, password));
    if (said.at(-1) !== 302) throw new Error(`could not sign in ${number}: ${said.join(" ")}`);
  }

  /** Whether its session is this account's: what a dead tab had asked for may have put an older, ended one back. */
  async isSignedInAs(account: string): Promise<boolean> {
    return (await this.#me()).account === account;
  }

  /** Who the server takes this phone's session for. */
  async #me(): Promise<{ account: string | null; csrf: string }> {
    return await (await this.network.send("/api/me")).json() as { account: string | null; csrf: string };
  }

  /** What a dead tab had asked for may still come in and change the cookie: then the form is refused, and sent again. */
  async #enter(number: string, password: string): Promise<number> {
    const me = await this.#me();
    const body = new URLSearchParams({ who: number, password, csrf_token: me.csrf });
    return (await this.network.send("/signin", { method: "POST", body })).status;
  }

  /** A tab of the first version is open still, with the cards it had: it closes its door only when it is asked to. */
  async openOldTab(account: string): Promise<void> {
    const name = `gangka-${account}`;
    if ((await this.accounts()).includes(account)) return;
    const request = this.storage.open(name, 1);
    request.onupgradeneeded = () => {
      const made = request.result;
      made.createObjectStore("bundles", { keyPath: "key" });
      made.createObjectStore("staged", { keyPath: "key" });
      made.createObjectStore("meta");
      const posts = made.createObjectStore("posts", { keyPath: "id" });
      posts.createIndex("tokens", "tokens", { multiEntry: true });
      posts.createIndex("codes", "codes", { multiEntry: true });
    };
    const old = await asked(request as unknown as IDBRequest<IDBDatabase>);
    old.onversionchange = () => old.close();
  }

  /** The storage as it is on disk, whoever is signed in. */
  async stored(name: string, store: string): Promise<unknown[]> {
    const known = await this.storage.databases();
    if (!known.some((one) => one.name === name)) return [];
    const database: IDBDatabase = await asked(this.storage.open(name));
    try {
      if (!database.objectStoreNames.contains(store)) return [];
      return await asked<unknown[]>(database.transaction(store).objectStore(store).getAll());
    } finally {
      database.close();
    }
  }

  async accounts(): Promise<string[]> {
    const names = (await this.storage.databases()).map(({ name }) => name ?? "");
    return names.filter((name) => /^gangka-[0-9a-f-]{36}$/.test(name)).map((name) => name.slice("gangka-".length));
  }
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage"));
  });
}

export const GONE: unique symbol = Symbol("the tab is gone");

export class Tab implements Owner {
  readonly phone: Phone;
  readonly app: TabApp;
  readonly #timers = new Map<number, () => void>();
  #nextTimer = 1;
  #dead = false;
  #onDeath: () => void = () => undefined;
  readonly #death: Promise<typeof GONE> = new Promise<typeof GONE>((resolve) => { this.#onDeath = () => resolve(GONE); });

  constructor(phone: Phone) {
    this.phone = phone;
    const context = vm.createContext(this.#globals());
    phone.script.runInContext(context);
    this.app = (context as { app: TabApp }).app;
  }

  isDead(): boolean {
    return this.#dead;
  }

  /** The browser was killed: nothing of it runs any more, what it held open is closed. */
  die(): void {
    if (this.#dead) return;
    this.#dead = true;
    this.#timers.clear();
    closeAll(this);
    this.phone.locks.drop(this);
    this.phone.tabs = this.phone.tabs.filter((tab) => tab !== this);
    this.#onDeath();
  }

  /** Have the app do something; GONE where the tab dies meanwhile. */
  async run<T>(work: (app: TabApp) => Promise<T>): Promise<T | typeof GONE> {
    if (this.#dead) return GONE;
    try {
      return await Promise.race([work(this.app), this.#death]);
    } catch (error) {
      if (this.#dead) return GONE;
      throw error;
    }
  }

  storageFault(): ReturnType<Owner["storageFault"]> {
    const { rng, weather } = this.phone;
    if (rng.chance(weather.death)) return this.#faulted(rng.pick(["die", "die-after"]));
    if (rng.chance(weather.storage)) return this.#faulted(rng.pick(["full", "abort"]));
    return "none";
  }

  #faulted<T>(fault: T): T {
    this.phone.faults++;
    return fault;
  }

  waitOut(): void {
    const due = [...this.#timers.values()];
    this.#timers.clear();
    due.forEach((fire) => fire());
  }

  #lineFault(): LineFault {
    const { rng, weather } = this.phone;
    return rng.chance(weather.line) ? rng.weighted(LINE) : "none";
  }

  async #fetch(path: string, init?: RequestInit): Promise<Response> {
    const never = new Promise<never>(() => undefined);
    if (this.#dead) return never;
    if (this.phone.rng.chance(this.phone.weather.death)) return this.#dieAround(path, init);
    const line = { isOn: () => this.phone.online, fault: () => this.#lineFault(), waitOut: () => this.waitOut() };
    const answer = await this.phone.network.fetch(line, path, init);
    return this.isDead() ? never : answer;
  }

  /** Killed just before the request leaves, or just after the server has done it. */
  async #dieAround(path: string, init?: RequestInit): Promise<never> {
    this.phone.faults++;
    if (this.phone.online && this.phone.rng.chance(0.5)) await this.phone.network.send(path, init);
    this.die();
    return new Promise<never>(() => undefined);
  }

  #setTimeout(fire: () => void, delay = 0): number {
    const id = this.#nextTimer++;
    this.#timers.set(id, fire);
    if (delay < LONG) setTimeout(() => this.#fire(id), delay);
    return id;
  }

  #fire(id: number): void {
    const fire = this.#timers.get(id);
    this.#timers.delete(id);
    fire?.();
  }

  #globals(): Record<string, unknown> {
    const { phone } = this;
    const nothing = (): void => undefined;
    const target = { addEventListener: nothing, removeEventListener: nothing, dispatchEvent: () => true };
    const navigator = {
      get onLine() { return phone.online; }, userAgent: "simulated Chrome", storage: {},
      ...(phone.hasLocks ? { locks: phone.locks.seenBy(this) } : {}),
    };
    const document = { ...target, visibilityState: "visible", get cookie() { return phone.network.cookieText(); }, set cookie(line: string) { keepCookie(phone, line); } };
    const globals: Record<string, unknown> = {
      ...target, ...classes, indexedDB: seenBy(this, phone.storage), Date: dateOf(phone), crypto: webcrypto, navigator, document, console,
      location: { origin: "http://phone", pathname: "/", hash: "", href: "http://phone/", replace: nothing, reload: nothing },
      localStorage: { getItem: () => null, setItem: nothing, removeItem: nothing },
      fetch: (path: string, init?: RequestInit) => this.#fetch(path, init),
      setTimeout: (fire: () => void, delay?: number) => this.#setTimeout(fire, delay), clearTimeout: (id: number) => this.#timers.delete(id),
      setInterval: () => 0, clearInterval: nothing,
      AbortController, AbortSignal, ArrayBuffer, Blob, DOMException, Headers, Request, Response, TextDecoder, TextEncoder, URL, URLSearchParams,
      Uint8Array, atob, btoa, queueMicrotask, structuredClone,
    };
    globals["window"] = globals["self"] = globals;
    return globals;
  }
}

function keepCookie(phone: Phone, line: string): void {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line) || value === "") phone.network.cookies.delete(name);
  else phone.network.cookies.set(name, value);
}

/** Date as this phone's clock tells it. */
function dateOf(phone: Phone): DateConstructor {
  return class extends Date {
    constructor(...parts: unknown[]) {
      if (parts.length === 0) super(phone.now());
      else super(...parts as [number]);
    }

    static override now(): number {
      return phone.now();
    }
  } as unknown as DateConstructor;
}
