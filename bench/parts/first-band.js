// What a person waits for after the click: 1,000,000 iterations of a graph of 50 nodes, from the request to the first frame and
// the final band as the network sees it, and from the click in the studio to the band drawn.

import { decodeFrame, liveProtocol } from '@holdfast/protocol';
import { WebSocket } from 'ws';
import { askJson } from '../../apps/server/test/fixtures/kill-loop.js';
import { documentOf, makeGraph } from '../peers/graphs.js';
import { traced } from './traced-page.js';

export const until = 1_000_000;
/** Between two runs, so that the next process has loaded its modules: what a person does as well. */
const restMs = 3500;

const rest = () => new Promise((resolve) => setTimeout(resolve, restMs));

/** The graph of 50 nodes, asked to the end that is measured. */
export function bandDocument() {
  const document = JSON.parse(JSON.stringify(documentOf(makeGraph(50))));
  return { ...document, run: { ...document.run, until } };
}

/** Starts one run and watches it as the studio does; times are ms since the request. */
export async function timeRequest(url, document, seed) {
  await rest();
  const from = performance.now();
  const { run } = await askJson(url, '/api/v1/runs', { document, seed });
  const answered = performance.now() - from;
  const address = `${url.replace('http', 'ws')}/api/v1/runs/${run.id}/live?rate=60`;
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, [liveProtocol]);
    let first;
    socket.on('error', reject);
    socket.on('message', (data, isBinary) => {
      const at = performance.now() - from;
      if (isBinary) {
        if (decodeFrame(new Uint8Array(data)).time > 0) first ??= at;
      } else if (JSON.parse(String(data)).type === 'ended') {
        socket.close();
        resolve({ answered, first: first ?? at, final: at });
      }
    });
  });
}

/** Watches the page from the click on: resolves with ms to the first estimate shown, and to the end with its band drawn. */
function watchBand(count) {
  const times = {};
  let clicked;
  document.addEventListener('click', () => (clicked ??= performance.now()), { capture: true, once: true });
  window.band = new Promise((resolve) => {
    const look = (now) => {
      const canvas = document.querySelector('main canvas');
      const figure = document.querySelector('main section .text-figure')?.textContent ?? '';
      if (canvas !== null && /±/.test(figure)) times.first ??= now - clicked;
      const said = document.querySelector('main header')?.textContent ?? '';
      const over = said.includes('Finished') && said.includes(count) && /±/.test(figure);
      // The frame after the one in which everything stands in the document has drawn it.
      if (over && canvas !== null)
        requestAnimationFrame((drawn) => resolve({ ...times, final: drawn - clicked }));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** Starts one run in the studio; ms from the click, and the longest task and gap on the way. */
export async function timeClick(page, url, document, seed) {
  await page.goto(`${url}/new`);
  const text = JSON.stringify({ ...document, run: { ...document.run, seed } });
  await page.evaluate((draft) => sessionStorage.setItem('holdfast.draft.blank', draft), text);
  await page.goto(`${url}/new?blank=1`);
  await page.getByText('Ready to run').waitFor();
  await page.locator('.graph-mean').first().waitFor();
  await rest();
  let times;
  const smooth = await traced(page, async () => {
    await page.evaluate(watchBand, until.toLocaleString('en-US'));
    await page.getByRole('button', { name: 'Start run' }).click();
    times = await page.evaluate(() => window.band);
  });
  return { ...times, ...smooth };
}
