// Editor on the left, settings and start on the right. Nothing starts that has an issue.

import { useCallback, useEffect, useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { ModelDocument } from '@holdfast/core';
import { decodeJson } from '@holdfast/protocol';
import { Icon } from '../design/icon.tsx';
import { sentence } from '../design/notice.tsx';
import type { Action } from '../shell/actions.ts';
import { startLines } from '../shell/command-line.ts';
import { CopyPanel } from '../shell/copy-as.tsx';
import { problemOf, type Problem } from '../shell/problem.ts';
import { useActions, useStudio } from '../shell/studio.ts';
import { prepareRunPage } from '../run/load-run-page.ts';
import { fileStem, saveFile } from '../run/saved-file.ts';
import { DocumentPanel } from './document-panel.tsx';
import { keepDraft, readDraft } from './draft.ts';
import { readSettings, type SettingsText } from './settings.ts';
import { SettingsPanel } from './settings-panel.tsx';
import { useCheck, type Check } from './use-check.ts';
import { useSchema } from './use-schema.ts';

/** What is shown of the document beside the editor; absent while the text does not say it. */
interface Glance {
  readonly name?: string;
  readonly seed?: number;
  readonly family?: string;
}

function glance(text: string): Glance {
  try {
    const { name, run, family } = decodeJson(text) as {
      readonly name?: unknown;
      readonly family?: unknown;
      readonly run?: { readonly seed?: unknown };
    };
    return {
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof family === 'string' ? { family } : {}),
      ...(typeof run?.seed === 'number' ? { seed: run.seed } : {}),
    };
  } catch {
    return {};
  }
}

function useStart(text: string, settings: ReturnType<typeof readSettings>['settings'], started: () => void) {
  const { client, reach } = useStudio();
  const [, go] = useLocation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const start = useCallback(() => {
    setBusy(true);
    setProblem(undefined);
    const document = decodeJson(text) as ModelDocument;
    const ask = async (): Promise<void> => {
      try {
        const run = await reach.watch(client.start({ document, ...settings }));
        started();
        go(`/run/${run.id}`);
      } catch (error) {
        setBusy(false);
        setProblem(problemOf(error));
      }
    };
    void ask();
  }, [client, reach, go, text, settings, started]);
  return { start, busy, problem };
}

/** Rest after the document is good, before the page of its run is loaded. */
const prepareMs = 300;

/** Has the page a run is shown on ready before the run is started. */
function usePrepared(good: boolean): void {
  useEffect(() => {
    if (!good) return undefined;
    const timer = setTimeout(prepareRunPage, prepareMs);
    return () => clearTimeout(timer);
  }, [good]);
}

function Verdict({ check }: { check: Check }) {
  const said = {
    checking: { icon: 'clock', tone: 'text-ink-3', words: 'Checking …' },
    good: { icon: 'check', tone: 'text-ok', words: 'Ready to run' },
    bad: {
      icon: 'cross',
      tone: 'text-bad',
      words: `${check.issues.length} ${check.issues.length === 1 ? 'issue' : 'issues'}`,
    },
    unknown: { icon: 'warn', tone: 'text-warn', words: 'Not checked: the server does not answer' },
  } as const;
  const { icon, tone, words } = said[check.state];
  return (
    <p className={`flex items-center gap-1.5 font-medium ${tone}`} role="status">
      <Icon name={icon} size={14} />
      {words}
    </p>
  );
}

export interface WorkbenchProps {
  readonly text: string;
  readonly settings: SettingsText;
  readonly file: string | undefined;
  readonly origin: string;
  /** Name the edited text is kept under. */
  readonly draft: string;
  /** Where the same document is analysed. */
  readonly analyse: string;
}

/** Text, settings and what follows from them. */
function useWorkbench({ text: first, settings: given, file, draft }: WorkbenchProps) {
  const [base, setBase] = useState(() => readDraft(draft) ?? first);
  const [text, setText] = useState(base);
  const [settingsText, setSettings] = useState(given);
  const check = useCheck(text);
  const { settings, wrong } = useMemo(
    () => readSettings(settingsText, check.model?.parameters ?? []),
    [settingsText, check.model],
  );
  const change = (edited: string): void => {
    setText(edited);
    keepDraft(draft, edited === first ? undefined : edited);
  };
  const reset = (): void => {
    setBase(first);
    change(first);
  };
  const document = useMemo(() => glance(text), [text]);
  const name = text === first && file !== undefined ? file : `${fileStem(document.name ?? 'model')}.json`;
  return {
    first,
    base,
    text,
    change,
    reset,
    settingsText,
    setSettings,
    settings,
    wrong,
    check,
    document,
    name,
  };
}

