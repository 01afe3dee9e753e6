// Meshes in STL and OBJ as corners and triangles. Numbers have the precision of float32, which is what the engine keeps, and
// are written as short as that allows.

import { caps } from '../check/check.ts';

export interface ReadMesh {
  /** x y z, one corner after the other. */
  readonly vertices: readonly number[];
  /** Three corners each. */
  readonly faces: readonly number[];
}

/** Why bytes are no mesh we read. */
export class MeshRefusal extends Error {
  override readonly name = 'MeshRefusal';
}

/** The shortest decimal that means the same float32. @throws MeshRefusal for what is no number */
export function short(value: number): number {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) throw new MeshRefusal('it has a coordinate that is no number');
  for (let digits = 6; digits < 9; digits++) {
    const shorter = Number(single.toPrecision(digits));
    if (Math.fround(shorter) === single) return shorter;
  }
  return Number(single.toPrecision(9));
}

/** Gathers triangles; corners in the same place are one. */
class Surface implements ReadMesh {
  readonly vertices: number[] = [];
  readonly faces: number[] = [];
  readonly #known = new Map<string, number>();

  corner(x: number, y: number, z: number): number {
    const point = [short(x), short(y), short(z)] as const;
    const key = point.join(' ');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const index = this.vertices.length / 3;
    this.vertices.push(...point);
    this.#known.set(key, index);
    this.#bound();
    return index;
  }

  triangle(a: number, b: number, c: number): void {
    // A triangle without an area says nothing about the surface.
    if (a === b || b === c || c === a) return;
    this.faces.push(a, b, c);
    this.#bound();
  }

  #bound(): void {
    if (this.vertices.length + this.faces.length > caps.meshNumbers)
      throw new MeshRefusal(`it has more than ${caps.meshNumbers} numbers; simplify it`);
  }
}

const headerBytes = 84;
const triangleBytes = 50;

function readBinaryStl(bytes: Uint8Array, count: number): ReadMesh {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const surface = new Surface();
  for (let index = 0; index < count; index++) {
    const corners = [0, 1, 2].map((corner) => {
      const at = headerBytes + index * triangleBytes + 12 + corner * 12;
      return surface.corner(
        view.getFloat32(at, true),
        view.getFloat32(at + 4, true),
        view.getFloat32(at + 8, true),
      );
    });
    surface.triangle(corners[0]!, corners[1]!, corners[2]!);
  }
  return surface;
}

function readTextStl(text: string): ReadMesh {
  const surface = new Surface();
  let corners: number[] = [];
  for (const line of text.split('\n')) {
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word === 'facet') corners = [];
    if (word === 'vertex') {
      const [x = Number.NaN, y = Number.NaN, z = Number.NaN] = rest.map(Number);
      corners.push(surface.corner(x, y, z));
    }
    if (word === 'endfacet') {
      if (corners.length !== 3) throw new MeshRefusal('it has a facet without three corners');
      surface.triangle(corners[0]!, corners[1]!, corners[2]!);
    }
  }
  return surface;
}

type Text = (bytes: Uint8Array) => string;

function readStl(bytes: Uint8Array, textOf: Text): ReadMesh {
  const count =
    bytes.length < headerBytes ? -1 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(80, true);
  // Some binary files begin with the word of the text form: their length tells them apart.
  if (bytes.length === headerBytes + count * triangleBytes) return readBinaryStl(bytes, count);
  const text = textOf(bytes);
  if (!text.trimStart().startsWith('solid'))
    throw new MeshRefusal('it is no STL: neither its length nor its beginning fits');
  return readTextStl(text);
}

/** Polygons become fans; negative corners count from the last one. */
function readObj(text: string): ReadMesh {
  const surface = new Surface();
  const corners: number[] = [];
  for (const line of text.split('\n')) {
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word === 'v') {
      const [x = Number.NaN, y = Number.NaN, z = Number.NaN] = rest.map(Number);
      corners.push(surface.corner(x, y, z));
    } else if (word === 'f') {
      const polygon = rest.map((corner) => {
        const index = Number(corner.split('/', 1)[0]);
        const found = corners[index < 0 ? corners.length + index : index - 1];
        if (found === undefined)
          throw new MeshRefusal(`it has a face with a corner ${corner.slice(0, 20)} that is not there`);
        return found;
      });
      if (polygon.length < 3) throw new MeshRefusal('it has a face with fewer than three corners');
      for (let index = 2; index < polygon.length; index++)
        surface.triangle(polygon[0]!, polygon[index - 1]!, polygon[index]!);
    }
  }
  return surface;
}

/** Endings of files that are read. */
const readers: ReadonlyMap<string, (bytes: Uint8Array, textOf: Text) => ReadMesh> = new Map([
  ['.stl', readStl],
  ['.obj', (bytes: Uint8Array, textOf: Text) => readObj(textOf(bytes))],
]);

/** The ending of a file name in small letters, dot included. */
export function endingOf(path: string): string {
  return /\.[^./\\]*$/.exec(path)?.[0].toLowerCase() ?? '';
}

/** Whether files with this ending are read at all. */
export function isMeshRead(path: string): boolean {
  return readers.has(endingOf(path));
}

/** Reads a mesh by the ending of its name. @throws MeshRefusal */
export function readMesh(path: string, bytes: Uint8Array, textOf: Text): ReadMesh {
  const read = readers.get(endingOf(path));
  if (read === undefined) throw new MeshRefusal('only STL and OBJ are read; convert it to one of them');
  const mesh = read(bytes, textOf);
  if (mesh.vertices.length < 12 || mesh.faces.length < 12)
    throw new MeshRefusal('it has fewer than four corners or faces, so no volume');
  return mesh;
}
