// Lanes with real threads, of the built package.
import { fileURLToPath } from 'node:url';
import type { Call, Crew } from '@holdfast/core';
import { afterEach, describe, expect, test } from 'vitest';
import { LaneTeam, type LanePorts } from '../src/lane-team.ts';
import { functionsOf, openLaneThread } from '../src/node/lane-thread.ts';
import { until } from './fixtures/real-host.ts';
import { tallyAt, tallyModule } from './fixtures/tally-module.ts';

const entry = fileURLToPath(new URL('fixtures/worker-entry.js', import.meta.url));
const tally = tallyModule();
const tasksOf = (count: number, name = 'count'): readonly (readonly Call[])[] =>
  Array.from({ length: count }, (_, task) => [{ name, words: [task] }]);

const crews: Crew[] = [];
afterEach(() => {
  for (const crew of crews.splice(0)) crew.close();
});

interface Place {
  readonly crew: Crew;
  readonly words: Int32Array;
  readonly lost: string[];
}

function gather(lanes: number, ports: Partial<LanePorts> = {}): Place & { again(): Place } {
  const lost: string[] = [];
  const team = new LaneTeam(lanes, {
    openThread: (setup) => openLaneThread(entry, setup),
    functionsOf,
    onLost: (message) => lost.push(message),
    ...ports,
  });
  const open = (): Place => {
    const { memory, words } = tally.memory();
    const crew = team.gather(tally.module, memory);
    crews.push(crew);
    return { crew, words, lost };
  };
  return { ...open(), again: open };
}

/** Runs rounds until every other lane has computed something. */
async function allJoin({ crew, words }: Place, lanes: number): Promise<number> {
  let rounds = 0;
  await until(() => {
    for (let round = 0; round < 20; round++, rounds++) expect(crew.run(tasksOf(200))).toBe(true);
    return words.subarray(tallyAt.lanes + 1, tallyAt.lanes + lanes).every((count) => count > 0);
  });
  return rounds;
}

describe('lanes', () => {
  test.each([2, 4])('compute every task once, all %i of them', async (lanes) => {
    const place = gather(lanes);
    const rounds = await allJoin(place, lanes);
    const counts = place.words.subarray(tallyAt.counts, tallyAt.counts + 201);
    expect([...counts]).toEqual([...Array.from({ length: 200 }, () => rounds), 0]);
    expect(place.lost).toEqual([]);
  });

  test('work before any thread is ready, and when no thread ever is', async () => {
    const place = gather(2, { openThread: (setup) => openLaneThread(entry, { ...setup, module: {} }) });
    expect(place.crew.run(tasksOf(50))).toBe(true);
    await until(() => place.lost.length === 4);
    expect(place.lost.at(0)).toContain('it is replaced');
    expect(place.lost.at(-1)).toContain('goes on with fewer');
    expect(place.crew.run(tasksOf(50))).toBe(true);
    expect([...place.words.subarray(tallyAt.counts, tallyAt.counts + 50)].every((count) => count === 2)).toBe(
      true,
    );
  });

  test('go on in another memory where one took a task and does not come back', async () => {
    const place = gather(2);
    await allJoin(place, 2);
    place.words[tallyAt.stand] = 1;
    // sooner or later the other lane takes a task, and stands still in it
    await until(() => !place.crew.run(tasksOf(500)));
    expect(place.words[tallyAt.stands]).toBe(1);
    expect(place.lost).toHaveLength(1);
    place.crew.close();
    const next = place.again();
    const rounds = await allJoin(next, 2);
    expect(next.words[tallyAt.counts]).toBe(rounds);
    expect(place.lost).toHaveLength(1);
  });

  test('say that a task threw once all others are done, and compute the next round', async () => {
    const place = gather(3);
    const rounds = await allJoin(place, 3);
    const bad = [...tasksOf(20), ...tasksOf(40, 'fail'), ...tasksOf(20)];
    expect(() => place.crew.run(bad)).toThrow(Error);
    expect(place.words[tallyAt.counts]).toBe(rounds + 2);
    expect(place.crew.run(tasksOf(1))).toBe(true);
    expect(place.words[tallyAt.counts]).toBe(rounds + 3);
  });
});