function Head(props: {
  title: string;
  origin: string;
  edited: boolean;
  reset: () => void;
  save: () => void;
  check: Check;
}) {
  const { title, origin, edited, reset, save, check } = props;
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-4 pb-3">
      <h1 className="text-title font-semibold tracking-tight">{title}</h1>
      <span className="text-ink-3">{edited ? `${origin}, edited` : origin}</span>
      <Verdict check={check} />
      <span className="ml-auto flex gap-1.5">
        {edited ? (
          <button className="button button-quiet" onClick={reset} type="button">
            Undo all edits
          </button>
        ) : null}
        <button className="button" onClick={save} type="button">
          <Icon name="download" size={14} />
          Save document
        </button>
        <Link className="button" href="/new">
          Other examples
        </Link>
      </span>
    </header>
  );
}

function StartFailure({ problem }: { problem: Problem | undefined }) {
  if (problem === undefined) return null;
  return (
    <div className="rounded-md bg-bad-wash px-3 py-2" role="alert">
      <p className="font-medium">{sentence(problem.message)}.</p>
      <p className="text-ink-2">{problem.remedy}</p>
    </div>
  );
}

function useStartAction(ready: boolean, start: () => void, analyse: string): () => void {
  const [, go] = useLocation();
  const tryStart = useCallback(() => {
    if (ready) start();
  }, [ready, start]);
  useActions(
    useMemo<readonly Action[]>(() => {
      const unavailable = ready ? undefined : 'there are issues';
      const place = { group: 'On this page', keys: 'Mod+enter' };
      return [
        { id: 'start', title: 'Start the run', ...place, unavailable, run: tryStart },
        {
          id: 'analyse',
          title: 'Analyse this document',
          group: 'On this page',
          keys: 'y',
          run: () => go(analyse),
        },
      ];
    }, [ready, tryStart, go, analyse]),
  );
  return tryStart;
}

/** The page around the editor. */
export function Workbench(props: WorkbenchProps) {
  const bench = useWorkbench(props);
  const [inspector, setInspector] = useState<HTMLElement | null>(null);
  const { check, settings, wrong, text, first } = bench;
  const schema = useSchema(check.family);
  const started = useCallback(() => keepDraft(props.draft, undefined), [props.draft]);
  const { start, busy, problem } = useStart(text, settings, started);
  usePrepared(check.state === 'good');
  const ready = check.state === 'good' && Object.keys(wrong).length === 0 && !busy;
  const tryStart = useStartAction(ready, start, props.analyse);
  return (
    <>
      <Head
        check={check}
        edited={text !== first}
        origin={props.origin}
        reset={bench.reset}
        save={() => saveFile(bench.name.split('/').at(-1) ?? bench.name, [text])}
        title={bench.document.name ?? 'Document'}
      />
      <div className="grid flex-1 items-start gap-5 pb-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <DocumentPanel
          base={bench.base}
          check={check}
          family={bench.document.family ?? check.family}
          inspector={inspector}
          onChange={bench.change}
          onStart={tryStart}
          schema={schema}
          text={text}
        />
        <aside aria-label="Settings and start" className="grid gap-4">
          <div className="contents" ref={setInspector} />
          <SettingsPanel
            change={(change) => bench.setSettings((before) => ({ ...before, ...change }))}
            model={check.model}
            seed={bench.document.seed}
            text={bench.settingsText}
            wrong={wrong}
          />
          <StartFailure problem={problem} />
          <button className="button button-primary h-9" disabled={!ready} onClick={start} type="button">
            <Icon name="play" size={14} />
            {busy ? 'Starting …' : 'Start run'}
          </button>
          <Link
            className="button"
            href={props.analyse}
            title="Sensitivity, sweeps, goal seek, optimisation (Y)"
          >
            <Icon name="chart" size={14} />
            Analyse
          </Link>
          <CopyPanel lines={startLines(bench.name, settings)} />
        </aside>
      </div>
    </>
  );
}
