// The plant family at 10 to 10,000 floaters: simulated seconds per second of processor time, what closing its accounts leaves
// open, work for equal error against SciPy and CVODE, classic steps against C++, frames against JSON, and the original's claims.
import { plantPeers } from './peers/plant-peers.js';
import { classicAgainstNative, workAndPrecision } from './parts/plant-contest.js';
import { framesAndClaims } from './parts/plant-frames.js';
import { floatersOf, runPlant } from './parts/plant-runs.js';

const cases = [
  [10, 'dormand-prince', 1e-6, 1000],
  [66, 'dormand-prince', 1e-6, 400],
  [66, 'dormand-prince', 1e-10, 60],
  [66, 'bogacki-shampine', 1e-4, 400],
  [1000, 'bogacki-shampine', 1e-4, 20],
  [10_000, 'bogacki-shampine', 1e-4, 15],
];
/** Times real time; share of the work of the compressor that both accounts may leave open at a tolerance. */
const limits = { 66: 3000, 10_000: 20 };
const open = { 1e-6: 1e-8, 1e-10: 1e-12 };

function paces(print) {
  for (const [count, method, tolerance, until] of cases) {
    const model = {
      floaters: floatersOf(count),
      start: { filled: 'rising', speed: 1 },
      solver: { method, tolerance, frame: 0.1 },
    };
    runPlant(model, until / 10, 1);
    const { seconds, steps, energy, exergy } = runPlant(model, until);
    const rate = until / seconds;
    const limit = tolerance < 1e-6 ? undefined : limits[count];
    const ratio = limit === undefined ? '' : `, ${(rate / limit).toFixed(2)} of the goal of ${limit}`;
    const most = open[tolerance] === undefined ? '' : ` (goal ${open[tolerance]})`;
    print(
      `${String(count).padStart(6)} floaters, ${method} ${tolerance}: ${Math.round(steps / seconds)} steps/s, ` +
        `${rate.toFixed(rate < 100 ? 1 : 0)} times real time${ratio}; open of the work put in: energy ${energy.toExponential(1)}, ` +
        `exergy ${exergy.toExponential(1)}${most}`,
    );
  }
}

export async function run(print) {
  paces(print);
  framesAndClaims(print);
  const peers = await plantPeers(print);
  await classicAgainstNative(print, peers);
  await workAndPrecision(print, peers);
}
