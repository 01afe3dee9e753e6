// The page of one experiment: what was asked, how far it is, and what can be said so far, as pictures with their tables.

import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { pointsMost } from '@holdfast/experiment';
import { encodeJson, type ExperimentDetail, type ExperimentView, type ModelView } from '@holdfast/protocol';
import { formatCount, formatDuration, formatNumber } from '../design/format.ts';
import {
  displayModel,
  experimentStopWords,
  kindTitle,
  namesOf,
  picturesOf,
  type FindingPicture,
} from '@holdfast/pictures';
import { Icon } from '../design/icon.tsx';
import { FailureNotice, LoadingNotice, sentence } from '../design/notice.tsx';
import { PartialBadge, StandingMark } from '../design/status.tsx';
import { fileStem, saveFile } from '../run/saved-file.ts';
import type { Action } from '../shell/actions.ts';
import { analyzeLines, experimentLines } from '../shell/analysis-lines.ts';
import { CopyAs } from '../shell/copy-as.tsx';
import { problemOf, type Problem } from '../shell/problem.ts';
import { withNumbersOnly } from '../shell/number-parameters.ts';
import { useActions, useStudio, useTitle } from '../shell/studio.ts';
import { useLoaded } from '../shell/use-loaded.ts';
import { experimentStanding } from './experiment-standing.ts';
import { FindingPanel } from './finding-panel.tsx';
import { useExperiment } from './use-experiment.ts';
import { usePictureKeys } from './use-picture-keys.ts';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="eyebrow">{name}</dt>
      <dd className="truncate text-lead">{children}</dd>
    </div>
  );
}

/** The model of the experiment's document, which names what is drawn; without one where it does not compile any more. */
function useModel(id: string) {
  const { client } = useStudio();
  const loaded = useLoaded(
    useCallback(async () => {
      const document = await client.experimentDocument(id);
      const { model } = await client.validate(document);
      return model === null ? undefined : withNumbersOnly(displayModel(model));
    }, [client, id]),
  );
  return { model: loaded.state === 'ready' ? loaded.value : undefined, settled: loaded.state !== 'loading' };
}

function Progress({ detail, parameters }: { detail: ExperimentDetail; parameters: number }) {
  const { experiment, method } = detail;
  // How many sources a document has is not known here: without them the end cannot be foreseen.
  const open = method.kind === 'inputs' && method.sources === undefined;
  const most = open
    ? Infinity
    : pointsMost({ method, replicates: experiment.replicates }, { parameters, sources: 0 });
  const share = experiment.status === 'ended' ? 1 : Math.min(1, experiment.points / most);
  return (
    <Fact name="Points">
      <span className="font-semibold">{formatCount(experiment.points)}</span>
      {experiment.status === 'ended' || !Number.isFinite(most) ? null : (
        <>
          <span className="text-ink-2"> of at most {formatCount(most)}</span>
          <progress aria-label="Points computed" className="sr-only" max={1} value={share} />
          <span className="mt-1 block h-1 overflow-hidden rounded-full bg-line">
            <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
          </span>
        </>
      )}
    </Fact>
  );
}

function Facts({ detail, parameters }: { detail: ExperimentDetail; parameters: number }) {
  const { experiment } = detail;
  const held = experiment.parameters.map(({ parameter, value }) => `${parameter} = ${formatNumber(value)}`);
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      <Progress detail={detail} parameters={parameters} />
      {experiment.status === 'ended' ? (
        <Fact name="Took">{formatDuration(experiment.updatedAt - experiment.createdAt)}</Fact>
      ) : null}
      <Fact name="Each until">{formatNumber(experiment.until)}</Fact>
      <Fact name="Replicates">{experiment.replicates}</Fact>
      <Fact name="Seed">{experiment.seed}</Fact>
      {held.length === 0 ? null : <Fact name="Held">{held.join(', ')}</Fact>}
    </dl>
  );
}

function Ending({ experiment }: { experiment: ExperimentView }) {
  const { stop, points } = experiment;
  if (stop === null || stop.kind === 'completed') return null;
  const words = sentence(experimentStopWords(stop));
  if (stop.kind === 'failed') {
    return (
      <div className="mt-3 rounded-md bg-bad-wash px-3 py-2" role="alert">
        <span className="font-medium">{words}.</span> <span className="text-ink-2">{stop.remedy}</span>
      </div>
    );
  }
  return (
    <p className="mt-3 rounded-md bg-warn-wash px-3 py-2">
      <span className="font-medium">{words}.</span> What is shown rests on {formatCount(points)} points.
    </p>
  );
}

/** Stop, change, save: for buttons, keys and palette. */
function useExperimentActions(detail: ExperimentDetail | undefined) {
  const { client, reach } = useStudio();
  const [, go] = useLocation();
  const [problem, setProblem] = useState<Problem>();
  const id = detail?.experiment.id ?? '';
  const name = detail?.experiment.name ?? '';
  const kind = detail?.experiment.kind ?? '';
  const living = detail !== undefined && detail.experiment.status !== 'ended';
  const attempt = useCallback(
    (request: () => Promise<unknown>) => {
      setProblem(undefined);
      reach.watch(request()).catch((error: unknown) => setProblem(problemOf(error)));
    },
    [reach],
  );
  const verbs = useMemo(
    () => ({
      stop: () => attempt(() => client.cancelExperiment(id)),
      change: () => go(`/analyse?experiment=${encodeURIComponent(id)}`),
      report: () =>
        attempt(async () => {
          const page = await client.experimentReport(id);
          saveFile(`${fileStem(name)}-${id.slice(-8)}-${kind}.html`, [page]);
        }),
      save: () =>
        attempt(async () => {
          const result = await client.experimentResult(id);
          saveFile(`${fileStem(name)}-${id.slice(-8)}-${result.method.kind}.json`, [
            `${encodeJson(result, 2)}\n`,
          ]);
        }),
    }),
    [attempt, client, id, name, kind, go],
  );
  useActions(
    useMemo<readonly Action[]>(() => {
      const group = 'This analysis';
      const over = living ? undefined : 'it has ended';
      return [
        { id: 'stop', title: 'Stop and keep what is known', group, unavailable: over, run: verbs.stop },
        { id: 'change', title: 'Change and start again', group, keys: 'y', run: verbs.change },
        {
          id: 'save',
          title: 'Save the result',
          group,
          keys: 'e',
          unavailable: living ? 'when it has ended' : undefined,
          run: verbs.save,
        },
        {
          id: 'report',
          title: 'Save as a page with its pictures',
          group,
          keys: 'h',
          unavailable: living ? 'when it has ended' : undefined,
          run: verbs.report,
        },
      ];
    }, [living, verbs]),
  );
  return { living, problem, ...verbs };
}

