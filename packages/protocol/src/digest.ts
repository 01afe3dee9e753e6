// Identity by SHA-256: of a document, and of everything a run has recorded. Synchronous, the same in Node and browsers.

import type { Frame, Input, ModelDocument } from '@holdfast/core';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { encodeFrame } from './frame-codec.ts';
import { canonicalJson } from './json.ts';

/** Hashes bytes, or text as UTF-8; 64 lower-case hexadecimal digits. */
export function sha256Hex(data: Uint8Array | string): string {
  return bytesToHex(sha256(typeof data === 'string' ? new TextEncoder().encode(data) : data));
}

/** Digests what decides the numbers: family, format version, model and attachments. Name, description, source, schema
 * and run defaults may change freely; an empty `files` counts as none. */
export function documentDigest(
  document: Pick<ModelDocument, 'family' | 'version' | 'model' | 'files'>,
): string {
  const { family, version, model, files = {} } = document;
  return sha256Hex(
    canonicalJson(
      Object.keys(files).length === 0 ? { family, version, model } : { family, version, model, files },
    ),
  );
}

/** Begins the digest of a run's frames from what the run was asked to do. */
export function startTrail(document: string, seed: number, parameters: readonly Input[]): string {
  return sha256Hex(
    canonicalJson({
      document,
      seed,
      parameters: parameters.map(({ parameter, value }) => ({ parameter, value })),
    }),
  );
}

/** Chains one more recorded frame: SHA-256 over the 32 bytes of `trail`, then the encoded frame. */
export function extendTrail(trail: string, frame: Frame): string {
  return bytesToHex(sha256.create().update(hexToBytes(trail)).update(encodeFrame(frame)).digest());
}
