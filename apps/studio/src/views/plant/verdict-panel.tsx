// What the plant gives for what it gets, in one sentence, and the second law beside it. For a plant that has to feed itself
// it answers the question with the instant everything stood still.

import { formatNumber, formatShare } from '../../design/format.ts';
import { Icon } from '../../design/icon.tsx';
import { useRunState } from '../../run/run-context.ts';
import { quantity } from '../scaled-unit.ts';
import { useSampled } from '../use-sampled.ts';
import { yieldOf, type Read, type Yield } from './plant-accounts.ts';

function joule(value: number): string {
  return quantity(value, 'J');
}

/** Everything it had to give from, in words. */
function sources({ takes, heat, released }: Yield): string {
  const named = [
    `${joule(takes)} of work put in`,
    ...(released > 0 ? [`${joule(released)} taken from what was stored at the start`] : []),
    ...(heat > 0 ? [`${joule(heat)} that external heat is worth`] : []),
  ];
  return named.length < 2 ? (named[0] ?? '') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

function LawLine({ found }: { found: Yield }) {
  const { gives, takes, heat, released, broken } = found;
  if (broken) {
    return (
      <p className="mt-2 rounded-md bg-bad-wash px-3 py-2 font-medium text-ink" role="alert">
        Critical: it would give more than everything it got. No plant can; this is a defect of the model.
      </p>
    );
  }
  const had = takes + Math.max(0, heat) + Math.max(0, released);
  return (
    <p className="mt-1 flex items-start gap-1.5 text-ink-2">
      <Icon className="mt-0.5 text-ok" name="check" size={14} />
      <span>
        It had {sources(found)} to give from{had > takes ? `, ${joule(had)} together` : ''}, and gave{' '}
        {had > 0 ? formatShare(gives / had) : 'nothing'} of it; {joule(Math.max(0, had - gives))} was lost
        {released < 0 ? ' or stored' : ''}. Never more out than in.
      </span>
    </p>
  );
}

function SelfSupply({ gone }: { gone: boolean }) {
  const { run, cursor } = useRunState();
  if (run === undefined) return null;
  const rests = run.stop?.kind === 'converged';
  const unit = 's';
  const reached = formatNumber(run.time, 5);
  const answer = rests
    ? 'No.'
    : run.status === 'ended'
      ? 'Not decided in this run.'
      : 'Not decided yet: it is still moving.';
  const why = rests
    ? `Its compressor ran on its own generator alone. It lived on what was stored at the start and has stood still for good since ${reached} ${unit}.`
    : `Its compressor runs on its own generator alone and lives on what was stored at the start.`;
  return (
    <div className="mb-2 flex items-start gap-3">
      <p className="text-figure font-semibold tracking-tight">{answer}</p>
      <p className="pt-1.5 text-ink-2">
        {why}
        {cursor !== null && gone ? ' The numbers below are those of the time looked at.' : ''}
      </p>
    </div>
  );
}

/** The sentence; `own` says that the compressor is driven by the plant's own generator. */
export function VerdictPanel({ read, own }: { read: Read; own: boolean }) {
  const found = useSampled(() => yieldOf(read));
  const { run } = useRunState();
  const known = Number.isFinite(found.gives);
  return (
    <section aria-label="What it gives for what it gets" className="panel px-4 py-3">
      {own ? (
        <>
          <h3 className="eyebrow">Can it power itself?</h3>
          <SelfSupply gone={run?.status === 'ended'} />
        </>
      ) : null}
      {known ? (
        <>
          <p className="text-lead">
            Gives <strong className="font-semibold">{joule(found.gives)}</strong> of electricity for{' '}
            <strong className="font-semibold">{joule(found.takes)}</strong> of work put in.
          </p>
          <LawLine found={found} />
        </>
      ) : (
        <p className="text-ink-3">No numbers yet.</p>
      )}
    </section>
  );
}
