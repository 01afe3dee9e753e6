// The page at `/analyse`: which document, which question, with which figures and parameters; then it starts.

import { useCallback, useMemo, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { HoldfastClient } from '@holdfast/client';
import type { ModelDocument } from '@holdfast/core';
import { pointsMost } from '@holdfast/experiment';
import { decodeJson, type ExperimentDetail, type ExperimentRequest, type RunView } from '@holdfast/protocol';
import { formatCount, formatNumber } from '../design/format.ts';
import { Icon } from '../design/icon.tsx';
import { FailureNotice, LoadingNotice, sentence } from '../design/notice.tsx';
import { fileStem } from '../run/saved-file.ts';
import type { Action } from '../shell/actions.ts';
import { analyzeLines } from '../shell/analysis-lines.ts';
import { CopyPanel } from '../shell/copy-as.tsx';
import { problemOf, type Problem } from '../shell/problem.ts';
import { useActions, useStudio, useTitle } from '../shell/studio.ts';
import { useLoaded } from '../shell/use-loaded.ts';
import { draftKey, readDraft } from '../start/draft.ts';
import { ExampleGallery } from '../start/example-gallery.tsx';
import { useAnalysedDocument, type AnalysedDocument } from './document-facts.ts';
import { beginForm, formOf } from './form-beginning.ts';
import { FormContext, issuesBelow } from './form-context.ts';
import { readForm, type FormText, type ReadForm } from './form-text.ts';
import { kinds, kindWords, type Kind } from '@holdfast/pictures';
import { KindPicker, MethodForm } from './method-form.tsx';

type Source = 'example' | 'run' | 'blank' | 'experiment';

/** The document, and what it was asked or run with before. */
interface Subject {
  readonly document: ModelDocument;
  readonly file: string;
  readonly origin: string;
  readonly experiment?: ExperimentDetail;
  readonly run?: RunView;
}

async function readSubject(client: HoldfastClient, source: Source, name: string): Promise<Subject> {
  if (source === 'experiment') {
    const [document, experiment] = await Promise.all([
      client.experimentDocument(name),
      client.experiment(name),
    ]);
    return { document, experiment, file: `${fileStem(document.name)}.json`, origin: 'as analysed before' };
  }
  const draft = readDraft(draftKey(source, name));
  const written = draft === undefined ? undefined : (decodeJson(draft) as ModelDocument);
  if (source === 'run') {
    const [recorded, { run }] = await Promise.all([client.document(name), client.run(name)]);
    const document = written ?? recorded;
    return {
      document,
      run,
      file: `${fileStem(document.name)}.json`,
      origin: `document of a run${written === undefined ? '' : ', edited'}`,
    };
  }
  const document = written ?? (await client.example(name));
  if (written !== undefined)
    return { document, file: `${fileStem(document.name)}.json`, origin: 'as edited here' };
  return { document, file: `examples/${name}.json`, origin: `examples/${name}.json` };
}

function firstForm(about: AnalysedDocument, { experiment, run }: Subject, kind: Kind): FormText {
  if (experiment !== undefined) return formOf(about, experiment.experiment, experiment.method);
  const begun = beginForm(about, kind);
  if (run === undefined) return begun;
  const parameters = { ...begun.parameters };
  for (const { parameter, value } of run.parameters) {
    const row = parameters[parameter];
    // lists have no field
    if (row !== undefined && typeof value === 'number')
      parameters[parameter] = { ...row, value: String(value) };
  }
  return { ...begun, parameters, settings: { ...begun.settings, seed: String(run.seed) } };
}

function useStart(request: ExperimentRequest | undefined) {
  const { client, reach } = useStudio();
  const [, go] = useLocation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const start = useCallback(() => {
    if (request === undefined || busy) return;
    setBusy(true);
    setProblem(undefined);
    const ask = async (): Promise<void> => {
      try {
        const { id } = await reach.watch(client.startExperiment(request));
        go(`/analysis/${id}`);
      } catch (error) {
        setBusy(false);
        setProblem(problemOf(error));
      }
    };
    void ask();
  }, [client, reach, go, request, busy]);
  return { start, busy, problem };
}

/** Issues named beside the button; each stands at its field as well. */
const issuesShown = 4;

/** How much work was asked for, or what is still wrong. */
function Extent({ read, about }: { read: ReadForm; about: AnalysedDocument }) {
  const { request, issues } = read;
  if (request === undefined) {
    return (
      <div role="status">
        <p className="flex items-center gap-1.5 font-medium text-bad">
          <Icon name="cross" size={14} />
          {issues.length === 1 ? '1 issue' : `${issues.length} issues`}
        </p>
        <ul className="mt-0.5 pl-5 text-small text-ink-2">
          {issues.slice(0, issuesShown).map(({ path, message }) => (
            <li key={`${path} ${message}`}>{sentence(message)}.</li>
          ))}
        </ul>
      </div>
    );
  }
  const { model, facts, document } = about;
  const most = pointsMost(request, {
    parameters: model?.parameters.length ?? 0,
    sources: facts.sources.length,
  });
  const until = request.until ?? document.run?.until ?? model?.until ?? Number.NaN;
  return (
    <p className="text-ink-2" role="status">
      At most <strong className="font-semibold text-ink">{formatCount(most)}</strong>{' '}
      {most === 1 ? 'run' : 'runs'} until {formatNumber(until)} each.
    </p>
  );
}

function useFormActions(
  start: () => void,
  ready: boolean,
  change: (change: Partial<FormText>) => void,
): void {
  useActions(
    useMemo<readonly Action[]>(
      () => [
        {
          id: 'start',
          title: 'Start the analysis',
          group: 'On this page',
          keys: 'Mod+enter',
          unavailable: ready ? undefined : 'there are issues',
          run: start,
        },
        ...kinds.map((kind) => ({
          id: `kind ${kind}`,
          title: `Find out with ${kindWords[kind].title}`,
          group: 'On this page',
          run: () => change({ kind }),
        })),
      ],
      [start, ready, change],
    ),
  );
}

function Form({ about, subject, kind }: { about: AnalysedDocument; subject: Subject; kind: Kind }) {
  const [text, setText] = useState(() => firstForm(about, subject, kind));
  const change = useCallback((part: Partial<FormText>) => setText((before) => ({ ...before, ...part })), []);
  const read = useMemo(() => readForm(text, about), [text, about]);
  const { start, busy, problem } = useStart(read.request);
  useFormActions(start, read.request !== undefined, change);
  const form = useMemo(
    () => ({ about, text, change, issuesAt: (path: string) => issuesBelow(read.issues, path) }),
    [about, text, change, read.issues],
  );
  const { document: _document, ...asked } = read.request ?? { document: undefined };
  return (
    <FormContext value={form}>
      <div className="grid flex-1 items-start gap-5 pb-8 lg:grid-cols-[15rem_minmax(0,1fr)_20rem]">
        <KindPicker />
        <MethodForm />
        <aside aria-label="Start" className="grid gap-4 lg:sticky lg:top-16">
          <Extent about={about} read={read} />
          {problem === undefined ? null : (
            <div className="rounded-md bg-bad-wash px-3 py-2" role="alert">
              <p className="font-medium">{sentence(problem.message)}.</p>
              <p className="text-ink-2">{problem.remedy}</p>
            </div>
          )}
          <button
            className="button button-primary h-9"
            disabled={read.request === undefined || busy}
            onClick={start}
            title="Start (Ctrl Enter)"
            type="button"
          >
            <Icon name="play" size={14} />
            {busy ? 'Starting …' : 'Start analysis'}
          </button>
          {'method' in asked ? (
            <CopyPanel lines={analyzeLines(subject.file, asked, text.other?.file)} />
          ) : null}
        </aside>
      </div>
    </FormContext>
  );
}

function Asking({ source, name, kind }: { source: Source; name: string; kind: Kind }) {
  const { client } = useStudio();
  const subject = useLoaded(useCallback(() => readSubject(client, source, name), [client, source, name]));
  if (subject.state === 'loading') return <LoadingNotice what="document" />;
  if (subject.state === 'failed') return <FailureNotice error={subject.error} retry={subject.again} />;
  return <About kind={kind} subject={subject.value} />;
}

function About({ subject, kind }: { subject: Subject; kind: Kind }) {
  const about = useAnalysedDocument(useCallback(() => Promise.resolve(subject.document), [subject]));
  useTitle(`Analyse ${subject.document.name}`);
  if (about.state === 'failed') return <FailureNotice error={about.error} retry={about.again} />;
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-4 pb-3">
        <h1 className="text-title font-semibold tracking-tight">
          Analyse <span className="font-normal text-ink-2">{subject.document.name}</span>
        </h1>
        <span className="text-ink-3">{subject.origin}</span>
        <Link className="button ml-auto" href="/analyse">
          Other examples
        </Link>
      </header>
      {about.state === 'loading' ? <LoadingNotice what="model" /> : null}
      {about.state === 'ready' && about.value.model === undefined ? (
        <FailureNotice error={new Error('this document has issues: mend them in the editor first')} />
      ) : null}
      {about.state === 'ready' && about.value.model !== undefined ? (
        <Form about={about.value} kind={kind} subject={subject} />
      ) : null}
    </>
  );
}

/** Chooses the document by the address, or lets a person choose. */
export function AnalysePage() {
  const search = useSearch();
  const [, go] = useLocation();
  const query = useMemo(() => new URLSearchParams(search), [search]);
  const source = (['example', 'run', 'experiment', 'blank'] as const).find((each) => query.has(each));
  const asked = query.get('kind');
  const kind = kinds.find((each) => each === asked) ?? 'tornado';
  useTitle('New analysis');
  if (source === undefined) {
    const choose = (example: string): void => go(`/analyse?example=${encodeURIComponent(example)}`);
    return <ExampleGallery choose={choose} place="/analyse" />;
  }
  const name = query.get(source) ?? '';
  return <Asking key={`${source} ${name}`} kind={kind} name={name} source={source} />;
}
