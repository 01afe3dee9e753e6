// A button that saves what a field shows now as a PNG, sixteen pixels for each place.

import type { Channel } from '@holdfast/core';
import { readPalette } from '../../../design/palette.ts';
import { Icon } from '../../../design/icon.tsx';
import { gridOf, rampOf, shade, spanOf } from '../../../plots/field-raster.ts';
import { fileStem, saveBlob } from '../../../run/saved-file.ts';
import { useFeed, useRunState } from '../../../run/run-context.ts';

const pixelsEach = 16;

async function pictureOf(channel: Channel, values: Float64Array): Promise<Blob> {
  const { rows, columns } = gridOf(channel.shape);
  const { token } = readPalette();
  const small = new OffscreenCanvas(columns, rows);
  const large = new OffscreenCanvas(columns * pixelsEach, rows * pixelsEach);
  const [from, to] = [small.getContext('2d'), large.getContext('2d')];
  if (from === null || to === null) throw new Error('This browser cannot draw pictures.');
  const picture = new ImageData(columns, rows);
  shade(values, spanOf(values), rampOf([token.sunken, token.accent, token.ink]), picture.data);
  from.putImageData(picture, 0, 0);
  to.imageSmoothingEnabled = false;
  to.drawImage(small, 0, 0, large.width, large.height);
  return large.convertToBlob({ type: 'image/png' });
}

/** The button. */
export function SaveField({ channel }: { channel: Channel }) {
  const feed = useFeed();
  const { run } = useRunState();
  const save = (): void => {
    const values = feed.shown(channel)?.values;
    if (values === undefined) return;
    const name = `${fileStem(run?.name ?? '')}-${fileStem(channel.name)}.png`;
    void pictureOf(channel, values).then((blob) => saveBlob(name, blob));
  };
  return (
    <button
      aria-label={`Save ${channel.name} as a picture`}
      className="button button-quiet button-small button-icon"
      onClick={save}
      title="Save as PNG"
      type="button"
    >
      <Icon name="download" size={14} />
    </button>
  );
}
