// Strokes drawn on paper with a round pen: pixels for what reads pictures.

/** RGBA pixels of dark ink on white, the pen `radius` pixels thick. */
export function drawInk(strokes, width, height, radius) {
  const data = new Uint8Array(4 * width * height).fill(255);
  for (const stroke of strokes) {
    for (let i = 1; i < stroke.length; i++) {
      const [a, b] = [stroke[i - 1], stroke[i]];
      const steps = Math.ceil(2 * Math.hypot(b.x - a.x, b.y - a.y)) + 1;
      for (let k = 0; k <= steps; k++)
        blot(data, width, height, a.x + ((b.x - a.x) * k) / steps, a.y + ((b.y - a.y) * k) / steps, radius);
    }
  }
  return { width, height, data };
}

function blot(data, width, height, x, y, radius) {
  for (let py = Math.max(0, Math.ceil(y - radius)); py <= Math.min(height - 1, y + radius); py++) {
    for (let px = Math.max(0, Math.ceil(x - radius)); px <= Math.min(width - 1, x + radius); px++) {
      if ((px - x) ** 2 + (py - y) ** 2 > radius ** 2) continue;
      data.set([25, 30, 40], 4 * (py * width + px));
    }
  }
}

/** A stroke moved and scaled so that its box is centred at a point and `size` long at its longer side. */
export function fitted(stroke, x, y, size) {
  const xs = stroke.map((point) => point.x);
  const ys = stroke.map((point) => point.y);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = size / Math.max(x1 - x0, y1 - y0);
  return stroke.map((point) => ({
    x: x + (point.x - (x0 + x1) / 2) * scale,
    y: y + (point.y - (y0 + y1) / 2) * scale,
  }));
}
