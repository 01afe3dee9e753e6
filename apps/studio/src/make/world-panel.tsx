// What was made: its picture, its parts, sentences that change it, and how to run it, edit it or save it.

import { useState } from 'react';
import { useLocation } from 'wouter';
import type { ModelDocument } from '@holdfast/core';
import type { QuestionView, WritersView } from '@holdfast/protocol';
import { Icon } from '../design/icon.tsx';
import { sentence } from '../design/notice.tsx';
import { fileStem, saveFile } from '../run/saved-file.ts';
import { problemOf, type Problem } from '../shell/problem.ts';
import { useStudio } from '../shell/studio.ts';
import { keepDraft } from '../start/draft.ts';
import { prettyJson } from '../start/pretty-json.ts';
import { ModelExport } from '../views/model-export.tsx';
import { AskedText } from './asked-text.tsx';
import type { Made } from './use-made-world.ts';
import { ProblemNote, useAsked } from './words-panel.tsx';
import { WorldPicture } from './world-picture.tsx';

function Edits(props: {
  readonly edits: readonly string[];
  readonly skipped: readonly string[];
  readonly without: (index: number) => void;
}) {
  const { edits, skipped, without } = props;
  if (edits.length === 0) return null;
  return (
    <ol className="mb-2 grid gap-1">
      {edits.map((edit, i) => (
        <li className="flex items-center gap-2" key={`${i} ${edit}`}>
          <Icon
            className={skipped.includes(edit) ? 'text-warn' : 'text-ok'}
            name={skipped.includes(edit) ? 'warn' : 'check'}
            size={14}
          />
          <span className="min-w-0 flex-1">
            {edit}
            {skipped.includes(edit) ? (
              <span className="text-ink-3"> · means nothing in this world</span>
            ) : null}
          </span>
          <button
            aria-label={`Take back: ${edit}`}
            className="button button-quiet button-small button-icon"
            onClick={() => without(i)}
            type="button"
          >
            <Icon name="cross" size={12} />
          </button>
        </li>
      ))}
    </ol>
  );
}

function Changes(props: {
  readonly edits: readonly string[];
  readonly skipped: readonly string[];
  readonly writers: WritersView | undefined;
  readonly take: (text: string) => Promise<readonly QuestionView[]>;
  readonly without: (index: number) => void;
}) {
  const { edits, skipped, writers, take, without } = props;
  const asked = useAsked(async (text) => {
    const questions = await take(text);
    if (questions.length === 0) asked.change('');
    return questions;
  });
  const offered = edits.length > 0 ? [] : (writers?.writers[0]?.changes ?? []);
  return (
    <section aria-label="Change it" className="border-t border-line px-3 py-3">
      <h2 className="mb-1.5 font-semibold">Change it</h2>
      <Edits edits={edits} skipped={skipped} without={without} />
      <AskedText
        change={asked.change}
        hint="make the ball twice as heavy"
        label="Change it by a sentence"
        most={writers?.textMost ?? 10_000}
        questions={asked.questions}
        rows={1}
        submit={asked.submit}
        text={asked.text}
      />
      <ProblemNote problem={asked.problem} />
      {offered.length > 0 ? (
        <div className="mt-2 flex flex-wrap gap-1.5">
          {offered.map((change) => (
            <button
              className="button button-small"
              key={change}
              onClick={() => asked.submit(change)}
              type="button"
            >
              {change}
            </button>
          ))}
        </div>
      ) : null}
    </section>
  );
}

