// A network as it is exchanged: connections between slots, checked against the rules before a life begins.

import type { Connection } from './connection.ts';

export interface TopologyConnection extends Connection {
  readonly from: number;
  readonly to: number;
}

export interface Topology {
  readonly connections: readonly TopologyConnection[];
}
