// What surrounds a physical world: reading strokes, pictures and sentences, and streaming poses in few bytes.
import { codec } from './parts/physics-codec.js';
import { recogniser } from './parts/physics-recogniser.js';
import { sentences } from './parts/physics-sentences.js';

export async function run(print) {
  recogniser(print);
  await codec(print);
  await sentences(print);
}
