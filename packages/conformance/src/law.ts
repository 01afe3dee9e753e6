// A law as a value: a sentence, and a check that throws when it is broken. Knows no test runner.

/** Thrown by a check; anything else a simulator throws breaks the law as well. */
export class LawBroken extends Error {
  override readonly name = 'LawBroken';
}

/** Something that holds of every `Subject`. */
export interface Law<Subject> {
  /** A sentence. */
  readonly name: string;
  /** @throws LawBroken, or whatever the simulator throws where it should not */
  check(subject: Subject): void | Promise<void>;
}

/** Breaks the law unless `holds`; `breach` says what was found instead. */
export function demand(holds: boolean, breach: string | (() => string)): asserts holds {
  if (!holds) throw new LawBroken(typeof breach === 'string' ? breach : breach());
}
