// The plant family at 10 to 10,000 floaters: steps per second and simulated seconds per second of processor time.
import { catalog } from '@holdfast/catalog';

const cases = [
  [10, 'dormand-prince', 1e-6, 1000],
  [66, 'dormand-prince', 1e-6, 1000],
  [66, 'bogacki-shampine', 1e-4, 1000],
  [1000, 'bogacki-shampine', 1e-4, 30],
  [10_000, 'bogacki-shampine', 1e-4, 30],
];

/** The default plant cut into `count` floaters of the same sum. */
function modelOf(count, method, tolerance) {
  const share = 66 / count;
  const floaters = {
    count,
    volume: 0.4 * share * 0.99,
    shellMass: 16 * share,
    shellVolume: 0.016 * share,
    dragCoefficient: Math.min(2.5, 0.6 * share),
    heatTransfer: 450 * share,
  };
  return { floaters, start: { filled: 'rising', speed: 1 }, solver: { method, tolerance, frame: 0.1 } };
}

function measure(count, method, tolerance, until) {
  const simulator = catalog.get('plant');
  const model = modelOf(count, method, tolerance);
  const parsed = simulator.parse({ family: 'plant', version: 1, name: 'bench', model, run: { until } });
  if (!parsed.ok) throw new Error(parsed.issues[0].message);
  const compiled = simulator.compile(parsed.spec);
  const run = (end) => {
    const simulation = compiled.begin({ seed: 1, until: end });
    const before = process.cpuUsage();
    while (simulation.step(compiled.step.max).remaining > 0);
    const { user, system } = process.cpuUsage(before);
    return { simulation, seconds: (user + system) / 1e6 };
  };
  run(until / 10);
  const { simulation, seconds } = run(until);
  const figures = new Map(
    simulation.metrics().map(({ subject, name, value }) => [`${subject} ${name}`, value]),
  );
  return {
    seconds,
    steps: figures.get('integration steps'),
    residual: figures.get('balance energy residual'),
  };
}

export async function run(print) {
  for (const [count, method, tolerance, until] of cases) {
    const { seconds, steps, residual } = measure(count, method, tolerance, until);
    const limit = { 66: 3000, 10_000: 20 }[count];
    const rate = until / seconds;
    const ratio = limit === undefined ? '' : `, ${(rate / limit).toFixed(2)} of the goal of ${limit}`;
    print(
      `${String(count).padStart(6)} floaters, ${method} ${tolerance}: ${Math.round(steps / seconds)} steps/s, ` +
        `${Math.round(rate)} times real time${ratio}; energy residual ${residual.toExponential(1)}`,
    );
  }
}
