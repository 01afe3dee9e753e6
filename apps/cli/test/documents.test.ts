import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { validateCommand } from '../src/commands/validate.ts';
import { openDocument } from '../src/documents.ts';
import { describeIssues, InvalidDocument, type PlacedIssue } from '../src/invalid-document.ts';
import { memoryConsole } from './memory-console.ts';

const directory = mkdtempSync(join(tmpdir(), 'holdfast-documents-'));
afterAll(() => rmSync(directory, { recursive: true }));

const shop = `{
  "family": "scenario", "version": 1, "name": "A shop",
  "model": {
    "nodes": [
      {"kind": "distribution", "id": "demand", "distribution": "normal", "parameters": {"mean": 100, "sd": 20}},
      {"kind": "transformer", "id": "sales", "expression": "3 * demand"},
      {"kind": "output", "id": "profit"}
    ],
    "edges": [{"from": "demand", "to": "sales.demand"}, {"from": "sales", "to": "profit"}]
  }
}`;

const river = `{
  "family": "scenario", "version": 1, "name": "A river",
  "model": {
    "nodes": [
      {"kind": "data", "id": "flow", "sample": "cycle", "csv": {"file": "flow.csv", "column": "flow"}},
      {"kind": "output", "id": "volume"}
    ],
    "edges": [{"from": "flow", "to": "volume"}]
  }
}`;

const normal = (id: string): string =>
  `{"kind": "distribution", "id": "${id}", "distribution": "normal", "parameters": {"mean": 0, "sd": 1}}`;

function write(name: string, text: string): string {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
}

async function issuesOf(path: string): Promise<readonly PlacedIssue[]> {
  const refused: unknown = await openDocument(path).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(InvalidDocument);
  return (refused as InvalidDocument).issues;
}

describe('a document', () => {
  it('opens with the attachments that lie beside it', async () => {
    write('flow.csv', 'year,flow\n1871,1120\n1872,1160\n');
    const { document } = await openDocument(write('river.json', river));
    expect(document.files).toEqual({ 'flow.csv': 'year,flow\n1871,1120\n1872,1160\n' });
  });

  it('is not opened when it is not there, and says why', async () => {
    await expect(openDocument(join(directory, 'absent.json'))).rejects.toThrow(
      /absent\.json is not a readable document: no such file or directory$/,
    );
  });

  it('places a mistake inside an expression at its character', async () => {
    const typo = shop.replace('3 * demand', '3 * demand + sqr(2)');
    const [issue] = await issuesOf(write('typo.json', typo));
    const column = typo.indexOf('sqr') - typo.lastIndexOf('\n', typo.indexOf('sqr'));
    expect(issue).toMatchObject({ line: 6, column });
    expect(issue?.issue.remedy).toContain('sqrt');
  });

  it('places a mistake in the JSON where it is', async () => {
    const [issue] = await issuesOf(write('comma.json', '{\n  "family": "scenario",\n  "version" 1\n}'));
    expect(issue).toMatchObject({ line: 3, column: 13 });
  });

  it('places a wrong cell in the attachment, once', async () => {
    write('flow.csv', 'year,flow\n1871,1120\n1872,many\n');
    const issues = await issuesOf(write('river.json', river));
    expect(issues[0]).toMatchObject({ file: join(directory, 'flow.csv'), line: 3, column: 2 });
    const twice = describeIssues([...issues, ...issues], (_, text) => text);
    expect(twice.split('\n')[0]).toMatch(/flow\.csv:3:2: .*"many" is not a number/);
    expect(twice.match(/many/g)).toHaveLength(1);
  });

  it('says where a missing attachment belongs', async () => {
    const [issue] = await issuesOf(write('lost.json', river.replace('flow.csv', 'lost.csv')));
    expect(issue).toMatchObject({ file: join(directory, 'lost.json'), line: 5 });
    expect(issue?.issue.remedy).toBe(`Put the file at ${join(directory, 'lost.csv')}.`);
  });

  it('names the families there are when its own is unknown', async () => {
    const [issue] = await issuesOf(write('family.json', shop.replace('"scenario"', '"scenaro"')));
    expect(issue).toMatchObject({ line: 2, column: 13 });
    expect(issue?.issue.remedy).toContain('scenario');
  });

  it('that had to be changed is right, and what was changed is told with its place', async () => {
    const text = `{
  "family": "scenario", "version": 1, "name": "Three",
  "model": {
    "dependence": [
      {"copula": "gaussian", "nodes": ["a", "b", "c"], "correlation": [[1], [0.9, 1], [0.55, 0.9, 1]]}
    ],
    "nodes": [${['a', 'b', 'c'].map(normal).join(', ')}, {"kind": "output", "id": "y"}],
    "edges": [{"from": "a", "to": "y"}]
  }
}`;
    const memory = memoryConsole();
    const path = write('three.json', text);
    const { console } = memory;
    const context = { console, now: () => 0, takeInterrupt: () => new AbortController().signal };
    expect(await validateCommand([path], {}, context)).toBe(0);
    const [holds, notice] = memory.out.split('\n');
    expect(holds).toContain('three.json: ok, scenario');
    expect(notice).toMatch(/three\.json:5:7: .*a and b from 0\.9 to 0\.879.*dependence\.adjusted/);
    expect(await validateCommand([path], { jsonl: true }, context)).toBe(0);
    const report = JSON.parse(memory.out.trim().split('\n').at(-1)!) as Record<string, unknown>;
    expect(report).toMatchObject({ ok: true, issues: [{ line: 5, code: 'dependence.adjusted' }] });
  });
});
