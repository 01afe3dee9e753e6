// MJCF to a spec that can be edited: wherever everything that moves the world has a place in one. Only what is looked at may be
// lost, and each loss is told; anything else keeps the MJCF as it is.

import type { Issue } from '@holdfast/core';
import { checkSpec } from '../check/check.ts';
import { specSchema, type PhysicsInput } from '../document.ts';
import { layoutOf } from '../layout.ts';
import { startKey } from '../mjcf/compile.ts';
import { Attributes, given, Notes } from './mjcf-attributes.ts';
import { BodyReader, type MjcfContext } from './mjcf-bodies.ts';
import { Defaults } from './mjcf-defaults.ts';
import { DriveReader } from './mjcf-drives.ts';
import { readSpec } from '../read-spec.ts';
import { stateOf, type KeyState } from './mjcf-start.ts';
import type { XmlElement } from './xml-reader.ts';

/** Either a spec and what is lost on the way, or why there is none. */
export type SpecFromMjcf =
  | {
      readonly ok: true;
      readonly model: PhysicsInput;
      /** Seconds and seed, where the text was written by us. */
      readonly run: { readonly until?: number; readonly seed?: number };
      readonly losses: readonly Issue[];
    }
  | { readonly ok: false; readonly obstacles: readonly Issue[] };

/** Sections that are only looked at. */
const looks = new Set(['visual', 'statistic']);
const kilobytes: Readonly<Record<string, number>> = { '': 1 / 1024, K: 1, M: 1024, G: 1024 * 1024 };

class MjcfToSpec {
  readonly notes = new Notes();
  readonly #root: XmlElement;
  readonly #defaults: Defaults;

  constructor(root: XmlElement) {
    this.#root = root;
    this.#defaults = new Defaults(root.children);
  }

  read(): { model: PhysicsInput; run: { until?: number; seed?: number } } {
    const known = [
      'compiler',
      'option',
      'size',
      'default',
      'custom',
      'asset',
      'worldbody',
      'contact',
      'tendon',
    ];
    const rest = ['equality', 'actuator', 'sensor', 'keyframe'];
    for (const { tag, line } of this.#root.children)
      if (looks.has(tag)) this.notes.loss(line, `<${tag}>`);
      else if (![...known, ...rest].includes(tag)) this.notes.obstacle(line, `<${tag}>`);
    const context = this.#context();
    const bodies = new BodyReader(context);
    const drives = new DriveReader(context);
    const world = this.#sections('worldbody').map((section) => bodies.world(section));
    const contacts = this.#in('contact');
    const custom = this.#custom();
    const { materials, meshes, heightFields } = this.#assets();
    const all = <One>(tag: string, read: (element: XmlElement, index: number) => One): One[] =>
      this.#in(tag).map(read);
    const model: PhysicsInput = {
      ...this.#option(custom),
      materials,
      meshes,
      heightFields,
      geoms: world.flatMap(({ geoms }) => geoms),
      sites: world.flatMap(({ sites }) => sites),
      cameras: world.flatMap(({ cameras }) => cameras),
      lights: world.flatMap(({ lights }) => lights),
      bodies: world.flatMap((each) => each.bodies),
      tendons: all('tendon', (element, index) => drives.tendon(element, index)),
      equalities: all('equality', (element) => drives.equality(element)),
      contacts: contacts.filter(({ tag }) => tag === 'pair').map((element) => drives.pair(element)),
      excludes: contacts.filter(({ tag }) => tag !== 'pair').map((element) => drives.exclude(element)),
      actuators: all('actuator', (element, index) => drives.actuator(element, index)),
      sensors: all('sensor', (element, index) => drives.sensor(element, index)),
    };
    const { until, seed } = custom;
    return { model: this.#withKeys(withoutEmpty(model)), run: given({ until, seed }) };
  }

  #sections(tag: string): readonly XmlElement[] {
    return this.#root.children.filter((child) => child.tag === tag);
  }

  #in(tag: string): readonly XmlElement[] {
    return this.#sections(tag).flatMap(({ children }) => children);
  }

