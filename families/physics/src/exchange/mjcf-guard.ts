// What raw MJCF may not contain: whatever reads a file, multiplies itself, or asks for memory without bound.

import type { Report } from '../check/report.ts';
import type { XmlElement } from './xml-reader.ts';

const refused: Readonly<Record<string, string>> = {
  include: 'it reads another file',
  replicate: 'it multiplies what is in it',
  composite: 'it multiplies what is in it',
  flexcomp: 'it multiplies what is in it',
  flex: 'soft bodies are not simulated',
  deformable: 'soft bodies are not simulated',
  skin: 'skins are not drawn',
  attach: 'it reads another model',
  model: 'it reads another model',
  extension: 'there are no plugins',
  plugin: 'there are no plugins',
  tactile: 'this sensor is not read',
};

/** Attributes that make the engine reserve memory, with the most that is allowed. */
const bounds: Readonly<Record<string, number>> = {
  width: 2048,
  nrow: 200,
  ncol: 200,
  height: 2048,
  nchannel: 4,
  gridsize: 64,
  nuserdata: 10_000,
  nuser_body: 100,
  nuser_jnt: 100,
  nuser_geom: 100,
  nuser_site: 100,
  nuser_cam: 100,
  nuser_tendon: 100,
  nuser_actuator: 100,
  nuser_sensor: 100,
  nconmax: 1e6,
  njmax: 1e6,
  nkey: 1000,
  actdim: 100,
  nsample: 1000,
  dim: 100,
  num: 1000,
  size: 5000,
  sdf_initpoints: 1000,
  sdf_iterations: 1000,
  iterations: 1000,
  ls_iterations: 1000,
  noslip_iterations: 1000,
  ccd_iterations: 1000,
  maxhullvert: 100_000,
};

const memoryMost = 512 * 1024 * 1024;
/** Each is 1024 of the one before. */
const unitLetters = 'KMGTPE';

function memoryOf(text: string): number {
  const [, number = '', unit = ''] = /^\s*(-?\d+)\s*([KMGTPE]?)\s*$/i.exec(text) ?? [];
  if (number === '') return Number.NaN;
  let bytes = Number(number);
  const steps = unit === '' ? 0 : unitLetters.indexOf(unit.toUpperCase()) + 1;
  for (let step = 0; step < steps; step++) bytes *= 1024;
  return bytes;
}

function checkAttributes(element: XmlElement, report: Report): void {
  for (const [name, value] of element.attributes) {
    const what = `<${element.tag}> of line ${element.line}`;
    if (name.startsWith('file'))
      report.add(
        '/mjcf',
        'file',
        `${what} reads the file "${value.slice(0, 80)}"`,
        'Import it with its files, as a folder or ZIP; or write in what they hold, meshes as vertex and face, heights as elevation.',
      );
    if (element.tag === 'mesh' && name === 'builtin')
      report.add('/mjcf', 'refused-element', `${what} makes a mesh by itself`, 'Give its vertices.');
    if (element.tag === 'size' && name === 'memory') {
      const bytes = memoryOf(value);
      if (!(bytes > 0 && bytes <= memoryMost))
        report.add(
          '/mjcf',
          'too-large',
          `${what} asks for memory "${value.slice(0, 40)}"`,
          'Ask for 512M or less.',
        );
      continue;
    }
    const most = element.tag === 'geom' || element.tag === 'site' ? undefined : bounds[name];
    if (most === undefined) continue;
    const wrong = value
      .trim()
      .split(/\s+/)
      .map(Number)
      .some((number) => number > most);
    if (wrong)
      report.add('/mjcf', 'too-large', `${what} has ${name} = ${value.slice(0, 40)}`, `Use ${most} or less.`);
  }
}

/** Each may have 200 by 200 heights without a word of text. */
const fieldsMost = 20;

/** Complaints are enough after so many. */
const complaintsMost = 50;

/** Looks at every element. */
export function guardMjcf(root: XmlElement, report: Report): void {
  const open = [root];
  let fields = 0;
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    if (report.issues.length > complaintsMost) return;
    // Sensors and defaults may be called like elements elsewhere; a key of a default is none.
    const reason = refused[element.tag];
    if (reason !== undefined) {
      const message = `<${element.tag}> of line ${element.line} is refused: ${reason}`;
      report.add('/mjcf', 'refused-element', message, 'Write out what it stands for, or leave it out.');
    }
    if (element.tag === 'hfield' && ++fields === fieldsMost + 1)
      report.add('/mjcf', 'too-large', `there are more than ${fieldsMost} height fields`, 'Leave some out.');
    checkAttributes(element, report);
    open.push(...element.children);
  }
}
