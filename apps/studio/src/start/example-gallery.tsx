// Examples as cards; each is a runnable document with a recorded result.

import { useCallback, useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { ExampleView } from '@holdfast/protocol';
import { EmptyNotice, FailureNotice, LoadingNotice } from '../design/notice.tsx';
import { Icon } from '../design/icon.tsx';
import { ImportLink } from '../import/import-place.tsx';
import type { Action } from '../shell/actions.ts';
import { rank } from '../shell/rank.ts';
import { useActions, useStudio } from '../shell/studio.ts';
import { useLoaded } from '../shell/use-loaded.ts';

type Place = '/new' | '/analyse';

function Card({ example, place }: { example: ExampleView; place: Place }) {
  return (
    <li className="panel group relative flex flex-col p-4 hover:border-line-strong">
      <div className="flex items-baseline justify-between gap-3">
        <h2 className="text-lead font-semibold">
          <Link
            className="after:absolute after:inset-0 group-hover:text-accent"
            href={`${place}?example=${encodeURIComponent(example.name)}`}
          >
            {example.title}
          </Link>
        </h2>
        <span className="badge shrink-0 bg-sunken text-ink-2">{example.family}</span>
      </div>
      <p className="mt-1.5 line-clamp-4 text-ink-2">{example.description}</p>
      <p className="mt-auto pt-3 font-mono text-micro text-ink-3">examples/{example.name}.json</p>
    </li>
  );
}

function Cards(props: { examples: readonly ExampleView[]; query: string; place: Place }) {
  const { examples, query, place } = props;
  if (examples.length === 0) {
    return (
      <EmptyNotice title="This server has no examples">
        Begin with a blank document; the editor completes it from the schema.
      </EmptyNotice>
    );
  }
  const shown = rank(
    examples,
    query,
    (example) => `${example.title} ${example.family} ${example.description}`,
  );
  if (shown.length === 0) return <EmptyNotice title="No example matches">Try fewer letters.</EmptyNotice>;
  return (
    <ul className="grid gap-3 pb-8 sm:grid-cols-2 xl:grid-cols-3">
      {shown.map((example) => (
        <Card example={example} key={example.name} place={place} />
      ))}
    </ul>
  );
}

/** The gallery; `choose` begins with an example, to run or to analyse it. */
export function ExampleGallery({ choose, place }: { choose: (name: string) => void; place: Place }) {
  const { client } = useStudio();
  const loaded = useLoaded(useCallback(() => client.examples(), [client]));
  const [query, setQuery] = useState('');
  const examples = loaded.state === 'ready' ? loaded.value : undefined;
  useActions(
    useMemo<readonly Action[]>(
      () =>
        (examples ?? []).map((example) => ({
          id: `card ${example.name}`,
          title: `${place === '/new' ? 'Start from' : 'Analyse'} ${example.title}`,
          group: 'On this page',
          run: () => choose(example.name),
        })),
      [examples, choose, place],
    ),
  );
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-5 pb-3">
        <h1 className="text-title font-semibold tracking-tight">
          {place === '/new' ? 'New run' : 'New analysis'}
        </h1>
        <input
          aria-label="Filter examples"
          className="field w-64"
          onChange={(event) => setQuery(event.target.value)}
          placeholder="Filter examples"
          type="search"
          value={query}
        />
        {place === '/new' ? (
          <span className="ml-auto flex flex-wrap gap-1.5">
            <ImportLink />
            <Link className="button" href="/new?blank=1">
              <Icon name="file" size={14} />
              Blank document
            </Link>
          </span>
        ) : null}
      </header>
      {loaded.state === 'failed' ? <FailureNotice error={loaded.error} retry={loaded.again} /> : null}
      {loaded.state === 'loading' ? <LoadingNotice what="examples" /> : null}
      {examples === undefined ? null : <Cards examples={examples} place={place} query={query} />}
    </>
  );
}
