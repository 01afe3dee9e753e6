// Contacts of the current state, read from the rows of the solver: asking the engine for one contact after the other costs as much
// as a step.

import type { MainModule, MjData, MjModel } from './mujoco.ts';

export interface ContactSummary {
  readonly count: number;
  /** Sum of the normal forces, N. */
  readonly force: number;
  /** Deepest penetration, m. */
  readonly depth: number;
}

export const noContacts: ContactSummary = { count: 0, force: 0, depth: 0 };

/** Reads the contacts that push. A pyramid's normal force is the sum of its edges', that of the other cones is their first row
 * (MuJoCo, `mju_decodePyramid`). */
export function contactsOf({ mjtConstraint }: MainModule, data: MjData): ContactSummary {
  if (data.ncon === 0) return noContacts;
  const plain = mjtConstraint.mjCNSTR_CONTACT_FRICTIONLESS.value;
  const pyramid = mjtConstraint.mjCNSTR_CONTACT_PYRAMIDAL.value;
  const kinds = data.efc_type as Int32Array;
  const owners = data.efc_id as Int32Array;
  const forces = data.efc_force as Float64Array;
  const places = data.efc_pos as Float64Array;
  let [count, sum, depth] = [0, 0, 0];
  for (let row = 0; row < kinds.length;) {
    const [first, kind, contact] = [row, kinds[row]!, owners[row]!];
    row += 1;
    if (kind < plain) continue;
    let force = forces[first]!;
    for (; row < kinds.length && kinds[row]! >= plain && contact === owners[row]; row++)
      if (kind === pyramid) force += forces[row]!;
    count += 1;
    sum += force;
    depth = Math.max(depth, -places[first]!);
  }
  return { count, force: sum, depth };
}

/** Numbers in a row of `contactRows`. */
const rowSize = 7;

/** Forces of the contacts that push, in the frame of the world: a row for each of body, place x y z and force on that body x y z,
 * N. The body is by its number in the engine; of two the one that can move, where one cannot. At most `most` rows. */
export function contactRows(
  mujoco: MainModule,
  model: MjModel,
  data: MjData,
  most: number,
): readonly Float64Array[] {
  const count = data.ncon;
  if (count === 0) return [];
  const force = new mujoco.DoubleBuffer(6);
  const contacts = data.contact;
  const bodyOf = (geom: number): number => (geom < 0 ? 0 : ((model.geom_bodyid as Int32Array)[geom] ?? 0));
  try {
    const rows: Float64Array[] = [];
    for (let index = 0; index < count && rows.length < most; index++) {
      const contact = contacts.get(index);
      if (contact === undefined) continue;
      try {
        if (contact.efc_address < 0) continue;
        mujoco.mj_contactForce(model, data, index, force);
        const second = bodyOf(contact.geom2);
        // A body welded to the world is as fixed as the world.
        const turned = (model.body_weldid as Int32Array)[second] === 0;
        const row = new Float64Array(rowSize);
        row[0] = turned ? bodyOf(contact.geom1) : second;
        row.set(contact.pos as Float64Array, 1);
        row.set(inWorld(contact.frame as Float64Array, force.GetView() as Float64Array, turned ? -1 : 1), 4);
        rows.push(row);
      } finally {
        contact.delete();
      }
    }
    return rows;
  } finally {
    contacts.delete();
    force.delete();
  }
}

/** A force of the frame of a contact in that of the world. The rows of the frame are its axes; the first one points from the first
 * geom to the second, and the force acts on the second (MuJoCo documentation, "Contact"). */
function inWorld(frame: Float64Array, force: Float64Array, sign: number): readonly number[] {
  return [0, 1, 2].map(
    (axis) => sign * (force[0]! * frame[axis]! + force[1]! * frame[axis + 3]! + force[2]! * frame[axis + 6]!),
  );
}
