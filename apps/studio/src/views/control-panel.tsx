// A family's live parameters in groups: sliders in units people use, presets, switches, and one large button that stops what
// moves. Every change goes through the recorded inputs of the run.

import { useCallback, useMemo, useState } from 'react';
import type { Input, Parameter, RunEvent } from '@holdfast/core';
import type { RunView } from '@holdfast/protocol';
import { formatNumber } from '../design/format.ts';
import { Icon } from '../design/icon.tsx';
import { ParameterField } from '../design/parameter-field.tsx';
import { ListParameter, said, useLiveInput } from '../run/parameters-panel.tsx';
import { useFeed, useRunState } from '../run/run-context.ts';
import { CopyAs } from '../shell/copy-as.tsx';
import { inputLines } from '../shell/command-line.ts';
import { isNumber } from '../shell/number-parameters.ts';
import { problemOf } from '../shell/problem.ts';
import { useActions, useStudio } from '../shell/studio.ts';
import {
  ownValue,
  shownParameter,
  shownValue,
  ungrouped,
  type Control,
  type ControlGroup,
} from './control-groups.ts';

/** The value of a parameter at a time: the last input up to it, else what the run began with. */
export function valueAt(
  parameter: Parameter,
  run: RunView,
  events: readonly RunEvent[],
  time: number | null,
): number {
  const last = events.findLast(
    (event) =>
      event.kind === 'input' &&
      event.details['parameter'] === parameter.name &&
      (time === null || event.time <= time),
  );
  const kept =
    last?.details['value'] ?? run.parameters.find((input) => input.parameter === parameter.name)?.value;
  return typeof kept === 'number' ? kept : parameter.value;
}

/** Sends several values as one input; says what went wrong. */
function useInputs() {
  const { client, reach } = useStudio();
  const { id } = useFeed();
  const [problem, setProblem] = useState('');
  const send = useCallback(
    (inputs: readonly Input[]) => {
      setProblem('');
      reach.watch(client.input(id, inputs)).catch((error: unknown) => setProblem(problemOf(error).message));
    },
    [client, reach, id],
  );
  return { send, problem };
}

export interface LiveProps {
  readonly parameter: Parameter;
  readonly value: number;
  readonly disabled: boolean;
}

/** One parameter of the living run as slider and field, in the unit people use. */
export function LiveSlider({ control, parameter, value: start, disabled }: LiveProps & { control: Control }) {
  const { shown, reach } = control;
  const { value, set, answer } = useLiveInput(parameter, start);
  const { events, model } = useRunState();
  const applied = events.findLast(
    (event) => event.kind === 'input' && event.details['parameter'] === parameter.name,
  );
  const settled = applied?.details['value'] === value ? applied.time : undefined;
  const unit = shown ?? { unit: parameter.unit, per: 1, from: 0 };
  const span = reach && {
    min: shownValue(Math.max(reach[0], parameter.min), unit),
    max: shownValue(Math.min(reach[1], parameter.max), unit),
  };
  return (
    <ParameterField
      disabled={disabled}
      invalid={answer?.kind === 'refused'}
      note={said(answer, settled, model?.timeUnit ?? '')}
      onChange={(next) => set(ownValue(next, unit, parameter))}
      parameter={shownParameter(parameter, unit)}
      value={shownValue(value, unit)}
      {...(span === undefined ? {} : { reach: span })}
    />
  );
}

function LiveSwitch({ control, parameter, value, disabled }: LiveProps & { control: Control }) {
  const { send, problem } = useInputs();
  const [off, on] = control.words ?? ['Off', 'On'];
  return (
    <div>
      <div className="flex items-center justify-between gap-2">
        <span className="font-medium">{parameter.label}</span>
        <div aria-label={parameter.label} className="segments" role="group">
          {[off, on].map((word, state) => (
            <button
              aria-pressed={value === state}
              className="segment"
              disabled={disabled}
              key={word}
              onClick={() => send([{ parameter: parameter.name, value: state }])}
              type="button"
            >
              {word}
            </button>
          ))}
        </div>
      </div>
      {problem === '' ? null : <p className="text-micro text-bad">{problem}</p>}
    </div>
  );
}

