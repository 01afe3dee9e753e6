import { describe, expect, it } from 'vitest';
import { FramePump, type Display } from '../src/telemetry/frame-pump.ts';

/** A display whose frames come when the test says so. */
function fakeDisplay() {
  let waiting: ((now: number) => void) | undefined;
  const display = {
    isHidden: false,
    time: 0,
    requests: 0,
    requestFrame(callback: (now: number) => void) {
      waiting = callback;
      display.requests += 1;
      return display.requests;
    },
    cancelFrame() {
      waiting = undefined;
    },
    hidden: () => display.isHidden,
    clock: () => display.time,
    show(now: number) {
      const callback = waiting;
      waiting = undefined;
      callback?.(now);
    },
    get idle() {
      return waiting === undefined;
    },
  };
  return display satisfies Display;
}

describe('FramePump', () => {
  it('paints once for many changes between two frames, then rests', () => {
    const display = fakeDisplay();
    const pump = new FramePump(display);
    let painted = 0;
    pump.add(() => (painted += 1), 60);
    display.show(0);
    pump.touch();
    pump.touch();
    pump.touch();
    display.show(20);
    expect(painted).toBe(2);
    expect(display.idle).toBe(true);
  });

  it('paints everybody once more at the end, however slow', () => {
    const display = fakeDisplay();
    const pump = new FramePump(display);
    const times: number[] = [];
    pump.add((now) => times.push(now), 1);
    display.show(0);
    pump.touch();
    display.show(16);
    pump.settle();
    display.show(32);
    expect(times).toEqual([0, 32]);
    expect(display.idle).toBe(true);
  });

  it('keeps a slow painter to its rate and brings it up to date afterwards', () => {
    const display = fakeDisplay();
    const pump = new FramePump(display);
    const times: number[] = [];
    pump.add((now) => times.push(now), 10);
    for (let now = 0; now <= 300; now += 16) {
      if (now < 200) pump.touch();
      display.show(now);
    }
    expect(times).toEqual([0, 112, 224]);
    expect(display.idle).toBe(true);
  });

  it('paints what a frame cannot bear in the next ones, and leaves nobody out', () => {
    const display = fakeDisplay();
    const pump = new FramePump(display);
    const painted = new Map<string, number>();
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      pump.add(() => {
        display.time += 6;
        painted.set(name, (painted.get(name) ?? 0) + 1);
      }, 60);
    }
    display.show(0);
    expect([...painted.keys()]).toEqual(['a', 'b']);
    for (let frame = 1; frame < 10; frame += 1) {
      pump.touch();
      display.show(20 * frame);
    }
    expect([...painted.values()]).toEqual([4, 4, 4, 4, 4]);
    for (let frame = 10; !display.idle; frame += 1) display.show(20 * frame);
    expect(painted.size).toBe(5);
  });

  it('asks for no frame while the tab is hidden', () => {
    const display = fakeDisplay();
    const pump = new FramePump(display);
    display.isHidden = true;
    pump.add(() => undefined, 60);
    pump.touch();
    expect(display.requests).toBe(0);
  });

  it('does not call a painter that was removed', () => {
    const display = fakeDisplay();
    const pump = new FramePump(display);
    let painted = 0;
    pump.add(() => (painted += 1), 60)();
    display.show(0);
    expect(painted).toBe(0);
  });
});
