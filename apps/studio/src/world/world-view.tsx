// A picture of a scene that one can look around in: for a world that does not run yet.

import { useEffect, useRef } from 'react';
import type { Scene } from '@holdfast/catalog';
import { useResolvedTheme } from '../shell/studio.ts';
import { boundsOf } from './bounds.ts';
import { lookOf } from './look.ts';
import type { Poses } from './placement.ts';
import { noMarks } from './stage.ts';
import { WorldCanvas } from './world-canvas.ts';

export const cameraHint =
  'Drag to look around, shift and drag to move, wheel to zoom once it has the focus. Keys: arrows, shift and arrows, + and -, 0 shows all, 1 to 4 sides, N follows the next body.';

interface WorldViewProps {
  readonly scene: Scene;
  /** Rows x y z w x y z; as at the start where not given. Give a new array for a new picture. */
  readonly poses?: Poses;
  /** What a screen reader is told. */
  readonly label: string;
}

/** The scene at the given poses; fills its parent. */
export function WorldView({ scene, poses, label }: WorldViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const world = useRef<WorldCanvas>(undefined);
  const theme = useResolvedTheme();
  const shown = useRef<Poses>(scene.start);
  useEffect(() => {
    if (host.current === null) return undefined;
    const source = { show: () => ({ poses: shown.current, marks: noMarks, follows: false }) };
    const options = { plain: false, bounds: boundsOf(scene, scene.start) };
    const own = new WorldCanvas(host.current, scene, lookOf('light'), source, options);
    world.current = own;
    return () => own.dispose();
  }, [scene]);
  useEffect(() => {
    shown.current = poses ?? scene.start;
    world.current?.restyle(lookOf(theme));
    world.current?.request();
  }, [scene, poses, theme]);
  return (
    <div
      aria-description={cameraHint}
      aria-label={label}
      className="relative h-full min-h-0 overflow-hidden rounded-md focus-visible:outline-2"
      ref={host}
      role="application"
      tabIndex={0}
    />
  );
}
