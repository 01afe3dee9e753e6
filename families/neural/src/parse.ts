// From a document to a spec: every mistake at once, each at a place that exists.

import type { Issue, ModelDocument, Parsed } from '@holdfast/core';
import type { z } from 'zod';
import { modelSchema, type NeuralModel } from './document.ts';
import { placesFor } from './places.ts';
import { slotsMost } from './quanta.ts';
import { readTopology } from './exchange.ts';
import { readFrames, type Series } from './series.ts';
import { resolveTopology, type Topology } from './topology.ts';

/** A checked network. */
export interface NeuralSpec {
  readonly model: NeuralModel;
  /** Steps. */
  readonly until: number;
  readonly topology?: Topology;
  readonly series?: Series;
}

/** Steps of a run that says none. */
const untilDefault = 10_000;

/** Checks a document and returns every issue at once. */
export function parseNeural(document: ModelDocument): Parsed<NeuralSpec> {
  const issues: Issue[] = [];
  if (document.version !== 1) {
    issues.push(
      issue('/version', 'unknown-version', `format ${document.version} is not known`, 'Use version 1.'),
    );
  }
  const parsed = modelSchema.safeParse(document.model);
  if (!parsed.success) issues.push(...parsed.error.issues.map(toIssue));
  else issues.push(...relations(parsed.data).map((each) => placed(each, document)));
  if (!parsed.success || issues.length > 0) return { ok: false, issues };
  const model = parsed.data;
  const read = topologyFrom(model, document);
  const shown = seriesFrom(model, document);
  const unread = [...read.issues, ...shown.issues];
  if (unread.length > 0) return { ok: false, issues: unread };
  const { topology } = read;
  const { series } = shown;
  return {
    ok: true,
    spec: {
      model,
      until: document.run?.until ?? untilDefault,
      ...(topology === undefined ? {} : { topology }),
      ...(series === undefined ? {} : { series }),
    },
  };
}

/** The network an attachment describes, if the model names one. */
function topologyFrom(
  model: NeuralModel,
  document: ModelDocument,
): { readonly topology?: Topology; readonly issues: readonly Issue[] } {
  const name = model.topology;
  if (name === undefined) return { issues: [] };
  const text = attachment(document, name);
  if (text === undefined) return { issues: [noSuchFile('/model/topology', name, document)] };
  const { issues: unread, ...named } = readTopology(text);
  const { topology, issues: refused } = resolveTopology(named, model);
  const issues = [...unread, ...refused].map(({ line, message, remedy }) => ({
    ...issue(filePath(name), 'topology', `line ${line}: ${message}`, remedy),
    line,
  }));
  return { topology, issues };
}

/** The pictures an attachment holds, if the model names one. */
function seriesFrom(
  { sensory }: NeuralModel,
  document: ModelDocument,
): { readonly series?: Series; readonly issues: readonly Issue[] } {
  if (sensory.series === undefined) return { issues: [] };
  const { file: name, period, again } = sensory.series;
  const text = attachment(document, name);
  if (text === undefined) return { issues: [noSuchFile('/model/sensory/series/file', name, document)] };
  const { frames, issues } = readFrames(text, sensory.width * sensory.height);
  return {
    series: { frames, period, again },
    issues: issues.map(({ line, message, remedy, ...place }) => ({
      ...issue(filePath(name), 'series', `line ${line}: ${message}`, remedy),
      line,
      ...place,
    })),
  };
}

function attachment({ files = {} }: ModelDocument, name: string): string | undefined {
  return Object.hasOwn(files, name) ? files[name] : undefined;
}

function filePath(name: string): string {
  return `/files/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function noSuchFile(path: string, name: string, { files = {} }: ModelDocument): Issue {
  const known = Object.keys(files).join(', ');
  const remedy = known === '' ? 'Attach the file.' : `Attach the file, or use one of: ${known}.`;
  return issue(path, 'no-such-file', `no attachment is named "${name}"`, remedy);
}

function issue(path: string, code: string, message: string, remedy: string): Issue {
  return { path, code: `neural.${code}`, message, remedy };
}

/** What no single number shows. */
function relations(model: NeuralModel): readonly Issue[] {
  const issues: Issue[] = [];
  const { sensory, workspace, dynamic, capacity, energy, life } = model;
  const fixed = sensory.width * sensory.height + workspace.width * workspace.height;
  if (fixed + dynamic.count > capacity.nodes) {
    issues.push(
      issue(
        '/model/capacity/nodes',
        'too-few-slots',
        `${fixed} senses and workspace nodes and ${dynamic.count} dynamic ones do not fit ${capacity.nodes} slots`,
        `Raise capacity.nodes to ${fixed + dynamic.count} or more.`,
      ),
    );
  }
  for (const [path, value] of [
    ['/model/life/birthThreshold', life.birthThreshold],
    ['/model/life/birthCost', life.birthCost],
    ['/model/life/starvation', life.starvation],
    ['/model/workspace/target', workspace.target],
    ['/model/dynamic/energy', Math.max(...dynamic.energy)],
  ] as const) {
    if (value > energy.cap) {
      issues.push(
        issue(
          path,
          'above-cap',
          `${value} is more than a node can hold`,
          `Stay within energy.cap, ${energy.cap}.`,
        ),
      );
    }
  }
  if (life.birthCost > life.birthThreshold) {
    issues.push(
      issue(
        '/model/life/birthCost',
        'unpayable',
        'a parent at the threshold cannot pay for a birth',
        'Keep birthCost at or below birthThreshold.',
      ),
    );
  }
  for (const name of ['start', 'sensory', 'child'] as const) {
    const [low, high] = model.connections[name];
    if (low > high) {
      issues.push(
        issue(
          `/model/connections/${name}`,
          'not-ascending',
          `${low} is more than ${high}`,
          'Write the smaller number first.',
        ),
      );
    }
  }
  if (placesFor(model).end > slotsMost) {
    issues.push(
      issue(
        '/model/capacity/nodes',
        'too-many-slots',
        `more than ${slotsMost} slots`,
        'Lower capacity.nodes.',
      ),
    );
  }
  return issues;
}

function toIssue(found: z.core.$ZodIssue): Issue {
  const remedy =
    found.code === 'unrecognized_keys'
      ? `Remove ${found.keys.join(', ')}.`
      : 'The schema of the neural family says what is possible, and why.';
  return issue(
    ['/model', ...found.path.map(String)].join('/'),
    found.code.replaceAll('_', '-'),
    found.message,
    remedy,
  );
}

/** An issue about a default points to the nearest thing the author did write. */
function placed(found: Issue, document: ModelDocument): Issue {
  const path: string[] = [];
  let value: unknown = document;
  for (const segment of found.path.slice(1).split('/')) {
    if (typeof value !== 'object' || value === null) break;
    path.push(segment);
    if (!Object.hasOwn(value, segment)) break;
    value = (value as Readonly<Record<string, unknown>>)[segment];
  }
  return { ...found, path: `/${path.join('/')}` };
}
