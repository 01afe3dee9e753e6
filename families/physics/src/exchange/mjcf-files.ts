// MJCF that refers to files becomes MJCF that holds them: what it includes is put in its place, meshes become corners and
// faces, height fields heights. Textures are only looks and are left out; every file that is missing is named.

import type { Issue } from '@holdfast/core';
import { HeightRefusal, heightsRemedy, readHeights, type ReadHeights } from './height-file.ts';
import { endingOf, MeshRefusal, readMesh, type ReadMesh } from './mesh-file.ts';
import { findFile, remedyOf, type FoundFile, type ImportFolder } from './folder.ts';
import { readXml, XmlRefusal, type XmlElement } from './xml-reader.ts';

export interface GatheredMjcf {
  readonly root: XmlElement;
  readonly issues: readonly Issue[];
  readonly notices: readonly Issue[];
}

/** What a file of heights says, or what says which. */
const replaced: ReadonlySet<string> = new Set(['file', 'name', 'content_type', 'nrow', 'ncol']);

/** Files one model may consist of. */
const includesMost = 200;

function issue(element: XmlElement, code: string, message: string, remedy: string): Issue {
  const { line } = element;
  return { path: '', code: `physics.${code}`, message: `line ${line}: ${message}`, remedy, line };
}

function nameOf(path: string): string {
  const file = path.replaceAll('\\', '/').split('/').at(-1) ?? path;
  return file.slice(0, file.length - endingOf(file).length);
}

class MjcfGatherer {
  readonly issues: Issue[] = [];
  readonly notices: Issue[] = [];
  readonly #folder: ImportFolder;
  readonly #included = new Set<string>();
  readonly #meshes = new Map<string, ReadMesh>();
  /** Textures that were left out. */
  readonly #textures = new Set<string>();
  #compiler: ReadonlyMap<string, string> = new Map();

  constructor(folder: ImportFolder) {
    this.#folder = folder;
  }

  gather(root: XmlElement): XmlElement {
    const [whole] = this.#spliced(root);
    const compilers = whole!.children.filter(({ tag }) => tag === 'compiler');
    this.#compiler = new Map(compilers.flatMap(({ attributes }) => [...attributes]));
    return this.#withMaterials(this.#filled(whole!));
  }

  /** An element with what it includes in its place. */
  #spliced(element: XmlElement): readonly XmlElement[] {
    if (element.tag === 'include') return this.#include(element);
    const children = element.children.flatMap((child) => this.#spliced(child));
    return [{ ...element, children }];
  }

  #include(element: XmlElement): readonly XmlElement[] {
    const file = element.attributes.get('file') ?? '';
    const found = findFile(this.#folder, file);
    if (!found.found) this.#missing(element, 'included file', file, found);
    else if (this.#included.has(found.path) || this.#included.size >= includesMost)
      this.issues.push(
        issue(element, 'repeated-file', `"${file}" is included twice`, 'Include each file once.'),
      );
    else {
      this.#included.add(found.path);
      return this.#rootOf(element, file, found.bytes).flatMap((child) => this.#spliced(child));
    }
    return [];
  }

  #rootOf(element: XmlElement, file: string, bytes: Uint8Array): readonly XmlElement[] {
    try {
      return readXml(this.#folder.text(bytes)).children;
    } catch (error) {
      if (!(error instanceof XmlRefusal)) throw error;
      const message = `"${file}" is not read: line ${error.line}: ${error.message}`;
      this.issues.push({ ...issue(element, 'included', message, 'Correct that file.'), code: error.code });
      return [];
    }
  }

  /** An element without references to files. */
  #filled(element: XmlElement): XmlElement {
    const { tag, attributes } = element;
    if (tag === 'mesh' && attributes.has('file')) return this.#mesh(element);
    if (tag === 'hfield' && attributes.has('file')) return this.#field(element);
    const children = element.children.flatMap((child) =>
      this.#isTextureFile(child) ? [] : [this.#filled(child)],
    );
    if (tag !== 'compiler') return { ...element, children };
    const kept = [...attributes].filter(([name]) => !['meshdir', 'texturedir', 'assetdir'].includes(name));
    return { ...element, attributes: new Map(kept), children };
  }

