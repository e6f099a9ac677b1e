// navigator.locks of one phone: shared by its tabs, freed when a tab dies.

interface Waiting {
  owner: object;
  run: () => void;
}

interface Options {
  ifAvailable?: boolean;
  signal?: AbortSignal;
}

type Work = (lock: { name: string } | null) => unknown;

export class Locks {
  readonly #holders = new Map<string, object>();
  readonly #queues = new Map<string, Waiting[]>();

  /** What a tab sees as navigator.locks. */
  seenBy(owner: object): { request: (name: string, ...rest: [Work] | [Options, Work]) => Promise<unknown> } {
    return { request: (name, ...rest) => this.#request(owner, name, rest.length === 1 ? {} : rest[0], rest[rest.length - 1] as Work) };
  }

  /** A dead tab holds nothing and waits for nothing. */
  drop(owner: object): void {
    for (const [name, queue] of this.#queues) this.#queues.set(name, queue.filter((one) => one.owner !== owner));
    for (const [name, holder] of [...this.#holders]) if (holder === owner) this.#free(name);
  }

  #request(owner: object, name: string, options: Options, work: Work): Promise<unknown> {
    if (options.ifAvailable === true && this.#holders.has(name)) return Promise.resolve(work(null));
    return new Promise((resolve, reject) => {
      const run = (): void => {
        this.#holders.set(name, owner);
        void Promise.resolve().then(() => work({ name })).then(resolve, reject).finally(() => {
          if (this.#holders.get(name) === owner) this.#free(name);
        });
      };
      if (this.#holders.has(name)) this.#queues.set(name, [...this.#queues.get(name) ?? [], { owner, run }]);
      else run();
    });
  }

  #free(name: string): void {
    this.#holders.delete(name);
    const [next, ...rest] = this.#queues.get(name) ?? [];
    this.#queues.set(name, rest);
    next?.run();
  }
}
