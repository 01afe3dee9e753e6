// What stands in place of a page that cannot be drawn. Without it one error would take the whole studio off the screen.

import { Component, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { EmptyNotice, FailureNotice } from '../design/notice.tsx';
import { useStudio } from './studio.ts';

/** How browsers word a part of the program that could not be fetched; the specification leaves it to them. */
const unfetched = /dynamically imported module|importing a module script failed|unable to preload/i;

/** Pages are fetched when they are first opened, so a server that is away, or another version of it, keeps them out. */
function Unfetched() {
  const { client, reach } = useStudio();
  const returns = useSyncExternalStore(reach.subscribe, reach.returns);
  const [before] = useState(returns);
  useEffect(() => reach.askNow(), [reach]);
  useEffect(() => {
    // A browser may remember that a module was not there; a new document forgets it.
    if (returns !== before) location.reload();
  }, [returns, before]);
  const again = (): void => {
    // The banner says when it is still away.
    reach.watch(client.info()).then(
      () => location.reload(),
      () => undefined,
    );
  };
  return (
    <EmptyNotice title="This page could not be fetched">
      <p>
        The server is away, or another version has taken its place. The page is fetched again as soon as the
        server is back.
      </p>
      <button className="button mt-4" onClick={again} type="button">
        Try again
      </button>
    </EmptyNotice>
  );
}

interface Caught {
  readonly failure?: { readonly error: unknown };
}

/** Draws `children`, or why they could not be drawn. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, Caught> {
  override state: Caught = {};

  static getDerivedStateFromError(error: unknown): Caught {
    return { failure: { error } };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === undefined) return this.props.children;
    const { error } = failure;
    if (error instanceof Error && unfetched.test(error.message)) return <Unfetched />;
    return <FailureNotice error={error} retry={() => location.reload()} />;
  }
}
