// A graph drawn from nothing in a real browser against the real server: by pointer, by keyboard, and large.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPage, violations, type WatchedPage } from './fixtures/browser.ts';
import { useRealStudio } from './fixtures/real-server.ts';

interface Written {
  readonly model: {
    readonly nodes: readonly Readonly<Record<string, unknown>>[];
    readonly edges: readonly Readonly<Record<string, unknown>>[];
    readonly layout: Readonly<Record<string, readonly number[]>>;
  };
}

const studio = useRealStudio();
let watched: WatchedPage;
let page: Page;

beforeEach(async () => {
  watched = await openPage(studio.browser, 'light', { width: 1440, height: 900 });
  page = watched.page;
});
afterEach(async () => {
  await page.context().close();
  expect(watched.faults).toEqual([]);
});

const node = (id: string): Locator => page.locator(`.graph-node[data-key="${id}"]`);
const port = (id: string, name: string): Locator => node(id).locator(`[data-port="${name}"]`);

async function middle(of: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await of.boundingBox();
  if (box === null) throw new Error('it is not to be seen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

/** Drags a starter to a place given from the upper left corner of the canvas. */
async function dragFromPalette(title: string, x: number, y: number): Promise<void> {
  const canvas = await page.locator('.graph-canvas').boundingBox();
  const starter = page
    .getByRole('region', { name: 'Nodes to add' })
    .getByRole('button', { name: title, exact: true });
  await starter.scrollIntoViewIfNeeded();
  await drag(await middle(starter), { x: (canvas?.x ?? 0) + x, y: (canvas?.y ?? 0) + y });
}

async function connect(from: readonly [string, string], to: readonly [string, string]): Promise<void> {
  await drag(await middle(port(...from)), await middle(port(...to)));
}

async function savedDocument(): Promise<Written> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save document' }).click(),
  ]);
  return JSON.parse(readFileSync(await download.path(), 'utf8')) as Written;
}

/** Key of the node or edge the keyboard is at. */
const focused = (): Promise<string | undefined> =>
  page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['key']);

const inspector = (): Locator => page.getByRole('region', { name: /^Inspector/ });

describe('a graph drawn from nothing', () => {
  it('is dragged, connected, edited, run, read, saved and replayed with the pointer', async () => {
    await page.goto(`${studio.server.url}/new?blank=1`);
    await page.getByText('Drag a node here from the left').waitFor();
    await dragFromPalette('normal', 150, 130);
    await dragFromPalette('uniform', 150, 330);
    await dragFromPalette('transformer', 420, 230);
    await dragFromPalette('output', 690, 230);
    await node('output').waitFor();
    await connect(['normal', 'out'], ['transformer', 'a']);
    await connect(['uniform', 'out'], ['transformer', 'b']);
    await connect(['transformer', 'out'], ['output', 'in']);
    await page.getByText('Ready to run').waitFor();

    await node('transformer').click({ position: { x: 60, y: 14 } });
    await inspector().getByRole('textbox', { name: 'Expression' }).click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('a * 10 + b');
    await node('normal').click({ position: { x: 60, y: 14 } });
    await inspector().getByRole('textbox', { name: 'Mean' }).click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('20');
    await expect.poll(() => node('output').getAttribute('title')).toMatch(/mean 200\.\d/);
    await page.getByText('Ready to run').waitFor();

    const written = await savedDocument();
    expect(written.model.edges).toEqual([
      { from: 'normal', to: 'transformer.a' },
      { from: 'uniform', to: 'transformer.b' },
      { from: 'transformer', to: 'output' },
    ]);
    expect(written.model.nodes.find(({ id }) => id === 'transformer')).toMatchObject({
      expression: 'a * 10 + b',
    });
    expect(Object.keys(written.model.layout)).toEqual(['normal', 'uniform', 'transformer', 'output']);

    await page.getByRole('button', { name: 'Start run' }).click();
    await page.waitForURL('**/run/*');
    await page.getByText('Finished').first().waitFor();
    // 10 * 20 + 1/2, known to about 10 / sqrt(100,000) = 0.03.
    await page
      .getByText(/^200\.[45]\d* ± 0\.03\d*$/)
      .first()
      .waitFor();
    const id = page.url().split('/').at(-1) ?? '';
    expect(await studio.server.holdfast('replay', id)).toMatch(/verified (\d+)\/\1/);
  });

  it('is added to, connected and edited with the keyboard alone', async () => {
    await page.goto(`${studio.server.url}/new?blank=1`);
    await page.getByText('Drag a node here from the left').waitFor();
    const add = async (title: string): Promise<void> => {
      await page.keyboard.press('a');
      await page.getByRole('combobox', { name: 'Add a node' }).fill(title);
      await page.keyboard.press('Enter');
      await expect.poll(focused).toBe(title);
    };
    await add('normal');
    await add('output');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(focused).toBe('normal');
    await page.keyboard.press('c');
    await page.getByRole('combobox', { name: 'Connect with' }).fill('output');
    await page.keyboard.press('Enter');
    await page.getByText('Ready to run').waitFor();
    await expect.poll(focused).toBe('normal');

    await page.keyboard.press('F2');
    await page.keyboard.type('demand');
    await page.keyboard.press('Enter');
    await node('demand').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe('demand');
    await page.keyboard.press('e');
    await expect.poll(focused).toBe('edge 0');
    expect(await page.locator('[data-key="edge 0"]').getAttribute('aria-label')).toBe(
      'edge from demand to output',
    );

    await page.keyboard.press('Delete');
    await page
      .getByText(/^1 issue$/)
      .first()
      .waitFor();
    expect(await node('output').getAttribute('title')).toContain('nothing is connected');
    await page.keyboard.press('Control+z');
    await page.getByText('Ready to run').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+d');
    await expect.poll(() => page.locator('.graph-node').count()).toBe(4);
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.locator('.graph-node').count()).toBe(2);
    const { model } = await savedDocument();
    expect(model.edges).toEqual([{ from: 'demand', to: 'output' }]);
  });
});

