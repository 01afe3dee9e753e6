// Lowers groups to uniforms that move together. Every member keeps the stream of its name; member i mixes the normals of
// members 0 .. i, so a member added at the end changes nothing before it, and nothing outside the group ever changes.

import { gamma } from '../distributions/gamma.ts';
import { lowerQuantile } from '../distributions/sampler.ts';
import { untruncated } from '../distributions/truncation.ts';
import type { ProgramBuilder, Ref } from '../program/program.ts';
import type { DependenceGroup } from './group.ts';
import { tScore } from './t-score.ts';

/** 2^-53: uniforms keep this distance from 0 and 1, where a quantile would be infinite. */
const margin = 1.1102230246251565e-16;

/** Independent uniform of a named stream. */
export type Stream = (name: string) => Ref;

/** Uniforms by node id. `stream` is asked for members and for one stream more by each t copula. */
export function dependentDraws(
  groups: readonly DependenceGroup[],
  builder: ProgramBuilder,
  stream: (name: string, group: DependenceGroup) => Ref,
): ReadonlyMap<string, Ref> {
  return new Map(
    groups.flatMap((group) => {
      const draws = groupDraws(group, builder, (name) => stream(name, group));
      return group.members.map((id, index) => [id, draws[index]!] as const);
    }),
  );
}

function groupDraws(
  { name, members, factor, degreesOfFreedom }: DependenceGroup,
  builder: ProgramBuilder,
  stream: Stream,
): readonly Ref[] {
  const n = members.length;
  const uniforms = members.map(stream);
  const normals = uniforms.map((uniform) => builder.unary('normalQuantile', uniform));
  const mixed = members.map((_, i) => {
    const parts = normals.slice(0, i + 1).flatMap((normal, j) => {
      const weight = factor[i * n + j]!;
      return weight === 0 ? [] : [builder.binary('mul', builder.constant(weight), normal)];
    });
    return parts.reduce((sum, part) => builder.binary('add', sum, part));
  });
  if (degreesOfFreedom === undefined) {
    return mixed.map((normal, i) => (normal === normals[i] ? uniforms[i]! : uniformOf(normal, builder)));
  }
  // No id holds a colon, so a group never shares the stream of a node.
  const scale = scaleOf(degreesOfFreedom, stream(`dependence:${name}`), builder);
  return mixed.map((normal) =>
    uniformOf(tScore(builder, builder.binary('mul', normal, scale), degreesOfFreedom), builder),
  );
}

/** The uniform of a normal; who asks for its normal again gets the one it came from. */
function uniformOf(normal: Ref, builder: ProgramBuilder): Ref {
  const raised = builder.binary('max', builder.unary('normalCdf', normal), builder.constant(margin));
  const uniform = builder.binary('min', raised, builder.constant(1 - margin));
  builder.define('normalQuantile', uniform, normal);
  return uniform;
}

/** What turns a normal into a t variable: sqrt(degrees / chi-square), the chi-square by inversion of its uniform.
 * S. Demarta, A. J. McNeil (2005), doi:10.1111/j.1751-5823.2005.tb00254.x. */
function scaleOf(degrees: number, uniform: Ref, builder: ProgramBuilder): Ref {
  const [shape, scale, none] = [degrees / 2, 2, 0].map((value) => builder.constant(value)) as [Ref, Ref, Ref];
  const drawing = { builder, uniform, source: undefined };
  const square = lowerQuantile(drawing, gamma, [shape, scale, none, none], untruncated)!;
  return builder.unary('sqrt', builder.binary('div', builder.constant(degrees), square));
}
