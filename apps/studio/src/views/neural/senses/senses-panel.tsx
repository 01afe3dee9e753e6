// Shows the living network something: pictures, tables, a camera, sound or a drawing. Everything sent is an input of the run, so it replays.

import { useId, useRef, useState, type DragEvent } from 'react';
import { listRateMost, type Parameter } from '@holdfast/core';
import { formatCount } from '../../../design/format.ts';
import { Icon } from '../../../design/icon.tsx';
import { useRunState } from '../../../run/run-context.ts';
import { DrawingSheet, LevelsCanvas } from './drawing.tsx';
import { camera, microphone } from './devices.ts';
import { sourceOfFiles } from './sources.ts';
import { useSenses, type SensesControl } from './use-senses.ts';

const accepted = 'image/png,image/jpeg,image/webp,image/gif,.csv,text/csv,audio/*';

/** Pictures a second at most; fewer where a run takes no more numbers. */
const rateMost = 20;

function wordsOf(files: readonly File[]): string {
  return files.length === 1 ? (files[0]?.name ?? '') : `${files.length} files`;
}

function Thumbnail({ control }: { control: SensesControl }) {
  const { senses, sent, title, waiting } = control;
  const back = sent.shown?.every((level) => level < 0) ?? false;
  const past =
    sent.shown === undefined
      ? 'Nothing sent yet'
      : back
        ? 'The document’s senses'
        : `${formatCount(sent.count)} sent${title === '' ? '' : `, now ${title}`}`;
  const words = waiting === '' ? past : `Waiting for ${waiting} …`;
  return (
    <figure className="w-40">
      <p className="eyebrow mb-1">Sent last</p>
      <div
        className="overflow-hidden rounded border border-line bg-sunken"
        style={{ aspectRatio: `${senses.width} / ${senses.height}` }}
      >
        <LevelsCanvas levels={sent.shown} senses={senses} />
      </div>
      <figcaption className="mt-1 text-small text-ink-3" role="status">
        {words}
      </figcaption>
    </figure>
  );
}

function Sources(props: { control: SensesControl; again: () => boolean; disabled: boolean }) {
  const { control, again, disabled } = props;
  const { senses, title, waiting } = control;
  const file = useRef<HTMLInputElement>(null);
  const isOn = (name: string): boolean => title === name;
  return (
    <div className="flex flex-wrap gap-1.5">
      <button
        className="button button-small"
        disabled={disabled}
        onClick={() => file.current?.click()}
        type="button"
      >
        <Icon name="file" size={14} /> Choose a picture …
      </button>
      <input
        accept={accepted}
        aria-label="Picture for the senses"
        className="sr-only"
        disabled={disabled}
        multiple
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          if (files.length > 0) control.show(wordsOf(files), () => sourceOfFiles(files, senses, again));
          target.value = '';
        }}
        ref={file}
        tabIndex={-1}
        type="file"
      />
      <button
        aria-pressed={isOn('camera')}
        className="button button-small"
        disabled={disabled}
        onClick={() => (isOn('camera') ? control.stop() : control.show('the camera', () => camera(senses)))}
        type="button"
      >
        <Icon name="camera" size={14} /> Camera
      </button>
      <button
        aria-pressed={isOn('microphone')}
        className="button button-small"
        disabled={disabled}
        onClick={() =>
          isOn('microphone') ? control.stop() : control.show('the microphone', () => microphone(senses))
        }
        type="button"
      >
        <Icon name="chart" size={14} /> Microphone
      </button>
      <button
        className="button button-small"
        disabled={disabled || (title === '' && waiting === '')}
        onClick={control.stop}
        type="button"
      >
        <Icon name="stop" size={14} /> Stop
      </button>
      <button className="button button-small" disabled={disabled} onClick={control.back} type="button">
        <Icon name="recover" size={14} /> Back to the document’s senses
      </button>
    </div>
  );
}

function RateFields(props: {
  rate: number;
  most: number;
  again: boolean;
  setRate: (rate: number) => void;
  setAgain: (again: boolean) => void;
}) {
  const { rate, most, again, setRate, setAgain } = props;
  const id = useId();
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <label className="flex items-center gap-2" htmlFor={id}>
        Pictures a second
        <input
          id={id}
          max={most}
          min={1}
          onChange={({ target }) => setRate(Number(target.value))}
          step={1}
          type="range"
          value={rate}
        />
        <output className="w-6 tabular-nums" htmlFor={id}>
          {rate}
        </output>
      </label>
      <label className="flex items-center gap-1.5">
        <input checked={again} onChange={({ target }) => setAgain(target.checked)} type="checkbox" />
        Sequences begin again
      </label>
    </div>
  );
}

function Panel({ parameter }: { parameter: Parameter }) {
  const { run } = useRunState();
  const [height = 1, width = 1] = parameter.shape ?? [];
  const most = Math.max(1, Math.min(rateMost, Math.floor(listRateMost / (width * height))));
  const [rate, setRate] = useState(Math.min(10, most));
  const [again, setAgain] = useState(true);
  const asked = useRef(again);
  asked.current = again;
  const control = useSenses(parameter, rate);
  const over = run?.status === 'ended';
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    if (!over && files.length > 0) {
      control.show(wordsOf(files), () => sourceOfFiles(files, control.senses, () => asked.current));
    }
  };
  const problem = control.problem === '' ? control.sent.refused : control.problem;
  return (
    <section
      aria-label="Senses"
      className="panel"
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <header className="flex flex-wrap items-baseline gap-x-3 px-4 pt-2.5 pb-2">
        <h3 className="text-lead font-semibold">Show it something</h3>
        <p className="text-ink-3">
          {width} × {height} senses. Drop a picture, several, a CSV table or a sound here; the run records and
          replays what it sees.
        </p>
      </header>
      <div className="flex flex-wrap gap-4 px-4 pb-4">
        <Thumbnail control={control} />
        {over ? null : <DrawingSheet changed={control.send} senses={control.senses} />}
        <div className="min-w-72 flex-1 space-y-3">
          <Sources again={() => asked.current} control={control} disabled={over} />
          <RateFields again={again} most={most} rate={rate} setAgain={setAgain} setRate={setRate} />
          {over || control.room === '' ? null : <p className="text-small text-ink-3">{control.room}</p>}
          {over ? (
            <p className="text-small text-ink-3">The run has ended; fork it to show it something else.</p>
          ) : null}
          {problem === '' ? null : (
            <p className="text-bad" role="alert">
              {problem}
            </p>
          )}
        </div>
      </div>
    </section>
  );
}

/** The panel; nothing for a network whose senses take no picture. */
export function SensesPanel() {
  const parameter = useRunState().model?.parameters.find(({ name }) => name === 'picture');
  return parameter?.shape === undefined ? null : <Panel parameter={parameter} />;
}
