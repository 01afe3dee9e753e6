// A graph of 300 nodes in the editor: panned, zoomed, dragged as a whole and by one node.

import { traced } from './traced-page.js';

/** Sixty sources and eight columns of thirty calculations, each fed by two of the column before. */
function largeModel() {
  const rows = 30;
  const sources = Array.from({ length: 60 }, (_, index) => ({
    kind: 'distribution',
    id: `source${index}`,
    distribution: 'normal',
    parameters: { mean: index, sd: 1 },
  }));
  const calculations = Array.from({ length: 240 }, (_, index) => ({
    kind: 'transformer',
    id: `step${index}`,
    expression: 'a / 2 + b / 2',
  }));
  const before = (index, shift) => {
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

async function middle(page, selector) {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not to be seen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function openGraph(page, url) {
  await page.goto(`${url}/new?blank=1`);
  await page.getByText('Drag a node here from the left').waitFor();
  await page.evaluate((text) => navigator.clipboard.writeText(text), largeModel());
  await page.locator('.graph-canvas').click({ position: { x: 300, y: 300 } });
  await page.keyboard.press('Control+v');
  await page.keyboard.press('r');
  await page.locator('.graph-node').nth(300).waitFor();
  await page.getByText('Ready to run').waitFor();
  await page.locator('.graph-mean').nth(300).waitFor();
}

async function dragFrom(page, selector, end) {
  const { x, y } = await middle(page, selector);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let turn = 1; turn <= 60; turn += 1) await page.mouse.move(x + turn, y + (turn % 20));
  await end();
  await page.mouse.up();
}

/** Ms of the longest task and gap for each thing done. */
export async function measureLargeGraph(page, url) {
  await openGraph(page, url);
  const { x, y } = await middle(page, '.graph-canvas');
  const node = '.graph-node[data-key="step100"]';
  const found = {};
  found.pan = await traced(page, async () => {
    await page.mouse.move(x, y);
    for (let turn = 0; turn < 60; turn += 1)
      await page.mouse.wheel(turn < 30 ? 40 : -40, turn % 20 < 10 ? 25 : -25);
  });
  found.zoom = await traced(page, async () => {
    await page.keyboard.down('Control');
    for (let turn = 0; turn < 40; turn += 1) await page.mouse.wheel(0, turn < 20 ? -60 : 60);
    await page.keyboard.up('Control');
  });
  await page.locator(node).click();
  await page.keyboard.press('Control+a');
  found['drag all'] = await traced(page, () => dragFrom(page, node, () => page.keyboard.press('Escape')));
  await page.keyboard.press('Escape');
  found['drag one'] = await traced(page, () => dragFrom(page, node, () => Promise.resolve()));
  return found;
}
