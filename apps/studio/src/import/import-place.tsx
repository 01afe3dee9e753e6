// Lets a model be dropped anywhere on a page, or imported there by its address; the page itself otherwise.

import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { Icon } from '../design/icon.tsx';
import { LoadingNotice } from '../design/notice.tsx';
import type { Action } from '../shell/actions.ts';
import { useActions } from '../shell/studio.ts';
import { droppedFiles, type ChosenFile } from './dropped-files.ts';

const ImportPanel = lazy(() =>
  import('./import-panel.tsx').then((loaded) => ({ default: loaded.ImportPanel })),
);

const address = '/new?import=1';

/** The way to the import. */
export function ImportLink() {
  const [, go] = useLocation();
  useActions(
    useMemo<readonly Action[]>(
      () => [
        { id: 'import', title: 'Import a model', group: 'On this page', keys: 'i', run: () => go(address) },
      ],
      [go],
    ),
  );
  return (
    <Link
      className="button"
      href={address}
      title="MuJoCo XML, URDF, a folder or a ZIP file; drop it anywhere here (I)"
    >
      <Icon name="plus" size={14} />
      Import a model
    </Link>
  );
}

const holdsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true;

/** Whether files are held over the window; hands over what is dropped. */
function useDrop(take: (files: readonly ChosenFile[]) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const listen = (name: 'dragover' | 'dragleave' | 'drop', hear: (event: DragEvent) => void): void =>
      addEventListener(name, hear, { signal: stop.signal });
    listen('dragover', (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    });
    listen('dragleave', (event) => {
      if (event.relatedTarget === null) setOver(false);
    });
    listen('drop', (event) => {
      setOver(false);
      if (!holdsFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      droppedFiles(event.dataTransfer).then(take, () => take([]));
    });
    return () => stop.abort();
  }, [take]);
  return over;
}

export function ImportPlace({ children }: { children: ReactNode }) {
  const asked = new URLSearchParams(useSearch()).has('import');
  const [dropped, setDropped] = useState<readonly ChosenFile[]>([]);
  const over = useDrop(setDropped);
  return (
    <>
      {over ? (
        <div className="pointer-events-none fixed inset-3 z-30 grid place-items-center rounded-lg border-2 border-dashed border-accent bg-surface/85">
          <p className="text-title font-semibold">Drop a model: files, a folder or a ZIP file</p>
        </div>
      ) : null}
      {asked || dropped.length > 0 ? (
        <Suspense fallback={<LoadingNotice what="import" />}>
          <ImportPanel dropped={dropped} />
        </Suspense>
      ) : (
        children
      )}
    </>
  );
}
