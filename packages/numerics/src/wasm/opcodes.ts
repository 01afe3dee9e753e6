// The instructions we emit, under the names of the WebAssembly core specification 2.0 (section 5.4) and with its numbers.
// Relaxed SIMD is left out on purpose: its results differ between processors.

/** Value types (section 5.3.1). */
export const valueTypes = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;

export type ValueType = keyof typeof valueTypes;

/** Instructions without immediate operands, one byte each. */
const scalar = {
  unreachable: 0x00,
  return: 0x0f,
  drop: 0x1a,
  select: 0x1b,
  'i32.eqz': 0x45,
  'i32.eq': 0x46,
  'i32.ne': 0x47,
  'i32.lt_s': 0x48,
  'i32.lt_u': 0x49,
  'i32.gt_s': 0x4a,
  'i32.gt_u': 0x4b,
  'i32.le_s': 0x4c,
  'i32.le_u': 0x4d,
  'i32.ge_s': 0x4e,
  'i32.ge_u': 0x4f,
  'i64.eqz': 0x50,
  'i64.eq': 0x51,
  'i64.ne': 0x52,
  'i64.lt_s': 0x53,
  'i64.lt_u': 0x54,
  'i64.gt_s': 0x55,
  'i64.gt_u': 0x56,
  'i64.le_s': 0x57,
  'i64.le_u': 0x58,
  'i64.ge_s': 0x59,
  'i64.ge_u': 0x5a,
  'f32.eq': 0x5b,
  'f32.gt': 0x5e,
  'f64.eq': 0x61,
  'f64.ne': 0x62,
  'f64.lt': 0x63,
  'f64.gt': 0x64,
  'f64.le': 0x65,
  'f64.ge': 0x66,
  'i32.clz': 0x67,
  'i32.ctz': 0x68,
  'i32.popcnt': 0x69,
  'i32.add': 0x6a,
  'i32.sub': 0x6b,
  'i32.mul': 0x6c,
  'i32.div_s': 0x6d,
  'i32.div_u': 0x6e,
  'i32.rem_s': 0x6f,
  'i32.rem_u': 0x70,
  'i32.and': 0x71,
  'i32.or': 0x72,
  'i32.xor': 0x73,
  'i32.shl': 0x74,
  'i32.shr_s': 0x75,
  'i32.shr_u': 0x76,
  'i32.rotl': 0x77,
  'i32.rotr': 0x78,
  'i64.clz': 0x79,
  'i64.ctz': 0x7a,
  'i64.popcnt': 0x7b,
  'i64.add': 0x7c,
  'i64.sub': 0x7d,
  'i64.mul': 0x7e,
  'i64.div_s': 0x7f,
  'i64.div_u': 0x80,
  'i64.rem_s': 0x81,
  'i64.rem_u': 0x82,
  'i64.and': 0x83,
  'i64.or': 0x84,
  'i64.xor': 0x85,
  'i64.shl': 0x86,
  'i64.shr_s': 0x87,
  'i64.shr_u': 0x88,
  'i64.rotl': 0x89,
  'i64.rotr': 0x8a,
  'f32.add': 0x92,
  'f32.sub': 0x93,
  'f32.mul': 0x94,
  'f32.div': 0x95,
  'f32.min': 0x96,
  'f64.abs': 0x99,
  'f64.neg': 0x9a,
  'f64.ceil': 0x9b,
  'f64.floor': 0x9c,
  'f64.trunc': 0x9d,
  'f64.nearest': 0x9e,
  'f64.sqrt': 0x9f,
  'f64.add': 0xa0,
  'f64.sub': 0xa1,
  'f64.mul': 0xa2,
  'f64.div': 0xa3,
  'f64.min': 0xa4,
  'f64.max': 0xa5,
  'f64.copysign': 0xa6,
  'i32.wrap_i64': 0xa7,
  'i32.trunc_f64_s': 0xaa,
  'i32.trunc_f64_u': 0xab,
  'i64.extend_i32_s': 0xac,
  'i64.extend_i32_u': 0xad,
  'i64.trunc_f64_s': 0xb0,
  'i64.trunc_f64_u': 0xb1,
  'i32.trunc_f32_s': 0xa8,
  'f32.convert_i32_s': 0xb2,
  'f64.convert_i32_s': 0xb7,
  'f64.convert_i32_u': 0xb8,
  'f64.convert_i64_s': 0xb9,
  'f64.convert_i64_u': 0xba,
  'i64.reinterpret_f64': 0xbd,
  'f64.reinterpret_i64': 0xbf,
} as const;

