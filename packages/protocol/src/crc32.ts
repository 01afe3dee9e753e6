// CRC-32 (ISO 3309, reflected polynomial 0xedb88320), the same in Node and browsers.

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 0 ? rest >>> 1 : (rest >>> 1) ^ 0xedb88320;
  return rest;
});

/** The checksum of `before`, whose checksum is `sum`, and `bytes` behind it. */
export function crc32(bytes: Uint8Array, sum = 0): number {
  let rest = ~sum;
  for (const byte of bytes) rest = (rest >>> 8) ^ (table[(rest ^ byte) & 0xff] ?? 0);
  return ~rest >>> 0;
}
