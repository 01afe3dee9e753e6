// Contacts of the current state. Handles of the engine are freed here, or every look would cost memory for good.

import type { MainModule, MjData, MjModel } from './mujoco.ts';

export interface ContactSummary {
  readonly count: number;
  /** Sum of the normal forces, N. */
  readonly force: number;
  /** Deepest penetration, m. */
  readonly depth: number;
}

export const noContacts: ContactSummary = { count: 0, force: 0, depth: 0 };

/** Reads the contacts that push. */
export function contactsOf(mujoco: MainModule, model: MjModel, data: MjData): ContactSummary {
  const count = data.ncon;
  if (count === 0) return noContacts;
  // The engine fills no array of the platform, only one of its own.
  const force = new mujoco.DoubleBuffer(6);
  const contacts = data.contact;
  try {
    let [pushing, sum, depth] = [0, 0, 0];
    for (let index = 0; index < count; index++) {
      const contact = contacts.get(index);
      if (contact === undefined) continue;
      try {
        if (contact.efc_address < 0) continue;
        mujoco.mj_contactForce(model, data, index, force);
        pushing += 1;
        sum += (force.GetView() as Float64Array)[0] ?? 0;
        depth = Math.max(depth, -contact.dist);
      } finally {
        contact.delete();
      }
    }
    return { count: pushing, force: sum, depth };
  } finally {
    contacts.delete();
    force.delete();
  }
}
