// The plant against its peers: work for equal measured error, and steps of the classic method against C++.
import { floatersOf, runPlant } from './plant-runs.js';

const seconds = 60;

/** Least time of those points whose error is no larger. */
function secondsAt(error, points) {
  return Math.min(...points.filter((point) => point.error <= error).map((point) => point.seconds));
}

function describe({ label, error, seconds: took }) {
  return `${label}: ${error.toExponential(1)} m in ${(1000 * took).toFixed(0)} ms`;
}

function plantOf(method, tolerance) {
  return { solver: { method, tolerance, frame: 0.5, stepMax: 0.2 } };
}

/** Way of 66 floaters from rest after 60 s, events located, against our own at 1e-11. */
export async function workAndPrecision(print, peers) {
  const exact = runPlant(plantOf('dormand-prince', 1e-11), seconds, 1).way;
  const ours = [];
  for (const [method, tolerance] of [
    ['bogacki-shampine', 1e-3],
    ['bogacki-shampine', 1e-4],
    ['classic', 1e-5],
    ['dormand-prince', 1e-4],
    ['dormand-prince', 1e-5],
    ['dormand-prince', 1e-6],
    ['dormand-prince', 1e-8],
  ]) {
    runPlant(plantOf(method, tolerance), seconds / 6, 1);
    const { way, seconds: took } = runPlant(plantOf(method, tolerance), seconds, 3);
    ours.push({
      label: `${method} ${tolerance}`,
      error: Math.max(1e-12, Math.abs(way - exact)),
      seconds: took,
    });
  }
  print(`66 floaters from rest, way after ${seconds} s, events located; reference ${exact} m`);
  print(`ours ${ours.map(describe).join('; ')}`);
  const against = (name, goal, theirs) => {
    const ratios = theirs.map((point) => point.seconds / secondsAt(point.error, ours));
    const least = Math.min(...ratios);
    print(`${name} ${theirs.map(describe).join('; ')}`);
    print(
      `${name} over ours at an error no larger: ${ratios.map((ratio) => ratio.toFixed(1)).join(', ')}; ` +
        `least ${(least / goal).toFixed(2)} of the goal of ${goal}`,
    );
  };
  const run = async (name, goal, contests) => {
    const points = [];
    for (const [label, contest] of contests) {
      const { way, seconds: took } = await contest();
      points.push({ label, error: Math.abs(way - exact), seconds: took });
    }
    against(name, goal, points);
  };
  const { adams, scipy } = peers;
  if (adams !== undefined)
    await run(
      'CVODE Adams, C++',
      1,
      [1e-4, 1e-6, 1e-8, 1e-10].map((tolerance) => [tolerance, () => adams(66, seconds, tolerance)]),
    );
  if (scipy === undefined) return;
  await run(
    'SciPy',
    20,
    [
      ['RK45', 1e-6],
      ['DOP853', 1e-8],
      ['LSODA', 1e-8],
    ].map(([method, tolerance]) => [`${method} ${tolerance}`, () => scipy(method, seconds, tolerance)]),
  );
}

/** Steps of the classic method, smooth valves, four right-hand sides each; ours with error estimate, guards and ledger. */
export async function classicAgainstNative(print, { native }) {
  if (native === undefined) return;
  for (const [count, until] of [
    [10, 100],
    [66, 40],
    [1000, 4],
    [10_000, 0.5],
  ]) {
    const model = {
      floaters: floatersOf(count),
      injection: { valves: 'smooth' },
      start: { filled: 'rising', speed: 1 },
      solver: { method: 'classic', tolerance: 1e-2, stepMax: 0.01, frame: 0.1 },
    };
    runPlant(model, until, 1);
    let best = 0;
    let theirs = 0;
    // by turns, because the machine is never equally busy
    for (let round = 0; round < 3; round++) {
      const own = runPlant(model, until, 1);
      best = Math.max(best, own.steps / own.seconds);
      const peer = await native(count, until, 0.01);
      theirs = Math.max(theirs, peer.steps / peer.seconds);
    }
    print(
      `${String(count).padStart(6)} floaters, classic steps: ours ${Math.round(best)}/s, C++ -O3 ${Math.round(theirs)}/s: ` +
        `${(best / theirs).toFixed(2)}, ${(best / theirs / 0.6).toFixed(2)} of the goal of 0.6`,
    );
  }
}
