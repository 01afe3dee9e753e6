// Light, dark or as the system says; kept in this browser. The stylesheet does the rest through `color-scheme`.

export type ThemeChoice = 'system' | 'light' | 'dark';

const key = 'holdfast.theme';
const darkQuery = '(prefers-color-scheme: dark)';

/** The choice in force and what it resolves to. */
export class Theme {
  #choice: ThemeChoice = 'system';
  readonly #listeners = new Set<() => void>();

  constructor() {
    const kept = localStorage.getItem(key);
    if (kept === 'light' || kept === 'dark') this.#choice = kept;
    this.#apply();
    matchMedia(darkQuery).addEventListener('change', () => this.#announce());
  }

  readonly choice = (): ThemeChoice => this.#choice;

  readonly resolved = (): 'light' | 'dark' => {
    if (this.#choice !== 'system') return this.#choice;
    return matchMedia(darkQuery).matches ? 'dark' : 'light';
  };

  readonly choose = (choice: ThemeChoice): void => {
    this.#choice = choice;
    if (choice === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
    this.#apply();
    this.#announce();
  };

  /** Switches to the other of light and dark. */
  readonly toggle = (): void => this.choose(this.resolved() === 'dark' ? 'light' : 'dark');

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #apply(): void {
    if (this.#choice === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = this.#choice;
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}
