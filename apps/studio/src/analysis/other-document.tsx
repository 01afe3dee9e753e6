// The other side of a comparison: the same document, an example, or the document of a recent run.

import { useCallback, useState } from 'react';
import { formatAgo } from '../design/format.ts';
import { fileStem } from '../run/saved-file.ts';
import { problemOf } from '../shell/problem.ts';
import { useStudio } from '../shell/studio.ts';
import { useLoaded } from '../shell/use-loaded.ts';
import { useForm } from './form-context.ts';
import { Problems, Section } from './form-parts.tsx';

const runsOffered = 20;

/** The choice of the other document. */
export function OtherDocumentField() {
  const { client, reach } = useStudio();
  const { text, change, issuesAt } = useForm();
  const [failure, setFailure] = useState('');
  const offered = useLoaded(
    useCallback(() => Promise.all([client.examples(), client.runs({ limit: runsOffered })]), [client]),
  );
  const [examples, { runs }] = offered.state === 'ready' ? offered.value : [[], { runs: [] }];
  const choose = async (key: string): Promise<void> => {
    setFailure('');
    const [source = '', name = ''] = key.split(/:(.*)/s);
    try {
      if (source === 'example') {
        const document = await reach.watch(client.example(name));
        change({ other: { key, file: `examples/${name}.json`, document } });
      } else if (source === 'run') {
        const document = await reach.watch(client.document(name));
        change({ other: { key, file: `${fileStem(document.name)}.json`, document } });
      } else change({ other: undefined });
    } catch (error) {
      setFailure(problemOf(error).message);
    }
  };
  return (
    <Section about="with the values in the table" title="Compare with">
      <select
        aria-label="Other document"
        className="field w-full"
        onChange={(event) => void choose(event.target.value)}
        value={text.other?.key ?? ''}
      >
        <option value="">the same document</option>
        {text.other?.key === 'kept' ? <option value="kept">{text.other.document.name}</option> : null}
        <optgroup label="Examples">
          {examples.map(({ name, title }) => (
            <option key={name} value={`example:${name}`}>
              {title}
            </option>
          ))}
        </optgroup>
        <optgroup label="Runs">
          {runs.map(({ id, name, createdAt }) => (
            <option key={id} value={`run:${id}`}>
              {`${name}, ${formatAgo(createdAt, Date.now())}`}
            </option>
          ))}
        </optgroup>
      </select>
      {failure === '' ? null : (
        <p className="mt-1 text-small text-bad" role="alert">
          {failure}
        </p>
      )}
      <Problems issues={issuesAt('/method/document')} />
    </Section>
  );
}
