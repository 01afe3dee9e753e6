// What went wrong, or what is simply not there yet, with the next thing to do.

import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { problemOf } from '../shell/problem.ts';
import { Icon } from './icon.tsx';

/** Where what was not found is listed, by error code. */
const lists: Readonly<Record<string, readonly [path: string, words: string]>> = {
  'run.not-found': ['/', 'Go to the runs'],
  'experiment.not-found': ['/analyses', 'Go to the analyses'],
};

/** A failure in place of the content that could not be shown. */
export function FailureNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = problemOf(error);
  const list = lists[problem.code];
  return (
    <div className="panel mx-auto my-10 flex max-w-xl items-start gap-3 p-5" role="alert">
      <Icon className="mt-0.5 text-bad" name="warn" size={18} />
      <div className="min-w-0">
        <p className="font-semibold text-ink">{sentence(problem.message)}</p>
        <p className="mt-1 text-ink-2">{problem.remedy}</p>
        <p className="mt-2 font-mono text-micro text-ink-3">{problem.code}</p>
        <div className="mt-3 flex flex-wrap gap-2 empty:hidden">
          {list === undefined ? null : (
            <Link className="button" href={list[0]}>
              {list[1]}
            </Link>
          )}
          {retry === undefined ? null : (
            <button className="button" onClick={retry} type="button">
              Try again
            </button>
          )}
        </div>
      </div>
    </div>
  );
}

/** A first capital letter. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** An empty place that says how to fill it. */
export function EmptyNotice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="px-6 py-14 text-center">
      <p className="text-lead font-semibold text-ink">{title}</p>
      <div className="mx-auto mt-1.5 max-w-md text-ink-2">{children}</div>
    </div>
  );
}

/** Holds the place of content on its way. */
export function LoadingNotice({ what }: { what: string }) {
  return <p className="px-6 py-14 text-center text-ink-3">Loading {what} …</p>;
}