  #mesh(element: XmlElement): XmlElement {
    const file = element.attributes.get('file')!;
    const name = element.attributes.get('name') ?? nameOf(file);
    const rest = [...element.attributes].filter(([key]) => !['file', 'name', 'content_type'].includes(key));
    const mesh = this.#read(element, file);
    const numbers =
      mesh === undefined
        ? []
        : ([
            ['vertex', mesh.vertices.join(' ')],
            ['face', mesh.faces.join(' ')],
          ] as const);
    return { ...element, attributes: new Map([['name', name], ...rest, ...numbers]) };
  }

  /** Heights as the text form has them: the highest row comes first. */
  #field(element: XmlElement): XmlElement {
    const file = element.attributes.get('file')!;
    const name = element.attributes.get('name') ?? nameOf(file);
    const rest = [...element.attributes].filter(([key]) => !replaced.has(key));
    const heights = this.#heights(element, file);
    const numbers =
      heights === undefined
        ? []
        : ([
            ['nrow', String(heights.rows.length)],
            ['ncol', String(heights.rows[0]!.length)],
            ['elevation', heights.rows.toReversed().flat().join(' ')],
          ] as const);
    return { ...element, attributes: new Map([['name', name], ...rest, ...numbers]) };
  }

  #heights(element: XmlElement, file: string): ReadHeights | undefined {
    const found = this.#find(element, 'height field', file);
    if (found === undefined) return undefined;
    try {
      return readHeights(found.bytes);
    } catch (error) {
      if (!(error instanceof HeightRefusal)) throw error;
      const message = `the height field "${file}" is not read: ${error.message}`;
      this.issues.push(issue(element, 'unreadable-heights', message, heightsRemedy));
      return undefined;
    }
  }

  /** What the compiler keeps with the meshes. */
  #find(element: XmlElement, what: string, file: string): Extract<FoundFile, { found: true }> | undefined {
    const strips = this.#compiler.get('strippath') === 'true';
    const directory = this.#compiler.get('meshdir') ?? this.#compiler.get('assetdir') ?? '';
    const found = findFile(this.#folder, strips ? (file.split(/[\\/]/).at(-1) ?? file) : file, directory);
    if (found.found) return found;
    this.#missing(element, what, file, found);
    return undefined;
  }

  #read(element: XmlElement, file: string): ReadMesh | undefined {
    const found = this.#find(element, 'mesh', file);
    if (found === undefined) return undefined;
    try {
      const mesh = this.#meshes.get(found.path) ?? readMesh(found.path, found.bytes, this.#folder.text);
      this.#meshes.set(found.path, mesh);
      return mesh;
    } catch (error) {
      if (!(error instanceof MeshRefusal)) throw error;
      const remedy = 'Write it anew as STL or OBJ with a program for meshes.';
      this.issues.push(
        issue(element, 'unreadable-mesh', `the mesh "${file}" is not read: ${error.message}`, remedy),
      );
      return undefined;
    }
  }

  #isTextureFile(element: XmlElement): boolean {
    const { tag, attributes } = element;
    if (tag !== 'texture' || ![...attributes.keys()].some((name) => name.startsWith('file'))) return false;
    const file = attributes.get('file');
    const name = attributes.get('name') ?? (file === undefined ? '' : nameOf(file));
    this.#textures.add(name);
    this.notices.push(
      issue(
        element,
        'left-out',
        `the texture "${name}" is left out: pictures on surfaces are not drawn`,
        'Give the material a color (rgba) where it matters.',
      ),
    );
    return true;
  }

  /** Materials may not name textures that are gone. */
  #withMaterials(element: XmlElement): XmlElement {
    const children = element.children
      .filter(
        ({ tag, attributes }) => tag !== 'layer' || !this.#textures.has(attributes.get('texture') ?? ''),
      )
      .map((child) => this.#withMaterials(child));
    const texture = element.attributes.get('texture');
    if (element.tag !== 'material' || texture === undefined || !this.#textures.has(texture))
      return { ...element, children };
    const attributes = new Map(element.attributes);
    attributes.delete('texture');
    return { ...element, attributes, children };
  }

  #missing(
    element: XmlElement,
    what: string,
    file: string,
    found: Extract<FoundFile, { found: false }>,
  ): void {
    const where = found.isOutside ? 'lies outside the folder' : 'is missing';
    const missing = issue(element, 'missing-file', `the ${what} "${file}" ${where}`, remedyOf(found));
    this.issues.push(found.isOutside ? missing : { ...missing, file: found.path });
  }
}

/** Brings in every file the model names. */
export function gatherMjcf(root: XmlElement, folder: ImportFolder): GatheredMjcf {
  const gatherer = new MjcfGatherer(folder);
  const whole = gatherer.gather(root);
  return { root: whole, issues: gatherer.issues, notices: gatherer.notices };
}
