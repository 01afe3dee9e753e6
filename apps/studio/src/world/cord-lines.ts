// Thin rods between points, as instances of one cylinder: springs, ropes, arrows. Room is kept from the beginning.

import { CylinderGeometry, DynamicDrawUsage, InstancedMesh, MeshLambertMaterial } from 'three';
import type { Triple } from './orbit.ts';

export class Rods {
  readonly mesh: InstancedMesh<CylinderGeometry, MeshLambertMaterial>;
  readonly #most: number;
  #count = 0;

  /** @param taper share of the radius at the far end */
  constructor(most: number, colour: string, taper = 1) {
    this.#most = most;
    const geometry = new CylinderGeometry(taper, 1, 1, 10).translate(0, 0.5, 0).rotateX(Math.PI / 2);
    this.mesh = new InstancedMesh(geometry, new MeshLambertMaterial({ color: colour }), Math.max(1, most));
    this.mesh.instanceMatrix.setUsage(DynamicDrawUsage);
    this.mesh.frustumCulled = false;
    this.mesh.castShadow = true;
  }

  /** Drawn over everything else, whatever is in front. */
  overlay(): void {
    this.mesh.material.depthTest = false;
    this.mesh.material.transparent = true;
    this.mesh.renderOrder = 1;
    this.mesh.castShadow = false;
  }

  begin(): void {
    this.#count = 0;
  }

  /** One rod; none where there is no room or no length. */
  add(from: Triple, to: Triple, radius: number): void {
    const [x, y, z] = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
    const length = Math.hypot(x, y, z);
    if (this.#count >= this.#most || !(length > 1e-9)) return;
    const matrix = this.mesh.instanceMatrix.array;
    const at = 16 * this.#count++;
    const [dx, dy, dz] = [x / length, y / length, z / length];
    // Any direction across, then the third.
    const [ax, ay, az] = Math.abs(dz) < 0.9 ? [dy, -dx, 0] : [0, dz, -dy];
    const across = Math.hypot(ax, ay, az);
    const [ux, uy, uz] = [ax / across, ay / across, az / across];
    const [vx, vy, vz] = [dy * uz - dz * uy, dz * ux - dx * uz, dx * uy - dy * ux];
    const columns = [
      [ux * radius, uy * radius, uz * radius, 0],
      [vx * radius, vy * radius, vz * radius, 0],
      [x, y, z, 0],
      [from[0], from[1], from[2], 1],
    ];
    columns.forEach((column, index) =>
      column.forEach((value, row) => (matrix[at + 4 * index + row] = value)),
    );
  }

  end(): void {
    this.mesh.count = this.#count;
    this.mesh.visible = this.#count > 0;
    this.mesh.instanceMatrix.needsUpdate = true;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
    this.mesh.dispose();
  }
}
