// The one picture a tile shows: the family's own, else the first its channels allow.

import { useMemo } from 'react';
import { channelSize, type Channel } from '@holdfast/core';
import {
  convergencePicture,
  histogramPicture,
  seriesPicture,
  subjectsOf,
  type Picture,
} from '@holdfast/pictures';
import { LoadingNotice } from '../design/notice.tsx';
import { FieldCanvas } from '../run/field-panel.tsx';
import { PictureCanvas } from '../run/picture-panel.tsx';
import { useFeed, useRunState } from '../run/run-context.ts';
import type { RunFeed } from '../telemetry/run-feed.ts';
import type { ViewState } from '../views/use-family-view.ts';

/** A field smaller than this says less than a line over time. */
const fieldLeast = 64;

function chartOf(feed: RunFeed, channels: readonly Channel[], timeUnit: string): Picture | undefined {
  const subject = subjectsOf(channels).find(
    ({ estimates, histogram, series }) => estimates.length + series.length > 0 || histogram !== undefined,
  );
  if (subject === undefined) return undefined;
  const { quantiles, histogram, unit } = subject;
  const estimate = subject.estimates[0];
  if (estimate !== undefined) {
    const named = subject.estimates.length > 1;
    return convergencePicture(feed, {
      estimate,
      quantiles,
      levels: [],
      logTime: false,
      timeUnit,
      since: 0,
      named,
    });
  }
  if (histogram !== undefined) {
    return histogramPicture(feed, { estimate, quantiles, histogram, unit, known: () => [] });
  }
  const series = subject.series[0];
  return series === undefined ? undefined : seriesPicture(feed, series, timeUnit);
}

function largestField(channels: readonly Channel[]): Channel | undefined {
  return channels
    .filter((channel) => channel.role === 'field' && channelSize(channel) >= fieldLeast)
    .toSorted((a, b) => channelSize(b) - channelSize(a))[0];
}

function ByRole({ channels, timeUnit }: { channels: readonly Channel[]; timeUnit: string }) {
  const feed = useFeed();
  const field = useMemo(() => largestField(channels), [channels]);
  const chart = useMemo(() => chartOf(feed, channels, timeUnit), [feed, channels, timeUnit]);
  if (field !== undefined) return <FieldCanvas channel={field} />;
  if (chart === undefined) return null;
  return <PictureCanvas onReadout={() => {}} picture={chart} />;
}

/** Fills its place. */
export function TilePicture({ view }: { view: ViewState }) {
  const { model } = useRunState();
  if (model === undefined || view.state === 'loading') return <LoadingNotice what="picture" />;
  if (view.state === 'ready' && view.view.Tile !== undefined) {
    const { Tile } = view.view;
    return <Tile />;
  }
  return <ByRole channels={model.channels} timeUnit={model.timeUnit} />;
}
