// A promise that someone else settles later; a rejection nobody listens to is no failure.

import type { Clock } from './ports.ts';

export class Promised<T> {
  readonly promise: Promise<T>;
  resolve!: (value: T) => void;
  reject!: (error: Error) => void;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.promise.catch(() => undefined);
  }
}

/** Waits until a promise has settled, at most `mostMs`. */
export async function within(
  clock: Pick<Clock, 'after'>,
  mostMs: number,
  done: Promise<unknown>,
): Promise<void> {
  const deadline = new Promised<void>();
  const cancel = clock.after(mostMs, () => deadline.resolve());
  await Promise.race([done.catch(() => undefined), deadline.promise]);
  cancel();
}
