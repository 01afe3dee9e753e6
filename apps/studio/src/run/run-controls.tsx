// The buttons of the run page: pause, resume, stop, edit a copy, export, copy as.

import { useCallback, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { exportedBytes, exportedRun, isBinary } from '@holdfast/client';
import type { RunView } from '@holdfast/protocol';
import { Icon } from '../design/icon.tsx';
import { Popover, type PopoverHandle } from '../design/popover.tsx';
import { CopyAs } from '../shell/copy-as.tsx';
import { exportFormats, exportLines, forkLine, runLines, type ExportFormat } from '../shell/command-line.ts';
import { problemOf } from '../shell/problem.ts';
import type { Action } from '../shell/actions.ts';
import { compareAddress } from '../compare/compare-address.ts';
import { RunChoice } from '../compare/run-choice.tsx';
import { useActions, useStudio } from '../shell/studio.ts';
import { modelWriters } from '../views/family-view.ts';
import { ModelExportItem } from '../views/model-export.tsx';
import { useFeed } from './run-context.ts';
import { fileStem, partsOf, saveFile } from './saved-file.ts';
import { useRunActions, useRunControls, type RunControls } from './use-run-actions.ts';

const formats = Object.keys(exportFormats) as readonly ExportFormat[];

function ExportMenu({ run, close }: { run: RunView; close: () => void }) {
  const { client, reach } = useStudio();
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState<ExportFormat>();
  const save = async (format: ExportFormat): Promise<void> => {
    setBusy(format);
    try {
      const parts = await reach.watch(
        isBinary(format)
          ? partsOf(exportedBytes(client, run.id, format))
          : partsOf(exportedRun(client, run.id, format)),
      );
      const { file, call } = exportFormats[format];
      saveFile(`${fileStem(run.name)}-${run.id.slice(-8)}-${call}.${file}`, parts);
      close();
    } catch (error) {
      setFailure(problemOf(error).message);
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <div className="w-72 p-1.5">
      {formats.map((format) => {
        const early = (format === 'json' || format === 'html') && run.status !== 'ended';
        return (
          <button
            className="button button-quiet h-auto w-full flex-col items-start gap-0 py-1.5 text-left"
            disabled={early || busy !== undefined}
            key={format}
            onClick={() => void save(format)}
            type="button"
          >
            <span className="text-ink">
              {exportFormats[format].title} <span className="text-ink-3">.{exportFormats[format].file}</span>
            </span>
            <span className="font-normal text-small text-ink-3">
              {busy === format ? 'Preparing …' : early ? 'when the run has ended' : described[format]}
            </span>
          </button>
        );
      })}
      {(modelWriters[run.family] ?? []).map((writer) => (
        <ModelExportItem key={writer.title} load={() => client.document(run.id)} writer={writer} />
      ))}
      {failure === '' ? null : (
        <p className="px-3 py-2 text-bad" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}

const described: Readonly<Record<ExportFormat, string>> = {
  html: 'one page with charts, to send to anybody',
  json: 'byte for byte what the command line prints',
  csv: 'every number with its standard error',
  'frames-csv': 'every recorded frame, one per line',
  'frames-ndjson': 'the same, one JSON object per line',
  'frames-parquet': 'the same as a table of doubles',
  mcap: 'to seek in, for Foxglove and Lichtblick',
};

/** Asks for another run and compares the two. */
function CompareButton() {
  const { id } = useFeed();
  const [, go] = useLocation();
  const [choosing, setChoosing] = useState(false);
  const ask = useCallback(() => setChoosing(true), []);
  useActions(
    useMemo<readonly Action[]>(
      () => [{ id: 'compare', title: 'Compare with another run', group: 'This run', keys: 'c', run: ask }],
      [ask],
    ),
  );
  return (
    <>
      <button className="button" onClick={ask} title="Compare with another run (C)" type="button">
        <Icon name="table" size={14} />
        Compare
      </button>
      {choosing ? (
        <RunChoice
          choose={(other) => go(compareAddress([id, other]))}
          except={[id]}
          onClose={() => setChoosing(false)}
        />
      ) : null}
    </>
  );
}

/** What can be done with the document of the run. */
function DocumentButtons({ controls }: { controls: RunControls }) {
  return (
    <>
      <button
        className="button"
        disabled={controls.busy}
        onClick={controls.fork}
        title="A new run, the same up to the time looked at (F)"
        type="button"
      >
        <Icon name="fork" size={14} />
        Fork
      </button>
      <button className="button" onClick={controls.clone} type="button">
        <Icon name="edit" size={14} />
        Edit a copy
      </button>
      <button className="button" onClick={controls.analyse} title="Analyse its document (Y)" type="button">
        <Icon name="chart" size={14} />
        Analyse
      </button>
      <CompareButton />
    </>
  );
}

/** The row of controls at the head of the page. */
export function RunControlBar({ run }: { run: RunView }) {
  const controls = useRunControls();
  const feed = useFeed();
  const { id } = feed;
  const menu = useRef<PopoverHandle>(undefined);
  const keep = useCallback((handle: PopoverHandle) => {
    menu.current = handle;
  }, []);
  useRunActions(
    controls,
    useCallback(() => menu.current?.toggle(), []),
  );
  const lines = useCallback(
    () => [
      ...runLines(location.origin, id),
      forkLine(id, feed.cursor ?? feed.view?.time ?? 0),
      ...formats.map((format) => exportLines(id, format)),
    ],
    [id, feed],
  );
  return (
    <>
      {controls.problem === undefined ? null : (
        <p className="mr-2 text-bad" role="alert">
          {controls.problem.message}
        </p>
      )}
      {controls.canStop ? (
        <>
          <button
            className="button"
            disabled={controls.busy || !(controls.canPause || controls.canResume)}
            onClick={controls.canResume ? controls.resume : controls.pause}
            title={controls.canResume ? 'Resume (Space)' : 'Pause (Space)'}
            type="button"
          >
            <Icon name={controls.canResume ? 'play' : 'pause'} size={14} />
            {controls.canResume ? 'Resume' : 'Pause'}
          </button>
          <button
            className="button"
            disabled={controls.busy}
            onClick={controls.stop}
            title="Stop and keep the partial result"
            type="button"
          >
            <Icon name="stop" size={14} />
            Stop
          </button>
        </>
      ) : null}
      <DocumentButtons controls={controls} />
      <Popover
        button={
          <>
            <Icon name="download" size={14} />
            Export
          </>
        }
        buttonClass="button"
        handle={keep}
        label="Export"
      >
        {(close) => <ExportMenu close={close} run={run} />}
      </Popover>
      <CopyAs lines={lines} />
    </>
  );
}