function Verdict({ made }: { made: Made }) {
  const { state, view, problem } = made;
  if (state === 'failed') return <ProblemNote problem={problem} />;
  const issues = view?.issues ?? [];
  const questions = view?.questions ?? [];
  if (state !== 'asked' || issues.length + questions.length === 0) return null;
  return (
    <div className="border-t border-line px-3 py-3" role="alert">
      <ul className="grid gap-2">
        {questions.map(({ message, text }) => (
          <li className="flex gap-2" key={`${text} ${message}`}>
            <Icon className="mt-0.5 text-warn" name="help" size={14} />
            {message}
          </li>
        ))}
        {issues.map(({ message, remedy, path }) => (
          <li key={`${path} ${message}`}>
            <p className="font-medium">{sentence(message)}</p>
            <p className="text-ink-2">{remedy}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Parts({ made }: { made: Made }) {
  const parts = made.view?.parts ?? [];
  if (parts.length === 0) return null;
  return (
    <details className="border-t border-line" open={parts.length <= 8}>
      <summary className="cursor-pointer px-3 py-2 font-semibold">
        What there is <span className="font-normal text-ink-3">{parts.length}</span>
      </summary>
      <div aria-label="What there is" className="max-h-60 overflow-auto px-1 pb-2" role="region" tabIndex={0}>
        <table className="numbers make-list">
          <tbody>
            {parts.map(({ name, detail }) => (
              <tr key={name}>
                <th className="text-ink!" scope="row">
                  {name}
                </th>
                <td>{detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** Starts a run of a document, as long as it says where nothing else is said, and opens its page. */
export function useRunning(document: ModelDocument | undefined, seconds: number | undefined) {
  const { client, reach } = useStudio();
  const [, go] = useLocation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = (): void => {
    if (document === undefined || busy) return;
    setBusy(true);
    setProblem(undefined);
    reach.watch(client.start({ document, ...(seconds === undefined ? {} : { until: seconds }) })).then(
      ({ id }) => go(`/run/${id}`),
      (error: unknown) => {
        setProblem(problemOf(error));
        setBusy(false);
      },
    );
  };
  return { run, busy, problem };
}

export interface DoingProps {
  readonly document: ModelDocument | undefined;
  readonly ready: boolean;
  readonly running: ReturnType<typeof useRunning>;
  /** Undefined where the document says by itself how long it runs. */
  readonly seconds: number | undefined;
  readonly setSeconds: (seconds: number) => void;
}

/** Runs a document, opens it in the editor, saves it. */
export function Doing({ document, ready, running, seconds, setSeconds }: DoingProps) {
  const [, go] = useLocation();
  const open = (): void => {
    keepDraft('blank', prettyJson(document));
    go('/new?blank=1');
  };
  return (
    <div className="grid gap-2 border-t border-line px-3 py-3">
      <div className="flex items-center gap-2">
        <button
          className="button button-primary h-9 flex-1"
          disabled={!ready || running.busy}
          onClick={running.run}
          type="button"
        >
          <Icon name="play" size={14} />
          {running.busy ? 'Starting …' : 'Run'}
        </button>
        {seconds === undefined ? null : (
          <label className="flex items-center gap-1.5 text-ink-2">
            for
            <input
              aria-label="Simulated seconds"
              className="field field-number h-9 w-16"
              max={100_000}
              min={0.1}
              onChange={({ target }) => {
                if (target.valueAsNumber > 0) setSeconds(target.valueAsNumber);
              }}
              step="any"
              type="number"
              value={seconds}
            />
            s
          </label>
        )}
      </div>
      <ProblemNote problem={running.problem} />
      <div className="flex flex-wrap gap-2">
        <button className="button flex-1" disabled={!ready} onClick={open} type="button">
          <Icon name="edit" size={14} />
          Open in the editor
        </button>
        <button
          className="button"
          disabled={!ready}
          onClick={() => saveFile(`${fileStem(document?.name ?? 'world')}.json`, [prettyJson(document)])}
          type="button"
        >
          <Icon name="download" size={14} />
          Save
        </button>
        {document === undefined || !ready ? null : <ModelExport document={document} />}
      </div>
    </div>
  );
}

/** The picture, or its place. */
export function WorldView({ made, document }: { made: Made; document: ModelDocument | undefined }) {
  return (
    <div className="make-view">
      {document === undefined ? (
        <p className="px-6 py-14 text-center text-ink-3">The world appears here.</p>
      ) : (
        <WorldPicture parts={made.view?.parts ?? []} />
      )}
    </div>
  );
}

export function WorldPanel(props: {
  readonly made: Made;
  /** Whether the picture is shown here, and not beside. */
  readonly pictured: boolean;
  readonly edits: readonly string[];
  readonly writers: WritersView | undefined;
  readonly document: ModelDocument | undefined;
  readonly running: ReturnType<typeof useRunning>;
  readonly seconds: number;
  readonly setSeconds: (seconds: number) => void;
  readonly take: (text: string) => Promise<readonly QuestionView[]>;
  readonly without: (index: number) => void;
}) {
  const { made, pictured, edits, writers, document, running, seconds, setSeconds, take, without } = props;
  const ready = document !== undefined && made.state === 'ready';
  const says = {
    empty: 'Nothing is made yet.',
    working: 'Working …',
    ready: `${made.view?.parts.length ?? 0} parts, ready to run`,
    asked: 'Something is not clear yet',
    failed: 'It could not be made',
  } as const;
  return (
    <aside aria-label="The world" className="panel sticky top-16 overflow-hidden">
      {pictured ? <WorldView document={document} made={made} /> : null}
      <p className="border-t border-line px-3 py-2 font-medium first:border-t-0" role="status">
        {says[made.state]}
      </p>
      <Verdict made={made} />
      <Parts made={made} />
      {document === undefined ? null : (
        <Changes edits={edits} skipped={made.skipped} take={take} without={without} writers={writers} />
      )}
      <Doing document={document} ready={ready} running={running} seconds={seconds} setSeconds={setSeconds} />
    </aside>
  );
}
