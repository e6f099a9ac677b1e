// How long to wait before trying again by ourselves. Nobody who presses a button waits.

const FIRST = 5_000; // ms
const LONGEST = 600_000;

export class Pace {
  #failures = 0;
  #until = 0; // ms, this phone's clock

  failed(retryAfter?: number): void {
    const grown = Math.min(FIRST * 2 ** this.#failures++, LONGEST);
    const jittered = grown * (0.5 + Math.random() / 2);
    this.#until = Date.now() + Math.min(Math.max(jittered, retryAfter ?? FIRST), LONGEST);
  }

  succeeded(): void {
    this.#failures = 0;
    this.#until = 0;
  }

  /** ms; 0 where nothing is in the way. A clock that was set back keeps nobody waiting. */
  wait(): number {
    const left = this.#until - Date.now();
    return left > 0 && left <= LONGEST ? left : 0;
  }
}
