// Articulated bodies with joints, contacts, actuators and sensors, computed by MuJoCo.

export { physicsSchema, specSchema } from './document.ts';
export type { Keyframe, MjcfModel, PhysicsInput, PhysicsSpec, SolverSpec } from './document.ts';
export type { Actuator } from './spec/actuator.ts';
export type { Body, BodyInput, Inertial, Joint } from './spec/body.ts';
export type { Anchor, Equality, Exclude, Pair, Rope, Spring, Tendon } from './spec/connection.ts';
export type { Sensor, SensorType } from './spec/sensor.ts';
export type { Camera, Geom, Light, Material, Mesh, Site } from './spec/shape.ts';
