// Puts a sheet of coloured cells on a canvas, as seen through a view: by the processor or by WebGL, whichever is faster here.

/** Where the sheet lies: pixels of a cell, and of its corner, in pixels of the screen. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface FieldPainter {
  readonly kind: 'canvas' | 'webgl';
  /** `pixels` are the cells, row by row. */
  draw(pixels: ImageData, view: View): void;
}

class FlatPainter implements FieldPainter {
  readonly kind = 'canvas';
  readonly #context: OffscreenCanvasRenderingContext2D;
  #sheet = new OffscreenCanvas(1, 1);

  constructor(context: OffscreenCanvasRenderingContext2D) {
    this.#context = context;
  }

  draw(pixels: ImageData, { scale, x, y }: View): void {
    const { width, height } = pixels;
    if (this.#sheet.width !== width || this.#sheet.height !== height)
      this.#sheet = new OffscreenCanvas(width, height);
    this.#sheet.getContext('2d')?.putImageData(pixels, 0, 0);
    const context = this.#context;
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    // averages where cells are smaller than pixels, sharp where they are larger
    context.imageSmoothingEnabled = scale < 1;
    context.drawImage(this.#sheet, x, y, width * scale, height * scale);
  }
}

const vertexCode = `#version 300 es
uniform vec4 place; out vec2 cell;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  cell = corner;
  gl_Position = vec4(place.xy + corner * place.zw, 0.0, 1.0);
}`;
const fragmentCode = `#version 300 es
precision mediump float; uniform sampler2D cells; in vec2 cell; out vec4 colour;
void main() { vec4 found = texture(cells, cell); colour = vec4(found.rgb * found.a, found.a); }`;

class GlPainter implements FieldPainter {
  readonly kind = 'webgl';
  readonly #gl: WebGL2RenderingContext;
  readonly #place: WebGLUniformLocation | null;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    const program = gl.createProgram();
    for (const [type, code] of [
      [gl.VERTEX_SHADER, vertexCode],
      [gl.FRAGMENT_SHADER, fragmentCode],
    ] as const) {
      const shader = gl.createShader(type);
      if (shader === null) throw new Error('no shader');
      gl.shaderSource(shader, code);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) throw new Error('no program');
    gl.useProgram(program);
    this.#place = gl.getUniformLocation(program, 'place');
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  }

  draw(pixels: ImageData, { scale, x, y }: View): void {
    const gl = this.#gl;
    const { width, height } = gl.canvas;
    const filter = scale < 1 ? gl.LINEAR : gl.NEAREST;
    gl.viewport(0, 0, width, height);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, filter);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const [wide, high] = [(2 * pixels.width * scale) / width, (2 * pixels.height * scale) / height];
    gl.uniform4f(this.#place, (2 * x) / width - 1, 1 - (2 * y) / height, wide, -high);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }
}

type Kind = FieldPainter['kind'];

function painterOn(canvas: OffscreenCanvas, kind: Kind): FieldPainter | undefined {
  try {
    if (kind === 'canvas') {
      const context = canvas.getContext('2d');
      return context === null ? undefined : new FlatPainter(context);
    }
    const gl = canvas.getContext('webgl2', { antialias: false, depth: false });
    return gl === null ? undefined : new GlPainter(gl);
  } catch {
    return undefined;
  }
}

/** Pictures of a trial; the first is not counted. */
const trials = 4;

/** Milliseconds of a picture that has really been drawn: what was drawn is copied out. */
function trialOf(kind: Kind, pixels: ImageData, width: number, height: number, clock: () => number): number {
  const canvas = new OffscreenCanvas(width, height);
  const painter = painterOn(canvas, kind);
  if (painter === undefined) return Infinity;
  const scale = Math.min(width / pixels.width, height / pixels.height);
  const once = (): void => {
    painter.draw(pixels, { scale, x: 0, y: 0 });
    canvas.transferToImageBitmap().close();
  };
  once();
  const begun = clock();
  for (let each = 0; each < trials; each++) once();
  return (clock() - begun) / trials;
}

/** Opens the faster painter on a canvas; nothing can be drawn when it answers undefined. */
export function openPainter(
  canvas: OffscreenCanvas,
  pixels: ImageData,
  clock: () => number,
): FieldPainter | undefined {
  const { width, height } = canvas;
  const took = (kind: Kind): number => trialOf(kind, pixels, width, height, clock);
  const order: readonly Kind[] = took('webgl') < took('canvas') ? ['webgl', 'canvas'] : ['canvas', 'webgl'];
  for (const kind of order) {
    const painter = painterOn(canvas, kind);
    if (painter !== undefined) return painter;
  }
  return undefined;
}
