// The house keeps its shape: imports point strictly down, only named places do named things.
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeLines, readSource, sources, type SourceFile } from './sources.ts';

const layerOf: Record<string, number> = {
  core: 0,
  numerics: 0,
  protocol: 1,
  sketch: 1,
  runtime: 2,
  store: 2,
  client: 2,
  catalog: 3,
  conformance: 3,
  pictures: 3,
  experiment: 3,
  fleet: 3,
  report: 4,
  worker: 4,
  server: 5,
  cli: 6,
  studio: 6,
};

const families = sources.filter((file) => file.place === 'families');
for (const { package: name } of families) layerOf[name] = 2;

function importsOf(file: SourceFile): readonly string[] {
  return [...readSource(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
}

/** Files of the same package a file loads: types alone are not loaded. */
function loadsOf(file: SourceFile): readonly string[] {
  const imports = readSource(file).matchAll(/(?:import|export) (?!type )([^;']*?) from '(\.[^']+)'/g);
  return [...imports]
    .filter(([, names = '']) => !names.startsWith('{') || /[{,]\s*(?!type )\w/.test(names))
    .map(([, , to = '']) => posix.join(posix.dirname(file.path), to));
}

/** A way from a file back to itself, if there is one. */
function circleAt(start: string, loads: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const from = new Map<string, string>();
  const open = [start];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    for (const to of loads.get(file) ?? []) {
      if (from.has(to)) continue;
      from.set(to, file);
      open.push(to);
    }
  }
  const way: string[] = [];
  for (let at = from.get(start); at !== undefined && !way.includes(at); at = from.get(at)) way.unshift(at);
  return way;
}

/** Rows of the error registry are a table, not code. */
function isCode(text: string): boolean {
  return text.trim() !== '' && !/^ {2}'[a-z.-]+': entry\(/.test(text);
}

function offenders(files: readonly SourceFile[], pattern: RegExp): readonly string[] {
  return files.flatMap((file) =>
    codeLines(readSource(file))
      .filter(({ text }) => pattern.test(text))
      .map(({ line, text }) => `${file.path}:${line} ${text.trim()}`),
  );
}

describe('layers', () => {
  it('gives every package a layer', () => {
    const packages = new Set(sources.map((file) => file.package));
    expect([...packages].filter((name) => layerOf[name] === undefined)).toEqual([]);
  });

  it('lets an import go to a strictly lower layer only', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('@holdfast/'))
        .map((name) => name.slice('@holdfast/'.length))
        .filter((name) => (layerOf[name] ?? 99) >= (layerOf[file.package] ?? -1))
        .map((name) => `${file.path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no circle of files that load each other', () => {
    const loads = new Map(sources.map((file) => [file.path, loadsOf(file)]));
    expect([...loads.values()].flat().length).toBeGreaterThan(1000);
    const circles = sources.map((file) => circleAt(file.path, loads)).filter((way) => way.length > 0);
    expect(circles).toEqual([]);
  });

  it('lets families know core and numerics only', () => {
    const wrong = families.flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('@holdfast/') && !/^@holdfast\/(core|numerics)$/.test(name))
        .map((name) => `${file.path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('names families in catalog only', () => {
    const names = [...new Set(families.map((file) => file.package))];
    const imports = sources
      .filter((file) => file.place !== 'families' && file.package !== 'catalog')
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => names.includes(name.replace('@holdfast/', '')))
          .map((name) => `${file.path} imports ${name}`),
      );
    const branches = offenders(
      sources.filter((file) => file.place !== 'families' && file.package !== 'catalog'),
      new RegExp(`'(${names.join('|')})'`),
    );
    expect([...imports, ...branches]).toEqual([]);
  });

  it('keeps core and numerics free of dependencies', () => {
    const wrong = sources
      .filter((file) => file.package === 'core' || file.package === 'numerics')
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => !name.startsWith('./') && !name.startsWith('../'))
          .map((name) => `${file.path} imports ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  it('keeps core, without its index and the rows of the error registry, within 350 lines of code', () => {
    const lines = sources
      .filter((file) => file.package === 'core' && !file.path.endsWith('/index.ts'))
      .reduce((sum, file) => sum + codeLines(readSource(file)).filter(({ text }) => isCode(text)).length, 0);
    expect(lines).toBeLessThanOrEqual(350);
  });
});

describe('places', () => {
  it('reads the environment in configuration.ts only', () => {
    expect(
      offenders(
        sources.filter((file) => !/^apps\/\w+\/src\/configuration\.ts$/.test(file.path)),
        /process\.env/,
      ),
    ).toEqual([]);
  });

  it('takes clocks and randomness from ports outside apps and runtime/node', () => {
    expect(
      offenders(
        sources.filter(
          (file) => file.place !== 'apps' && !file.path.startsWith('packages/runtime/src/node/'),
        ),
        /\bDate\.now\(|\bnew Date\(\)|performance\.now\(|Math\.random\(/,
      ),
    ).toEqual([]);
  });

  it('computes kept numbers with exact functions only', () => {
    expect(
      offenders(
        [...families, ...sources.filter((file) => ['numerics', 'experiment'].includes(file.package))],
        /Math\.(exp|expm1|log|log1p|log2|log10|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|cbrt|hypot)\b|[\w)\]] \*\* [\w(]/,
      ),
    ).toEqual([]);
  });

  it('touches each database driver in one folder', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter((name) => name === 'pg' || name.startsWith('@electric-sql/'))
        .filter(
          (name) =>
            !file.path.startsWith(
              name === 'pg' ? 'packages/store/src/postgres/' : 'packages/store/src/pglite/',
            ),
        )
        .map((name) => `${file.path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});
