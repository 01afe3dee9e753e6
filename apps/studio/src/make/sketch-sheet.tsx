// The sheet: ink, what it is understood as, and a chip for every part. Drawn as SVG, so that one matrix maps every pointer.

import { useRef, type KeyboardEvent } from 'react';
import type { Point } from '@holdfast/sketch';
import { Popover } from '../design/popover.tsx';
import { PartForm } from './part-form.tsx';
import { percentOf, titlesOf } from './readings.ts';
import { inkPath, shapePath } from './shape-path.ts';
import { boxOf, middleOf, movedInk, withoutInk, type Sketch, type SketchPart } from './sketch.ts';
import { usePen, type Tool } from './use-pen.ts';

/** Extent of the sheet in its own units. */
export interface SheetExtent {
  readonly width: number;
  readonly height: number;
}

/** How far a key moves a part. */
const nudge = 8;

interface SheetProps {
  readonly sketch: Sketch;
  readonly parts: readonly SketchPart[];
  readonly extent: SheetExtent;
  readonly tool: Tool;
  readonly commit: (sketch: Sketch) => void;
}

function Understood({ part }: { part: SketchPart }) {
  const path = shapePath(part.shape);
  return path === '' ? null : <path className="sheet-shape" d={path} data-role={part.role} />;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-nudge, 0],
  ArrowRight: [nudge, 0],
  ArrowUp: [0, -nudge],
  ArrowDown: [0, nudge],
};

/** Where a chip stands: above a closed shape, at the middle of a line. */
function anchorOf(sketch: Sketch, part: SketchPart): Point {
  if (part.shape.kind === 'line' || part.shape.kind === 'arrow') return middleOf(sketch, part.ink);
  const box = boxOf(sketch, part.ink);
  return { x: (box.left + box.right) / 2, y: box.top };
}

function Chip(
  props: SheetProps & { readonly part: SketchPart; readonly noun: string; readonly quiet: boolean },
) {
  const { sketch, part, noun, extent, commit, quiet } = props;
  const chosen = part.choice.shape !== undefined || part.choice.role !== undefined;
  const sure = chosen ? 'chosen' : `${percentOf(part)} %`;
  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.target as HTMLElement).closest('.popover') !== null) return;
    const by = arrows[event.key];
    if (by !== undefined) commit(movedInk(sketch, part.ink, by[0], by[1]));
    else if (event.key === 'Delete' || event.key === 'Backspace') commit(withoutInk(sketch, part.ink));
    else return;
    event.preventDefault();
  };
  const anchor = anchorOf(sketch, part);
  const left = Math.min(Math.max(0, anchor.x), extent.width);
  const top = Math.min(Math.max(30, anchor.y - 6), extent.height);
  return (
    <div
      className="sheet-chip"
      data-quiet={quiet}
      onKeyDown={onKeyDown}
      style={{ left: `${(100 * left) / extent.width}%`, top: `${(100 * top) / extent.height}%` }}
    >
      <Popover
        button={
          <>
            <span className="sheet-chip-dot" data-role={part.role} />
            {noun} <span className="text-ink-3">{sure}</span>
            <span className="sr-only">: change what it is</span>
          </>
        }
        buttonClass="chip"
        label={`What ${noun} is`}
      >
        {(close) => <PartForm close={close} commit={commit} part={part} sketch={sketch} />}
      </Popover>
    </div>
  );
}

export function SketchSheet(props: SheetProps) {
  const { sketch, parts, extent, tool, commit } = props;
  const svg = useRef<SVGSVGElement>(null);
  const live = useRef<SVGPathElement>(null);
  const { view, handlers } = usePen({ svg, live, tool, sketch, parts, commit });
  const titles = titlesOf(parts);
  const shift = (ink: readonly number[]): string | undefined =>
    view.moving !== undefined && ink.some((id) => view.moving?.ink.includes(id))
      ? `translate(${view.moving.dx} ${view.moving.dy})`
      : undefined;
  return (
    <div
      {...handlers}
      className="sheet"
      data-tool={tool}
      style={{ aspectRatio: `${extent.width} / ${extent.height}` }}
    >
      <svg
        aria-label={`Sheet with ${parts.length} ${parts.length === 1 ? 'part' : 'parts'}; the table below lists them`}
        className="sheet-ink"
        ref={svg}
        role="img"
        viewBox={`0 0 ${extent.width} ${extent.height}`}
      >
        <defs>
          <pattern height="20" id="sheet-grid" patternUnits="userSpaceOnUse" width="20">
            <circle cx="10" cy="10" fill="var(--line)" r="1" />
          </pattern>
        </defs>
        <rect fill="url(#sheet-grid)" height={extent.height} width={extent.width} />
        {parts.map((part) => (
          <g key={part.key} transform={shift(part.ink)}>
            <Understood part={part} />
          </g>
        ))}
        {sketch.ink.map(({ id, points }) => (
          <path
            className="sheet-stroke"
            d={inkPath(points)}
            data-fading={view.fading.includes(id)}
            key={id}
            transform={shift([id])}
          />
        ))}
        <path className="sheet-stroke sheet-live" d="" ref={live} />
      </svg>
      {sketch.ink.length === 0 ? (
        <div aria-hidden="true" className="sheet-hint">
          <p className="text-lead font-medium text-ink-2">Draw a ramp and a ball</p>
          <p>with pen, mouse or finger. Small circles are hinges, zigzags springs, arrows speeds.</p>
        </div>
      ) : null}
      {parts.map((part) => (
        <Chip {...props} key={part.key} noun={titles.get(part.key) ?? ''} part={part} quiet={view.busy} />
      ))}
    </div>
  );
}
