import { describe, expect, it } from 'vitest';
import { parsePlant } from '../src/parse.ts';
import { Stability, stabilityTerms, type Look } from '../src/stability.ts';
import { merged, Scene, type Written } from './scene.ts';

const small: Written = {
  floaters: { count: 20 },
  start: { filled: 'rising', speed: 1 },
  solver: { frame: 0.1 },
};
const watched = merged(small, { solver: { shadow: { every: 3, length: 1 } } });

describe('a run beside at a tenth of the tolerance', () => {
  it.each([
    ['dormand-prince', 1e-6],
    ['dormand-prince', 1e-8],
    ['bogacki-shampine', 1e-4],
    ['classic', 1e-6],
  ])(
    'parts from the run by less than ten tolerances, and by more than nothing: %s at %s',
    (method, tolerance) => {
      const scene = new Scene(merged(watched, { solver: { method, tolerance } })).to(2.9);
      expect(scene.now('shadow difference')).toBeNaN();
      const found = scene.to(14).now('shadow difference');
      expect(found).toBeGreaterThan(0);
      expect(scene.figure('shadow', 'largest difference')).toBeLessThan(10 * tolerance);
      expect(scene.figure('shadow', 'windows')).toBe(4);
      expect(scene.simulation.invariants().find(({ name }) => name === 'shadow difference')).toMatchObject({
        residual: found,
        tolerance: 10 * tolerance,
      });
    },
  );

  it('changes no number of the run, and says the same after a restore inside a window', () => {
    const scene = new Scene(watched).to(6.4);
    const other = new Scene(watched);
    other.simulation.restore(scene.simulation.snapshot());
    expect(other.to(10).now('shadow difference')).toBe(scene.to(10).now('shadow difference'));
    expect(scene.now('way')).toBe(new Scene(small).to(10).now('way'));
  });

  it('sees how exact a run is: the difference grows with the tolerance', () => {
    const [loose = 0, close = 0] = [1e-4, 1e-7].map((tolerance) =>
      new Scene(merged(watched, { solver: { tolerance } })).to(14).figure('shadow', 'largest difference'),
    );
    expect(loose).toBeGreaterThan(10 * close);
  });

  it('lets a window go in which a control was changed', () => {
    const scene = new Scene(watched).to(3.5).set('load', 0.5).to(5.9);
    expect(scene.now('shadow difference')).toBeNaN();
    expect(scene.to(7.1).now('shadow difference')).toBeLessThan(1e-4);
  });
});

const look = (time: number, other: Partial<Look> = {}): Look => ({
  time,
  accepted: 30 * time,
  rejected: 0,
  events: 4 * time,
  rate: 3,
  residual: 1e-10,
  tolerance: 1e-6,
  expected: 5,
  ...other,
});

