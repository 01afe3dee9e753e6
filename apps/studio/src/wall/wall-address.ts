// The address of several runs watched side by side.

/** Runs watched at once: each has a live stream of its own. */
export const watchedMost = 6;

/** Where the runs are watched together. */
export function wallAddress(ids: readonly string[]): string {
  return `/watch?runs=${ids.map(encodeURIComponent).join(',')}`;
}

/** The runs an address names, in its order, each once. */
export function watchedRuns(search: string): readonly string[] {
  const ids = (new URLSearchParams(search).get('runs') ?? '').split(',').filter((id) => id !== '');
  return [...new Set(ids)].slice(0, watchedMost);
}
