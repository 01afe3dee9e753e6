// One subject: its headline number, then the panels its channels' roles allow.

import { useMemo, useState } from 'react';
import type { Channel } from '@holdfast/core';
import {
  convergencePicture,
  cumulativePicture,
  fanPicture,
  histogramPicture,
  knownQuantiles,
  seriesPicture,
  type KnownQuantile,
  type Subject,
} from '@holdfast/pictures';
import { estimateLine, formatNumber, formatShare, levelName } from '../design/format.ts';
import { FieldPanel } from './field-panel.tsx';
import { LiveText } from './live-text.tsx';
import { PicturePanel } from './picture-panel.tsx';
import { useFeed, useRunState } from './run-context.ts';
import { Swatch } from './swatch.tsx';

function LevelChips(props: {
  levels: readonly number[];
  chosen: readonly number[];
  toggle: (level: number) => void;
}) {
  return (
    <div aria-label="Quantile lines" className="flex flex-wrap items-center gap-1 px-3 pb-2" role="group">
      <span className="mr-1 text-small text-ink-3">Quantiles</span>
      {props.levels.map((level) => {
        const order = props.chosen.indexOf(level);
        return (
          <button
            aria-pressed={order >= 0}
            className="button button-small"
            key={level}
            onClick={() => props.toggle(level)}
            type="button"
          >
            {order < 0 ? null : <Swatch order={order + 1} />}
            {levelName(level)}
          </button>
        );
      })}
    </div>
  );
}

interface Choice<T> {
  readonly value: T;
  readonly title: string;
}

function Segments<T>(props: {
  label: string;
  choices: readonly Choice<T>[];
  value: T;
  choose: (value: T) => void;
}) {
  return (
    <div aria-label={props.label} className="segments" role="group">
      {props.choices.map(({ value, title }) => (
        <button
          aria-pressed={props.value === value}
          className="segment"
          key={title}
          onClick={() => props.choose(value)}
          type="button"
        >
          {title}
        </button>
      ))}
    </div>
  );
}

const axisChoices: readonly Choice<boolean>[] = [
  { value: false, title: 'Linear' },
  { value: true, title: 'Log' },
];

const sinceChoices: readonly Choice<boolean>[] = [
  { value: true, title: 'Since input' },
  { value: false, title: 'Whole run' },
];

/** Time of the last input up to the time looked at; 0 when there is none. */
function useLastInput(): number {
  const { events, cursor } = useRunState();
  const input = events.findLast(
    (event) => event.kind === 'input' && (cursor === null || event.time < cursor),
  );
  return input?.time ?? 0;
}

function ConvergencePanel(props: { subject: Subject; estimate: Channel; timeUnit: string }) {
  const { subject, estimate, timeUnit } = props;
  const feed = useFeed();
  const [logTime, setLogTime] = useState(false);
  const [fromInput, setFromInput] = useState(true);
  const [levels, setLevels] = useState<readonly number[]>([]);
  const { quantiles } = subject;
  const named = subject.estimates.length > 1;
  const input = useLastInput();
  const since = fromInput ? input : 0;
  const picture = useMemo(
    () => convergencePicture(feed, { estimate, quantiles, levels, logTime, timeUnit, since, named }),
    [feed, estimate, quantiles, levels, logTime, timeUnit, since, named],
  );
  const all = quantiles?.levels ?? [];
  const toggle = (level: number): void =>
    setLevels(levels.includes(level) ? levels.filter((each) => each !== level) : [...levels, level]);
  return (
    <PicturePanel
      className="lg:col-span-2"
      controls={
        <>
          {input > 0 ? (
            <Segments
              choices={sinceChoices}
              choose={setFromInput}
              label="Part of the run"
              value={fromInput}
            />
          ) : null}
          <Segments choices={axisChoices} choose={setLogTime} label="Time axis" value={logTime} />
        </>
      }
      footer={all.length === 0 ? null : <LevelChips chosen={levels} levels={all} toggle={toggle} />}
      picture={picture}
    />
  );
}

function DistributionPanels({ subject }: { subject: Subject }) {
  const feed = useFeed();
  const { name, quantiles, histogram, unit } = subject;
  const estimate = subject.estimates[0];
  const [bars, curve] = useMemo(() => {
    // The errors are those of the newest frame.
    const known = (): readonly KnownQuantile[] =>
      feed.cursor === null ? knownQuantiles(feed.metrics?.metrics ?? [], name) : [];
    const channels = { estimate, quantiles, histogram, unit, known };
    return [histogramPicture(feed, channels), cumulativePicture(feed, channels)];
  }, [feed, name, estimate, quantiles, histogram, unit]);
  return (
    <>
      {histogram === undefined ? null : <PicturePanel picture={bars} />}
      {histogram === undefined && quantiles === undefined ? null : <PicturePanel picture={curve} />}
    </>
  );
}

