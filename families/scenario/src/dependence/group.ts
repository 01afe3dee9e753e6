// From authored groups to factors to draw with. A matrix that no quantities can have is replaced by the nearest one that they
// can, which is a notice; where that would change what the author meant, it is an issue.

import { isMixture } from '../distributions/document.ts';
import type { NodeSpec } from '../document.ts';
import { suggestion, type IssueList, type Path } from '../issues.ts';
import type { NodeEntry } from '../shape.ts';
import type { DependenceSpec, Measure } from './document.ts';
import { readCoefficients } from './matrix.ts';
import { adjustmentMax, possibleFrom } from './possible.ts';

/** Nodes that draw together. */
export interface DependenceGroup {
  /** Unique among the groups; also names the extra random stream of a t copula. */
  readonly name: string;
  readonly path: Path;
  /** Node ids. */
  readonly members: readonly string[];
  /** Row i: weights of the independent normals of members 0 .. i in the normal of member i; row-major. */
  readonly factor: Float64Array;
  /** Of the t copula; undefined for the Gaussian one. */
  readonly degreesOfFreedom: number | undefined;
  /** Largest change of a coefficient that made the matrix possible; 0 where it was. */
  readonly adjustment: number;
}

/** All sound groups; `notices` hears of matrices that had to be changed. */
export function resolveDependence(
  groups: readonly DependenceSpec[],
  nodes: readonly NodeEntry[],
  issues: IssueList,
  notices: IssueList,
): readonly DependenceGroup[] {
  const resolver = new GroupResolver(nodes, issues, notices);
  return groups.flatMap((group, index) => resolver.resolve(group, ['model', 'dependence', index]) ?? []);
}

class GroupResolver {
  readonly #nodes = new Map<string, NodeSpec | undefined>();
  readonly #issues: IssueList;
  readonly #notices: IssueList;
  /** Name of the group by member. */
  readonly #taken = new Map<string, string>();
  readonly #names = new Set<string>();

  constructor(nodes: readonly NodeEntry[], issues: IssueList, notices: IssueList) {
    this.#issues = issues;
    this.#notices = notices;
    for (const { id, node } of nodes) if (id !== undefined) this.#nodes.set(id, node);
  }

  resolve(group: DependenceSpec, path: Path): DependenceGroup | undefined {
    const before = this.#issues.count;
    const name = group.name ?? group.nodes[0]!;
    if (this.#names.has(name)) {
      const message = `a group is named "${name}" already`;
      this.#issues.add(
        group.name === undefined ? path : [...path, 'name'],
        'dependence.duplicate-name',
        message,
        {
          remedy: 'Give each group a name of its own.',
        },
      );
    }
    this.#names.add(name);
    for (const [index, id] of group.nodes.entries()) this.#checkMember(id, name, [...path, 'nodes', index]);
    this.#checkDegrees(group, path);
    const given = readCoefficients(group, path, this.#issues);
    if (given === undefined || this.#issues.count > before) return undefined;
    const { factor, adjustment } = this.#factorOf(given, group, path);
    const { nodes: members, degreesOfFreedom } = group;
    return { name, path, members, factor, degreesOfFreedom, adjustment };
  }

  #checkMember(id: string, group: string, path: Path): void {
    const add = (code: string, message: string, remedy: string | undefined): void =>
      this.#issues.add(path, `dependence.${code}`, message, { remedy });
    if (!this.#nodes.has(id)) {
      add('unknown-node', `no node has the id "${id}"`, suggestion(id, [...this.#nodes.keys()]));
      return;
    }
    const owner = this.#taken.get(id);
    if (owner !== undefined) {
      const message =
        owner === group ? `"${id}" is listed twice` : `"${id}" belongs to group "${owner}" already`;
      add(
        'repeated-node',
        message,
        owner === group ? 'Remove one.' : 'Join the groups, or remove it from one.',
      );
    }
    this.#taken.set(id, group);
    const node = this.#nodes.get(id);
    if (node?.kind === 'distribution' && isMixture(node)) {
      add(
        'not-ranked',
        `"${id}" is a mixture: it does not rise with its random number, so ranks do not reach it`,
        'Correlate a distribution of one piece, or a choice between two as nodes of their own.',
      );
    }
    if (node === undefined || node.kind === 'distribution') return;
    if (node.kind !== 'data') {
      add(
        'not-random',
        `"${id}" is a ${node.kind}, which draws nothing`,
        'Name distributions, or data drawn by bootstrap.',
      );
    } else if (node.sample !== 'bootstrap') {
      add('not-random', `"${id}" takes its rows in order`, 'Use sample "bootstrap".');
    } else if (node.group !== undefined) {
      add(
        'shared-draw',
        `"${id}" shares its draw with the data group "${node.group}"`,
        'Remove it here, or its "group".',
      );
    }
  }

  #checkDegrees({ copula, degreesOfFreedom }: DependenceSpec, path: Path): void {
    if (copula === 't' && degreesOfFreedom === undefined) {
      const message = 'a t copula needs its degrees of freedom';
      this.#issues.add([...path, 'degreesOfFreedom'], 'dependence.missing-degrees', message, {
        remedy: 'Add "degreesOfFreedom", for example 4.',
      });
    } else if (copula === 'gaussian' && degreesOfFreedom !== undefined) {
      const message = '"degreesOfFreedom" has no effect: the copula is gaussian';
      this.#issues.add([...path, 'degreesOfFreedom'], 'dependence.idle-degrees', message, {
        remedy: 'Remove it, or use copula "t".',
      });
    }
  }

  #factorOf(
    given: Float64Array,
    { nodes, measure = 'spearman', degreesOfFreedom }: DependenceSpec,
    path: Path,
  ): Pick<DependenceGroup, 'factor' | 'adjustment'> {
    const possible = possibleFrom(given, nodes.length, measure, degreesOfFreedom);
    const { reached, adjustment, factor } = possible;
    if (adjustment === 0) return { factor, adjustment };
    const message = changeText(given, reached, nodes, measure);
    if (adjustment > adjustmentMax) {
      this.#issues.add(path, 'dependence.impossible', message, {
        remedy: 'Weaken the correlations that contradict each other, beginning with this pair.',
      });
    } else {
      this.#notices.add(path, 'dependence.adjusted', message, {
        remedy: 'The run uses the nearest possible matrix; give correlations that agree to use your own.',
      });
    }
    return { factor, adjustment };
  }
}

/** Names the pair that changes most. */
function changeText(
  given: Float64Array,
  reached: Float64Array,
  nodes: readonly string[],
  measure: Measure,
): string {
  const n = nodes.length;
  let [row, column, most] = [1, 0, -1];
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const change = Math.abs(reached[i * n + j]! - given[i * n + j]!);
      if (change > most) [row, column, most] = [i, j, change];
    }
  }
  const at = row * n + column;
  const pair = `${nodes[column]} and ${nodes[row]} from ${given[at]} to ${rounded(reached[at]!)}`;
  return `these ${measure} correlations contradict each other; the nearest possible ones change that of ${pair}`;
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
