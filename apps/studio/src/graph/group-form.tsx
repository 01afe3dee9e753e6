// The fields of a group: its name, its colour, whether it is one block, and its nodes.

import { useEffect, useState } from 'react';
import { valuesAt } from '../editor/schema-walk.ts';
import { leaveGroups } from './group-edits.ts';
import { setGroup, toggleGroup, ungroupSelected } from './group-commands.ts';
import type { GraphGroup, GraphNode } from './graph-model.ts';
import type { GraphSession } from './graph-session.ts';
import { Icon } from '../design/icon.tsx';

function NameField({ session, group }: { session: GraphSession; group: GraphGroup }) {
  const [text, setText] = useState(group.name);
  useEffect(() => setText(group.name), [group.name]);
  return (
    <label className="block font-medium">
      Name
      <input
        aria-invalid={text === ''}
        autoComplete="off"
        className="field w-full font-normal"
        data-name=""
        maxLength={200}
        onBlur={() => setText(group.name)}
        onChange={({ target: { value } }) => {
          setText(value);
          // A group without a name would be none, so the last one stays until there is another.
          if (value !== '') setGroup(session, group, 'name', value, true);
        }}
        spellCheck={false}
        value={text}
      />
    </label>
  );
}

/** Colours the format of the document knows. */
function colorsOf(session: GraphSession): readonly string[] {
  const { schema } = session.grammar;
  const base = session.state().scope.slice(1);
  return valuesAt(schema, [...base, 'groups', '0', 'color'], {}).filter((value) => typeof value === 'string');
}

function ColorField({ session, group }: { session: GraphSession; group: GraphGroup }) {
  const colors = colorsOf(session);
  return (
    <fieldset>
      <legend className="font-medium">Colour</legend>
      <div className="mt-1 flex gap-1.5">
        {colors.map((color, place) => (
          <label className="graph-swatch" data-color={color} key={color} title={color}>
            <input
              aria-label={color}
              checked={(group.color ?? colors[0]) === color}
              name="group colour"
              onChange={() => setGroup(session, group, 'color', place === 0 ? undefined : color)}
              type="radio"
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Members({ session, group }: { session: GraphSession; group: GraphGroup }) {
  const { byKey } = session.state().graph;
  return (
    <ul aria-label="Nodes of the group" className="grid gap-0.5">
      {group.members.map((key) => (
        <li className="flex items-center gap-2" key={key}>
          <span className="min-w-0 flex-1 truncate">{byKey.get(key)?.title ?? key}</span>
          <button
            aria-label={`Take ${key} out of the group`}
            className="button button-quiet button-small button-icon"
            onClick={() => session.edit((model) => leaveGroups(model, new Set([key])), { freeze: true })}
            type="button"
          >
            <Icon name="cross" size={12} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The form of one group. */
export function GroupForm({ session, group }: { session: GraphSession; group: GraphGroup }) {
  return (
    <>
      <NameField group={group} session={session} />
      <ColorField group={group} session={session} />
      <div className="flex flex-wrap gap-1.5">
        <button
          className="button button-small"
          onClick={() => toggleGroup(session, group.key)}
          title="H"
          type="button"
        >
          {group.collapsed ? 'Show its nodes' : 'Show as one block'}
        </button>
        <button
          className="button button-small"
          onClick={() => ungroupSelected(session)}
          title="Ctrl Shift G"
          type="button"
        >
          Ungroup
        </button>
      </div>
      <Members group={group} session={session} />
    </>
  );
}

/** Says which group a node is in, and takes it out. */
export function Membership({ session, node }: { session: GraphSession; node: GraphNode }) {
  const group = session.state().graph.groups.find(({ members }) => members.includes(node.key));
  if (group === undefined) return null;
  return (
    <p className="flex items-center gap-2 text-small text-ink-2">
      <span className="min-w-0 flex-1 truncate">In the group “{group.name}”</span>
      <button className="button button-small" onClick={() => ungroupSelected(session)} type="button">
        Take out
      </button>
    </p>
  );
}
