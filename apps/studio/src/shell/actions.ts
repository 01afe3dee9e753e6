// Everything a person can do, once: the palette, the keyboard and the help page read this one registry.

/** Something to do, with the key that does it. */
export interface Action {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  /** `Space`, `?`, `[`, `e`, or a sequence such as `g r`; `Mod+k` is Ctrl or Command. */
  readonly keys?: string;
  /** Said beside the title when the action cannot be taken now. */
  readonly unavailable?: string | undefined;
  /** True for a key that the part of the page in focus takes itself; shown, but never caught for all of the page. */
  readonly keyElsewhere?: boolean;
  readonly run: () => void;
}

const sequenceMs = 1200;

/** Actions offered by the mounted parts of the page. */
export class ActionRegistry {
  readonly #offers = new Set<readonly Action[]>();
  readonly #listeners = new Set<() => void>();
  #all: readonly Action[] = [];
  #pending = '';
  #pendingAt = 0;

  readonly all = (): readonly Action[] => this.#all;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Adds actions; returns how to take them back. */
  offer(actions: readonly Action[]): () => void {
    this.#offers.add(actions);
    this.#changed();
    return () => {
      this.#offers.delete(actions);
      this.#changed();
    };
  }

  /** Runs the action a key press means; true when there was one, or when a sequence began. `at` in milliseconds. */
  press(key: string, at: number): boolean {
    const sequence =
      at - this.#pendingAt < sequenceMs && this.#pending !== '' ? `${this.#pending} ${key}` : key;
    this.#pending = '';
    const action = this.#find(sequence) ?? this.#find(key);
    if (action !== undefined) {
      if (action.unavailable === undefined) action.run();
      return true;
    }
    if (!this.#all.some((each) => each.keys?.startsWith(`${key} `) === true)) return false;
    this.#pending = key;
    this.#pendingAt = at;
    return true;
  }

  #find(keys: string): Action | undefined {
    return this.#all.find((action) => action.keys === keys && action.keyElsewhere !== true);
  }

  #changed(): void {
    this.#all = [...this.#offers].flat();
    for (const listener of this.#listeners) listener();
  }
}

const ownKeys =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"], [role="slider"]:not([data-keys="arrows"]), [role="textbox"]';
const ownSpace = `${ownKeys}, input, button, a, summary, [role="button"], [role="menuitem"], [role="option"]`;

/** The name of a key press as actions spell it; undefined when the focused control keeps the key for itself. */
export function keyName(event: KeyboardEvent): string | undefined {
  const key = event.key === ' ' ? 'Space' : event.key;
  if (event.ctrlKey || event.metaKey) return event.altKey ? undefined : `Mod+${key.toLowerCase()}`;
  if (event.altKey || event.isComposing) return undefined;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest(key === 'Space' ? ownSpace : ownKeys) !== null) return undefined;
  if (target.closest('dialog[open], [popover]:popover-open') !== null) return undefined;
  return key.length === 1 && !/[?[\]]/.test(key) ? key.toLowerCase() : key;
}
