// What moves the world in time: play and hold, speeds from slow motion on, single frames, and the way back into a world of one's own.

import { useCallback, useRef } from 'react';
import { formatNumber } from '../../design/format.ts';
import { Icon } from '../../design/icon.tsx';
import { LiveText } from '../../run/live-text.tsx';
import { usePainter } from '../../run/run-context.ts';
import type { WorldShow } from './world-show.ts';

const speeds = [0.1, 0.25, 0.5, 1, 2, 5] as const;

/** The reach of a world of one's own: it has no timeline on the page. */
function Scrub({ show }: { show: WorldShow }) {
  const slider = useRef<HTMLInputElement>(null);
  usePainter(
    useCallback(() => {
      const [node, { history }] = [slider.current, show];
      if (node === null || history === undefined || history.count === 0) return;
      node.min = String(history.timeAt(0));
      node.max = String(show.newest);
      if (document.activeElement !== node || show.cursor === null)
        node.value = String(show.cursor ?? show.newest);
      const span = show.newest - history.timeAt(0);
      const share = span > 0 ? (Number(node.value) - history.timeAt(0)) / span : 1;
      node.style.setProperty('--filled', `${share * 100}%`);
    }, [show]),
    20,
  );
  return (
    <input
      aria-label="Time of your own world"
      className="range min-w-40 flex-1"
      onChange={(event) => {
        const time = Number(event.target.value);
        show.local?.hold();
        show.look(time >= show.newest ? null : time);
      }}
      ref={slider}
      step="any"
      type="range"
    />
  );
}

export function Transport({ show }: { show: WorldShow }) {
  const { playing, local, speed } = show;
  const button = (title: string, icon: 'left' | 'right', by: 1 | -1, key: string) => (
    <button
      aria-label={title}
      className="button button-small button-icon"
      onClick={() => show.step(by)}
      title={`${title} (${key})`}
      type="button"
    >
      <Icon name={icon} size={14} />
    </button>
  );
  return (
    <div className="flex flex-wrap items-center gap-2 px-3 py-2">
      {button('One frame back', 'left', -1, ',')}
      <button
        className="button button-small w-20"
        onClick={() => show.toggle()}
        title="Play or hold (R)"
        type="button"
      >
        <Icon name={playing ? 'pause' : 'play'} size={12} />
        {playing ? 'Hold' : 'Play'}
      </button>
      {button('One frame on', 'right', 1, '.')}
      <div aria-label="Speed of playing" className="segments" role="group">
        {speeds.map((each) => (
          <button
            aria-pressed={each === speed}
            className="segment"
            key={each}
            onClick={() => show.setSpeed(each)}
            type="button"
          >
            {each}×
          </button>
        ))}
      </div>
      {local === undefined ? <span className="flex-1" /> : <Scrub show={show} />}
      <span className="text-small text-ink-2">
        <LiveText read={() => (Number.isNaN(show.time) ? '' : `${formatNumber(show.time, 4)} s`)} />
      </span>
    </div>
  );
}
