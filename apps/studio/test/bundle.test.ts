// The built files keep their budgets: what the first page needs, and each chunk that comes later.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const kilobyte = 1024;

const gzipped = (name: string): number => gzipSync(readFileSync(dist + name)).length;

/** Files of the first page: the document, its styles and scripts, and everything those scripts import at once. */
function shell(): readonly string[] {
  const html = readFileSync(`${dist}index.html`, 'utf8');
  const found = new Set(['index.html']);
  const open = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(
    (match) => match[1] ?? '',
  );
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    if (!name.endsWith('.js')) continue;
    const text = readFileSync(dist + name, 'utf8');
    for (const match of text.matchAll(/(?:import|from)\s*"\.\/([^"]+\.js)"/g))
      open.push(`assets/${match[1]}`);
  }
  return [...found];
}

describe('the built studio', () => {
  beforeAll(() => {
    if (!existsSync(`${dist}index.html`)) throw new Error('build the studio first: npm run build');
  });

  it('needs at most 150 KB, compressed, before its first page shows', () => {
    const files = shell();
    expect(files.length).toBeGreaterThanOrEqual(4);
    const bytes = files.reduce((sum, name) => sum + gzipped(name), 0);
    expect(bytes / kilobyte).toBeLessThanOrEqual(150);
  });

  it('has no later chunk above 300 KB compressed, and loads editor, charts and what decodes a stream later', () => {
    const first = new Set(shell());
    const later = readdirSync(`${dist}assets`).filter(
      (name) => /\.(js|css)$/.test(name) && !first.has(`assets/${name}`),
    );
    expect(later.filter((name) => gzipped(`assets/${name}`) > 300 * kilobyte)).toEqual([]);
    expect(later.some((name) => name.startsWith('document-editor'))).toBe(true);
    expect(later.some((name) => name.startsWith('chart'))).toBe(true);
    expect(later.some((name) => name.startsWith('stream-frames'))).toBe(true);
  });

  it('brings one face of at most 60 KB, which no text waits for', () => {
    const faces = readdirSync(`${dist}assets`).filter((name) => name.endsWith('.woff2'));
    expect(faces).toHaveLength(1);
    expect(readFileSync(`${dist}assets/${faces[0]}`).length / kilobyte).toBeLessThanOrEqual(60);
  });

  it('has no inline script or style, so that a strict security policy fits', () => {
    const html = readFileSync(`${dist}index.html`, 'utf8');
    expect(html.match(/<script(?![^>]*\bsrc=)/g)).toBeNull();
    expect(html.match(/<style|\sstyle=|\son\w+=/g)).toBeNull();
  });
});
