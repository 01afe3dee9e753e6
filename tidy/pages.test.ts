// Reference pages say what the code says; docs point at files that exist; README commands are real.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errorRegistry } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { pages } from './pages.js';
import { readSource, root, sources } from './sources.ts';

describe('reference pages', () => {
  it.each(pages as [string, string][])('%s is what the code says', (name, text) => {
    expect(readFileSync(`${root}docs/reference/${name}`, 'utf8')).toBe(text);
  });

  it('lists no error code that nothing raises', () => {
    const code = sources
      .filter((file) => file.path !== 'packages/core/src/errors.ts')
      .map(readSource)
      .join('\n');
    expect(Object.keys(errorRegistry).filter((name) => !code.includes(`'${name}'`))).toEqual([]);
  });
});

describe('documents of the house', () => {
  const documents = [
    ...readdirSync(root).filter((name) => name.endsWith('.md')),
    ...['docs', 'packages', 'families', 'apps'].flatMap((place) =>
      readdirSync(root + place, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.md') && !path.includes('node_modules'))
        .map((path) => `${place}/${path}`),
    ),
  ];

  it('link to files that exist', () => {
    const dead = documents.flatMap((path) =>
      [...readFileSync(root + path, 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map(([, target]) => target ?? '')
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => !existsSync(resolve(root, dirname(path), target)))
        .map((target) => `${path} -> ${target}`),
    );
    expect(dead).toEqual([]);
  });

  it('name example documents that exist', () => {
    const dead = documents.flatMap((path) =>
      [
        ...readFileSync(root + path, 'utf8').matchAll(
          /\b((?:examples|families\/\w+\/examples)\/[\w-]+\.json)\b/g,
        ),
      ]
        .map(([, target]) => target ?? '')
        .filter((target) => !existsSync(root + target))
        .map((target) => `${path} names ${target}`),
    );
    expect(dead).toEqual([]);
  });

  it('name npm scripts and holdfast commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
      scripts: Record<string, string>;
    };
    const cli = readFileSync(`${root}docs/reference/cli.md`, 'utf8');
    const commands = new Set([...cli.matchAll(/^## (\w+)$/gm)].map(([, name]) => name ?? ''));
    const wrong = documents.flatMap((path) => {
      const code = [
        ...readFileSync(root + path, 'utf8').matchAll(/```(?:sh|bash)?\n([\s\S]*?)```|`([^`\n]+)`/g),
      ]
        .map(([, block, inline]) => block ?? inline ?? '')
        .join('\n');
      const unknownScripts = [
        ...code.matchAll(/\bnpm (?:run )?(start|test|build|lint|format|bench|check|\w+)\b/g),
      ]
        .map(([, name]) => name ?? '')
        .filter((name) => !['ci', 'install', 'i', 'run'].includes(name) && scripts[name] === undefined);
      const unknownCommands = [
        ...code.matchAll(/^(?:\$ )?(?:node apps\/cli\/bin\/holdfast\.js|holdfast) ([a-z]+)/gm),
      ]
        .map(([, name]) => name ?? '')
        .filter((name) => !commands.has(name));
      return [...unknownScripts, ...unknownCommands].map((name) => `${path}: ${name}`);
    });
    expect(wrong).toEqual([]);
  });
});
