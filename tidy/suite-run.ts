// How the whole suite is run: long files first, and no test left out without anyone noticing.
import {
  BaseSequencer,
  type Reporter,
  type TestModule,
  type TestSpecification,
  type Vitest,
} from 'vitest/node';

/** Beginnings of paths whose files start processes, servers and browsers; the rest takes seconds. */
const long = [
  'apps/studio/test/real',
  'apps/cli/test/cli.',
  'apps/studio/test/studio.',
  'apps/server/test/kill',
  'apps/studio/test/graph.',
  'apps/server/test/fleet',
  'packages/store/test/pglite',
  'tidy/examples',
  'tidy/analyses',
  'families/scenario/test/conformance',
  'apps/',
  'packages/runtime/',
  'packages/',
];

function rank({ moduleId, project }: TestSpecification): number {
  const path = moduleId.slice(project.config.root.length + 1);
  const found = long.findIndex((beginning) => path.startsWith(beginning));
  return found < 0 ? long.length : found;
}

/** Long files first, so that no worker is left with one at the end while the others have nothing to do. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((left, right) => rank(left) - rank(right));
  }
}

/** Fails a run in which a test did not run, unless tests were chosen by name: skipped is not passed. */
export class EveryTest implements Reporter {
  #chosen = false;

  onInit({ config }: Vitest): void {
    this.#chosen = config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const idle = modules.flatMap((module) =>
      [...module.children.allTests()]
        .filter((test) => !['passed', 'failed'].includes(test.result().state))
        .map((test) => `  ${module.relativeModuleId} > ${test.fullName}`),
    );
    if (idle.length === 0 || this.#chosen) return;
    process.exitCode = 1;
    process.stderr.write(
      `${idle.length} tests did not run, which fails the suite (the set-up above them failed, or they were skipped):\n${idle.join('\n')}\n`,
    );
  }
}
