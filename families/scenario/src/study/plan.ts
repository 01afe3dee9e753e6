// A study as columns of the model's own program: each variant is the same graph lowered once more into the same builder with
// some parameters and streams standing for others, so that everything the change does not reach is computed once.

import { streamId } from '@holdfast/numerics';
import type { PairPlan } from '../correlation/plan.ts';
import { IssueList } from '../issues.ts';
import { lowerGraph, type Draft, type Lowered } from '../lower.ts';
import type { OutputPlan } from '../plan.ts';
import type { Ref, Substitution } from '../program/program.ts';
import type { StudySpec, VariantSpec } from './schema.ts';
import { sourcesOf } from './sources.ts';

/** A further output of the program. */
export interface StudiedValue {
  readonly subject: string;
  readonly label: string | undefined;
  readonly unit: string;
  readonly ref: Ref;
  /** Whether it is a difference, of which the sign matters. */
  readonly difference: boolean;
}

type Studied = Draft & { readonly study: StudySpec };

/** Values of a study: differences by variant and output, then inputs. */
export function studiedValues(spec: Studied, base: Lowered): readonly StudiedValue[] {
  const { variants = [], inputs = [] } = spec.study;
  return [
    ...variants.flatMap((variant) => differences(spec, variant, base)),
    ...inputs.map((id): StudiedValue => {
      const { subject, node, ref } = base.drawing.find(({ node }) => node.id === id)!;
      return { subject, label: node.label, unit: node.unit ?? '1', ref, difference: false };
    }),
  ];
}

function differences(spec: Studied, variant: VariantSpec, base: Lowered): readonly StudiedValue[] {
  const { builder, outputs } = base;
  builder.substitute(substitutionOf(spec, variant));
  const changed = lowerGraph(spec, new IssueList(), builder);
  builder.substitute(undefined);
  return outputs.map(({ subject, node, ref }, at): StudiedValue => {
    const other = changed.outputs[at]!.ref;
    const apart = other === ref ? builder.constant(0) : builder.binary('sub', other, ref);
    const label = `${node.label ?? node.id}, ${variant.label ?? variant.name}`;
    return {
      subject: `${subject}@${variant.name}`,
      label,
      unit: node.unit ?? '1',
      ref: apart,
      difference: true,
    };
  });
}

function substitutionOf(spec: Studied, { parameters = {}, redraw = [] }: VariantSpec): Substitution {
  const sources = sourcesOf(spec);
  const taken = new Set(sources.flatMap(({ streams }) => streams.map(streamId)));
  const streams = new Map<number, number>();
  for (const name of redraw) {
    for (const stream of sources.find((source) => source.name === name)!.streams) {
      const other = freeStream(stream, taken);
      taken.add(other);
      streams.set(streamId(stream), other);
    }
  }
  const values = Object.entries(parameters).map(
    ([name, value]) => [spec.parameters.findIndex((parameter) => parameter.name === name), value] as const,
  );
  return { parameters: new Map(values), streams };
}

/** The stream a name draws from in a variant: the same in every variant, and nobody else's. No id holds a colon. */
function freeStream(name: string, taken: ReadonlySet<number>): number {
  let stream = streamId(`redrawn:${name}`);
  for (let attempt = 1; taken.has(stream); attempt++) stream = streamId(`redrawn-${attempt}:${name}`);
  return stream;
}

/** Every input with every output of the model, but not with the points of its fan; `own` outputs come before those of the study. */
export function studiedPairs(
  inputs: readonly string[],
  outputs: readonly OutputPlan[],
  own: number,
): readonly PairPlan[] {
  return inputs.flatMap((id) => {
    const b = outputs.findIndex(({ subject }, place) => place >= own && subject === `${id}.out`);
    return outputs.flatMap(({ subject, time }, a) =>
      a < own && time === undefined ? [Object.freeze({ subject: `${subject}~${id}.out`, a, b })] : [],
    );
  });
}
