// Imports a model of another program: choose files, a folder or a ZIP file; see what is missing and add it; then run what it became.

import '../make/make.css';
import { useEffect, useRef, useState } from 'react';
import type { Issue, ModelDocument } from '@holdfast/core';
import { Icon } from '../design/icon.tsx';
import { sentence } from '../design/notice.tsx';
import { Doing, useRunning } from '../make/world-panel.tsx';
import { WorldPicture } from '../make/world-picture.tsx';
import { useTitle } from '../shell/studio.ts';
import { filesOf, type ChosenFile } from './dropped-files.ts';
import { missingOf, useImport, type ImportControl, type Importing } from './use-import.ts';

/** A button that asks for files. */
function Chooser(props: {
  readonly title: string;
  readonly icon: 'file' | 'group' | 'plus';
  readonly folder?: boolean;
  readonly primary?: boolean;
  readonly accept?: string;
  readonly take: (files: readonly ChosenFile[]) => void;
}) {
  const { title, icon, folder = false, primary = false, accept, take } = props;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.toggleAttribute('webkitdirectory', folder);
  }, [folder]);
  return (
    <>
      <button
        className={`button ${primary ? 'button-primary' : ''}`}
        onClick={() => input.current?.click()}
        type="button"
      >
        <Icon name={icon} size={14} />
        {title}
      </button>
      <input
        accept={accept}
        aria-label={title}
        className="sr-only"
        multiple
        onChange={({ target }) => {
          void filesOf(target.files ?? []).then(take);
          target.value = '';
        }}
        ref={input}
        tabIndex={-1}
        type="file"
      />
    </>
  );
}

function Choice({ take, importing }: ImportControl) {
  const { files, state } = importing;
  const [first] = files.keys();
  return (
    <section aria-label="What to import" className="panel px-4 py-4">
      <div className="flex flex-wrap items-center gap-2">
        <Chooser icon="file" primary={files.size === 0} take={take} title="Choose files or a ZIP" />
        <Chooser folder icon="group" take={take} title="Choose a folder" />
        <p className="text-ink-2">or drop them anywhere on this page.</p>
      </div>
      <p className="mt-3 text-ink-3">
        MuJoCo XML (<code>.xml</code>, <code>.mjcf</code>) and URDF with meshes as STL or OBJ and heights as
        PNG; Squiggle scripts and ScenarioForge graphs. At most 20 MB.
      </p>
      {first === undefined ? null : (
        <p className="mt-3 border-t border-line pt-3" role="status">
          {state === 'working' ? 'Reading and trying ' : 'From '}
          <span className="font-mono">{files.size === 1 ? first : `${files.size} files, ${first} …`}</span>
          {state === 'working' ? ' …' : null}
        </p>
      )}
    </section>
  );
}

function Refused({ importing, choose }: ImportControl) {
  const { problem, models } = importing;
  if (problem === undefined) return null;
  return (
    <section aria-label="Not imported" className="panel px-4 py-4" role="alert">
      <p className="flex gap-2 font-semibold">
        <Icon className="mt-0.5 text-bad" name="warn" size={16} />
        {sentence(problem.message)}
      </p>
      <p className="mt-1 text-ink-2">{problem.remedy}</p>
      <p className="mt-1 font-mono text-micro text-ink-3">{problem.code}</p>
      {models.length === 0 ? null : (
        <div aria-label="Which is the model?" className="mt-3 flex flex-wrap gap-1.5" role="group">
          {models.slice(0, 20).map((model) => (
            <button className="button button-small" key={model} onClick={() => choose(model)} type="button">
              {model}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}

function Missing({ importing, add }: ImportControl) {
  const missing = missingOf(importing.view);
  if (missing.length === 0) return null;
  return (
    <section aria-label="Missing files" className="panel px-4 py-4">
      <h2 className="font-semibold">
        {missing.length === 1 ? 'A file is missing' : `${missing.length} files are missing`}
      </h2>
      <ul className="mt-2 grid gap-1.5">
        {missing.map(({ file, message }) => (
          <li className="flex flex-wrap items-baseline gap-x-2" key={file}>
            <code className="font-mono">{file}</code>
            <span className="text-small text-ink-3">{message}</span>
          </li>
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Chooser icon="plus" primary take={add} title="Add the missing files" />
        <p className="text-small text-ink-3">They are put where the model looks for them, by their names.</p>
      </div>
    </section>
  );
}

function Findings({ issues, title }: { issues: readonly Issue[]; title: string }) {
  if (issues.length === 0) return null;
  return (
    <section aria-label={title} className="panel px-4 py-4">
      <h2 className="font-semibold">{title}</h2>
      <ul className="mt-2 grid gap-2">
        {issues.slice(0, 100).map(({ code, message, remedy, path }) => (
          <li key={`${path} ${code} ${message}`}>
            <p>{sentence(message)}</p>
            <p className="text-ink-2">
              {remedy} <code className="font-mono text-micro text-ink-3">{code}</code>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const secondsDefault = 10;

function Result({ importing, document }: { importing: Importing; document: ModelDocument }) {
  const { ok, parts } = importing.view!;
  const [seconds, setSeconds] = useState(document.run?.until ?? secondsDefault);
  // What is no world does not go by seconds.
  const length = parts.length > 0 ? seconds : undefined;
  const running = useRunning(ok ? document : undefined, length);
  return (
    <aside aria-label="What it became" className="panel sticky top-16 overflow-hidden">
      {parts.length > 0 ? (
        <div className="make-view">
          <WorldPicture parts={parts} />
        </div>
      ) : null}
      <p className="border-t border-line px-3 py-2 font-medium first:border-t-0" role="status">
        {document.name}: {ok ? 'ready to run' : 'it does not run yet'}
        {parts.length > 0 ? (
          <span className="font-normal text-ink-3"> · {counted(parts.length, 'part')}</span>
        ) : null}
      </p>
      <Doing document={document} ready={ok} running={running} seconds={length} setSeconds={setSeconds} />
    </aside>
  );
}

export function ImportPanel({ dropped }: { dropped: readonly ChosenFile[] }) {
  useTitle('Import a model');
  const control = useImport();
  const { importing, take } = control;
  useEffect(() => take(dropped), [take, dropped]);
  const { view } = importing;
  const document = view?.document ?? undefined;
  const others = (view?.issues ?? []).filter(({ file }) => file === undefined);
  return (
    <>
      <header className="pt-5 pb-3">
        <h1 className="text-title font-semibold tracking-tight">Import a model</h1>
      </header>
      <div className="grid items-start gap-5 pb-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid gap-4">
          <Choice {...control} />
          <Refused {...control} />
          <Missing {...control} />
          <Findings issues={others} title={view?.ok === true ? 'Left out or changed' : 'Not imported'} />
        </div>
        {document === undefined ? null : (
          <Result document={document} importing={importing} key={importing.files.size} />
        )}
      </div>
    </>
  );
}