function Controls({
  detail,
  actions,
}: {
  detail: ExperimentDetail;
  actions: ReturnType<typeof useExperimentActions>;
}) {
  const { living, problem, stop, change, save, report } = actions;
  const { id, name, seed, until, replicates, parameters } = detail.experiment;
  const lines = useCallback(
    () => [
      analyzeLines(`${fileStem(name)}.json`, { seed, until, replicates, parameters, method: detail.method }),
      ...experimentLines(location.origin, id),
    ],
    [id, name, seed, until, replicates, parameters, detail.method],
  );
  return (
    <div className="ml-auto flex flex-wrap items-center gap-1.5">
      {problem === undefined ? null : (
        <p className="mr-2 text-bad" role="alert">
          {problem.message}
        </p>
      )}
      {living ? (
        <button className="button" onClick={stop} title="Stop and keep what is known" type="button">
          <Icon name="stop" size={14} />
          Stop
        </button>
      ) : (
        <>
          <button
            className="button"
            onClick={report}
            title="Save as a page with its pictures (H)"
            type="button"
          >
            <Icon name="file" size={14} />
            Report
          </button>
          <button className="button" onClick={save} title="Save the result (E)" type="button">
            <Icon name="download" size={14} />
            Save result
          </button>
        </>
      )}
      <button className="button" onClick={change} title="Change and start again (Y)" type="button">
        <Icon name="edit" size={14} />
        Change
      </button>
      <CopyAs lines={lines} />
    </div>
  );
}

/** Pictures that stand side by side where there are several: all but those with named rows. */
function isNarrow({ plot }: FindingPicture, all: readonly FindingPicture[]): boolean {
  if (plot === undefined) return true;
  const plain = all.filter((each) => each.plot !== undefined && !('rows' in each.plot.y));
  return plain.length > 1 && !('rows' in plot.y);
}

function Findings({ detail, model }: { detail: ExperimentDetail; model: ModelView | undefined }) {
  const { report, experiment } = detail;
  const pictures = useMemo(
    () => (report === null ? [] : picturesOf(report, namesOf(model, experiment.parameters))),
    [report, model, experiment.parameters],
  );
  if (report === null) {
    return (
      <p className="panel px-6 py-14 text-center text-ink-3">
        {experiment.status === 'ended'
          ? 'It ended before anything could be said.'
          : 'The first points are being computed …'}
      </p>
    );
  }
  return (
    <div className="grid gap-4 pb-8 xl:grid-cols-2">
      {pictures.map((picture, index) => (
        // Two units may give two pictures of one title.
        // eslint-disable-next-line react/no-array-index-key
        <FindingPanel
          className={isNarrow(picture, pictures) ? '' : 'xl:col-span-2'}
          key={`${picture.title} ${index}`}
          picture={picture}
        />
      ))}
    </div>
  );
}

/** The page of the experiment with this id. */
export function AnalysisPage({ id }: { id: string }) {
  const { announce } = useStudio();
  const { detail, error, again } = useExperiment(id);
  const { model, settled } = useModel(id);
  const actions = useExperimentActions(detail);
  usePictureKeys();
  const experiment = detail?.experiment;
  const kind = kindTitle(experiment?.kind ?? '');
  useTitle(experiment === undefined ? 'Analysis' : `${kind}, ${experiment.name}`);
  const word = experiment === undefined ? '' : experimentStanding(experiment).word;
  useEffect(() => {
    if (word !== '') announce(`Analysis ${word.toLowerCase()}`);
  }, [announce, word]);
  if (detail === undefined || experiment === undefined) {
    return error === undefined ? (
      <LoadingNotice what="analysis" />
    ) : (
      <FailureNotice error={error} retry={again} />
    );
  }
  return (
    <>
      <header className="pt-5 pb-4">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h1 className="text-title font-semibold tracking-tight">
            {kind} <span className="font-normal text-ink-2">· {experiment.name}</span>
          </h1>
          <StandingMark living={experiment.status === 'running'} standing={experimentStanding(experiment)} />
          {experiment.partial ? <PartialBadge /> : null}
          <Controls actions={actions} detail={detail} />
        </div>
        <p className="mb-3 mt-0.5 text-ink-3">
          <Link className="hover:text-ink" href="/analyses">
            Analyses
          </Link>{' '}
          · {experiment.family} · document{' '}
          <span className="font-mono text-small">{experiment.document.slice(0, 12)}</span>
        </p>
        <Facts detail={detail} parameters={model?.parameters.length ?? 0} />
        <Ending experiment={experiment} />
      </header>
      <h2 className="sr-only">Findings</h2>
      {settled ? <Findings detail={detail} model={model} /> : <LoadingNotice what="names" />}
    </>
  );
}
