// A scene by WebGL: one draw call for each unit shape, one light with a shadow, ground with a grid. What a picture costs the page
// is writing the matrices of the parts; nothing is allocated for it.

import {
  BackSide,
  BufferAttribute,
  Color,
  DirectionalLight,
  DynamicDrawUsage,
  HemisphereLight,
  InstancedMesh,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  MeshStandardMaterial,
  NeutralToneMapping,
  PCFShadowMap,
  PerspectiveCamera,
  Scene as Picture,
  SphereGeometry,
  WebGLRenderer,
  type Material,
} from 'three';
import type { Scene } from '@holdfast/catalog';
import { ballOf, type Bounds } from './bounds.ts';
import { Rods } from './cord-lines.ts';
import { cordPaths, linesMost } from './cords.ts';
import { gridStep } from './ground-step.ts';
import { makeGround } from './ground.ts';
import { colourOf } from './look.ts';
import { fieldOfView, type Orbit, type Triple } from './orbit.ts';
import { partsOf, type Part, type Unit } from './parts.ts';
import { matrixInto, type Poses } from './placement.ts';
import type { Quality } from './quality.ts';
import { geometryOf } from './shapes.ts';
import type { Marks, SceneLook, Stage, Surface } from './stage.ts';

interface Instances {
  readonly mesh: InstancedMesh;
  readonly parts: readonly Part[];
}

const arrowsMost = 512;

function makeSky(look: SceneLook): Mesh {
  const geometry = new SphereGeometry(1, 24, 16).rotateX(Math.PI / 2);
  const places = geometry.getAttribute('position');
  const [horizon, zenith] = [new Color(look.horizon), new Color(look.zenith)];
  const colours = new Float32Array(3 * places.count);
  for (let at = 0; at < places.count; at++) {
    const share = Math.min(1, Math.max(0, places.getZ(at) * 1.6)) ** 0.7;
    horizon
      .clone()
      .lerp(zenith, share)
      .toArray(colours, 3 * at);
  }
  geometry.setAttribute('color', new BufferAttribute(colours, 3));
  const material = new MeshBasicMaterial({
    vertexColors: true,
    side: BackSide,
    depthWrite: false,
    toneMapped: false,
  });
  const sky = new Mesh(geometry, material);
  sky.renderOrder = -1;
  sky.frustumCulled = false;
  return sky;
}

export class WebglStage implements Stage {
  readonly kind = 'webgl';
  readonly #scene: Scene;
  readonly #look: SceneLook;
  readonly #quality: Quality;
  readonly #renderer: WebGLRenderer;
  readonly #picture = new Picture();
  readonly #camera = new PerspectiveCamera();
  readonly #sun: DirectionalLight;
  readonly #sky: Mesh;
  readonly #instances: readonly Instances[];
  readonly #cords: Rods;
  readonly #arrows: Rods;
  readonly #hand: Rods;
  readonly #forces: Rods;
  readonly #radius: number;

