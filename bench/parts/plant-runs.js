// Plants for the bench: begin, run, and read off what a contest needs.
import { catalog } from '@holdfast/catalog';

/** The default plant cut into `count` floaters of the same sum. */
export function floatersOf(count) {
  if (count === 66) return { count };
  const share = 66 / count;
  return {
    count,
    volume: 0.4 * share * 0.99,
    shellMass: 16 * share,
    shellVolume: 0.016 * share,
    dragCoefficient: Math.min(2.5, 0.6 * share),
    heatTransfer: 450 * share,
  };
}

export function compiled(model, until) {
  const simulator = catalog.get('plant');
  const parsed = simulator.parse({ family: 'plant', version: 1, name: 'bench', model, run: { until } });
  if (!parsed.ok) throw new Error(parsed.issues[0].message);
  return simulator.compile(parsed.spec);
}

/** Processor time of the best of `times` runs, s, and the figures of the last. */
export function runPlant(model, until, times = 2) {
  const plant = compiled(model, until);
  let seconds = Infinity;
  let simulation;
  for (let time = 0; time < times; time++) {
    simulation = plant.begin({ seed: 1, until });
    const before = process.cpuUsage();
    while (simulation.step(plant.step.max).remaining > 0);
    const { user, system } = process.cpuUsage(before);
    seconds = Math.min(seconds, (user + system) / 1e6);
  }
  const values = new Float64Array(
    plant.channels.reduce((sum, { shape }) => sum + shape.reduce((all, n) => all * n, 1), 0),
  );
  simulation.observe(values);
  const at = (name) => values[plant.channels.findIndex((channel) => channel.name === name)];
  const figures = new Map(
    simulation.metrics().map(({ subject, name, value }) => [`${subject} ${name}`, value]),
  );
  const work = at('work into the compressor');
  return {
    seconds,
    steps: figures.get('integration steps'),
    way: at('way'),
    // over the work of the compressor
    energy: (Math.abs(figures.get('balance energy residual')) * at('turnover')) / work,
    exergy: (Math.abs(figures.get('balance exergy residual')) * at('turnover')) / work,
  };
}
