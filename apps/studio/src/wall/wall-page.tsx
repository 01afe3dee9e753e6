// The page at `/watch?runs=a,b`: runs side by side, each moving, each with its control.

import { useMemo } from 'react';
import { Link, useSearch } from 'wouter';
import { EmptyNotice } from '../design/notice.tsx';
import { useTitle } from '../shell/studio.ts';
import { RunTile } from './run-tile.tsx';
import { watchedRuns } from './wall-address.ts';

export function WallPage() {
  useTitle('Watch');
  const search = useSearch();
  const ids = useMemo(() => watchedRuns(search), [search]);
  if (ids.length === 0) {
    return (
      <EmptyNotice title="No run to watch">
        <p>Choose runs in the list and watch them together.</p>
        <Link className="button mt-4" href="/">
          Go to the runs
        </Link>
      </EmptyNotice>
    );
  }
  return (
    <>
      <h1 className="sr-only">Runs side by side</h1>
      <div className="grid grid-cols-1 gap-4 py-4 lg:grid-cols-2">
        {ids.map((id) => (
          <RunTile id={id} key={id} />
        ))}
      </div>
    </>
  );
}
