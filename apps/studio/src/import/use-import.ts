// An import as it goes: files are chosen, sent, answered; what is missing is added and everything is sent again.

import { useCallback, useState } from 'react';
import type { Issue } from '@holdfast/core';
import type { WrittenView } from '@holdfast/protocol';
import { problemOf, type Problem } from '../shell/problem.ts';
import { useStudio } from '../shell/studio.ts';
import { modelsAmong, unpacked, uploadOf, withAdded, type ChosenFiles } from './chosen-files.ts';
import type { ChosenFile } from './dropped-files.ts';

export interface Importing {
  readonly state: 'empty' | 'working' | 'read' | 'refused';
  readonly files: ChosenFiles;
  readonly view?: WrittenView;
  readonly problem?: Problem;
  /** Models to choose from, where it is not clear which is meant. */
  readonly models: readonly string[];
}

const nothing: Importing = { state: 'empty', files: new Map(), models: [] };

/** What the answer says is missing, each path once. */
export function missingOf(view: WrittenView | undefined): readonly Issue[] {
  const about = new Map(
    (view?.issues ?? []).flatMap((issue) => (issue.file === undefined ? [] : [[issue.file, issue]])),
  );
  return [...about.values()];
}

export interface ImportControl {
  readonly importing: Importing;
  /** Begins anew with these files. */
  readonly take: (files: readonly ChosenFile[]) => void;
  /** Adds files to those there are. */
  readonly add: (files: readonly ChosenFile[]) => void;
  readonly choose: (model: string) => void;
  readonly clear: () => void;
}

export function useImport(): ImportControl {
  const { client, reach, announce } = useStudio();
  const [importing, set] = useState<Importing>(nothing);
  const send = useCallback(
    async (files: ChosenFiles, main?: string): Promise<void> => {
      const refuse = (problem: Problem, models: readonly string[] = []): void =>
        set({ state: 'refused', files, problem, models });
      set({ state: 'working', files, models: [] });
      const upload = uploadOf(files);
      if ('code' in upload) return refuse(upload);
      try {
        const view = await reach.watch(client.importModel(upload.bytes, upload.name, main));
        set({ state: 'read', files, view, models: [] });
        announce(view.ok ? 'The model was imported' : 'The model was not imported');
      } catch (error) {
        const problem = problemOf(error);
        const several = /\d+ models/.test(problem.message);
        refuse(problem, several ? modelsAmong(unpacked(files)) : []);
      }
    },
    [client, reach, announce],
  );
  const { files, view } = importing;
  return {
    importing,
    take: useCallback(
      (chosen) => {
        if (chosen.length > 0) void send(withAdded(new Map(), chosen, []));
      },
      [send],
    ),
    add: (added) => {
      try {
        const missing = missingOf(view).flatMap(({ file }) => file ?? []);
        void send(withAdded(unpacked(files), added, missing));
      } catch (error) {
        set({ state: 'refused', files, problem: problemOf(error), models: [] });
      }
    },
    choose: (model) => void send(files, model),
    clear: () => set(nothing),
  };
}
