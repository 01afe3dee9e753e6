// A page in Chromium and what its main thread did while somebody did something: tasks and gaps between frames, traced.

import { launchChromium } from '@holdfast/conformance';

/** Opens a page of the size of a desk's screen; closing it closes the browser. */
export async function openTracedPage() {
  const browser = await launchChromium();
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  return { page, close: () => browser.close() };
}

const beginMark = 'the measured begins';
const endMark = 'the measured ends';

/** Marks the beginning and watches the gaps between frames from then on. */
function watchFrames(mark) {
  performance.mark(mark);
  const watch = { last: 0, gap: 0, frames: 0, stop: false };
  Object.assign(window, { watch });
  const frame = (now) => {
    if (watch.last > 0) watch.gap = Math.max(watch.gap, now - watch.last);
    watch.last = now;
    watch.frames += 1;
    if (!watch.stop) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

function stopWatching(mark) {
  window.watch.stop = true;
  performance.mark(mark);
  return { gap: window.watch.gap, frames: window.watch.frames };
}

/** Tasks of the page's main thread between the marks; beginning and ending a trace is work too, but not the page's. */
function tasksBetween(events) {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const at = (mark) => events.find(({ name }) => name === mark)?.ts ?? Number.NaN;
  const [begun, ended] = [at(beginMark), at(endMark)];
  return events.filter(
    ({ name, ph, pid, tid, ts }) =>
      name.endsWith('RunTask') &&
      ph === 'X' &&
      mains.some((main) => main.pid === pid && main.tid === tid) &&
      ts > begun &&
      ts < ended,
  );
}

/** Longest main-thread task in ms, by the thread's own clock and by the wall's, and longest gap between frames, while `act`
 * goes on; beside them how long all tasks took and how many frames there were. */
export async function traced(page, act) {
  // What was done before is drawn before.
  await page.evaluate(
    () =>
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
  );
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', 'blink.user_timing'] },
  });
  await page.evaluate(watchFrames, beginMark);
  await act();
  const { gap, frames } = await page.evaluate(stopWatching, endMark);
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const tasks = tasksBetween(events);
  if (tasks.length < 20) throw new Error(`the trace holds ${tasks.length} tasks only`);
  return {
    task: Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1000)),
    wall: Math.max(...tasks.map(({ dur = 0 }) => dur / 1000)),
    /** All tasks together. */
    busy: tasks.reduce((sum, { tdur = 0 }) => sum + tdur / 1000, 0),
    frames,
    gap,
  };
}
