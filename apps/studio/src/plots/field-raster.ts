// Values on a grid as a raster: one pixel a cell, scaled up without blurring. Values of both signs lie around the middle colour.

/** How the values of a channel are laid out as cells, row by row. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
}

/** Longer rows of values than this are folded into a grid about as wide as a panel. */
const rowMost = 64;
const aspect = 1.6;

/** A shape of two or more extents keeps its last as columns. */
export function gridOf(shape: readonly number[]): Grid {
  const count = shape.reduce((product, extent) => product * extent, 1);
  const last = shape.at(-1) ?? 1;
  if (shape.length > 1) return { rows: count / Math.max(1, last), columns: last };
  if (count <= rowMost) return { rows: 1, columns: count };
  const columns = Math.ceil(Math.sqrt(count * aspect));
  return { rows: Math.ceil(count / columns), columns };
}

const shades = 256;

/** Colours through `stops`, four bytes each; any colours a stylesheet can name. */
export function rampOf(stops: readonly string[]): Uint8ClampedArray {
  const canvas = new OffscreenCanvas(shades, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return new Uint8ClampedArray(4 * shades);
  const gradient = context.createLinearGradient(0, 0, shades, 0);
  stops.forEach((colour, index) => gradient.addColorStop(index / (stops.length - 1), colour));
  context.fillStyle = gradient;
  context.fillRect(0, 0, shades, 1);
  return context.getImageData(0, 0, shades, 1).data;
}

/** What the ends of the ramp stand for: zero is an end of values of one sign, the middle of values of both. */
export function spanOf(values: Float64Array): readonly [low: number, high: number] {
  let [low, high] = [0, 0];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low < 0 && high > 0) {
    const most = Math.max(-low, high);
    return [-most, most];
  }
  return low === high ? [low, low + 1] : [low, high];
}

/** Writes a colour for every value; cells beyond the values, and values that are no numbers, stay clear. */
export function shade(
  values: Float64Array,
  [low, high]: readonly [number, number],
  ramp: Uint8ClampedArray,
  pixels: Uint8ClampedArray,
): void {
  pixels.fill(0);
  const scale = (shades - 1) / (high - low);
  for (let cell = 0; cell < values.length; cell++) {
    const value = values[cell]!;
    if (Number.isNaN(value)) continue;
    const at = 4 * Math.round(Math.min(shades - 1, Math.max(0, (value - low) * scale)));
    pixels[4 * cell] = ramp[at]!;
    pixels[4 * cell + 1] = ramp[at + 1]!;
    pixels[4 * cell + 2] = ramp[at + 2]!;
    pixels[4 * cell + 3] = 255;
  }
}
