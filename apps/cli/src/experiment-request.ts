// From the options of `analyze`, or from a file, to the request of an experiment.
import { readFile } from 'node:fs/promises';
import { SimulationError, type Model, type NumberInput } from '@holdfast/core';
import {
  decodeJson,
  experimentRequestSchema,
  parseDuration,
  schemaIssues,
  type Constraint,
  type ExperimentRequest,
  type Figure,
  type Method,
  type Range,
} from '@holdfast/protocol';
import { reasonOf } from './data-directory.ts';
import { openDocument } from './documents.ts';

export interface AnalyzeOptions {
  readonly method?: Method['kind'];
  readonly request?: string;
  readonly output?: readonly string[];
  readonly metric?: readonly string[];
  readonly range?: readonly Range[];
  readonly source?: readonly string[];
  readonly parameter?: readonly NumberInput[];
  readonly seed?: number;
  readonly until?: number;
  readonly replicates?: number;
  readonly share?: number;
  readonly levels?: number;
  readonly trajectories?: number;
  readonly rows?: number;
  readonly design?: string;
  readonly points?: number;
  readonly target?: number;
  readonly tolerance?: number;
  readonly minimize?: string;
  readonly maximize?: string;
  readonly risk?: string;
  readonly subjectTo?: readonly Constraint[];
  readonly confidence?: number;
  readonly budget?: number;
  readonly with?: string;
  readonly withParameter?: readonly NumberInput[];
  readonly wall?: string;
}

/** Repeats of `inputs` unless told otherwise. */
const inputsReplicates = 8;

function refuse(reason: string): SimulationError {
  return new SimulationError('request.invalid', { reason });
}

/** Reads `subject:metric`; the metric is `mean` where it is not named. */
export function figureOf(text: string): Figure {
  const at = text.lastIndexOf(':');
  return at < 1
    ? { subject: text, metric: 'mean' }
    : { subject: text.slice(0, at), metric: text.slice(at + 1) };
}

/** What to look at: every output with every metric, by default the mean of whatever the model estimates. */
function figuresOf({ output, metric = ['mean'] }: AnalyzeOptions, { channels }: Model): readonly Figure[] {
  const estimated = channels.filter(({ role }) => role === 'estimate').map(({ subject }) => subject);
  const subjects = output ?? [...new Set(estimated)];
  if (subjects.length === 0) throw refuse('the model names no estimate: say --output and --metric');
  return subjects.flatMap((text) =>
    text.includes(':') ? [figureOf(text)] : metric.map((name) => ({ subject: text, metric: name })),
  );
}

function objectiveOf({ minimize, maximize }: AnalyzeOptions) {
  if (minimize !== undefined) return { ...figureOf(minimize), direction: 'minimize' };
  if (maximize !== undefined) return { ...figureOf(maximize), direction: 'maximize' };
  throw refuse('say what to --minimize or to --maximize');
}

function riskOf({ risk }: AnalyzeOptions) {
  if (risk === undefined) throw refuse('say the --risk, for example --risk profit.value:sd');
  return { ...figureOf(risk), direction: 'minimize' };
}

/** The method as the options say it, unchecked. */
async function methodOf(options: AnalyzeOptions, model: Model): Promise<Record<string, unknown>> {
  const { method: kind = 'tornado', range, share, levels, confidence, budget } = options;
  const outputs = (): readonly Figure[] => figuresOf(options, model);
  const moved = range === undefined ? {} : { ranges: range };
  switch (kind) {
    case 'one-at-a-time':
    case 'tornado':
      return { kind, outputs: outputs(), ...moved, share };
    case 'spider':
      return { kind, outputs: outputs(), ...moved, share, levels };
    case 'morris':
      return { kind, outputs: outputs(), ...moved, trajectories: options.trajectories, levels };
    case 'sobol':
      return { kind, outputs: outputs(), ...moved, rows: options.rows, confidence };
    case 'sweep':
      return { kind, outputs: outputs(), ...moved, design: options.design, levels, points: options.points };
    case 'goal-seek': {
      const [output, ...others] = outputs();
      const [first, ...further] = range ?? model.parameters.map(({ name }) => ({ parameter: name }));
      if (others.length > 0 || further.length > 0 || options.target === undefined) {
        throw refuse('goal-seek takes one --output, one --range and a --target');
      }
      return { kind, output, range: first, target: options.target, tolerance: options.tolerance, budget };
    }
    case 'optimize':
      return {
        kind,
        objective: objectiveOf(options),
        constraints: options.subjectTo,
        ...moved,
        budget,
        confidence,
      };
    case 'frontier':
      return {
        kind,
        objective: objectiveOf(options),
        risk: riskOf(options),
        constraints: options.subjectTo,
        ...moved,
        points: options.points,
        budget,
        confidence,
      };
    case 'inputs': {
      const subjects = [...new Set(outputs().map(({ subject }) => subject))];
      return { kind, outputs: subjects, sources: options.source };
    }
    case 'compare': {
      const other = options.with === undefined ? undefined : (await openDocument(options.with)).document;
      return { kind, outputs: outputs(), document: other, parameters: options.withParameter };
    }
  }
}

/** A file that holds a request without its document. */
async function readRequest(path: string): Promise<Record<string, unknown>> {
  try {
    return decodeJson(await readFile(path, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    throw new SimulationError('document.unreadable', { source: path, reason: reasonOf(error) }, error);
  }
}

function given(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Builds the request. @throws InvalidDocument, SimulationError `document.unreadable`, `request.invalid` */
export async function experimentRequest(path: string, options: AnalyzeOptions): Promise<ExperimentRequest> {
  const { document, simulator, spec } = await openDocument(path);
  const { seed, until, parameter: parameters, wall } = options;
  // Without repeats the parts of the variance would have no error.
  const replicates = options.replicates ?? (options.method === 'inputs' ? inputsReplicates : undefined);
  const limits = wall === undefined ? undefined : { wallMs: parseDuration(wall, '--wall') };
  const asked =
    options.request === undefined
      ? { method: given(await methodOf(options, simulator.compile(spec))) }
      : await readRequest(options.request);
  // The file may say which document it is about; the one named on the command line counts.
  const { $schema: _schema, document: _document, ...request } = asked;
  const value = { ...request, ...given({ seed, until, replicates, parameters, limits }), document };
  const parsed = experimentRequestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = schemaIssues('request', parsed.error, value, Object.keys(experimentRequestSchema.shape));
  const [first] = issues;
  throw refuse(`${first?.path ?? ''}: ${first?.message ?? 'it has the wrong shape'}`);
}
