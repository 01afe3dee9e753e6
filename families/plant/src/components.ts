// The parts of a step that a profile tells apart; nothing of a trajectory depends on them.

export const component = { integration: 0, location: 1, events: 2, accounts: 3 } as const;

/** Names in the order of `component`. */
export const componentNames: readonly string[] = [
  'integration',
  'event location',
  'event processing',
  'accounts',
];
