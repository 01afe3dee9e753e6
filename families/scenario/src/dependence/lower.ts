// Lowers groups to uniforms that move together. Every member keeps the stream of its name; member i mixes the normals of
// members 0 .. i, so a member added at the end changes nothing before it, and nothing outside the group ever changes.

import { gammaQuantile } from '@holdfast/numerics';
import { studentT } from '../distributions/student-t.ts';
import type { Kernel, ProgramBuilder, Ref } from '../program/program.ts';
import type { DependenceGroup } from './group.ts';

/** What one member draws with. */
export interface Draw {
  /** In (0, 1), uniform. */
  readonly uniform: Ref;
  /** Standard normal whose distribution function the uniform is; undefined where none is at hand. */
  readonly normal: Ref | undefined;
}

/** 2^-53: uniforms keep this distance from 0 and 1, where a quantile would be infinite. */
const margin = 1.1102230246251565e-16;

/** Independent uniform of a named stream. */
export type Stream = (name: string) => Ref;

/** Draws by node id. `stream` is asked for members and for one stream more by each t copula. */
export function dependentDraws(
  groups: readonly DependenceGroup[],
  builder: ProgramBuilder,
  stream: (name: string, group: DependenceGroup) => Ref,
): ReadonlyMap<string, Draw> {
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
): readonly Draw[] {
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
    return mixed.map((normal, i) => {
      // A normal that is its own needs no way back.
      if (normal === normals[i]) return { uniform: uniforms[i]!, normal };
      return { uniform: inside(builder, builder.unary('normalCdf', normal)), normal };
    });
  }
  // No id holds a colon, so a group never shares the stream of a node.
  const scale = builder.call(scaleKernel(degreesOfFreedom), [stream(`dependence:${name}`)]);
  return mixed.map((normal) => {
    const t = builder.binary('mul', normal, scale);
    const uniform = builder.call(studentCdfKernel(degreesOfFreedom), [t]);
    return { uniform: inside(builder, uniform), normal: undefined };
  });
}

function inside(builder: ProgramBuilder, uniform: Ref): Ref {
  const raised = builder.binary('max', uniform, builder.constant(margin));
  return builder.binary('min', raised, builder.constant(1 - margin));
}

/** What turns a normal into a t variable: sqrt(degrees / chi-square), the chi-square by inversion of its uniform.
 * S. Demarta, A. J. McNeil (2005), doi:10.1111/j.1751-5823.2005.tb00254.x. */
function scaleKernel(degrees: number): Kernel {
  return {
    key: `t copula scale ${degrees}`,
    arity: 1,
    cost: 1000,
    evaluate(out, [uniform], count) {
      for (let i = 0; i < count; i++)
        out[i] = Math.sqrt(degrees / (2 * gammaQuantile(uniform![i]!, degrees / 2)));
    },
  };
}

function studentCdfKernel(degrees: number): Kernel {
  return {
    key: `t copula cdf ${degrees}`,
    arity: 1,
    cost: 300,
    evaluate(out, [t], count) {
      for (let i = 0; i < count; i++) out[i] = studentT.cdf(t![i]!, degrees, 0, 1, 0);
    },
  };
}
