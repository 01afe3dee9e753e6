// Numbers, durations and endings as text, the same as in every picture; and what only the studio says: ages and bytes.

import { formatNumber } from '@holdfast/pictures';

export {
  estimateLine,
  formatCompact,
  formatCount,
  formatDuration,
  formatEstimate,
  formatNumber,
  formatShare,
  levelName,
  stopInWords,
} from '@holdfast/pictures';

/** How long ago an instant was, in words. */
export function formatAgo(at: number, now: number): string {
  const span = now - at;
  if (span < 10_000) return 'just now';
  if (span < 60_000) return `${Math.floor(span / 1000)} s ago`;
  if (span < 3_600_000) return `${Math.floor(span / 60_000)} min ago`;
  if (span < 86_400_000) return `${Math.floor(span / 3_600_000)} h ago`;
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

export function formatBytes(bytes: number): string {
  const [unit, size] =
    bytes >= 2 ** 30 ? ['GiB', 2 ** 30] : bytes >= 2 ** 20 ? ['MiB', 2 ** 20] : ['KiB', 1024];
  return `${formatNumber(bytes / size, 3)} ${unit}`;
}
