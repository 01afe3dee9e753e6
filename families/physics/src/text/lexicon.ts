// The words the grammar knows. A word that is not here is asked about.

/** Nouns with their synonyms; the first is the kind. `default` is what a bare length measures. */
export interface Noun {
  readonly kind: string;
  readonly default: 'size' | 'radius' | 'length' | 'height';
}

const nounTable: readonly (readonly [string, Noun['default'], string])[] = [
  [
    'ball',
    'size',
    'sphere, marble, orb, bead, bearing, cannonball, cannon ball, bouncing ball, bouncy ball, bowling ball, golf ball, billiard ball, apple, projectile, ping pong ball, tennis ball, soccer ball, basketball, pellet, bullet, planet',
  ],
  [
    'box',
    'size',
    'cube, block, crate, brick, dice, die, mass, weight, cuboid, package, parcel, body, object, load, suitcase',
  ],
  ['cylinder', 'height', 'can, drum, barrel, roller, log, tin, tube'],
  ['disc', 'size', 'disk, puck, coin, plate, hockey puck'],
  ['capsule', 'length', 'pill'],
  ['egg', 'size', 'ellipsoid, spheroid'],
  ['rod', 'length', 'stick, bar, beam, pole, pencil'],
  ['plank', 'length', 'board, shelf'],
  ['wheel', 'size', 'hoop, tyre, tire'],
  ['table', 'height', 'desk, platform, pedestal, stand'],
  ['wall', 'height', 'barrier'],
  ['ramp', 'length', 'incline, inclined plane, slope, slide, hill, wedge'],
  ['pendulum', 'length', 'simple pendulum'],
  ['double pendulum', 'length', ''],
  ['triple pendulum', 'length', ''],
  ['spherical pendulum', 'length', 'conical pendulum'],
  ['torsion pendulum', 'size', ''],
  ['inverted pendulum', 'length', ''],
  ['cart-pole', 'length', 'cart pole, cartpole, pole on a cart, inverted pendulum on a cart'],
  ['cart', 'length', 'trolley, wagon'],
  ['chain', 'length', 'hanging chain'],
  ['dominoes', 'height', 'domino, domino row'],
  ['cradle', 'size', 'newton cradle, newtons cradle'],
  ['catapult', 'length', 'trebuchet, mangonel'],
  ['four-bar linkage', 'length', 'four bar linkage, four bar, four bar mechanism, 4 bar linkage, linkage'],
  ['slider-crank', 'length', 'slider crank, crank slider, piston, crank mechanism, slider crank mechanism'],
  ['pulley', 'height', 'atwood machine, atwood, block and tackle'],
  [
    'oscillator',
    'size',
    'mass spring system, spring mass, spring mass system, mass on a spring, weight on a spring, harmonic oscillator, mass spring, mass on spring, spring mass damper, mass spring damper',
  ],
  ['robot arm', 'length', 'arm, manipulator, robotic arm, robot'],
  ['gripper', 'size', 'claw, robot hand'],
  ['car', 'length', 'vehicle, truck, buggy, automobile, rover'],
  ['bicycle', 'size', 'bike'],
  [
    'humanoid',
    'height',
    'humanoid robot, ragdoll, rag doll, human, person, man, woman, stick figure, dummy, crash test dummy',
  ],
  ['quadruped', 'height', 'quadruped robot, dog, horse, four legged robot, robot dog'],
  ['hexapod', 'height', 'hexapod robot, six legged robot, insect, spider'],
  ['tower', 'height', 'stack, column'],
  ['pile', 'size', 'heap, bunch, mound'],
  ['row', 'length', 'line'],
  ['pyramid', 'height', ''],
  ['brick wall', 'height', ''],
  ['bowling', 'size', 'bowling lane, bowling alley, bowling game, ten pin bowling'],
  ['pins', 'height', 'pin, skittle, bowling pin'],
  ['billiards', 'size', 'pool table, billiard table, pool balls, snooker'],
  ['see-saw', 'length', 'seesaw, see saw, teeter totter'],
  ['gyroscope', 'size', 'gyro'],
  ['top', 'size', 'spinning top'],
  ['bridge', 'length', 'rope bridge, suspension bridge, hanging bridge, plank bridge'],
  ['wrecking ball', 'length', ''],
  ['windmill', 'size', 'fan, propeller, turbine, rotor, windwheel'],
  ['flywheel', 'size', ''],
  ['swing', 'length', 'playground swing'],
  ['door', 'height', 'gate, trapdoor'],
  ['mobile', 'size', 'balance mobile, scales, balance, weighing scale'],
  ['elevator', 'height', 'lift'],
  ['spring', 'length', 'coil, elastic, bungee, bungee cord, rubber band, shock absorber'],
  ['rope', 'length', 'string, cable, cord, line, thread, wire, tether'],
  ['hinge', 'length', 'pivot, axle, joint'],
  ['ceiling', 'height', 'roof, hook, nail'],
  ['ground', 'height', 'floor, surface, earth'],
];

export const nouns: ReadonlyMap<string, Noun> = new Map(
  nounTable.flatMap(([kind, measure, also]) =>
    [kind.replaceAll('-', ' '), ...also.split(', ').filter((name) => name !== '')].map(
      (name): [string, Noun] => [name, { kind, default: measure }],
    ),
  ),
);
/** Words of the longest noun. */
export const nounWordsMost: number = Math.max(...[...nouns.keys()].map((name) => name.split(' ').length));

/** Heaps: nouns that are made of other things. */
export const heaps: ReadonlySet<string> = new Set([
  'tower',
  'pile',
  'row',
  'pyramid',
  'wall',
  'brick wall',
  'chain',
  'dominoes',
  'cradle',
  'bridge',
]);

