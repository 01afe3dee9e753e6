// Sliders and fields that change the living run. Each says whether the run took the value, and when.

import { useEffect, useRef, useState } from 'react';
import type { Parameter } from '@holdfast/core';
import { ParameterField } from '../design/parameter-field.tsx';
import { formatNumber } from '../design/format.ts';
import { CopyAs } from '../shell/copy-as.tsx';
import { inputLines } from '../shell/command-line.ts';
import { isNumber } from '../shell/number-parameters.ts';
import { problemOf } from '../shell/problem.ts';
import { useStudio } from '../shell/studio.ts';
import { useFeed, useRunState } from './run-context.ts';

const settleMs = 80;

type Answer =
  | { readonly kind: 'asking' }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly why: string };

/** Sends a value once it has rested for 80 ms; the newest answer wins. Follows `start` while nothing is on its way. */
export function useLiveInput(parameter: Parameter, start: number) {
  const { client, reach } = useStudio();
  const { id } = useFeed();
  const [value, setValue] = useState(start);
  const [answer, setAnswer] = useState<Answer>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const turn = useRef(0);
  const waiting = useRef(false);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!waiting.current) setValue(start);
  }, [start]);
  const set = (next: number): void => {
    setValue(next);
    clearTimeout(timer.current);
    waiting.current = true;
    timer.current = setTimeout(() => {
      turn.current += 1;
      const mine = turn.current;
      const say = (said: Answer): void => {
        if (mine !== turn.current) return;
        waiting.current = said.kind === 'asking';
        setAnswer(said);
      };
      say({ kind: 'asking' });
      reach.watch(client.input(id, [{ parameter: parameter.name, value: next }])).then(
        () => say({ kind: 'accepted' }),
        (error: unknown) => say({ kind: 'refused', why: problemOf(error).message }),
      );
    }, settleMs);
  };
  return { value, set, answer };
}

/** What became of a value that was sent. */
export function said(answer: Answer | undefined, applied: number | undefined, timeUnit: string): string {
  if (answer?.kind === 'refused') return `Refused: ${answer.why}`;
  if (answer?.kind === 'asking') return 'Sending …';
  if (applied !== undefined) return `In effect since ${formatNumber(applied)} ${timeUnit}`;
  return answer === undefined ? '' : 'Accepted, takes effect at the next step';
}

function LiveParameter({
  parameter,
  start,
  disabled,
}: {
  parameter: Parameter;
  start: number;
  disabled: boolean;
}) {
  const { value, set, answer } = useLiveInput(parameter, start);
  const { events, model } = useRunState();
  const applied = events.findLast(
    (event) => event.kind === 'input' && event.details['parameter'] === parameter.name,
  );
  const settled = applied?.details['value'] === value ? applied.time : undefined;
  return (
    <ParameterField
      disabled={disabled}
      invalid={answer?.kind === 'refused'}
      note={said(answer, settled, model?.timeUnit ?? '')}
      onChange={set}
      parameter={parameter}
      value={value}
    />
  );
}

/** A parameter that takes a list: how many places it has, and since when it is set. */
export function ListParameter({ parameter }: { parameter: Parameter }) {
  const { events, model, run } = useRunState();
  const set = events.findLast(
    (event) => event.kind === 'input' && event.details['parameter'] === parameter.name,
  );
  const begun = run?.parameters.some((input) => input.parameter === parameter.name) ?? false;
  const since =
    set === undefined
      ? begun
        ? 'set when the run began'
        : 'not set'
      : `set at ${formatNumber(set.time)} ${model?.timeUnit ?? ''}`;
  const { shape = [], min, max, unit } = parameter;
  return (
    <div>
      <p className="font-medium">{parameter.label}</p>
      <p className="text-small text-ink-3">
        {shape.join(' × ')} numbers, {formatNumber(min)} to {formatNumber(max)} {unit}; {since}
      </p>
    </div>
  );
}

/** Every parameter of the model; absent when it has none. */
export function ParametersPanel() {
  const { model, run, events } = useRunState();
  const { id } = useFeed();
  const parameters = model?.parameters ?? [];
  if (run === undefined || parameters.length === 0) return null;
  const over = run.status === 'ended';
  const startOf = (parameter: Parameter): number => {
    const last = events.findLast(
      (event) => event.kind === 'input' && event.details['parameter'] === parameter.name,
    );
    const kept =
      last?.details['value'] ?? run.parameters.find((input) => input.parameter === parameter.name)?.value;
    return typeof kept === 'number' ? kept : parameter.value;
  };
  return (
    <section aria-labelledby="parameters" className="panel">
      <header className="flex h-10 items-center justify-between border-b border-line pl-3 pr-1.5">
        <h3 className="font-semibold" id="parameters">
          Parameters
        </h3>
        <CopyAs
          lines={() =>
            parameters
              .filter(isNumber)
              .map((each) => inputLines(location.origin, id, { parameter: each.name, value: startOf(each) }))
          }
          small
        />
      </header>
      <div className="space-y-3.5 p-3">
        {parameters.map((parameter) =>
          isNumber(parameter) ? (
            <LiveParameter
              disabled={over}
              key={parameter.name}
              parameter={parameter}
              start={startOf(parameter)}
            />
          ) : (
            <ListParameter key={parameter.name} parameter={parameter} />
          ),
        )}
        {over ? (
          <p className="text-small text-ink-3">The run has ended; edit a copy to try other values.</p>
        ) : null}
      </div>
    </section>
  );
}