  /** Attributes of all sections of a name, the last one counts. */
  #section(tag: string): Attributes {
    const sections = this.#sections(tag);
    const values = new Map(sections.flatMap(({ attributes }) => [...attributes]));
    const first = sections[0] ?? { tag, attributes: values, children: [], line: 1 };
    return new Attributes(first, values, this.notes);
  }

  #context(): MjcfContext {
    const compiler = this.#section('compiler');
    const expected: Readonly<Record<string, readonly string[]>> = {
      coordinate: ['local'],
      eulerseq: ['xyz'],
      balanceinertia: ['false'],
      discardvisual: ['false'],
      fusestatic: ['false'],
      alignfree: ['false'],
      saveinertial: ['false', 'true'],
      usethread: ['true', 'false'],
      strippath: ['true', 'false'],
      fitaabb: ['true', 'false'],
    };
    for (const [name, values] of Object.entries(expected)) {
      const value = compiler.text(name);
      if (value !== undefined && !values.includes(value)) compiler.obstacle(`${name}="${value}"`);
    }
    const inertia = compiler.text('inertiafromgeom') ?? 'auto';
    if (inertia === 'false') compiler.obstacle('inertiafromgeom="false"');
    const angle = compiler.text('angle') === 'radian' ? 1 : Math.PI / 180;
    const autolimits = compiler.text('autolimits') !== 'false';
    compiler.lose('meshdir', 'texturedir', 'assetdir');
    compiler.close();
    return {
      defaults: this.#defaults,
      notes: this.notes,
      angle,
      autolimits,
      inertials: inertia !== 'true',
      touches: this.#in('sensor').some(({ tag }) => tag === 'touch' || tag === 'insidesite'),
    };
  }

  #option({ frame, energyOpen }: Custom): Pick<PhysicsInput, 'gravity' | 'medium' | 'solver'> {
    const option = this.#section('option');
    const flags = this.#in('option').flatMap(({ attributes, line }) =>
      [...attributes].map((pair) => ({ pair, line })),
    );
    for (const { pair, line } of flags)
      if (pair[0] !== 'energy') this.notes.obstacle(line, `the flag ${pair[0]}="${pair[1]}"`);
    const solver = given({
      timestep: option.number('timestep') ?? 0.002,
      integrator: (option.text('integrator') ?? 'Euler') as 'Euler',
      method: (option.text('solver') ?? 'Newton') as 'Newton',
      iterations: option.number('iterations') ?? 100,
      tolerance: option.number('tolerance') ?? 1e-8,
      cone: (option.text('cone') ?? 'pyramidal') as 'pyramidal',
      impedanceRatio: option.number('impratio'),
      noSlipIterations: option.number('noslip_iterations'),
      memory: this.#memory(),
      frame,
      energyOpen,
    });
    const medium = given({
      density: option.number('density'),
      viscosity: option.number('viscosity'),
      wind: option.vector('wind'),
    });
    const gravity = option.vector('gravity') ?? [0, 0, -9.81];
    option.close();
    return { gravity, medium, solver };
  }

  /** MB */
  #memory(): number | undefined {
    const size = this.#section('size');
    const memory = /^\s*(\d+)\s*([KMG]?)\s*$/.exec(size.text('memory') ?? '');
    size.lose('njmax', 'nconmax', 'nstack', 'nuserdata', 'nkey', 'nuser_body', 'nuser_jnt', 'nuser_geom');
    size.lose('nuser_site', 'nuser_cam', 'nuser_tendon', 'nuser_actuator', 'nuser_sensor');
    size.close();
    return memory === null ? undefined : (Number(memory[1]) * (kilobytes[memory[2]!] ?? 1)) / 1024;
  }

  #custom(): Custom {
    const read: Record<string, number> = {};
    for (const { attributes, line } of this.#in('custom')) {
      const name = attributes.get('name') ?? '';
      const own = /^holdfast\.(frame|energyOpen|until|seed)$/.exec(name)?.[1];
      if (own === undefined) this.notes.loss(line, `"${name.slice(0, 80)}" of <custom>`);
      else read[own] = Number(attributes.get('data'));
    }
    return read;
  }

  #assets(): {
    materials: NonNullable<PhysicsInput['materials']>;
    meshes: NonNullable<PhysicsInput['meshes']>;
    heightFields: NonNullable<PhysicsInput['heightFields']>;
  } {
    const materials: NonNullable<PhysicsInput['materials']> = [];
    const meshes: NonNullable<PhysicsInput['meshes']> = [];
    const heightFields: NonNullable<PhysicsInput['heightFields']> = [];
    for (const element of this.#in('asset')) {
      const attributes = new Attributes(element, this.#defaults.attributes(element, undefined), this.notes);
      const name = attributes.text('name') ?? '';
      if (element.tag === 'texture') this.notes.loss(element.line, `the texture "${name}"`);
      else if (element.tag === 'material') {
        const color = attributes.filled('rgba', [1, 1, 1, 1] as [number, number, number, number]);
        attributes.lose(
          'texture',
          'texrepeat',
          'texuniform',
          'emission',
          'specular',
          'shininess',
          'reflectance',
        );
        attributes.lose('metallic', 'roughness');
        attributes.close();
        materials.push(given({ name, color }));
      } else if (element.tag === 'mesh') {
        const mesh = {
          name,
          vertices: [...(attributes.numbers('vertex') ?? [])],
          faces: attributes.numbers('face')?.slice(),
          scale: attributes.vector('scale'),
        };
        attributes.lose('normal', 'texcoord', 'facenormal', 'facetexcoord', 'smoothnormal', 'material');
        attributes.close();
        meshes.push(given(mesh));
      } else if (element.tag === 'hfield') {
        const field = fieldOf(name, attributes);
        if (field === undefined) attributes.obstacle('without heights');
        else heightFields.push(field);
        attributes.close();
      } else this.notes.obstacle(element.line, `<${element.tag}>`);
    }
    return { materials, meshes, heightFields };
  }

  /** The state a spec of ours began with goes back into its joints; other key frames stay key frames. */
  #withKeys(model: PhysicsInput): PhysicsInput {
    const parsed = specSchema.safeParse(model);
    if (!parsed.success) return model;
    const layout = layoutOf(parsed.data.bodies);
    const keys = this.#in('keyframe').map((element, index): KeyState => {
      const attributes = new Attributes(element, element.attributes, this.notes);
      const key = {
        name: attributes.text('name') ?? `key ${index + 1}`,
        positions: attributes.numbers('qpos'),
        velocities: attributes.numbers('qvel'),
        controls: attributes.numbers('ctrl'),
      };
      if ((attributes.number('time') ?? 0) !== 0) attributes.obstacle('with a time');
      attributes.close();
      return key;
    });
    return stateOf(model, layout, keys, startKey);
  }
}

