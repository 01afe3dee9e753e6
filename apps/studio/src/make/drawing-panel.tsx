// The sheet with its tools: pen, move, erase, stamps, a picture from a file, and how large what is drawn is.

import { useMemo, useRef, useState } from 'react';
import { pictureBytesMost } from '@holdfast/protocol';
import { Icon, type IconName } from '../design/icon.tsx';
import { Popover } from '../design/popover.tsx';
import { problemOf, type Problem } from '../shell/problem.ts';
import { useStudio } from '../shell/studio.ts';
import { PartsTable } from './parts-table.tsx';
import { emptySketch, fittedStrokes, readSketch, withStroke, type Sketch } from './sketch.ts';
import { SketchSheet, type SheetExtent } from './sketch-sheet.tsx';
import { stamps, type Stamp } from './stamps.ts';
import type { Tool } from './use-pen.ts';
import { ProblemNote } from './words-panel.tsx';

const tools = [
  ['pen', 'Draw', 'edit'],
  ['move', 'Move', 'arrange'],
  ['erase', 'Erase', 'cross'],
] as const satisfies readonly (readonly [Tool, string, IconName])[];

export interface DrawingProps {
  readonly sketch: Sketch;
  readonly width: number;
  readonly planar: boolean;
  readonly tool: Tool;
  readonly chooseTool: (tool: Tool) => void;
  readonly commit: (sketch: Sketch) => void;
  readonly set: (change: { readonly width?: number; readonly planar?: boolean }) => void;
}

/** A phone gets a sheet it can draw on without a microscope; the sheet keeps its extent afterwards. */
function sheetExtent(): SheetExtent {
  return innerWidth < 640 ? { width: 480, height: 560 } : { width: 960, height: 560 };
}

function usePicture(extent: SheetExtent, commit: (sketch: Sketch) => void, next: number) {
  const { client, reach, announce } = useStudio();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const read = (file: File): void => {
    setProblem(undefined);
    if (file.size > pictureBytesMost) {
      const message = `The picture has ${Math.ceil(file.size / 1e6)} MB, at most 10 MB are read.`;
      const remedy = 'Make it smaller, or cut away what is not drawn on.';
      setProblem({ code: 'picture.too-large', message, remedy });
      return;
    }
    const place = async (): Promise<void> => {
      const { strokes } = await reach.watch(client.writePicture(file));
      const fitted = fittedStrokes(strokes, extent.width, extent.height);
      if (fitted.length === 0) {
        const remedy = 'Use dark lines on a light ground.';
        setProblem({ code: 'picture.empty', message: 'No lines were found in the picture.', remedy });
        return;
      }
      announce(`${fitted.length} strokes were read from the picture`);
      commit(fitted.reduce(withStroke, { ...emptySketch, next }));
    };
    setBusy(true);
    void place()
      .catch((error: unknown) => setProblem(problemOf(error)))
      .finally(() => setBusy(false));
  };
  return { problem, busy, read };
}

function Stamps({ stamp }: { stamp: (stamp: Stamp) => void }) {
  return (
    <Popover
      button={
        <>
          <Icon name="plus" size={14} />
          Add
        </>
      }
      buttonClass="button"
      label="Shapes to add"
    >
      {(close) => (
        <div className="grid w-36 p-1.5">
          {stamps.map((each) => (
            <button
              className="button button-quiet justify-start!"
              key={each.title}
              onClick={() => {
                stamp(each);
                close();
              }}
              type="button"
            >
              {each.title}
            </button>
          ))}
        </div>
      )}
    </Popover>
  );
}

function Toolbar(
  props: DrawingProps & { readonly stamp: (stamp: Stamp) => void; readonly pick: () => void },
) {
  const { sketch, tool, chooseTool, commit, stamp, pick } = props;
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
      <div aria-label="Tool" className="segments" role="radiogroup">
        {tools.map(([each, title, icon]) => (
          <button
            aria-checked={tool === each}
            className="segment inline-flex items-center gap-1"
            key={each}
            onClick={() => chooseTool(each)}
            role="radio"
            type="button"
          >
            <Icon name={icon} size={13} />
            {title}
          </button>
        ))}
      </div>
      <Stamps stamp={stamp} />
      <button className="button" onClick={pick} type="button">
        <Icon name="file" size={14} />
        Read a picture
      </button>
      <button
        className="button button-quiet ml-auto"
        disabled={sketch.ink.length === 0}
        onClick={() => commit({ ...emptySketch, next: sketch.next })}
        type="button"
      >
        Clear
      </button>
    </div>
  );
}

function Sheet({ width, planar, set }: Pick<DrawingProps, 'width' | 'planar' | 'set'>) {
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-2 border-t border-line px-3 py-2">
      <label className="flex items-center gap-2">
        What is drawn is
        <input
          aria-label="Width of what is drawn, in metres"
          className="field field-number w-16"
          max={1000}
          min={0.01}
          onChange={({ target }) => {
            const value = target.valueAsNumber;
            if (value >= 0.01 && value <= 1000) set({ width: value });
          }}
          step="any"
          type="number"
          value={width}
        />
        m wide
      </label>
      <label className="flex items-center gap-2">
        <input checked={planar} onChange={({ target }) => set({ planar: target.checked })} type="checkbox" />
        Keep it in the plane of the sheet
      </label>
    </div>
  );
}

export function DrawingPanel(props: DrawingProps) {
  const { sketch, tool, commit } = props;
  const [extent] = useState(sheetExtent);
  const file = useRef<HTMLInputElement>(null);
  const parts = useMemo(() => readSketch(sketch), [sketch]);
  const picture = usePicture(extent, commit, sketch.next);
  const stamp = ({ strokes }: Stamp): void => {
    // Each a little beside the one before, so that none hides another.
    const shift = 24 * (parts.length % 6) - 60;
    const scale = Math.min(1, extent.width / 860);
    const at = { x: extent.width / 2 + shift, y: extent.height / 2 + shift / 2 };
    const placed = strokes.map((stroke) =>
      stroke.map(({ x, y }) => ({ x: at.x + scale * x, y: at.y + scale * y })),
    );
    commit(placed.reduce(withStroke, sketch));
  };
  return (
    <div className="grid gap-4">
      <section aria-label="Drawing" className="panel overflow-hidden">
        <Toolbar {...props} pick={() => file.current?.click()} stamp={stamp} />
        <input
          accept="image/png,image/jpeg"
          aria-label="Picture of a drawing, PNG or JPEG"
          className="sr-only"
          onChange={({ target }) => {
            const [chosen] = target.files ?? [];
            if (chosen !== undefined) picture.read(chosen);
            target.value = '';
          }}
          ref={file}
          tabIndex={-1}
          type="file"
        />
        <SketchSheet commit={commit} extent={extent} parts={parts} sketch={sketch} tool={tool} />
        <Sheet {...props} />
      </section>
      {picture.busy ? (
        <p className="text-ink-3" role="status">
          Reading the picture …
        </p>
      ) : null}
      <ProblemNote problem={picture.problem} />
      <PartsTable commit={commit} parts={parts} sketch={sketch} />
    </div>
  );
}
