// The Chromium of the system for tests: what a browser computes is compared with Node, pages are looked at.
// The bundler and the browser driver are loaded when they are used, so that suites without a browser stay light.

import { spawnSync } from 'node:child_process';
import type { Browser } from 'playwright-core';

const programs: readonly string[] = ['chromium', 'chromium-browser', 'google-chrome'];

const flags: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a headless browser, with `more` flags; the caller closes it. @throws Error naming the command that installs one */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const paths = programs.map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim());
  const executablePath = paths.find((path) => path !== '');
  if (executablePath === undefined) {
    throw new Error('Chromium is needed for this test and was not found. Run: apt-get install -y chromium');
  }
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, headless: true, args: [...flags, ...more] });
}

/** Where a bundle seems to come from; nothing is ever fetched. */
const origin = 'https://fixture.invalid/';

/** A failure of the expression is told, because a page does not hear of it otherwise. */
function workerScript(expression: string): string {
  return `import * as fixture from './fixture.js';
    Promise.resolve().then(() => (${expression})).then(
      (value) => postMessage({ value }),
      (error) => postMessage({ error: String(error) }),
    );`;
}

/** Bundles the module at `entry` and all it imports, and evaluates `expression`, in which its exports are `fixture`: in a page, or in
 * a Web Worker of it. */
export async function evaluateInChromium(
  entry: string,
  expression: string,
  place: 'page' | 'worker' = 'page',
): Promise<unknown> {
  const { build } = await import('vite');
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: { entry, formats: ['es'] },
      rolldownOptions: { external: ['vite', 'playwright-core'], output: { codeSplitting: false } },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (first === undefined || !('output' in first)) throw new Error('the bundler wrote nothing');
  const { code } = first.output[0];
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    // A module with an address, because code names the files beside it from there, WebAssembly too.
    const scripts: Readonly<Record<string, string>> = {
      [`${origin}fixture.js`]: code,
      [`${origin}worker.js`]: workerScript(expression),
    };
    await page.route(`${origin}**`, (route) => {
      const script = scripts[route.request().url()];
      return script === undefined
        ? route.fulfill({ contentType: 'text/html', body: '<!doctype html>' })
        : route.fulfill({ contentType: 'text/javascript', body: script });
    });
    await page.goto(origin);
    if (place === 'page')
      return await page.evaluate(`import('${origin}fixture.js').then((fixture) => (${expression}))`);
    return await page.evaluate(`new Promise((resolve, reject) => {
      const worker = new Worker('${origin}worker.js', { type: 'module' });
      worker.onmessage = ({ data }) => (data.error === undefined ? resolve(data.value) : reject(new Error(data.error)));
      worker.onerror = ({ message }) => reject(new Error(message));
    })`);
  } finally {
    await browser.close();
  }
}
