// The address of a comparison.

/** Runs compared at once: each has a colour and a dash of its own. */
export const comparedMost = 6;

/** Where the runs are compared; the first is what the others are held against. */
export function compareAddress(ids: readonly string[]): string {
  return `/compare?runs=${ids.map(encodeURIComponent).join(',')}`;
}
