// The digest every engine must reproduce; it changes only together with an entry in the README's list of formats.

/** Result of `determinismDigest`, streamFormat 1. */
export const recordedDigest = '8c535e0e0e8c8aa6';