describe('the score of stability', () => {
  it('is the geometric mean of its terms, and names the smallest', () => {
    const watch = new Stability();
    watch.look(look(1));
    expect(watch.score).toBeGreaterThan(0.95);
    watch.look(look(2, { rate: 0.5 * 3.3 * 30, residual: 1e-7 }));
    expect(watch.terms[1]).toBeCloseTo(0.5, 9);
    expect(watch.terms[2]).toBeCloseTo(0.6, 9);
    expect(watch.score).toBeCloseTo((0.5 * 0.6 * watch.terms[5]) ** (1 / 6), 9);
    expect(stabilityTerms[watch.least]).toBe('stiffness');
    expect(watch.metrics()).toMatchObject([{ value: watch.score }, { name: 'least term then: stiffness' }]);
  });

  it.each<[string, Partial<Look>, number]>([
    ['accepted steps', { rejected: 300 }, 0.01],
    ['accounts', { residual: 1e-3 }, 0.01],
    ['rate of events', { events: 4000 }, 0.01],
    ['length of steps', { accepted: 1e9 }, 0.01],
  ])('falls with %s', (term, other, most) => {
    const watch = new Stability();
    watch.look(look(1));
    watch.look(look(2, other));
    expect(stabilityTerms[watch.least]).toBe(term);
    expect(watch.terms[watch.least]).toBeLessThanOrEqual(most);
    // five seconds later it is forgotten, but not the lowest
    for (let time = 3; time < 12; time++) {
      const since = { accepted: (other.accepted ?? 0) + 30 * time, rejected: other.rejected ?? 0 };
      watch.look(look(time, { ...since, events: (other.events ?? 0) + 4 * time }));
    }
    expect(watch.score).toBeGreaterThan(0.9);
    expect(watch.metrics()[0].value).toBeLessThan(0.7);
  });

  it('falls with motion out of bounds', () => {
    const watch = new Stability();
    for (const speed of [1, 1, 9, 1]) watch.frame(speed, 0.05);
    watch.look(look(1));
    // too fast once, and three frames of a jump
    expect(watch.terms[3]).toBeCloseTo(1 - 2 / 4, 9);
  });

  it('is high for the default plant, and sees that strong heat transfer makes it stiff', () => {
    const scene = new Scene({ solver: { frame: 0.1 } }).to(8);
    expect(scene.now('stability')).toBeGreaterThan(0.8);
    const stiff = new Scene(merged(small, { floaters: { heatTransfer: 1e5 } })).to(8);
    expect(stiff.now('stability: stiffness')).toBeLessThan(0.4);
    expect(scene.now('stability: stiffness')).toBeGreaterThan(0.8);
  });
});

describe('strong heat transfer', () => {
  it.each([
    ['dormand-prince', 1e-6],
    ['dormand-prince', 1e-4],
    ['bogacki-shampine', 1e-4],
  ])('keeps all laws with %s at %s, switched and smooth', (method, tolerance) => {
    for (const valves of ['switched', 'smooth']) {
      const scene = new Scene(
        merged(small, {
          floaters: { heatTransfer: 1e5 },
          water: { temperature: 330 },
          injection: { valves },
          solver: { method, tolerance },
        }),
      ).to(8);
      for (const { name, residual, tolerance: open } of scene.simulation.invariants())
        if (name.endsWith('account')) expect(Math.abs(residual), name).toBeLessThanOrEqual(open);
    }
  });

  it.each([
    [{}, 1e-4],
    [{ injection: { valves: 'smooth' } }, 1e-5],
    [{ floaters: { heatTransfer: 3e4, kind: 'sealed' }, water: { temperature: 340 } }, 1e-5],
  ])('lets the implicit method be as loose as it keeps the laws: %j at %s', (form, most) => {
    const at = (tolerance: number): Written =>
      merged(merged(small, form), { solver: { method: 'rosenbrock', tolerance } });
    const looser = { family: 'plant', version: 1, name: 'test', model: at(1.01 * most) } as const;
    const parsed = parsePlant(looser);
    expect(parsed.ok ? [] : parsed.issues).toMatchObject([
      { path: '/model/solver/tolerance', code: 'plant.too-loose' },
    ]);
    // breaking a law would end it by an error
    const scene = new Scene(at(most)).to(3);
    expect(Math.abs(scene.now('energy residual'))).toBeLessThan(1e-4);
    expect(Math.abs(scene.now('exergy residual'))).toBeLessThan(1e-4);
  });

  it('is refused where air would settle faster than any step should follow', () => {
    const model = { floaters: { volume: 0.001, area: 0.01, heatTransfer: 20_000 } };
    const document = { family: 'plant', version: 1, name: 'test', model } as const;
    const parsed = parsePlant(document);
    expect(parsed.ok ? [] : parsed.issues).toMatchObject([
      { path: '/model/floaters/heatTransfer', code: 'plant.heat-too-fast' },
    ]);
    const most = Number(/at most ([\d.e+]+)/.exec((parsed.ok ? '' : parsed.issues[0]?.remedy) ?? '')?.[1]);
    const floaters = { ...model.floaters, heatTransfer: most };
    expect(parsePlant({ ...document, model: { floaters } }).ok).toBe(true);
  });
});
