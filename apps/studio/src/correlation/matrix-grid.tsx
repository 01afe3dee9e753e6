// A symmetric matrix of coefficients to edit: arrows go from cell to cell, typing writes, dragging turns.

import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { coefficientColour, coefficientIn, coefficientText } from './groups.ts';

export interface MatrixProps {
  readonly label: string;
  readonly titles: readonly string[];
  readonly matrix: readonly (readonly number[])[];
  /** What a run reaches instead; shown where it differs. */
  readonly reached?: readonly (readonly number[])[] | undefined;
  /** `join` is true for a further step of the same movement. */
  readonly onChange: (row: number, column: number, value: number, join: boolean) => void;
  /** What stands before the title of a row. */
  readonly before: (row: number) => ReactNode;
}

interface Place {
  readonly row: number;
  readonly column: number;
}

/** Change of a coefficient by PageUp and PageDown. */
const stride = 0.05;
/** Change by one pixel of a drag, and pixels after which a press is a drag. */
const perPixel = 0.005;
const dragFrom = 4;

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The cell under the keyboard, what is typed there, and what keys and pointer do. */
function useCells({ matrix, onChange }: MatrixProps) {
  const [at, setAt] = useState<Place>({ row: 1, column: 0 });
  const [typed, setTyped] = useState<string>();
  const body = useRef<HTMLTableSectionElement>(null);
  const drag = useRef<{ readonly x: number; readonly value: number; moved: boolean }>(undefined);
  const last = matrix.length - 1;
  const go = (row: number, column: number): void => {
    const place = { row: Math.min(Math.max(row, 0), last), column: Math.min(Math.max(column, 0), last) };
    // The keyboard is there at once and takes the very next key.
    flushSync(() => {
      setTyped(undefined);
      setAt(place);
    });
    body.current?.querySelector<HTMLElement>(`[data-cell="${place.row} ${place.column}"]`)?.focus();
  };
  const commit = (text: string): boolean => {
    const value = coefficientIn(text);
    if (value !== undefined) onChange(at.row, at.column, value, false);
    setTyped(undefined);
    return value !== undefined;
  };
  const keyOnCell = (event: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || typed !== undefined) return;
    const { row, column } = at;
    const move = moves[key];
    const value = matrix[row]?.[column] ?? 0;
    if (move !== undefined) go(row + move[0], column + move[1]);
    else if (key === 'Home') go(row, 0);
    else if (key === 'End') go(row, last);
    else if (row === column) return;
    else if (key === 'Enter' || key === 'F2') setTyped(String(value));
    else if (/^[-+.,\d]$/.test(key)) setTyped(key);
    else if (key === 'Delete' || key === 'Backspace') onChange(row, column, 0, false);
    else if (key === 'PageUp') onChange(row, column, value + stride, true);
    else if (key === 'PageDown') onChange(row, column, value - stride, true);
    else return;
    event.preventDefault();
  };
  const keyInText = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') {
      commit(event.currentTarget.value);
      go(at.row + (event.shiftKey ? -1 : 1), at.column);
    } else if (event.key === 'Escape') go(at.row, at.column);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const press = (row: number, column: number, event: PointerEvent<HTMLElement>): void => {
    if (typed !== undefined && at.row === row && at.column === column) return;
    setTyped(undefined);
    setAt({ row, column });
    if (row === column || event.button !== 0) return;
    drag.current = { x: event.clientX, value: matrix[row]?.[column] ?? 0, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const turn = (row: number, column: number, event: PointerEvent): void => {
    const begun = drag.current;
    if (begun === undefined || event.buttons !== 1) return;
    const dx = event.clientX - begun.x;
    if (!begun.moved && Math.abs(dx) < dragFrom) return;
    onChange(row, column, Math.round((begun.value + dx * perPixel) * 100) / 100, true);
    begun.moved = true;
  };
  const release = (): void => {
    drag.current = undefined;
  };
  return { at, typed, setTyped, body, commit, keyOnCell, keyInText, press, turn, release };
}

type Cells = ReturnType<typeof useCells>;

function Cell({
  props,
  cells,
  row,
  column,
}: {
  props: MatrixProps;
  cells: Cells;
  row: number;
  column: number;
}) {
  const { matrix, reached, titles } = props;
  const value = matrix[row]?.[column] ?? 0;
  const real = reached?.[row]?.[column] ?? value;
  const here = cells.at.row === row && cells.at.column === column;
  const editing = here && cells.typed !== undefined;
  const moved = Math.abs(real - value) >= 5e-4;
  const name = `${titles[row]} and ${titles[column]}`;
  return (
    <td
      aria-readonly={row === column}
      className={`correlation-cell ${row === column ? 'correlation-same' : ''}`}
      data-cell={`${row} ${column}`}
      onDoubleClick={() => {
        if (row !== column) cells.setTyped(String(value));
      }}
      onPointerDown={(event) => cells.press(row, column, event)}
      onPointerMove={(event) => cells.turn(row, column, event)}
      onPointerUp={cells.release}
      role="gridcell"
      style={row === column ? undefined : { background: coefficientColour(value) }}
      tabIndex={here && !editing ? 0 : -1}
      title={moved ? `${name}; the nearest possible is ${coefficientText(real)}` : name}
    >
      {editing ? (
        <input
          aria-invalid={coefficientIn(cells.typed ?? '') === undefined}
          aria-label={`Correlation of ${name}`}
          autoFocus
          inputMode="decimal"
          onBlur={(event) => cells.commit(event.target.value)}
          onChange={(event) => cells.setTyped(event.target.value)}
          onFocus={(event) => {
            const { value: text } = event.target;
            if (text.length > 1) event.target.select();
          }}
          onKeyDown={cells.keyInText}
          value={cells.typed}
        />
      ) : (
        <>
          <span>{coefficientText(value)}</span>
          {moved ? <span className="correlation-moved">{coefficientText(real)}</span> : null}
        </>
      )}
    </td>
  );
}

/** The matrix as a grid with one stop of the Tab key. */
export function MatrixGrid(props: MatrixProps) {
  const { label, titles, before } = props;
  const cells = useCells(props);
  return (
    <table aria-label={label} className="correlation-matrix" role="grid">
      <thead>
        <tr>
          <td />
          {titles.map((title, column) => (
            <th key={column} scope="col" title={title}>
              <span>{title}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody onKeyDown={cells.keyOnCell} ref={cells.body}>
        {titles.map((title, row) => (
          <tr key={row}>
            <th scope="row" title={title}>
              {before(row)}
              <span>{title}</span>
            </th>
            {titles.map((_, column) => (
              <Cell cells={cells} column={column} key={column} props={props} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
