// Buttons beside the picture: sides to look from, a body to follow, velocities, a picture or a film to keep.

import { useEffect, useRef, useState } from 'react';
import type { Scene } from '@holdfast/catalog';
import { Icon, type IconName } from '../../design/icon.tsx';
import { useRunState } from '../../run/run-context.ts';
import { fileStem, saveBlob } from '../../run/saved-file.ts';
import { standpoints, type Standpoint } from '../../world/orbit.ts';
import { record, type Recording } from './film.ts';
import type { WorldParts } from './world-panel.tsx';

const sides: Readonly<Record<Standpoint, string>> = {
  overview: 'Overview',
  front: 'Front',
  side: 'Side',
  top: 'Top',
};

interface ToolsProps extends WorldParts {
  readonly scene: Scene;
  readonly plain: boolean;
  readonly togglePlain: () => void;
}

function Tool(props: { title: string; icon: IconName; pressed?: boolean; run: () => void }) {
  const { title, icon, pressed, run } = props;
  return (
    <button
      aria-label={title}
      aria-pressed={pressed}
      className="button button-quiet button-icon"
      onClick={run}
      title={title}
      type="button"
    >
      <Icon name={icon} size={16} />
    </button>
  );
}

/** A film begins and ends with the same button. */
function useFilm({ world }: WorldParts, name: string) {
  const [recording, setRecording] = useState<Recording>();
  const living = useRef<Recording>(undefined);
  useEffect(() => () => living.current?.cancel(), []);
  const toggle = (): void => {
    if (recording !== undefined) {
      recording.end();
      return;
    }
    const canvas = world.current?.canvas;
    if (canvas === undefined) return;
    const begun = record(canvas, (film, ending) => {
      setRecording(undefined);
      living.current = undefined;
      saveBlob(`${name}.${ending}`, film);
    });
    living.current = begun;
    setRecording(begun);
  };
  return { filming: recording !== undefined, toggle };
}

function Follow({ scene, world }: Pick<ToolsProps, 'scene' | 'world'>) {
  const moving = scene.bodies.flatMap((body, row) => (body.moves ? [{ ...body, row }] : []));
  return (
    <select
      aria-label="Body the camera follows"
      className="field h-7 max-w-36 text-small"
      defaultValue="-1"
      onChange={(event) => world.current?.follow(Number(event.target.value))}
      title="Follow a body (double click one, or N)"
    >
      <option value="-1">Follow nothing</option>
      {moving.slice(0, 200).map(({ name, row }) => (
        <option key={name} value={row}>
          {name}
        </option>
      ))}
    </select>
  );
}

export function WorldTools(props: ToolsProps) {
  const { scene, show, world, plain, togglePlain } = props;
  const name = fileStem(useRunState().run?.name ?? 'world');
  const film = useFilm({ show, world }, name);
  const [arrows, setArrows] = useState(false);
  const keep = (): void => {
    void world.current?.picture().then((blob) => saveBlob(`${name}.png`, blob));
  };
  const toggleArrows = (): void => {
    show.arrows = !arrows;
    setArrows(!arrows);
    world.current?.request();
  };
  return (
    <div className="world-tools">
      <div aria-label="Look from" className="segments" role="group">
        {(Object.keys(standpoints) as readonly Standpoint[]).map((side, index) => (
          <button
            className="segment"
            key={side}
            onClick={() => world.current?.stand(side)}
            title={`${sides[side]} (${index + 1} in the picture)`}
            type="button"
          >
            {sides[side]}
          </button>
        ))}
      </div>
      <Follow scene={scene} world={world} />
      <div className="world-buttons">
        <Tool icon="fit" run={() => world.current?.frame()} title="Show everything" />
        <Tool icon="arrow" pressed={arrows} run={toggleArrows} title="Velocities as arrows" />
        <Tool
          icon="force"
          pressed={show.showsForces}
          run={() => show.toggleForces()}
          title="Forces of contacts and of a hand (V)"
        />
        <Tool icon="cube" pressed={plain} run={togglePlain} title="Plain picture, without WebGL" />
        <Tool icon="camera" run={keep} title="Keep this picture (PNG)" />
        <Tool
          icon={film.filming ? 'stop' : 'film'}
          pressed={film.filming}
          run={film.toggle}
          title={film.filming ? 'End the film and keep it' : 'Film the picture (WebM or MP4)'}
        />
      </div>
    </div>
  );
}
