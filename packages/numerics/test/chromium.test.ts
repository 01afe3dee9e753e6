import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';
import { recordedDigest } from './recorded-digest.ts';

/** The determinism fixture and all it imports as one classic script. */
async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('determinism.ts', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'fixture' } },
  });
  const [first] = Array.isArray(built) ? built : [built];
  if (first === undefined || !('output' in first)) throw new Error('the bundler wrote nothing');
  return first.output[0].code;
}

it('Chromium computes the same bits as Node', { timeout: 60_000 }, async () => {
  const script = await bundle();
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: script });
    expect(await page.evaluate('fixture.determinismDigest()')).toBe(recordedDigest);
  } finally {
    await browser.close();
  }
});