export interface MaterialWord {
  readonly density: number;
  readonly friction: number;
  readonly bounce?: number;
  readonly color: readonly [number, number, number, number];
}

const substance = (
  density: number,
  friction: number,
  color: readonly [number, number, number],
  bounce?: number,
): MaterialWord => ({ density, friction, color: [...color, 1], ...(bounce === undefined ? {} : { bounce }) });

/** Substances: density in kg/m^3, friction of the dry surface, restitution of those that bounce. */
export const materials: Readonly<Record<string, MaterialWord>> = {
  steel: substance(7850, 0.6, [0.62, 0.65, 0.7], 0.6),
  iron: substance(7870, 0.6, [0.45, 0.46, 0.5], 0.5),
  aluminium: substance(2700, 0.6, [0.78, 0.8, 0.83]),
  copper: substance(8960, 0.6, [0.72, 0.45, 0.2]),
  brass: substance(8500, 0.5, [0.75, 0.6, 0.25]),
  lead: substance(11340, 0.6, [0.35, 0.36, 0.4]),
  gold: substance(19300, 0.5, [0.9, 0.7, 0.2]),
  wood: substance(700, 0.5, [0.62, 0.44, 0.26]),
  cork: substance(200, 0.7, [0.75, 0.6, 0.42]),
  rubber: substance(1100, 1, [0.2, 0.2, 0.22], 0.8),
  plastic: substance(950, 0.4, [0.25, 0.5, 0.8]),
  glass: substance(2500, 0.4, [0.7, 0.85, 0.9], 0.6),
  ice: substance(917, 0.03, [0.75, 0.88, 0.95]),
  stone: substance(2600, 0.7, [0.5, 0.5, 0.48]),
  concrete: substance(2400, 0.7, [0.6, 0.6, 0.58]),
  foam: substance(50, 0.8, [0.9, 0.85, 0.7]),
};
export const materialWords: ReadonlyMap<string, string> = new Map(
  Object.keys(materials)
    .map((name): [string, string] => [name, name])
    .concat([
      ['wooden', 'wood'],
      ['aluminum', 'aluminium'],
      ['metal', 'steel'],
      ['metallic', 'steel'],
      ['golden', 'gold'],
      ['icy', 'ice'],
      ['rock', 'stone'],
      ['styrofoam', 'foam'],
      ['oak', 'wood'],
      ['leaden', 'lead'],
    ]),
);

export const colors: Readonly<Record<string, readonly [number, number, number, number]>> = {
  red: [0.85, 0.2, 0.18, 1],
  green: [0.2, 0.65, 0.3, 1],
  blue: [0.2, 0.42, 0.85, 1],
  yellow: [0.95, 0.8, 0.2, 1],
  orange: [0.95, 0.55, 0.15, 1],
  purple: [0.55, 0.3, 0.75, 1],
  pink: [0.95, 0.55, 0.7, 1],
  black: [0.12, 0.12, 0.13, 1],
  white: [0.95, 0.95, 0.95, 1],
  gray: [0.5, 0.5, 0.52, 1],
  grey: [0.5, 0.5, 0.52, 1],
  brown: [0.45, 0.3, 0.18, 1],
  cyan: [0.2, 0.75, 0.8, 1],
};

/** Adjectives that scale a thing. */
export const sizes: Readonly<Record<string, number>> = {
  tiny: 0.3,
  little: 0.5,
  small: 0.5,
  medium: 1,
  big: 2,
  large: 2,
  huge: 4,
  giant: 4,
  long: 1.6,
  short: 0.6,
  tall: 1.6,
  massive: 3,
};
/** Adjectives that scale a mass. */
export const weights: Readonly<Record<string, number>> = { heavy: 4, light: 0.25, lightweight: 0.25 };

/** Places with their gravity in m/s^2. */
export const places: Readonly<Record<string, number>> = {
  earth: 9.81,
  moon: 1.62,
  mars: 3.71,
  jupiter: 24.79,
  venus: 8.87,
  mercury: 3.7,
  saturn: 10.44,
  uranus: 8.69,
  neptune: 11.15,
  pluto: 0.62,
  sun: 274,
};
/** Media: density in kg/m^3 and viscosity in Pa s. */
export const media: Readonly<Record<string, readonly [number, number]>> = {
  air: [1.2, 1.8e-5],
  water: [1000, 1e-3],
  honey: [1420, 10],
  oil: [900, 0.1],
  underwater: [1000, 1e-3],
};

/** Words that carry nothing for the scene. */
export const fillers: ReadonlySet<string> = new Set(
  (
    'a an the there is are be this that which it its please create simulate show me build draw give i want would like to ' +
    'see scene world simulation of with and , . ; : ( ) has have having some then where so very really just simple ' +
    'over above under below what happens when if starting initially let us model we need put place placed sitting lying resting standing ' +
    'floating rests sits stands lies who they them his her one by in at for from into onto on up each other ' +
    'made make new set setup system lets can you & + only one being gets get moves moving move around'
  ).split(' '),
);

/** Singular of a word, as far as the lexicon needs it. */
export function singulars(word: string): readonly string[] {
  const forms = [word];
  if (word.endsWith('ies')) forms.push(`${word.slice(0, -3)}y`);
  if (word.endsWith('es')) forms.push(word.slice(0, -2));
  if (word.endsWith('s') && !word.endsWith('ss')) forms.push(word.slice(0, -1));
  if (word === 'men') forms.push('man');
  if (word === 'people') forms.push('person');
  return forms;
}
