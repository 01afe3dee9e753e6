// Models in formats of other programs, as files; what a format cannot hold is told beside the button.

import { useState } from 'react';
import type { ModelDocument } from '@holdfast/core';
import { Icon } from '../design/icon.tsx';
import { sentence } from '../design/notice.tsx';
import { fileStem, saveFile } from '../run/saved-file.ts';
import { problemOf } from '../shell/problem.ts';
import { modelWriters, type ModelWriter } from './family-view.ts';

/** Saves a document through a writer; answers what is said afterwards, line by line. */
function useWriting(writer: ModelWriter, load: () => Promise<ModelDocument>) {
  const [said, setSaid] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      const document = await load();
      const { text, notices } = await writer.write(document);
      saveFile(`${fileStem(document.name)}.${writer.ending}`, [text]);
      setSaid(notices.map(({ message, remedy = '' }) => `${sentence(message)}. ${remedy}`.trim()));
    } catch (error) {
      setSaid([problemOf(error).message]);
    } finally {
      setBusy(false);
    }
  };
  return { said, busy, save };
}

function Said({ lines }: { lines: readonly string[] }) {
  return lines.length === 0 ? null : (
    <ul className="grid basis-full gap-1 px-3 py-1 text-small text-ink-2" role="status">
      {lines.slice(0, 6).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** An entry in the menu of exports. */
export function ModelExportItem({
  writer,
  load,
}: {
  writer: ModelWriter;
  load: () => Promise<ModelDocument>;
}) {
  const { said, busy, save } = useWriting(writer, load);
  return (
    <>
      <button
        className="button button-quiet h-auto w-full flex-col items-start gap-0 py-1.5 text-left"
        disabled={busy}
        onClick={() => void save()}
        type="button"
      >
        <span className="text-ink">
          {writer.title} <span className="text-ink-3">.{writer.ending}</span>
        </span>
        <span className="font-normal text-small text-ink-3">{busy ? 'Preparing …' : writer.described}</span>
      </button>
      <Said lines={said} />
    </>
  );
}

function Button({ writer, document }: { writer: ModelWriter; document: ModelDocument }) {
  const { said, busy, save } = useWriting(writer, () => Promise.resolve(document));
  return (
    <>
      <button
        className="button"
        disabled={busy}
        onClick={() => void save()}
        title={`Save as ${writer.title}: ${writer.described}`}
        type="button"
      >
        <Icon name="download" size={14} />
        {writer.title}
      </button>
      <Said lines={said} />
    </>
  );
}

/** A button for each format the document's family goes out in. */
export function ModelExport({ document }: { document: ModelDocument }) {
  return (modelWriters[document.family] ?? []).map((writer) => (
    <Button document={document} key={writer.title} writer={writer} />
  ));
}
