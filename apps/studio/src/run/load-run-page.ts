// The run page and its charts are chunks of their own: loaded when somebody goes there, or before, while there is time.

export const loadRunPage = () => import('./run-page.tsx').then((page) => ({ default: page.RunPage }));

export const loadCharts = () => import('../plots/chart.ts');

/** Loads what a run that is about to be started is shown with. What fails is asked for again when it is needed. */
export function prepareRunPage(): void {
  Promise.all([loadRunPage(), loadCharts()]).catch(() => undefined);
}