describe('the graph of a document', () => {
  it('says why two ports cannot be connected', async () => {
    await page.goto(`${studio.server.url}/new?example=supply-chain-cost`);
    await page.getByText('Ready to run').waitFor();
    const first = page.locator('.graph-node [data-side="inputs"][data-used]').first();
    const output = page.locator('.graph-node [data-side="outputs"]').first();
    await drag(await middle(output), await middle(first));
    await page.getByText(/takes one edge|connected already|wait for each other/).waitFor();
    await page.getByText('Ready to run').waitFor();
  });

  it('shares one history with the text', async () => {
    await page.goto(`${studio.server.url}/new?example=supply-chain-cost`);
    await page.getByText('Ready to run').waitFor();
    await page.getByRole('radio', { name: 'Both' }).click();
    const box = page.locator('.graph-node').first();
    const key = (await box.getAttribute('data-key')) ?? '';
    await box.click({ position: { x: 40, y: 10 } });
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByText('from examples/supply-chain-cost.json, edited').waitFor();
    await page.locator('.cm-content').first().click();
    await page.keyboard.press('Control+z');
    await node(key).waitFor();
    await page.getByText('from examples/supply-chain-cost.json', { exact: true }).waitFor();
  });

  it('copies nodes as text that another document takes in', async () => {
    await page.goto(`${studio.server.url}/new?example=supply-chain-cost`);
    await page.getByText('Ready to run').waitFor();
    await page.locator('.graph-node').first().waitFor();
    const count = await page.locator('.graph-node').count();
    await page
      .locator('.graph-node')
      .first()
      .click({ position: { x: 40, y: 10 } });
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    await page.goto(`${studio.server.url}/new?blank=1`);
    await page.getByText('Drag a node here from the left').waitFor();
    await page.locator('.graph-canvas').click({ position: { x: 300, y: 300 } });
    await page.keyboard.press('Control+v');
    await expect.poll(() => page.locator('.graph-node').count()).toBe(count);
    const { model } = await savedDocument();
    const original = (await (
      await fetch(`${studio.server.url}/api/v1/examples/supply-chain-cost`)
    ).json()) as Written;
    expect(model.nodes).toEqual(original.model.nodes);
    expect(model.edges).toEqual(original.model.edges);
  });

  it('lets one look inside a part and come back', async () => {
    await page.goto(`${studio.server.url}/new?example=plant-availability`);
    const use = page.locator('.graph-node', { hasText: 'subgraph' }).first();
    await use.waitFor();
    const key = await use.getAttribute('data-key');
    await use.click();
    await page.keyboard.press('o');
    const trail = page.getByRole('navigation', { name: 'Where this graph is' });
    await trail.waitFor();
    await page.locator('.graph-node', { hasText: 'output of the part' }).first().waitFor();
    await page.locator('.graph-mean').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await trail.getByRole('button', { name: 'Model' }).click();
    await trail.waitFor({ state: 'detached' });
    expect(await node(key ?? '').getAttribute('aria-selected')).toBe('true');
  });

  it.each(['light', 'dark'] as const)(
    'has no serious accessibility violation in the %s theme',
    async (theme) => {
      const dressed = await openPage(studio.browser, theme, { width: 1440, height: 900 });
      await dressed.page.goto(`${studio.server.url}/new?example=supply-chain-cost`);
      await dressed.page.getByText('Ready to run').waitFor();
      await dressed.page.locator('.graph-mean').first().waitFor();
      const found = [...(await violations(dressed.page))];
      await dressed.page
        .locator('.graph-node')
        .nth(5)
        .click({ position: { x: 40, y: 10 } });
      await dressed.page.getByRole('region', { name: /^Inspector/ }).waitFor();
      await dressed.page.locator('.cm-content').last().waitFor();
      found.push(...(await violations(dressed.page)));
      await dressed.page.keyboard.press('c');
      await dressed.page.getByRole('combobox', { name: 'Connect with' }).waitFor();
      found.push(...(await violations(dressed.page)));
      await dressed.page.context().close();
      expect(found).toEqual([]);
      expect(dressed.faults).toEqual([]);
    },
  );
});

