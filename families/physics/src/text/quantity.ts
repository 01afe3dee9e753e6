// Numbers and units in a sentence, as SI values with their dimension.

export type Dimension =
  | 'length'
  | 'mass'
  | 'time'
  | 'angle'
  | 'speed'
  | 'acceleration'
  | 'force'
  | 'stiffness'
  | 'damping'
  | 'torque'
  | 'spin'
  | 'frequency'
  | 'density'
  | 'share'
  | 'none';

interface Unit {
  readonly dimension: Dimension;
  readonly factor: number;
}

const degree = Math.PI / 180;

const table: readonly (readonly [Dimension, number, string])[] = [
  ['length', 1, 'm meter meters metre metres'],
  ['length', 0.01, 'cm centimeter centimeters centimetre centimetres'],
  ['length', 0.001, 'mm millimeter millimeters millimetre millimetres'],
  ['length', 1000, 'km kilometer kilometers kilometre kilometres'],
  ['length', 0.0254, 'inch inches'],
  ['length', 0.3048, 'ft foot feet'],
  ['mass', 1, 'kg kilo kilos kilogram kilograms'],
  ['mass', 0.001, 'g gram grams gramme grammes'],
  ['mass', 1000, 't ton tons tonne tonnes'],
  ['mass', 0.45359237, 'lb lbs pound pounds'],
  ['time', 1, 's sec second seconds'],
  ['time', 0.001, 'ms millisecond milliseconds'],
  ['time', 60, 'min minute minutes'],
  ['angle', degree, '° deg degs degree degrees'],
  ['angle', 1, 'rad radian radians'],
  ['speed', 1, 'm/s mps'],
  ['speed', 1 / 3.6, 'km/h kmh kph'],
  ['speed', 0.44704, 'mph'],
  ['speed', 0.01, 'cm/s'],
  ['acceleration', 1, 'm/s2 m/s^2 m/s²'],
  ['force', 1, 'n newton newtons'],
  ['force', 1000, 'kn'],
  ['stiffness', 1, 'n/m'],
  ['stiffness', 1000, 'kn/m n/mm'],
  ['stiffness', 100, 'n/cm'],
  ['damping', 1, 'ns/m n·s/m'],
  ['torque', 1, 'nm n·m'],
  ['spin', 1, 'rad/s'],
  ['spin', degree, 'deg/s °/s'],
  ['spin', Math.PI / 30, 'rpm'],
  ['frequency', 1, 'hz hertz'],
  ['density', 1, 'kg/m3 kg/m^3 kg/m³'],
  ['density', 1000, 'g/cm3 g/cm^3 g/cm³'],
  ['share', 0.01, '% percent'],
];

const units: ReadonlyMap<string, Unit> = new Map(
  table.flatMap(([dimension, factor, names]) =>
    names.split(' ').map((name): [string, Unit] => [name, { dimension, factor }]),
  ),
);
const longestFirst = [...units.keys()].sort((a, b) => b.length - a.length);

const numberWords: ReadonlyMap<string, number> = new Map(
  (
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen ' +
    'seventeen eighteen nineteen twenty'
  )
    .split(' ')
    .map((word, value): [string, number] => [word, value])
    .concat([
      ['thirty', 30],
      ['forty', 40],
      ['fifty', 50],
      ['sixty', 60],
      ['hundred', 100],
      ['dozen', 12],
      ['couple', 2],
      ['pair', 2],
      ['half', 0.5],
    ]),
);

export function numberOf(word: string): number | undefined {
  return numberWords.get(word);
}

/** The unit at the start of a text, after spaces or a hyphen, and how long it is with them. */
export function unitAt(text: string): (Unit & { readonly length: number }) | undefined {
  const space = /^[\s-]*/.exec(text)![0].length;
  const rest = text.slice(space);
  for (const name of longestFirst) {
    if (!rest.startsWith(name) || /^[a-z0-9/²³^]/.test(rest.slice(name.length))) continue;
    return { ...units.get(name)!, length: space + name.length };
  }
  return undefined;
}
