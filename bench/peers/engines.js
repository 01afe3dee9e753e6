// Other engines of rigid bodies with the same pile of boxes: installed from npm into a folder of the bench's own. Each peer is a
// function that makes the pile and gives { step(), awake(), heights() }.
import { execFile } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const call = promisify(execFile);
export const packages = {
  '@dimforge/rapier3d-compat': '0.21.0',
  'jolt-physics': '1.1.0',
  'cannon-es': '0.20.0',
};

const gravity = [0, 0, -9.81];
const friction = 1;
const density = 1000;

/** { 'Rapier 0.21.0': pile, ... } of boxes { half: [x, y, z], pos: [x, y, z] }; empty where nothing can be had, which is printed. */
export async function installEngines(print) {
  const folder = join(tmpdir(), 'holdfast-bench-engines');
  await mkdir(folder, { recursive: true });
  const there = await access(join(folder, 'node_modules', 'jolt-physics')).then(
    () => true,
    () => false,
  );
  if (!there) {
    await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
    print(`installing ${Object.keys(packages).join(', ')} from npm`);
    try {
      await call('npm', ['install', '--prefix', folder, '--silent', '--no-audit', '--no-fund']);
    } catch {
      print('could not; the piles of other engines are left out');
      return {};
    }
  }
  const require = createRequire(join(folder, 'peer.js'));
  const load = (name) => import(pathToFileURL(require.resolve(name)).href);
  return {
    [`Jolt ${packages['jolt-physics']}`]: await joltPile(load),
    [`Rapier ${packages['@dimforge/rapier3d-compat']}`]: await rapierPile(load),
    [`cannon-es ${packages['cannon-es']}`]: await cannonPile(load),
  };
}

async function rapierPile(load) {
  const { default: rapier } = await load('@dimforge/rapier3d-compat');
  await rapier.init();
  return (boxes, dt) => {
    const [x, y, z] = gravity;
    const world = new rapier.World({ x, y, z });
    world.timestep = dt;
    world.createCollider(
      rapier.ColliderDesc.cuboid(50, 50, 0.5).setTranslation(0, 0, -0.5).setFriction(friction),
    );
    const bodies = boxes.map(({ half, pos }) => {
      const body = world.createRigidBody(rapier.RigidBodyDesc.dynamic().setTranslation(...pos));
      world.createCollider(
        rapier.ColliderDesc.cuboid(...half)
          .setFriction(friction)
          .setDensity(density),
        body,
      );
      return body;
    });
    return {
      step: () => world.step(),
      awake: () => bodies.filter((body) => !body.isSleeping()).length,
      heights: () => bodies.map((body) => body.translation().z),
    };
  };
}

async function joltPile(load) {
  const { default: initialize } = await load('jolt-physics/wasm-compat');
  const jolt = await initialize();
  const [still, moving] = [0, 1];
  return (boxes, dt) => {
    const settings = new jolt.JoltSettings();
    const pairs = new jolt.ObjectLayerPairFilterTable(2);
    pairs.EnableCollision(still, moving);
    pairs.EnableCollision(moving, moving);
    const layers = new jolt.BroadPhaseLayerInterfaceTable(2, 2);
    for (const layer of [still, moving])
      layers.MapObjectToBroadPhaseLayer(layer, new jolt.BroadPhaseLayer(layer));
    settings.mObjectLayerPairFilter = pairs;
    settings.mBroadPhaseLayerInterface = layers;
    settings.mObjectVsBroadPhaseLayerFilter = new jolt.ObjectVsBroadPhaseLayerFilterTable(
      layers,
      2,
      pairs,
      2,
    );
    const world = new jolt.JoltInterface(settings);
    world.GetPhysicsSystem().SetGravity(new jolt.Vec3(...gravity));
    const interfaces = world.GetPhysicsSystem().GetBodyInterface();
    const add = (half, pos, kind, layer) => {
      const shape = new jolt.BoxShape(new jolt.Vec3(...half), 0.01, null);
      const turn = new jolt.Quat(0, 0, 0, 1);
      const made = new jolt.BodyCreationSettings(shape, new jolt.RVec3(...pos), turn, kind, layer);
      made.mFriction = friction;
      const body = interfaces.CreateBody(made);
      interfaces.AddBody(body.GetID(), jolt.EActivation_Activate);
      return body;
    };
    add([50, 50, 0.5], [0, 0, -0.5], jolt.EMotionType_Static, still);
    const bodies = boxes.map(({ half, pos }) => add(half, pos, jolt.EMotionType_Dynamic, moving));
    return {
      step: () => world.Step(dt, 1),
      awake: () => bodies.filter((body) => body.IsActive()).length,
      heights: () => bodies.map((body) => body.GetPosition().GetZ()),
    };
  };
}

async function cannonPile(load) {
  const cannon = await load('cannon-es');
  return (boxes, dt) => {
    const world = new cannon.World({ gravity: new cannon.Vec3(...gravity), allowSleep: true });
    world.broadphase = new cannon.SAPBroadphase(world);
    world.defaultContactMaterial.friction = friction;
    world.addBody(new cannon.Body({ mass: 0, shape: new cannon.Plane() }));
    const bodies = boxes.map(({ half, pos }) => {
      const mass = 8 * half[0] * half[1] * half[2] * density;
      const shape = new cannon.Box(new cannon.Vec3(...half));
      const body = new cannon.Body({ mass, shape, position: new cannon.Vec3(...pos) });
      world.addBody(body);
      return body;
    });
    return {
      step: () => world.step(dt),
      awake: () => bodies.filter((body) => body.sleepState !== cannon.Body.SLEEPING).length,
      heights: () => bodies.map((body) => body.position.z),
    };
  };
}
