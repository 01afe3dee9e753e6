// When a process began, as text that no other process with the same id can have.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Position of `starttime` after the command name in /proc/pid/stat (proc(5)): field 22, the first after it is 3. */
const startField = 22 - 3;

function linuxStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name may hold spaces and brackets, so count from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${fields[startField]}`;
  } catch {
    return undefined;
  }
}

/** The start of process `pid`; undefined when there is none. */
export function processStart(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxStart(pid);
  const text = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return text ? text.trim() || undefined : undefined;
}
