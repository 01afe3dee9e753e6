// Correlated inputs of the graph that is looked at: groups, their copula, and the matrix of each, judged while it changes.
// Every change is a step of the document's one history.

import './correlation.css';
import { type KeyboardEvent, useMemo, useState, useSyncExternalStore } from 'react';
import type { CorrelationGrammar, CorrelationVerdict } from '@holdfast/catalog';
import { Dialog } from '../design/dialog.tsx';
import { Icon } from '../design/icon.tsx';
import { setAt } from '../graph/edits.ts';
import { listOf, recordOf } from '../graph/graph-model.ts';
import type { GraphSession } from '../graph/graph-session.ts';
import {
  coefficientText,
  degreesBegin,
  newGroup,
  readGroup,
  withCoefficient,
  withNode,
  withoutNode,
  writable,
  writeGroup,
  type Group,
} from './groups.ts';
import { MatrixGrid } from './matrix-grid.tsx';

interface Groups {
  readonly groups: readonly Group[];
  readonly verdicts: readonly (CorrelationVerdict | undefined)[];
  /** Ids that may be in a group and are in none. */
  readonly free: readonly string[];
  readonly titleOf: (id: string) => string;
}

function useGroups(session: GraphSession, grammar: CorrelationGrammar): Groups {
  const { model, graph } = useSyncExternalStore(session.subscribe, session.state);
  return useMemo(() => {
    const written = listOf(model[grammar.member]);
    const groups = written.map(readGroup);
    const taken = new Set(groups.flatMap(({ nodes }) => nodes));
    return {
      groups,
      verdicts: written.map((group) => grammar.judge(group)),
      free: grammar.eligible(model).filter((id) => !taken.has(id)),
      titleOf: (id) => graph.byKey.get(id)?.title ?? id,
    };
  }, [model, graph, grammar]);
}

/** Says whether the numbers can be, and what a run does where they cannot. */
function Verdict({ verdict, repair }: { verdict: CorrelationVerdict | undefined; repair: () => void }) {
  if (verdict === undefined) return <p role="status">The group is not complete.</p>;
  const { change, accepted } = verdict;
  if (change === 0) {
    return (
      <p className="flex items-center gap-1.5 text-ok" role="status">
        <Icon name="check" size={14} /> These correlations are possible.
      </p>
    );
  }
  const far = coefficientText(Math.ceil(change * 1e3) / 1e3);
  return (
    <div
      className={`flex flex-wrap items-center gap-2 rounded-md px-3 py-2 text-ink ${accepted ? 'bg-warn-wash' : 'bg-bad-wash'}`}
      role="status"
    >
      <Icon className={accepted ? 'text-warn' : 'text-bad'} name="warn" size={14} />
      <p className="min-w-0 flex-1">
        These correlations contradict each other. The nearest possible ones, shown small, differ by up to{' '}
        {far}.{' '}
        {accepted ? 'A run uses those and says so.' : 'That is too far for a run: weaken some of them.'}
      </p>
      <button className="button button-small" onClick={repair} type="button">
        Use the nearest
      </button>
    </div>
  );
}

const copulaWords: Readonly<Record<string, string>> = {
  gaussian: 'Gaussian: extremes come apart',
  t: 't: extremes come together',
};
const measureWords: Readonly<Record<string, string>> = {
  spearman: 'Spearman, of ranks',
  kendall: 'Kendall',
  'pearson-of-normals': 'Pearson, of normals',
};

function optionsOf(
  keys: readonly string[],
  words: Readonly<Record<string, string>>,
): readonly (readonly [string, string])[] {
  return keys.map((key) => [key, words[key] ?? key] as const);
}