/** Stops at once, and lets go again. */
function StopButton({ parameter, value, disabled }: LiveProps) {
  const { send, problem } = useInputs();
  const stopped = value > 0;
  const toggle = useCallback(
    () => send([{ parameter: parameter.name, value: stopped ? 0 : 1 }]),
    [send, parameter, stopped],
  );
  useActions(
    useMemo(
      () => [
        {
          id: 'emergency stop',
          title: stopped ? 'Release the emergency stop' : parameter.label,
          group: 'This run',
          unavailable: disabled ? 'the run has ended' : undefined,
          run: toggle,
        },
      ],
      [parameter, stopped, disabled, toggle],
    ),
  );
  return (
    <div>
      <button
        aria-pressed={stopped}
        className="stop-button"
        data-stopped={stopped}
        disabled={disabled}
        onClick={toggle}
        type="button"
      >
        <Icon name={stopped ? 'recover' : 'stop'} />
        {stopped ? 'Stopped. Release' : parameter.label}
      </button>
      {problem === '' ? null : (
        <p className="mt-1 text-bad" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function Group(props: {
  group: ControlGroup;
  parameters: ReadonlyMap<string, Parameter>;
  valueOf: (parameter: Parameter) => number;
  disabled: boolean;
}) {
  const { group, parameters, valueOf, disabled } = props;
  const { send, problem } = useInputs();
  const known = group.controls.flatMap((control) => {
    const parameter = parameters.get(control.parameter);
    return parameter === undefined ? [] : [{ control, parameter }];
  });
  if (known.length === 0) return null;
  const isSet = (values: Readonly<Record<string, number>>): boolean =>
    Object.entries(values).every(([name, value]) => {
      const parameter = parameters.get(name);
      return parameter !== undefined && Math.abs(valueOf(parameter) - value) <= 1e-9 * Math.abs(value);
    });
  return (
    <fieldset className="min-w-0 border-t border-line px-3 pt-2 pb-3">
      <legend className="eyebrow float-left mb-2 w-full">{group.title}</legend>
      <div className="clear-both space-y-3">
        {group.presets.length === 0 ? null : (
          <div aria-label={`Presets of ${group.title}`} className="flex flex-wrap gap-1" role="group">
            {group.presets.map(({ title, values }) => (
              <button
                aria-pressed={isSet(values)}
                className="button button-small"
                disabled={disabled}
                key={title}
                onClick={() =>
                  send(Object.entries(values).map(([parameter, value]) => ({ parameter, value })))
                }
                type="button"
              >
                {title}
              </button>
            ))}
          </div>
        )}
        {problem === '' ? null : <p className="text-micro text-bad">{problem}</p>}
        {known.map(({ control, parameter }) => {
          if (!isNumber(parameter)) return <ListParameter key={parameter.name} parameter={parameter} />;
          const value = valueOf(parameter);
          const Field = control.kind === 'switch' ? LiveSwitch : LiveSlider;
          return (
            <Field
              control={control}
              disabled={disabled}
              key={parameter.name}
              parameter={parameter}
              value={value}
            />
          );
        })}
      </div>
    </fieldset>
  );
}

/** The panel; `stop` names the parameter that stops what moves when it is 1. */
export function ControlPanel({ groups, stop }: { groups: readonly ControlGroup[]; stop?: string }) {
  const { model, run, events } = useRunState();
  const { id } = useFeed();
  const all = useMemo(() => new Map((model?.parameters ?? []).map((each) => [each.name, each])), [model]);
  if (run === undefined || all.size === 0) return null;
  const over = run.status === 'ended';
  const valueOf = (parameter: Parameter): number => valueAt(parameter, run, events, null);
  const stopping = stop === undefined ? undefined : all.get(stop);
  const others = ungrouped([...all.values()], groups, stop === undefined ? [] : [stop]);
  const rest: ControlGroup = {
    title: 'Others',
    controls: others.map(({ name }) => ({ parameter: name })),
    presets: [],
  };
  const lines = () =>
    [...all.values()]
      .filter(isNumber)
      .map((each) => inputLines(location.origin, id, { parameter: each.name, value: valueOf(each) }));
  return (
    <section aria-labelledby="parameters" className="panel">
      <header className="flex h-10 items-center justify-between pl-3 pr-1.5">
        <h3 className="font-semibold" id="parameters">
          Controls
        </h3>
        <CopyAs lines={lines} small />
      </header>
      {stopping === undefined ? null : (
        <div className="px-3 pb-3">
          <StopButton disabled={over} parameter={stopping} value={valueOf(stopping)} />
        </div>
      )}
      {[...groups, rest].map((group) => (
        <Group disabled={over} group={group} key={group.title} parameters={all} valueOf={valueOf} />
      ))}
      {over ? (
        <p className="border-t border-line px-3 py-2 text-small text-ink-3">
          The run has ended at {formatNumber(run.time, 6)} {model?.timeUnit}; edit a copy to try other values.
        </p>
      ) : null}
    </section>
  );
}
