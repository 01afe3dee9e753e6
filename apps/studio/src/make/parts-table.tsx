// The parts of the sheet as a table: everything the chips do, for keyboards and readers.

import type { Role, ShapeKind } from '@holdfast/sketch';
import { Icon } from '../design/icon.tsx';
import { PartText } from './part-form.tsx';
import { percentOf, rolesOf, roleTitles, shapeTitles, titlesOf } from './readings.ts';
import { withChoice, withoutInk, type Sketch, type SketchPart } from './sketch.ts';

interface TableProps {
  readonly sketch: Sketch;
  readonly parts: readonly SketchPart[];
  readonly commit: (sketch: Sketch) => void;
}

function Row(props: Omit<TableProps, 'parts'> & { readonly part: SketchPart; readonly noun: string }) {
  const { part, noun, sketch, commit } = props;
  return (
    <tr>
      <th className="text-ink!" scope="row">
        {noun}
      </th>
      <td>
        <select
          aria-label={`Shape of ${noun}`}
          className="field"
          onChange={({ target }) =>
            commit(withChoice(sketch, part.key, { shape: target.value as ShapeKind, role: undefined }))
          }
          value={part.shape.kind}
        >
          {part.readings.map(({ shape, confidence }) => (
            <option key={shape.kind} value={shape.kind}>
              {shapeTitles[shape.kind]} {Math.round(100 * confidence)} %
            </option>
          ))}
        </select>
      </td>
      <td>
        <select
          aria-label={`Role of ${noun}`}
          className="field"
          onChange={({ target }) => commit(withChoice(sketch, part.key, { role: target.value as Role }))}
          value={part.role}
        >
          {rolesOf(part).map((role) => (
            <option key={role} value={role}>
              {roleTitles[role]}
            </option>
          ))}
        </select>
      </td>
      <td>
        <PartText {...props} hint={noun} label={`Name of ${noun}`} member="name" />
      </td>
      <td>
        <PartText {...props} hint="2 kg steel" label={`Said about ${noun}`} member="note" />
      </td>
      <td className="tabular-nums">{percentOf(part)} %</td>
      <td>
        <button
          aria-label={`Erase ${noun}`}
          className="button button-quiet button-small button-icon"
          onClick={() => commit(withoutInk(sketch, part.ink))}
          type="button"
        >
          <Icon name="cross" size={14} />
        </button>
      </td>
    </tr>
  );
}

export function PartsTable({ sketch, parts, commit }: TableProps) {
  if (parts.length === 0) return null;
  const titles = titlesOf(parts);
  return (
    <details className="panel" open>
      <summary className="cursor-pointer px-3 py-2 font-semibold">
        Parts <span className="font-normal text-ink-3">{parts.length}</span>
      </summary>
      <div aria-label="Parts of the drawing" className="overflow-x-auto px-1 pb-2" role="region" tabIndex={0}>
        <table className="numbers make-parts">
          <thead>
            <tr>
              {['Part', 'Looks like', 'It', 'Name', 'Mass, substance, speed', 'Sure', ''].map((title) => (
                <th key={title} scope="col">
                  {title === '' ? <span className="sr-only">Erase</span> : title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {parts.map((part) => (
              <Row
                commit={commit}
                key={part.key}
                noun={titles.get(part.key) ?? ''}
                part={part}
                sketch={sketch}
              />
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
