// The source files of the house as the tidy tests see them: tests, builds and dependencies left out.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('..', import.meta.url));

export interface SourceFile {
  /** Relative to the repository root. */
  readonly path: string;
  /** `packages`, `families` or `apps`. */
  readonly place: string;
  /** Folder name of the package. */
  readonly package: string;
}

export const sources: readonly SourceFile[] = ['packages', 'families', 'apps'].flatMap((place) =>
  readdirSync(root + place).flatMap((name) =>
    readdirSync(`${root}${place}/${name}/src`, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => ({ path: `${place}/${name}/src/${path}`, place, package: name })),
  ),
);

export function readSource(file: SourceFile): string {
  return readFileSync(root + file.path, 'utf8');
}

/** Lines with comments blanked out, numbered from 1. */
export function codeLines(text: string): readonly { readonly line: number; readonly text: string }[] {
  const code = text
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ''))
    .replaceAll(/(^|\s)\/\/.*$/gm, '');
  return code.split('\n').map((line, index) => ({ line: index + 1, text: line }));
}