function Choice(props: {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}) {
  const { label, value, options, onChange } = props;
  return (
    <label className="grid gap-0.5 text-small font-medium">
      {label}
      <select className="field font-normal" onChange={(event) => onChange(event.target.value)} value={value}>
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Degrees of freedom, written once they are a number the format takes. */
function Degrees({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const [text, setText] = useState<string>();
  const commit = (): void => {
    const number = Number(text);
    if (text !== undefined && number >= 1 && number <= 1000) onChange(number);
    setText(undefined);
  };
  return (
    <label className="grid gap-0.5 text-small font-medium">
      Degrees of freedom
      <input
        className="field w-32 font-normal"
        inputMode="decimal"
        onBlur={commit}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
        value={text ?? String(value)}
      />
    </label>
  );
}

interface GroupFormProps extends Groups {
  readonly grammar: CorrelationGrammar;
  readonly index: number;
  readonly change: (group: Group, join?: boolean) => void;
  readonly remove: () => void;
}

function GroupForm({ grammar, groups, verdicts, free, titleOf, index, change, remove }: GroupFormProps) {
  const group = groups[index]!;
  const verdict = verdicts[index];
  const { nodes, copula, measure, degreesOfFreedom = degreesBegin } = group;
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <Choice
          label="Copula"
          onChange={(value) => change({ ...group, copula: value })}
          options={optionsOf(grammar.copulas, copulaWords)}
          value={copula}
        />
        {copula === 't' ? (
          <Degrees
            onChange={(value) => change({ ...group, degreesOfFreedom: value })}
            value={degreesOfFreedom}
          />
        ) : null}
        <Choice
          label="The numbers are"
          onChange={(value) => change({ ...group, measure: value })}
          options={optionsOf(grammar.measures, measureWords)}
          value={measure}
        />
        <Choice
          label="Add an input"
          onChange={(id) => change(withNode(group, id))}
          options={[
            ['', free.length === 0 ? 'none left' : 'choose'],
            ...free.map((id) => [id, titleOf(id)] as const),
          ]}
          value=""
        />
        <button className="button button-small ml-auto" onClick={remove} type="button">
          Remove group
        </button>
      </div>
      <div className="overflow-auto">
        <MatrixGrid
          before={(row) => (
            <button
              aria-label={`Take ${titleOf(nodes[row] ?? '')} out`}
              className="button button-quiet button-small button-icon"
              disabled={nodes.length <= 2}
              onClick={() => change(withoutNode(group, row))}
              title={nodes.length <= 2 ? 'Two inputs are the fewest' : 'Take it out'}
              type="button"
            >
              <Icon name="cross" size={11} />
            </button>
          )}
          key={`${index} ${nodes.length}`}
          label={`Correlations of ${group.name ?? titleOf(nodes[0] ?? '')}`}
          matrix={group.matrix}
          onChange={(row, column, value, join) => change(withCoefficient(group, row, column, value), join)}
          reached={verdict?.reached}
          titles={nodes.map(titleOf)}
        />
      </div>
      <Verdict
        repair={() => {
          if (verdict !== undefined) change({ ...group, matrix: writable(verdict.reached) });
        }}
        verdict={verdict}
      />
    </>
  );
}

/** A member of the model, or of a member of it, that a box sets and takes away. */
function Box(props: {
  session: GraphSession;
  words: string;
  path: readonly [string, string];
  value: unknown;
}) {
  const { session, words, path, value } = props;
  const { document } = useSyncExternalStore(session.subscribe, session.state);
  const [member, key] = path;
  const now = recordOf(recordOf(document['model'])[member]);
  const on = now[key] !== undefined && now[key] !== false;
  const set = (wanted: boolean): void => {
    const next = recordOf(setAt(now, [key], wanted ? value : undefined));
    const whole = Object.keys(next).length === 0 ? undefined : next;
    session.write(recordOf(setAt(document, ['model', member], whole)));
  };
  return (
    <label className="flex items-center gap-2">
      <input checked={on} onChange={(event) => set(event.target.checked)} type="checkbox" />
      {words}
    </label>
  );
}

/** What a run reports of correlations, which its page then shows as a matrix. */
function Measured({ session, inputs }: { session: GraphSession; inputs: readonly string[] }) {
  const { trail } = useSyncExternalStore(session.subscribe, session.state);
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 text-small font-medium">Show on the page of a run</legend>
      <Box
        path={['statistics', 'correlations']}
        session={session}
        value={true}
        words="how correlated the outputs come out"
      />
      {trail.length > 0 || inputs.length === 0 ? null : (
        <Box
          path={['study', 'inputs']}
          session={session}
          value={inputs}
          words="how correlated these inputs are with every output"
        />
      )}
    </fieldset>
  );
}

function Empty({ free }: { free: readonly string[] }) {
  return (
    <p className="text-ink-2">
      {free.length < 2
        ? 'Correlations need two inputs that draw random numbers: distributions, or data drawn by bootstrap.'
        : 'No inputs are correlated yet. A group draws its inputs together; the distribution of each stays as it is.'}
    </p>
  );
}

/** Undo and redo reach the history of the document from anywhere in the dialog but a text that is being typed. */
function historyKeys(session: GraphSession, event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || !/^[zy]$/i.test(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.shiftKey || event.key.toLowerCase() === 'y') session.redo();
  else session.undo();
}

/** The groups to choose from. */
function Heading(
  props: Groups & {
    readonly chosen: number;
    readonly choose: (index: number) => void;
    readonly add: () => void;
    readonly onClose: () => void;
  },
) {
  const { groups, free, titleOf, chosen, choose, add, onClose } = props;
  return (
    <header className="flex flex-wrap items-center gap-1.5">
      <h2 className="mr-2 text-lead font-semibold">Correlated inputs</h2>
      {groups.map(({ name, nodes }, place) => (
        <button
          aria-pressed={place === chosen}
          className={`button button-small ${place === chosen ? 'correlation-chosen' : ''}`}
          key={place}
          onClick={() => choose(place)}
          type="button"
        >
          {name ?? titleOf(nodes[0] ?? '')}
        </button>
      ))}
      <button className="button button-small" disabled={free.length < 2} onClick={add} type="button">
        <Icon name="plus" size={12} /> New group
      </button>
      <button
        aria-label="Close"
        className="button button-quiet button-small button-icon ml-auto"
        onClick={onClose}
        type="button"
      >
        <Icon name="cross" size={13} />
      </button>
    </header>
  );
}

/** The editor of all groups. */
export function CorrelationDialog(props: {
  session: GraphSession;
  grammar: CorrelationGrammar;
  onClose: () => void;
}) {
  const { session, grammar, onClose } = props;
  const all = useGroups(session, grammar);
  const { groups, free } = all;
  const [chosen, setChosen] = useState(0);
  const index = Math.min(chosen, groups.length - 1);
  const edit = (change: (list: readonly unknown[]) => readonly unknown[], join = false): void => {
    const { member } = grammar;
    session.edit(
      (model) => {
        const list = change(listOf(model[member]));
        return recordOf(setAt(model, [member], list.length === 0 ? undefined : list));
      },
      { join },
    );
  };
  const add = (): void => {
    const { selection } = session.state();
    const picked = free.filter((id) => selection.has(id));
    edit((list) => [...list, writeGroup(newGroup(picked.length >= 2 ? picked : free.slice(0, 2)))]);
    setChosen(groups.length);
  };
  return (
    <Dialog className="w-[52rem]" label="Correlate inputs" onClose={onClose}>
      <div className="grid gap-3 p-4" onKeyDownCapture={(event) => historyKeys(session, event)}>
        <Heading {...all} add={add} choose={setChosen} chosen={index} onClose={onClose} />
        {groups[index] === undefined ? (
          <Empty free={free} />
        ) : (
          <GroupForm
            {...all}
            change={(group, join) =>
              edit((list) => list.map((old, place) => (place === index ? writeGroup(group) : old)), join)
            }
            grammar={grammar}
            index={index}
            remove={() => edit((list) => list.filter((_, place) => place !== index))}
          />
        )}
        <Measured inputs={groups.flatMap(({ nodes }) => nodes)} session={session} />
        <p className="text-small text-ink-3">
          Arrows go from cell to cell; type a number from −1 to 1, or drag a cell sideways. Delete sets 0.
        </p>
      </div>
    </Dialog>
  );
}