/** Vector instructions without immediate operands; all vector instructions follow the byte 0xfd. */
const vector = {
  'i8x16.swizzle': 0x0e,
  'i32x4.splat': 0x11,
  'i64x2.splat': 0x12,
  'f32x4.splat': 0x13,
  'f64x2.splat': 0x14,
  'i32x4.eq': 0x37,
  'i32x4.ne': 0x38,
  'i32x4.lt_s': 0x39,
  'i32x4.lt_u': 0x3a,
  'i32x4.gt_s': 0x3b,
  'i32x4.gt_u': 0x3c,
  'i32x4.le_s': 0x3d,
  'i32x4.le_u': 0x3e,
  'i32x4.ge_s': 0x3f,
  'i32x4.ge_u': 0x40,
  'f64x2.eq': 0x47,
  'f64x2.ne': 0x48,
  'f64x2.lt': 0x49,
  'f64x2.gt': 0x4a,
  'f64x2.le': 0x4b,
  'f64x2.ge': 0x4c,
  'v128.not': 0x4d,
  'v128.and': 0x4e,
  'v128.andnot': 0x4f,
  'v128.or': 0x50,
  'v128.xor': 0x51,
  'v128.bitselect': 0x52,
  'v128.any_true': 0x53,
  'f64x2.ceil': 0x74,
  'f64x2.floor': 0x75,
  'f64x2.trunc': 0x7a,
  'f64x2.nearest': 0x94,
  'i32x4.abs': 0xa0,
  'i32x4.neg': 0xa1,
  'i32x4.all_true': 0xa3,
  'i32x4.bitmask': 0xa4,
  'i32x4.shl': 0xab,
  'i32x4.shr_s': 0xac,
  'i32x4.shr_u': 0xad,
  'i32x4.add': 0xae,
  'i32x4.sub': 0xb1,
  'i32x4.mul': 0xb5,
  'i32x4.min_s': 0xb6,
  'i32x4.min_u': 0xb7,
  'i32x4.max_s': 0xb8,
  'i32x4.max_u': 0xb9,
  'i64x2.abs': 0xc0,
  'i64x2.neg': 0xc1,
  'i64x2.all_true': 0xc3,
  'i64x2.bitmask': 0xc4,
  'i64x2.extend_low_i32x4_s': 0xc7,
  'i64x2.extend_high_i32x4_s': 0xc8,
  'i64x2.extend_low_i32x4_u': 0xc9,
  'i64x2.extend_high_i32x4_u': 0xca,
  'i64x2.shl': 0xcb,
  'i64x2.shr_s': 0xcc,
  'i64x2.shr_u': 0xcd,
  'i64x2.add': 0xce,
  'i64x2.sub': 0xd1,
  'i64x2.mul': 0xd5,
  'i64x2.eq': 0xd6,
  'i64x2.ne': 0xd7,
  'i64x2.lt_s': 0xd8,
  'i64x2.gt_s': 0xd9,
  'i64x2.le_s': 0xda,
  'i64x2.ge_s': 0xdb,
  'i64x2.extmul_low_i32x4_s': 0xdc,
  'i64x2.extmul_high_i32x4_s': 0xdd,
  'i64x2.extmul_low_i32x4_u': 0xde,
  'i64x2.extmul_high_i32x4_u': 0xdf,
  'f32x4.add': 0xe4,
  'f32x4.sub': 0xe5,
  'f32x4.mul': 0xe6,
  'f32x4.div': 0xe7,
  'f32x4.min': 0xe8,
  'f32x4.max': 0xe9,
  'f64x2.abs': 0xec,
  'f64x2.neg': 0xed,
  'f64x2.sqrt': 0xef,
  'f64x2.add': 0xf0,
  'f64x2.sub': 0xf1,
  'f64x2.mul': 0xf2,
  'f64x2.div': 0xf3,
  'f64x2.min': 0xf4,
  'f64x2.max': 0xf5,
  'f64x2.pmin': 0xf6,
  'f64x2.pmax': 0xf7,
  'i32x4.trunc_sat_f32x4_s': 0xf8,
  'f32x4.convert_i32x4_s': 0xfa,
  'i32x4.trunc_sat_f64x2_s_zero': 0xfc,
  'i32x4.trunc_sat_f64x2_u_zero': 0xfd,
  'f64x2.convert_low_i32x4_s': 0xfe,
  'f64x2.convert_low_i32x4_u': 0xff,
} as const;

