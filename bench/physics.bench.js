// A physical world and what surrounds it: steps a second, reading strokes, pictures and sentences, streaming poses in few bytes.
import { codec } from './parts/physics-codec.js';
import { recogniser } from './parts/physics-recogniser.js';
import { gallery } from './parts/physics-gallery.js';
import { piles } from './parts/physics-piles.js';
import { sentences } from './parts/physics-sentences.js';
import { cyclesOfLife, speed } from './parts/physics-speed.js';

export async function run(print) {
  await gallery(print);
  await speed(print);
  await cyclesOfLife(print);
  await piles(print);
  recogniser(print);
  await codec(print);
  await sentences(print);
}