  /** @throws Error where the browser has no WebGL */
  constructor(canvas: Surface, scene: Scene, bounds: Bounds, look: SceneLook, quality: Quality) {
    this.#scene = scene;
    this.#look = look;
    this.#quality = quality;
    this.#radius = ballOf(bounds).radius;
    this.#renderer = new WebGLRenderer({
      canvas,
      antialias: quality.smooth,
      powerPreference: 'high-performance',
    });
    this.#renderer.toneMapping = NeutralToneMapping;
    this.#renderer.shadowMap.enabled = quality.shadow > 0;
    this.#renderer.shadowMap.type = PCFShadowMap;
    this.#sky = makeSky(look);
    this.#sun = this.#light();
    this.#instances = this.#shapes();
    const lines = scene.cords.reduce((sum, cord) => sum + linesMost(cord), 0);
    this.#cords = new Rods(lines, look.cord);
    this.#arrows = new Rods(arrowsMost, look.arrow, 0.2);
    this.#hand = new Rods(2, look.accent, 0.4);
    this.#forces = new Rods(2 * arrowsMost, look.force, 0);
    this.#forces.overlay();
    this.#ground(bounds);
    this.#picture.add(this.#sky, this.#cords.mesh, this.#arrows.mesh, this.#hand.mesh);
    this.#picture.add(this.#forces.mesh);
  }

  get calls(): number {
    return this.#renderer.info.render.calls;
  }

  resize(width: number, height: number, ratio: number): void {
    this.#renderer.setPixelRatio(Math.min(ratio, this.#quality.ratioMost));
    this.#renderer.setSize(width, height, false);
    this.#camera.aspect = width / Math.max(1, height);
    this.#camera.fov = (fieldOfView * 180) / Math.PI;
  }

  draw(poses: Poses, orbit: Orbit, marks: Marks): void {
    const [x, y, z] = orbit.eye;
    const camera = this.#camera;
    camera.up.set(0, 0, 1);
    camera.position.set(x, y, z);
    camera.lookAt(...orbit.target);
    camera.near = Math.max(1e-3, orbit.distance / 200);
    camera.far = orbit.distance + 60 * this.#radius;
    camera.updateProjectionMatrix();
    this.#sky.position.copy(camera.position);
    this.#sky.scale.setScalar(camera.far * 0.9);
    this.#shine(orbit);
    this.#place(poses);
    this.#tie(poses);
    this.#point(marks, orbit);
    this.#renderer.render(this.#picture, camera);
  }

  dispose(): void {
    this.#picture.traverse((object) => {
      if (!(object instanceof Mesh)) return;
      object.geometry.dispose();
      (object.material as Material).dispose();
    });
    for (const { mesh } of this.#instances) mesh.dispose();
    for (const rods of [this.#cords, this.#arrows, this.#hand, this.#forces]) rods.dispose();
    this.#sun.dispose();
    this.#renderer.dispose();
  }

  #light(): DirectionalLight {
    const { dark } = this.#look;
    const sky = new HemisphereLight(
      dark ? '#9db4cc' : '#ffffff',
      dark ? '#38434f' : '#b9c2cb',
      dark ? 2.6 : 2.7,
    );
    const sun = new DirectionalLight('#ffffff', dark ? 2.6 : 2);
    if (this.#quality.shadow > 0) {
      sun.castShadow = true;
      sun.shadow.mapSize.setScalar(this.#quality.shadow);
      sun.shadow.radius = 3;
      sun.shadow.intensity = dark ? 0.75 : 0.5;
    }
    this.#picture.add(sky, sun, sun.target);
    return sun;
  }

  /** Keeps the shadow sharp where one looks. */
  #shine({ target, distance }: Orbit): void {
    const [x, y, z] = target;
    const reach = Math.min(2.5 * this.#radius, Math.max(0.3 * this.#radius, distance * 0.6));
    this.#sun.target.position.set(x, y, z);
    this.#sun.position.set(x - 1.1 * reach, y - 1.4 * reach, z + 2.6 * reach);
    if (this.#quality.shadow === 0) return;
    const { camera, bias } = this.#sun.shadow;
    this.#sun.shadow.bias = bias === 0 ? -0.0004 : bias;
    this.#sun.shadow.normalBias = (2.2 * reach) / this.#quality.shadow;
    [camera.left, camera.right, camera.bottom, camera.top] = [-reach, reach, -reach, reach];
    [camera.near, camera.far] = [0.05 * reach, 8 * reach];
    camera.updateProjectionMatrix();
  }

  #shapes(): readonly Instances[] {
    const groups = new Map<string, Part[]>();
    const opacityOf = (part: Part): number => this.#scene.geoms[part.geom]!.colour?.[3] ?? 1;
    for (const part of partsOf(this.#scene)) {
      const opacity = opacityOf(part);
      if (opacity === 0) continue;
      const key = `${part.unit}/${opacity}`;
      const group = groups.get(key) ?? [];
      group.push(part);
      groups.set(key, group);
    }
    return [...groups.entries()].map(([key, parts]) => {
      const [unit, opacity] = key.split('/');
      return { parts, mesh: this.#instanced(unit as Unit, Number(opacity), parts) };
    });
  }

  #instanced(unit: Unit, opacity: number, parts: readonly Part[]): InstancedMesh {
    const geometry = geometryOf(unit, this.#scene, this.#quality.round);
    const clear = opacity < 1 ? { transparent: true, opacity } : {};
    const material = this.#quality.glossy
      ? new MeshStandardMaterial({ roughness: 0.55, metalness: 0.05, ...clear })
      : new MeshLambertMaterial(clear);
    const mesh = new InstancedMesh(geometry, material, parts.length);
    mesh.instanceMatrix.setUsage(DynamicDrawUsage);
    mesh.frustumCulled = false;
    mesh.castShadow = opacity > 0.5;
    mesh.receiveShadow = true;
    const colour = new Color();
    parts.forEach((part, index) => {
      const geom = this.#scene.geoms[part.geom]!;
      const [red, green, blue] = colourOf(geom.colour, geom.body, this.#look);
      mesh.setColorAt(index, colour.setRGB(red, green, blue, 'srgb'));
    });
    this.#picture.add(mesh);
    return mesh;
  }

  /** The planes of the scene, and a faint one under a scene that has none. */
  #ground({ low }: Bounds): void {
    const far = 40 * this.#radius;
    const step = gridStep(this.#radius);
    const planes = this.#scene.geoms.filter(({ shape }) => shape === 'plane');
    const matrix = new Float32Array(16);
    for (const plane of planes) {
      const [x, y] = plane.size;
      const endless = x === 0 || y === 0;
      const mesh = makeGround(this.#look, [x || far, y || far], {
        step,
        fade: endless ? 0.5 * far : 0,
        opacity: 1,
      });
      // Planes are fixed to what never moves.
      matrixInto(matrix, 0, this.#scene.start, { ...plane, scale: [1, 1, 1] });
      mesh.matrixAutoUpdate = false;
      mesh.matrix.fromArray(matrix);
      this.#picture.add(mesh);
    }
    if (planes.length > 0) return;
    const mesh = makeGround(this.#look, [far, far], { step, fade: 6 * this.#radius, opacity: 0.45 });
    mesh.position.set(0, 0, low[2] - 0.15 * this.#radius);
    this.#picture.add(mesh);
  }

  #place(poses: Poses): void {
    for (const { mesh, parts } of this.#instances) {
      const matrices = mesh.instanceMatrix.array as Float32Array;
      for (let index = 0; index < parts.length; index++)
        matrixInto(matrices, 16 * index, poses, parts[index]!);
      mesh.instanceMatrix.needsUpdate = true;
    }
  }

  #tie(poses: Poses): void {
    const thin = 0.005 * this.#radius;
    this.#cords.begin();
    for (const cord of this.#scene.cords)
      for (const path of cordPaths(cord, poses, 6 * thin))
        path.slice(1).forEach((to, index) => this.#cords.add(path[index]!, to, thin));
    this.#cords.end();
  }

  #point({ arrows, forces, hand }: Marks, { distance }: Orbit): void {
    const thin = 0.004 * distance;
    this.#arrows.begin();
    for (const { from, to } of arrows) this.#arrows.add(from, to, thin);
    this.#arrows.end();
    this.#forces.begin();
    for (const { from, to } of forces) this.#push(from, to, thin);
    this.#forces.end();
    this.#hand.begin();
    if (hand !== undefined) this.#hand.add(hand.from, hand.to, 1.4 * thin);
    this.#hand.end();
  }

  /** A force: a thin needle, and a head that ends where it ends. */
  #push(from: Triple, to: Triple, thin: number): void {
    const way = [to[0] - from[0], to[1] - from[1], to[2] - from[2]] as const;
    const length = Math.hypot(...way);
    const share = Math.max(0, 1 - (6 * thin) / Math.max(length, 1e-9));
    const neck: Triple = [from[0] + way[0] * share, from[1] + way[1] * share, from[2] + way[2] * share];
    this.#forces.add(neck, from, 0.7 * thin);
    this.#forces.add(neck, to, 1.6 * thin);
  }
}
