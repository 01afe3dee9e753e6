// A person shows a living network a picture, a table and a drawing, in a real browser against the real server; the run replays.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { waveFile } from '../../cli/test/wave-file.ts';
import { openPage, violations } from './fixtures/browser.ts';
import { useRealStudio } from './fixtures/real-server.ts';
import { recordedPictures, type RecordedPicture } from './fixtures/recorded-pictures.ts';

describe('the senses of a network', () => {
  const studio = useRealStudio();
  const folder = mkdtempSync(join(tmpdir(), 'senses-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('see what a hand shows them: a picture, a table, a drawing, and the document’s light again; the run replays', async () => {
    const file = new URL('../../../examples/neural-teaching.json', import.meta.url);
    const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const { run } = await studio.server.ask<{ run: { id: string } }>('/runs', {
      document,
      until: 1e6,
      pace: { factor: 40 },
    });
    const pictures = async () =>
      recordedPictures(
        (await studio.server.ask<{ inputs: readonly RecordedPicture[] }>(`/runs/${run.id}/inputs`)).inputs,
      );
    const { page, faults } = await openPage(studio.browser, 'light', { width: 1440, height: 1000 });
    await page.goto(`${studio.server.url}/run/${run.id}`);
    const panel = page.getByRole('region', { name: 'Senses' });
    await panel.getByText('Nothing sent yet').waitFor();
    expect(await violations(page)).toEqual([]);
    const field = page.getByLabel(/^senses: 16 values, mean/);
    await field.waitFor();

    // a picture whose left half is white and right half black
    const picture = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(64, 64);
      const context = canvas.getContext('2d')!;
      context.fillRect(0, 0, 64, 64);
      context.fillStyle = 'white';
      context.fillRect(0, 0, 32, 64);
      return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())];
    });
    const feed = panel.getByLabel('Picture for the senses');
    await feed.setInputFiles({ name: 'half.png', mimeType: 'image/png', buffer: Buffer.from(picture) });
    await panel.getByText('1 sent').waitFor();
    const half = [255, 255, 0, 0];
    expect(await pictures()).toEqual([[...half, ...half, ...half, ...half]]);
    // the light of the document is the same in every row; the most of all is now in the left half for good
    await expect
      .poll(() => field.getAttribute('aria-label'))
      .toMatch(/least 0 unit at \d, [34], most [\d.]+ unit at \d, [12]\./);

    // keys draw: the first stroke of an empty sheet
    await panel.getByRole('application').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Space');
    await panel.getByText('2 sent').waitFor();
    expect((await pictures())[1]?.filter((level) => level > 0)).toEqual([255]);

    // a table: two pictures, once
    await panel.getByLabel('Sequences begin again').uncheck();
    const rows = [1, 2].map((level) => Array.from({ length: 16 }, () => 100 * level).join(','));
    await feed.setInputFiles({ name: 'two.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
    await panel.getByText('4 sent').waitFor();
    expect((await pictures()).slice(2).map(([first]) => first)).toEqual([100, 200]);
    await feed.setInputFiles({ name: 'bad.csv', mimeType: 'text/csv', buffer: Buffer.from('1,2,3') });
    await panel.getByRole('alert').getByText('Line 1 has 3 columns; the senses are 4 × 4 = 16.').waitFor();

    // hostile files are refused by name, and the page lives on
    const huge = Buffer.from(picture);
    huge.writeUInt32BE(20_000, 16);
    huge.writeUInt32BE(20_000, 20);
    const hostile = [
      ['huge.png', 'image/png', huge, /huge\.png has 20000 × 20000 pixels, at most 64 million/],
      ['text.png', 'image/png', Buffer.from('once upon a time, there was no picture'), /text\.png is no PNG/],
      ['cut.png', 'image/png', Buffer.from(picture.slice(0, 60)), /cut\.png cannot be read/],
      ['empty.csv', 'text/csv', Buffer.from(''), /no row of levels/],
      ['noise.wav', 'audio/wav', Buffer.from('no sound'), /The sound noise\.wav cannot be read/],
    ] as const;
    for (const [name, mimeType, buffer, words] of hostile) {
      await feed.setInputFiles({ name, mimeType, buffer });
      await panel.getByRole('alert').getByText(words).waitFor();
    }
    expect(await pictures()).toHaveLength(4);
    // a GIF that moves is a sequence: white, then black
    const gif = Buffer.from(
      'R0lGODlhAQABAIAAAP///wAAACH5BAAKAAAALAAAAAABAAEAAAICRAEAIfkEAAoAAAAsAAAAAAEAAQAAAgJMAQA7',
      'base64',
    );
    await feed.setInputFiles({ name: 'blink.gif', mimeType: 'image/gif', buffer: gif });
    await panel.getByText('6 sent').waitFor();
    expect((await pictures()).slice(4).map(([first]) => first)).toEqual([255, 0]);
    await feed.setInputFiles({
      name: 'beep.wav',
      mimeType: 'audio/wav',
      buffer: Buffer.from(waveFile((at) => Math.sin(at / 7), 44_100, 16)),
    });
    await expect.poll(async () => Math.max(...(await pictures()).at(-1)!)).toBeGreaterThan(100);
    await panel.getByText(/^\d+ sent$/).waitFor();

    await panel.getByRole('button', { name: /^Back to the document/ }).click();
    await panel.getByText('The document’s senses', { exact: true }).waitFor();
    expect((await pictures()).at(-1)?.every((level) => level === -1)).toBe(true);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save workspace as a picture' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/-workspace\.png$/);
    const saved = readFileSync(await download.path());
    expect([saved.readUInt32BE(16), saved.readUInt32BE(20)]).toEqual([32, 32]);

    // the command line shows the same, and a table and a sound; what is none of these is refused by name
    const before = (await pictures()).length;
    const places = Object.entries({
      'half.png': Buffer.from(picture),
      'two.csv': rows.join('\n'),
      'beep.wav': waveFile((at) => Math.sin(at / 7), 22_050, 16),
      'text.png': 'no picture',
      'empty.csv': '',
      'nan.csv': Array.from({ length: 16 }, () => 'NaN').join(','),
    }).map(([name, bytes]) => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return path;
    });
    const show = (...files: (string | undefined)[]) =>
      studio.server.holdfast('show', run.id, '--rate', '20', ...files.map(String));
    expect(await show(...places.slice(0, 3))).toMatch(/^13 pictures shown, the log of the run is 99 % free/);
    const told = (await pictures()).slice(before);
    expect(told.slice(0, 3).map((levels) => levels.slice(0, 4))).toEqual([
      half,
      [100, 100, 100, 100],
      [200, 200, 200, 200],
    ]);
    // a column for each twentieth of a second, so the newest four are left
    expect(Math.max(...told.at(-1)!)).toBeGreaterThan(150);
    expect(await show(places[3])).toMatch(/text\.png.*neither PNG nor JPEG/s);
    expect(await show(places[4])).toMatch(/empty\.csv.*no row of levels/s);
    expect(await show(places[5])).toMatch(/nan\.csv.*"NaN" is no level/s);

    // after its end a question about what lives may still be under way, and is refused
    expect(faults).toEqual([]);
    await studio.server.ask(`/runs/${run.id}/cancel`, {});
    await panel.getByText('The run has ended').waitFor();
    await page.context().close();
    expect(await studio.server.holdfast('replay', run.id)).toMatch(/verified (\d+)\/\1/);
  });
});