/** A height field with the heights written out; the text goes from the highest row to the lowest. */
function fieldOf(
  name: string,
  attributes: Attributes,
): NonNullable<PhysicsInput['heightFields']>[number] | undefined {
  const [rows = 0, columns = 0] = [attributes.number('nrow'), attributes.number('ncol')];
  const [width = 0, depth = 0, high = 0, base = 0] = attributes.numbers('size') ?? [];
  const shares = attributes.numbers('elevation') ?? [];
  const whole = Number.isInteger(rows) && Number.isInteger(columns) && rows > 1 && columns > 1;
  if (!whole || shares.length !== rows * columns) return undefined;
  // The engine counts from the lowest, in shares of the reach.
  const low = shares.reduce((least, share) => Math.min(least, share), Infinity);
  const reach = shares.reduce((most, share) => Math.max(most, share), -Infinity) - low;
  if (!(reach > 0)) return undefined;
  const heights = Array.from({ length: rows }, (_, row) =>
    shares
      .slice((rows - 1 - row) * columns, (rows - row) * columns)
      .map((share) => ((share - low) / reach) * high),
  );
  return { name, size: [2 * width, 2 * depth], heights, base };
}

interface Custom {
  readonly frame?: number;
  readonly energyOpen?: number;
  readonly until?: number;
  readonly seed?: number;
}

function withoutEmpty(model: PhysicsInput): PhysicsInput {
  return Object.fromEntries(
    Object.entries(model).filter(([, value]) => !(Array.isArray(value) && value.length === 0)),
  );
}

/** Reads guarded MJCF. */
export function specFromMjcf(root: XmlElement): SpecFromMjcf {
  const reader = new MjcfToSpec(root);
  const { model, run } = reader.read();
  const { obstacles, losses } = reader.notes;
  if (obstacles.length > 0) return { ok: false, obstacles };
  const { spec, mistakes } = readSpec(model);
  const issues =
    spec !== undefined
      ? checkSpec(spec, run.until ?? 1)
      : mistakes.map(({ path, message }) => ({ path: `/model/${path.join('/')}`, message }));
  const inOrder = losses.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (issues.length === 0) return { ok: true, model, run, losses: inOrder };
  const remedy = 'Nothing to do: the document holds the MJCF itself.';
  return {
    ok: false,
    obstacles: issues.map(({ path, message }) => ({
      path: '/model',
      code: 'physics.kept-as-mjcf',
      message: `a spec would not be right at ${path}: ${message}`,
      remedy,
    })),
  };
}
