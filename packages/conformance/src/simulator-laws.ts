// All laws of a simulator, and a court that needs no test runner: the tests of the laws themselves use it.

import type { ModelDocument, Simulator } from '@holdfast/core';
import { Example } from './example.ts';
import type { Law } from './law.ts';
import { chunkLaws } from './laws/chunk-laws.ts';
import { documentLaws, mutationLaw } from './laws/document-laws.ts';
import { familyLaws, type Family } from './laws/family-laws.ts';
import { inputLaws } from './laws/input-laws.ts';
import { lookLaws } from './laws/look-laws.ts';
import { repetitionLaws } from './laws/repetition-laws.ts';
import { shapeLaws } from './laws/shape-laws.ts';
import { stepLaws } from './laws/step-laws.ts';

export interface SimulatorLaws {
  readonly simulator: Simulator;
  /** Examples the laws are tried on, attachments included. */
  readonly documents: readonly ModelDocument[];
  /** Built module other threads and processes import the simulator from, and the name it has there. */
  readonly moduleUrl: URL | string;
  readonly exportName: string;
  /** Seed of every walk; another one is its successor. */
  readonly seed?: number;
  /** Steps of a walk, 4 or more. */
  readonly steps?: number;
  /** Mutations tried on each document at most. */
  readonly mutations?: number;
}

export interface Court {
  readonly examples: readonly Example[];
  readonly family: Family;
  /** Laws tried on each example. */
  readonly exampleLaws: readonly Law<Example>[];
  readonly familyLaws: readonly Law<Family>[];
}

const defaults = { seed: 7, steps: 4, mutations: 150 } as const;

/** Prepares the laws for one simulator; nothing is parsed or run yet. */
export function openCourt(laws: SimulatorLaws): Court {
  const { simulator, documents, moduleUrl, exportName } = laws;
  const { seed, steps, mutations } = { ...defaults, ...laws };
  const examples = documents.map((document) => new Example({ simulator, document, seed, steps }));
  return {
    examples,
    family: { examples, moduleUrl: String(moduleUrl), exportName },
    exampleLaws: [
      ...repetitionLaws,
      ...stepLaws,
      ...shapeLaws,
      ...inputLaws,
      ...lookLaws,
      ...chunkLaws,
      mutationLaw(mutations),
      ...documentLaws,
    ],
    familyLaws,
  };
}
