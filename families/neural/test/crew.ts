// A team without threads: tasks are taken in any order by any lane, one after the other, and lanes are lost where a test says so.

import type { Call, Team } from '@holdfast/core';
import { platformEngine, type Memory } from '@holdfast/numerics';
import { mix } from '../src/draws.ts';

type Functions = Readonly<Record<string, (...words: number[]) => unknown>>;

export interface ChanceTeam extends Team {
  /** Rounds so far that write scratch, and that write what is kept, and crews gathered. */
  rounds: number;
  rewrites: number;
  crews: number;
  /** Why crews were let go that were wrong. */
  readonly told: string[];
}

/** A round in which somebody is wrong: a task is computed so many times, and something is done at the end. */
export interface Wrong {
  readonly round: number;
  /** Whether it is a round that writes what is kept. */
  readonly kept?: boolean;
  readonly task?: number;
  readonly times?: 0 | 2;
  /** Whether who took the task does not come back. */
  readonly lost?: boolean;
  readonly after?: () => void;
}

function compute(functions: Functions, calls: readonly Call[], lane: number): void {
  for (const { name, words } of calls) functions[name](...words, lane);
}

/** Who took a task of round `lost[n]` does not come back; it goes on writing into the memory it was given, again and again. */
export function chanceTeam(
  lanes: number,
  { lost = [], wrong }: { readonly lost?: readonly number[]; readonly wrong?: Wrong } = {},
): ChanceTeam {
  const engine = platformEngine()!;
  const ghosts: (() => void)[] = [];
  const team: ChanceTeam = {
    lanes,
    rounds: 0,
    rewrites: 0,
    crews: 0,
    told: [],
    gather(module, memory) {
      const imports = { host: { memory: memory as Memory } };
      const functions: Functions = new engine.Instance(module, imports).exports;
      team.crews++;
      return {
        run(tasks, kept) {
          for (const ghost of ghosts) ghost();
          const isKept = kept !== undefined;
          const round = isKept ? team.rewrites++ : team.rounds++;
          const draw = (each: number): number => mix(round * 7919 + each) >>> 0;
          const order = tasks.map((calls, at) => ({ calls, at })).sort((a, b) => draw(a.at) - draw(b.at));
          const now = wrong?.round === round && (wrong.kept ?? false) === isKept ? wrong : undefined;
          const loses = lost.includes(round) && !isKept;
          for (const { calls, at } of order) {
            const lane = draw(at + 1000) % lanes;
            const work = (): void => compute(functions, calls, lane);
            const times = at === now?.task ? (now.times ?? 1) : 1;
            const isLost = at === now?.task && now.lost === true;
            if (isLost || (loses && draw(at + 2000) % 3 === 0)) ghosts.push(work);
            else for (let time = 0; time < times; time++) work();
          }
          now?.after?.();
          return !loses && now?.lost !== true;
        },
        close: (why) => void (why !== undefined && team.told.push(why)),
      };
    },
  };
  return team;
}
