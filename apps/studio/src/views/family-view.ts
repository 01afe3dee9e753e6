// The one place where families bring views of their own to the run page. A view is loaded with the first run that needs it,
// so nobody downloads another family's; a family without one is drawn by the roles of its channels alone.

import type { ComponentType } from 'react';
import type { Issue, ModelDocument, Parameter } from '@holdfast/core';
import type { ControlGroup } from './control-groups.ts';

export interface FamilyView {
  /** Above the panels chosen by role. */
  readonly Panels: ComponentType;
  /** Subjects of channels that the panels draw, so that they are not drawn twice. */
  readonly draws: Pick<ReadonlySet<string>, 'has'>;
  /** In groups; of parameters that differ from model to model, by what the model has. */
  readonly controls: (parameters: readonly Parameter[]) => readonly ControlGroup[];
  /** A parameter that stops what moves when it is 1. */
  readonly stop?: string;
  /** The run in one picture that fills its place, for when it is watched beside others. */
  readonly Tile?: ComponentType;
}

/** A document in the words of another program; notices tell what those cannot hold. */
export interface ModelText {
  readonly text: string;
  readonly notices: readonly Issue[];
}

/** A format of another program that models of a family go out in. */
export interface ModelWriter {
  readonly title: string;
  /** Of the file. */
  readonly ending: string;
  readonly described: string;
  /** @throws Error when the document does not run */
  readonly write: (document: ModelDocument) => Promise<ModelText>;
}

/** By id of the family. */
export const modelWriters: Readonly<Record<string, readonly ModelWriter[]>> = {
  physics: [
    {
      title: 'MuJoCo XML',
      ending: 'xml',
      described: 'the model alone, for MuJoCo and what reads its files',
      write: (document) => import('./physics/write-mjcf.ts').then(({ writeMjcf }) => writeMjcf(document)),
    },
  ],
};

type Load = () => Promise<FamilyView>;

/** By id of the family. */
export const familyViews: Readonly<Record<string, Load>> = {
  neural: () => import('./neural/neural-view.tsx').then((loaded) => loaded.neuralView),
  physics: () => import('./physics/physics-view.tsx').then((loaded) => loaded.physicsView),
  plant: () => import('./plant/plant-view.tsx').then((loaded) => loaded.plantView),
};
