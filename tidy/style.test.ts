// What STYLE.md asks of every file, as failing tests; sizes are rules of the linter.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeLines, readSource, root, sources } from './sources.ts';

describe('files', () => {
  it('opens every module with a header that says its role', () => {
    const bare = sources.filter((file) => !/^(\/\/|\/\*\*?) ?\S.{15}/.test(readSource(file)));
    expect(bare.map((file) => file.path)).toEqual([]);
  });

  it('uses the words of the glossary for files', () => {
    const banned = /(^|[-/.])(util|utils|helper|helpers|common|misc|manager|service|types)([-/.]|$)/;
    expect(sources.filter((file) => banned.test(file.path)).map((file) => file.path)).toEqual([]);
  });

  it('leaves no unfinished mark', () => {
    const marks = sources.filter((file) => /\b(TODO|FIXME|XXX|HACK)\b/.test(readSource(file)));
    expect(marks.map((file) => file.path)).toEqual([]);
  });

  it('keeps no mutable state in modules', () => {
    const loose = sources.flatMap((file) =>
      codeLines(readSource(file))
        .filter(({ text }) => /^(export )?(let|var) /.test(text))
        .map(({ line, text }) => `${file.path}:${line} ${text}`),
    );
    expect(loose).toEqual([]);
  });
});

describe('packages', () => {
  const packages = ['packages', 'families', 'apps'].flatMap((place) =>
    readdirSync(root + place).map((name) => `${place}/${name}`),
  );

  it('has a readme, an index and a private manifest with a description', () => {
    const wrong = packages.filter((path) => {
      const manifest = JSON.parse(readFileSync(`${root}${path}/package.json`, 'utf8')) as Record<
        string,
        unknown
      >;
      const entry = ['index.ts', 'main.tsx'].some((name) => existsSync(`${root}${path}/src/${name}`));
      return (
        !entry || !existsSync(`${root}${path}/README.md`) || !manifest['description'] || !manifest['private']
      );
    });
    expect(wrong).toEqual([]);
  });

  it('pins every dependency exactly', () => {
    const loose = ['', ...packages.map((path) => `${path}/`)].flatMap((path) => {
      const manifest = JSON.parse(readFileSync(`${root}${path}package.json`, 'utf8')) as Record<
        string,
        Record<string, string> | undefined
      >;
      return Object.entries({ ...manifest['dependencies'], ...manifest['devDependencies'] })
        .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        .map(([name, version]) => `${path || 'root'}: ${name} ${version}`);
    });
    expect(loose).toEqual([]);
  });

  it('records why each dependency was chosen', () => {
    const record = readdirSync(`${root}docs/decisions`)
      .map((name) => readFileSync(`${root}docs/decisions/${name}`, 'utf8'))
      .join('\n');
    const unexplained = packages.flatMap((path) => {
      const manifest = JSON.parse(readFileSync(`${root}${path}/package.json`, 'utf8')) as {
        dependencies?: Record<string, string>;
      };
      return Object.keys(manifest.dependencies ?? {})
        .filter((name) => !name.startsWith('@holdfast/') && !record.includes(`\`${name}\``))
        .map((name) => `${path}: ${name}`);
    });
    expect([...new Set(unexplained)]).toEqual([]);
  });
});

describe('skips', () => {
  it('are not used to pass', () => {
    const tests = ['packages', 'families', 'apps'].flatMap((place) =>
      readdirSync(root + place).flatMap((name) =>
        existsSync(`${root}${place}/${name}/test`)
          ? readdirSync(`${root}${place}/${name}/test`, { recursive: true, encoding: 'utf8' })
              .filter((path) => path.endsWith('.ts'))
              .map((path) => `${place}/${name}/test/${path}`)
          : [],
      ),
    );
    const tidy = readdirSync(`${root}tidy`).map((path) => `tidy/${path}`);
    const skipping = [...tests, ...tidy.filter((path) => path !== 'tidy/style.test.ts')].filter((path) =>
      /\.(skip|only|todo|skipIf|runIf|fails)\b|\bskip\(/.test(readFileSync(root + path, 'utf8')),
    );
    expect(skipping).toEqual([]);
  });
});
