// What identifies the run, how anybody computes it again, and the document it was computed from.

import { formatCount } from '@holdfast/pictures';
import { encodeJson, formatLimits } from '@holdfast/protocol';
import { markup, type Markup } from './markup.ts';
import { fact, section } from './parts.ts';
import { replayLink } from './replay-file.ts';
import type { ReportSource } from './source.ts';

/** Characters of an attachment shown; the replay file has all of them. */
const shownMax = 65_536;

/** A file name from a run's name. */
export function fileStem(name: string): string {
  const stem = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return stem.slice(0, 60) || 'run';
}

/** Quotes a word for a POSIX shell where it needs it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Seed, digests and versions, with the commands that verify them; in parts, as the replay file is. */
export function* identitySection(source: ReportSource): Generator<Markup> {
  const { id, result, workers, limits } = source;
  const name = `${fileStem(result.name)}.replay.json`;
  const facts = [
    fact('Run', markup`<code>${id}</code>`),
    fact('Seed', markup`<code>${String(result.seed)}</code>`),
    fact('Document', markup`<code class="digest">${result.document}</code>`),
    fact('Trail', markup`<code class="digest">${result.trail}</code>`),
    fact('Frames', formatCount(result.frames)),
    fact('Engine', `${result.family}, version ${result.engine}`),
    fact('Workers', String(workers)),
    fact('Limits', formatLimits(limits) || 'none'),
  ];
  yield markup`<section aria-labelledby="identity">
    <h2 id="identity">Check it yourself</h2>
    <p>
      The same document, parameters, seed, engine and changes give the same numbers, bit for bit, on any
      machine and any number of workers. The trail is the digest of every recorded frame.
    </p>
    <dl class="identity">${facts}</dl>
    <p>Save the `;
  yield* replayLink(source, name);
  yield markup`, which this page contains, and compute it again anywhere; the command takes this page as well:</p>
    <pre tabindex="0"><code>holdfast replay ${shellWord(name)}</code></pre>
    <p>Where the run is kept:</p>
    <pre tabindex="0"><code>holdfast replay ${shellWord(id)}</code></pre>
  </section>
`;
}

function attachment([name, text]: readonly [string, string]): Markup {
  const cut = text.length > shownMax;
  return markup`<h3>${name}</h3>
    <pre tabindex="0"><code>${cut ? text.slice(0, shownMax) : text}</code></pre>
    ${cut ? markup`<p class="note">The first ${formatCount(shownMax)} of ${formatCount(text.length)} characters; the replay file has all.</p>` : undefined}`;
}

/** The document, closed until somebody wants to read it. */
export function documentSection({ document }: Pick<ReportSource, 'document'>): Markup {
  const { files = {}, ...rest } = document;
  return section(
    'document',
    'The document',
    markup`<details>
      <summary>Everything it was computed from</summary>
      <pre tabindex="0"><code>${encodeJson(rest, 2)}</code></pre>
      ${Object.entries(files).map(attachment)}
    </details>`,
  );
}