function FanPanel({ channel }: { channel: Channel }) {
  const feed = useFeed();
  const picture = useMemo(() => fanPicture(feed, channel), [feed, channel]);
  return <PicturePanel className="lg:col-span-4" picture={picture} />;
}

function SeriesPanel({ channels, timeUnit }: { channels: readonly Channel[]; timeUnit: string }) {
  const feed = useFeed();
  const picture = useMemo(() => seriesPicture(feed, channels, timeUnit), [feed, channels, timeUnit]);
  return (
    <PicturePanel
      className="lg:col-span-2"
      footer={
        <ul className="flex flex-wrap gap-x-4 gap-y-1 px-3 pb-2 text-small">
          {channels.map((channel, order) => (
            <li className="flex items-center gap-1.5" key={channel.name}>
              <Swatch order={order} />
              <span className="text-ink-2">{channel.name}</span>
              <LiveText read={() => formatNumber(feed.shown(channel)?.values[0] ?? Number.NaN, 5)} />
            </li>
          ))}
        </ul>
      }
      low
      picture={picture}
    />
  );
}

const plainNumbersMax = 48;

function PlainNumbers({ channel }: { channel: Channel }) {
  const feed = useFeed();
  return (
    <section aria-label={channel.name} className="panel p-3 lg:col-span-2">
      <h4 className="font-medium">
        {channel.name} <span className="text-ink-3">{channel.unit}</span>
      </h4>
      <p className="mt-1 font-mono text-small text-ink-2">
        <LiveText
          read={() => {
            const values = feed.shown(channel)?.values ?? new Float64Array();
            const text = Array.from(values.subarray(0, plainNumbersMax), (value) =>
              formatNumber(value, 4),
            ).join('  ');
            return values.length > plainNumbersMax ? `${text}  … ${values.length} numbers` : text;
          }}
        />
      </p>
    </section>
  );
}

/** How wide the 95 % band is, as a share of the value. */
function relativeError(value: number, error: number): string {
  const share = (1.96 * error) / Math.abs(value);
  return Number.isFinite(share) ? `±${formatShare(share)} at 95 %` : '';
}

function Headline({ subject }: { subject: Subject }) {
  const feed = useFeed();
  const estimate = subject.estimates[0];
  if (estimate === undefined) return null;
  const read = (): readonly [number, number] => {
    const values = feed.shown(estimate)?.values;
    return [values?.[0] ?? Number.NaN, values?.[1] ?? Number.NaN];
  };
  return (
    <p className="flex flex-wrap items-baseline gap-x-2">
      <LiveText
        className="text-figure font-semibold tracking-tight"
        read={() => {
          const [value, error] = read();
          return Number.isNaN(value) ? '–' : estimateLine(value, error);
        }}
      />
      <span className="text-ink-2">{estimate.unit}</span>
      <LiveText className="text-small text-ink-3" read={() => relativeError(...read())} />
    </p>
  );
}

/** Subjects that are plain series only, side by side. */
export function SeriesSubjects({ subjects, timeUnit }: { subjects: readonly Subject[]; timeUnit: string }) {
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(24rem,100%),1fr))] gap-3">
      {subjects.map((subject) => (
        <section aria-labelledby={`subject-${subject.name}`} className="scroll-mt-14" key={subject.name}>
          <h3 className="mb-2 text-lead font-semibold" id={`subject-${subject.name}`}>
            {subject.title}
          </h3>
          <div className="grid gap-3">
            {subject.series.map((channels) => (
              <SeriesPanel channels={channels} key={channels[0]?.unit} timeUnit={timeUnit} />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

/** The section of one subject. */
export function SubjectSection({ subject, timeUnit }: { subject: Subject; timeUnit: string }) {
  const id = `subject-${subject.name}`;
  return (
    <section aria-labelledby={id} className="scroll-mt-14">
      <div className="mb-2 flex flex-wrap items-baseline gap-x-4">
        <h3 className="text-lead font-semibold" id={id}>
          {subject.title}
        </h3>
        <Headline subject={subject} />
      </div>
      <div className="grid gap-3 lg:grid-cols-4">
        {subject.estimates.map((estimate) => (
          <ConvergencePanel estimate={estimate} key={estimate.name} subject={subject} timeUnit={timeUnit} />
        ))}
        <DistributionPanels subject={subject} />
        {subject.fans.map((channel) => (
          <FanPanel channel={channel} key={channel.name} />
        ))}
        {subject.series.map((channels) => (
          <SeriesPanel channels={channels} key={channels[0]?.unit} timeUnit={timeUnit} />
        ))}
        {subject.others.map((channel) => {
          const Panel = channel.role === 'field' ? FieldPanel : PlainNumbers;
          return <Panel channel={channel} key={channel.name} />;
        })}
      </div>
    </section>
  );
}