/** Instructions that take a lane number. */
const lane = {
  'i32x4.extract_lane': 0x1b,
  'i32x4.replace_lane': 0x1c,
  'i64x2.extract_lane': 0x1d,
  'i64x2.replace_lane': 0x1e,
  'f32x4.extract_lane': 0x1f,
  'f64x2.extract_lane': 0x21,
  'f64x2.replace_lane': 0x22,
} as const;

/** Loads and stores, each with the exponent of its natural alignment. */
const memory = {
  'i32.load': { opcode: [0x28], alignment: 2 },
  'i64.load': { opcode: [0x29], alignment: 3 },
  'f32.load': { opcode: [0x2a], alignment: 2 },
  'f64.load': { opcode: [0x2b], alignment: 3 },
  'i32.load8_u': { opcode: [0x2d], alignment: 0 },
  'i32.load16_u': { opcode: [0x2f], alignment: 1 },
  'i32.store': { opcode: [0x36], alignment: 2 },
  'i64.store': { opcode: [0x37], alignment: 3 },
  'f32.store': { opcode: [0x38], alignment: 2 },
  'f64.store': { opcode: [0x39], alignment: 3 },
  'i32.store8': { opcode: [0x3a], alignment: 0 },
  'i32.store16': { opcode: [0x3b], alignment: 1 },
  'v128.load': { opcode: [0xfd, 0x00], alignment: 4 },
  'v128.load32_splat': { opcode: [0xfd, 0x09], alignment: 2 },
  'v128.load64_splat': { opcode: [0xfd, 0x0a], alignment: 3 },
  'v128.store': { opcode: [0xfd, 0x0b], alignment: 4 },
  'v128.load32_zero': { opcode: [0xfd, 0x5c], alignment: 2 },
  'v128.load64_zero': { opcode: [0xfd, 0x5d], alignment: 3 },
} as const;

/** Loads into and stores from one lane of 64 bits. */
const memoryLane = { 'v128.load64_lane': 0x57, 'v128.store64_lane': 0x5b } as const;

export type PlainOp = keyof typeof scalar | keyof typeof vector;
export type LaneOp = keyof typeof lane;
export type MemoryOp = keyof typeof memory;
export type MemoryLaneOp = keyof typeof memoryLane;

/** A vector instruction's bytes: its number is unsigned LEB128 and below 2^14. */
function vectorBytes(opcode: number): readonly number[] {
  return opcode < 128 ? [0xfd, opcode] : [0xfd, (opcode & 127) | 128, opcode >> 7];
}

function encodeAll<Name extends string>(
  codes: Readonly<Record<Name, number>>,
  encode: (opcode: number) => readonly number[],
): Readonly<Record<Name, readonly number[]>> {
  const entries = Object.entries<number>(codes).map(([name, opcode]) => [name, encode(opcode)]);
  return Object.fromEntries(entries) as Record<Name, readonly number[]>;
}

/** Bytes of instructions that have no immediate operand. */
export const plainBytes: Readonly<Record<PlainOp, readonly number[]>> = {
  ...encodeAll(scalar, (opcode) => [opcode]),
  ...encodeAll(vector, vectorBytes),
};

/** Bytes before the lane number. */
export const laneBytes: Readonly<Record<LaneOp, readonly number[]>> = encodeAll(lane, vectorBytes);

/** Bytes before the memory argument. */
export const memoryBytes: Readonly<Record<MemoryOp, readonly number[]>> = Object.fromEntries(
  Object.entries(memory).map(([name, { opcode, alignment }]) => [name, [...opcode, alignment]]),
) as unknown as Record<MemoryOp, readonly number[]>;

/** Bytes before offset and lane number. */
export const memoryLaneBytes: Readonly<Record<MemoryLaneOp, readonly number[]>> = encodeAll(
  memoryLane,
  (opcode) => [...vectorBytes(opcode), 3],
);
