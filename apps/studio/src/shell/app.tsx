// The frame around the pages: bar, banner, keyboard, palette, help, and the live region.

import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { EmptyNotice, LoadingNotice } from '../design/notice.tsx';
import { loadRunPage } from '../run/load-run-page.ts';
import { RunsPage } from '../runs/runs-page.tsx';
import { keyName, type Action } from './actions.ts';
import { HelpDialog } from './help-dialog.tsx';
import { KeyDialog } from './key-dialog.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { Palette } from './palette.tsx';
import { useActions, useStudio, useTitle } from './studio.ts';
import { ReachBanner, TopBar } from './top-bar.tsx';

const StartPage = lazy(() => import('../start/start-page.tsx').then((page) => ({ default: page.StartPage })));
const MakePage = lazy(() => import('../make/make-page.tsx').then((page) => ({ default: page.MakePage })));
const RunPage = lazy(loadRunPage);

const AnalysesPage = lazy(() =>
  import('../analysis/analyses-page.tsx').then((page) => ({ default: page.AnalysesPage })),
);
const AnalysePage = lazy(() =>
  import('../analysis/analyse-page.tsx').then((page) => ({ default: page.AnalysePage })),
);
const AnalysisPage = lazy(() =>
  import('../analysis/analysis-page.tsx').then((page) => ({ default: page.AnalysisPage })),
);

const ComparePage = lazy(() =>
  import('../compare/compare-page.tsx').then((page) => ({ default: page.ComparePage })),
);

const WallPage = lazy(() => import('../wall/wall-page.tsx').then((page) => ({ default: page.WallPage })));

function MissingPage() {
  useTitle('Not found');
  return (
    <EmptyNotice title="There is no page at this address">
      <Link className="text-accent underline" href="/">
        Go to the runs
      </Link>
    </EmptyNotice>
  );
}

function useKeyboard(): void {
  const { actions } = useStudio();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const name = keyName(event);
      if (name !== undefined && !event.repeat && actions.press(name, event.timeStamp)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [actions]);
}

/** A way to every page. */
const goActions = (go: (path: string) => void): readonly Action[] => [
  { id: 'go runs', title: 'Go to runs', group: 'Go', keys: 'g r', run: () => go('/') },
  { id: 'go analyses', title: 'Go to analyses', group: 'Go', keys: 'g a', run: () => go('/analyses') },
  { id: 'go analyse', title: 'New analysis', group: 'Go', run: () => go('/analyse') },
  { id: 'go new', title: 'Go to new run', group: 'Go', keys: 'g n', run: () => go('/new') },
  { id: 'go make', title: 'Make a world', group: 'Go', keys: 'g m', run: () => go('/make') },
];

/** The whole studio. */
export function App() {
  const { theme } = useStudio();
  const [path, go] = useLocation();
  const [overlay, setOverlay] = useState<'palette' | 'help' | 'none'>('none');
  const close = useCallback(() => setOverlay('none'), []);
  useKeyboard();
  useActions(
    useMemo(
      () => [
        ...goActions(go),
        {
          id: 'palette',
          title: 'Open the palette',
          group: 'Anywhere',
          keys: 'Mod+k',
          run: () => setOverlay('palette'),
        },
        { id: 'help', title: 'Keyboard help', group: 'Anywhere', keys: '?', run: () => setOverlay('help') },
        { id: 'theme', title: 'Switch theme', group: 'Anywhere', keys: 't', run: theme.toggle },
        {
          id: 'theme system',
          title: 'Theme as the system',
          group: 'Anywhere',
          run: () => theme.choose('system'),
        },
      ],
      [go, theme],
    ),
  );
  return (
    <>
      <a
        className="sr-only focus:not-sr-only focus:absolute focus:z-30 focus:bg-surface focus:p-3"
        href="#content"
      >
        Skip to content
      </a>
      <TopBar openHelp={() => setOverlay('help')} openPalette={() => setOverlay('palette')} />
      <ReachBanner />
      <main
        className="mx-auto flex w-full max-w-[104rem] flex-1 flex-col px-4 sm:px-6"
        id="content"
        key={path}
        tabIndex={-1}
      >
        <PageBoundary>
          <Suspense fallback={<LoadingNotice what="page" />}>
            <Switch>
              <Route component={RunsPage} path="/" />
              <Route component={StartPage} path="/new" />
              <Route component={MakePage} path="/make" />
              <Route path="/run/:id">{({ id }: { id: string }) => <RunPage id={id} key={id} />}</Route>
              <Route component={AnalysesPage} path="/analyses" />
              <Route component={ComparePage} path="/compare" />
              <Route component={WallPage} path="/watch" />
              <Route component={AnalysePage} path="/analyse" />
              <Route path="/analysis/:id">
                {({ id }: { id: string }) => <AnalysisPage id={id} key={id} />}
              </Route>
              <Route component={MissingPage} />
            </Switch>
          </Suspense>
        </PageBoundary>
      </main>
      <KeyDialog />
      {overlay === 'palette' ? <Palette go={go} onClose={close} /> : null}
      {overlay === 'help' ? <HelpDialog onClose={close} /> : null}
    </>
  );
}
