// The digest every engine must reproduce; it changes only together with an entry in the README's list of formats.

/** Result of `determinismDigest`, streamFormat 1. */
export const recordedDigest = '7980bbcada99503d';