/** Sixty sources and eight columns of thirty calculations, each fed by two of the column before. */
function largeModel(): string {
  const sources = Array.from({ length: 60 }, (_, index) => ({
    kind: 'distribution',
    id: `source${index}`,
    distribution: 'normal',
    parameters: { mean: index, sd: 1 },
  }));
  const rows = 30;
  const calculations = Array.from({ length: 240 }, (_, index) => ({
    kind: 'transformer',
    id: `step${index}`,
    expression: 'a / 2 + b / 2',
  }));
  const before = (index: number, shift: number): string => {
    const place = (index + shift) % rows;
    return index < rows ? `source${2 * place + shift}` : `step${Math.floor(index / rows - 1) * rows + place}`;
  };
  const edges = calculations.flatMap(({ id }, index) => [
    { from: before(index, 0), to: `${id}.a` },
    { from: before(index, 1), to: `${id}.b` },
  ]);
  const nodes = [...sources, ...calculations, { kind: 'output', id: 'end' }];
  return JSON.stringify({ nodes, edges: [...edges, { from: 'step239', to: 'end' }] });
}

describe('a graph of 300 nodes', () => {
  it('is read, run ahead, panned and dragged as a whole', async () => {
    await page.goto(`${studio.server.url}/new?blank=1`);
    await page.getByText('Drag a node here from the left').waitFor();
    await page.evaluate((text) => navigator.clipboard.writeText(text), largeModel());
    await page.locator('.graph-canvas').click({ position: { x: 300, y: 300 } });
    await page.keyboard.press('Control+v');
    await page.keyboard.press('r');
    await expect.poll(() => page.locator('.graph-node').count()).toBe(301);
    await page.getByText('Ready to run').waitFor();
    await expect.poll(() => page.locator('.graph-mean').count()).toBe(301);
    const canvas = (await page.locator('.graph-canvas').boundingBox())!;
    const [x, y] = [canvas.x + canvas.width / 2, canvas.y + canvas.height / 2];
    await page.mouse.move(x, y);
    const before = await middle(node('step100'));
    await page.mouse.wheel(80, 50);
    await expect.poll(async () => (await middle(node('step100'))).x).toBeCloseTo(before.x - 80, 0);
    await node('step100').click();
    await page.keyboard.press('Control+a');
    const [from, other] = [await middle(node('step100')), await middle(node('step101'))];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 30, from.y + 20, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => (await middle(node('step101'))).y - other.y).toBeCloseTo(20, -1);
  });
});
