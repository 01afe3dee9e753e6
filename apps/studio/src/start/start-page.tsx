// The page at `/new`: choose where the document comes from, then edit and start it.

import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { FailureNotice, LoadingNotice } from '../design/notice.tsx';
import { useStudio, useTitle } from '../shell/studio.ts';
import { useLoaded } from '../shell/use-loaded.ts';
import { ImportPlace } from '../import/import-place.tsx';
import { prettyJson } from './pretty-json.ts';
import { ExampleGallery } from './example-gallery.tsx';
import { draftKey, readDraft } from './draft.ts';
import type { SettingsText } from './settings.ts';
import { settingsOfRun } from './settings.ts';
import { Workbench } from './workbench.tsx';

/** A document to begin with and how it was run, if it was. */
interface Beginning {
  readonly text: string;
  readonly settings: SettingsText;
  /** File the command line would be given while the text is untouched. */
  readonly file: string | undefined;
  readonly origin: string;
}

const noSettings: SettingsText = { parameters: {} };

/** Loads what the address asks for. */
function useBeginning(source: string, name: string) {
  const { client } = useStudio();
  return useLoaded(
    useCallback(async (): Promise<Beginning> => {
      if (source === 'example') {
        const document = await client.example(name);
        return {
          text: prettyJson(document),
          settings: noSettings,
          file: `examples/${name}.json`,
          origin: `from examples/${name}.json`,
        };
      }
      if (source === 'run') {
        const [document, { run }] = await Promise.all([client.document(name), client.run(name)]);
        return {
          text: prettyJson(document),
          settings: settingsOfRun(run),
          file: undefined,
          origin: `copy of run ${run.id}`,
        };
      }
      const families = await client.families();
      const family = families[0]?.family ?? '';
      const blank = { family, version: 1, name: 'Untitled', model: {} };
      return {
        text: readDraft('blank') ?? prettyJson(blank),
        settings: noSettings,
        file: undefined,
        origin: 'new document',
      };
    }, [client, source, name]),
  );
}

function Editing({ source, name }: { source: string; name: string }) {
  const beginning = useBeginning(source, name);
  const key = draftKey(source, name);
  if (beginning.state === 'loading') return <LoadingNotice what="document" />;
  if (beginning.state === 'failed') return <FailureNotice error={beginning.error} retry={beginning.again} />;
  const analyse = `/analyse?${source}=${encodeURIComponent(name)}`;
  return <Workbench {...beginning.value} analyse={analyse} draft={key} key={key} />;
}

/** Chooses between the gallery and the editor by the address. */
export function StartPage() {
  useTitle('New run');
  const search = useSearch();
  const [, go] = useLocation();
  const [source, name] = useMemo(() => {
    const query = new URLSearchParams(search);
    for (const kind of ['example', 'run', 'blank']) {
      const value = query.get(kind);
      if (value !== null) return [kind, value] as const;
    }
    return ['', ''] as const;
  }, [search]);
  if (source !== '') return <Editing key={`${source} ${name}`} name={name} source={source} />;
  return (
    <ImportPlace>
      <ExampleGallery choose={(example) => go(`/new?example=${encodeURIComponent(example)}`)} place="/new" />
    </ImportPlace>
  );
}
