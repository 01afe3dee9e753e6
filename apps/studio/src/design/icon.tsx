// Line icons on a 16-pixel grid. Always beside a word or inside a labelled button, so hidden from readers.

const paths = {
  play: 'M5 3.2v9.6l7.5-4.8z',
  pause: 'M5.2 3.5v9M10.8 3.5v9',
  stop: 'M4 4h8v8H4z',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  cross: 'M4 4l8 8M12 4l-8 8',
  warn: 'M8 2.2l6.3 11.3H1.7zM8 6.5v3.2M8 11.6v.2',
  clock: 'M8 2a6 6 0 100 12A6 6 0 008 2zM8 4.8V8l2.2 1.6',
  recover: 'M13 8a5 5 0 11-1.5-3.6M13 2.5V5h-2.5',
  command: 'M2.5 4.5L6 8l-3.5 3.5M7.5 12h6',
  fork: 'M3 13.5V9.5a3 3 0 013-3h1.5M3 2.5v11M12.5 8V4.5M10.3 6.2l2.2-2.2 2.2 2.2M7.5 6.5a5 5 0 005-2',
  download: 'M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.5h10',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  table: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 6.5v6',
  chart: 'M2.5 2.5v11h11M4.5 10.5l3-3.5 2 2 3.5-4.5',
  search: 'M7 2.5a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM10.3 10.3l3.2 3.2',
  sun: 'M8 5a3 3 0 100 6 3 3 0 000-6zM8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1',
  moon: 'M13 9.8A5.6 5.6 0 016.2 3a5.6 5.6 0 106.8 6.8z',
  screen: 'M2 3h12v8.5H2zM6 14h4',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  undo: 'M6.5 3L3 6.5 6.5 10M3 6.5h6.5a3.5 3.5 0 010 7H7',
  redo: 'M9.5 3L13 6.5 9.5 10M13 6.5H6.5a3.5 3.5 0 000 7H9',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  arrange: 'M2.5 3h4v3h-4zM2.5 10h4v3h-4zM10 6.5h3.5v3H10zM6.5 4.5H8v7H6.5M8 8h2',
  matrix: 'M2.5 2.5h11v11h-11zM2.5 6.2h11M2.5 9.8h11M6.2 2.5v11M9.8 2.5v11',
  group: 'M2 5V2h3M11 2h3v3M14 11v3h-3M5 14H2v-3M5 5.5h4v3H5zM8 8.5V11h3.5V7.5H9',
  edit: 'M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2z',
  help: 'M5.8 6a2.2 2.2 0 113.2 2c-.7.4-1 .8-1 1.6M8 12v.2',
  up: 'M4 10l4-4 4 4',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  left: 'M10 4L6 8l4 4',
  flag: 'M4 14V2.5h7.5L9.5 5.5l2 3H4',
  dot: 'M8 5.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5z',
  ring: 'M8 4a4 4 0 100 8 4 4 0 000-8z',
  dice: 'M3 3h10v10H3zM5.8 5.8v.1M10.2 10.2v.1M10.2 5.8v.1M5.8 10.2v.1',
  cube: 'M8 2l5.2 3v6L8 14l-5.2-3V5zM2.8 5L8 8l5.2-3M8 8v6',
  camera: 'M2.5 5h2.7l1-1.5h3.6l1 1.5h2.7v8h-11zM8 6.5a2.3 2.3 0 100 4.6 2.3 2.3 0 000-4.6z',
  film: 'M2 4.5h8v7H2zM10 7.2l4-2.2v6l-4-2.2',
  arrow: 'M3 13L12.5 3.5M7 3.2h5.8V9',
  force: 'M2.5 13.5h11M8 13V3.5M5 6.5l3-3 3 3',
  file: 'M4 2h5.5L12.5 5v9H4zM9.5 2v3h3',
} as const;

export type IconName = keyof typeof paths;

/** One icon, as tall as the text beside it unless `size` says otherwise. */
export function Icon({
  name,
  size = 16,
  className = '',
}: {
  name: IconName;
  size?: number;
  className?: string;
}) {
  const solid = name === 'play' || name === 'stop' || name === 'dot';
  return (
    <svg
      aria-hidden="true"
      className={`shrink-0 ${className}`}
      fill={solid ? 'currentColor' : 'none'}
      height={size}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth={1.5}
      viewBox="0 0 16 16"
      width={size}
    >
      <path d={paths[name]} />
    </svg>
  );
}
