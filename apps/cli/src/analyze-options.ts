// The options of `analyze`, which carries out many runs of a document as one experiment.
import { Option, type Command } from 'commander';
import {
  numberAssignment,
  bounded,
  collected,
  finiteNumber,
  positiveNumber,
  rangeOf,
  wholeNumber,
} from './arguments.ts';

const methods = [
  'one-at-a-time',
  'tornado',
  'spider',
  'morris',
  'sobol',
  'sweep',
  'goal-seek',
  'optimize',
  'frontier',
  'inputs',
  'compare',
] as const;

/** Adds the command; what it does is for the caller to say. */
export function addAnalyze(program: Command): Command {
  return program
    .command('analyze <document>')
    .description('carry out many runs of a document as one experiment and print what they say together')
    .addOption(new Option('--method <name>', 'what to find out (default: tornado)').choices(methods))
    .addOption(
      new Option('--request <file>', 'read method, seed and replicates from a JSON file').conflicts('method'),
    )
    .option(
      '--output <subject>',
      'figure to look at, "subject" or "subject:metric"; repeatable (default: every estimate)',
      collected,
    )
    .option('--metric <name>', 'metric of the outputs; repeatable (default: mean)', collected)
    .option(
      '--range <name=low..high>',
      'parameter to move, its range may be left out; repeatable (default: all)',
      rangeOf,
    )
    .option(
      '--source <name>',
      'inputs: source of randomness to look at; repeatable (default: all)',
      collected,
    )
    .option('--share <part>', 'move parameters by this part of their value (default: 0.1)', positiveNumber)
    .option('--levels <n>', 'levels of each parameter: spider, morris, sweep', wholeNumber(2, 1000))
    .option('--trajectories <n>', 'morris: random paths (default: 10)', wholeNumber(2, 1000))
    .option('--rows <n>', 'sobol: rows of the design (default: 256)', wholeNumber(16, 100_000))
    .addOption(
      new Option('--design <name>', 'sweep: how points are chosen').choices(['factorial', 'latin-hypercube']),
    )
    .option('--points <n>', 'points of a Latin hypercube or of a frontier', wholeNumber(2, 100_000))
    .option('--target <value>', 'goal-seek: value the figure shall take', finiteNumber)
    .option('--tolerance <value>', 'goal-seek: how near is near enough', positiveNumber)
    .addOption(
      new Option('--minimize <figure>', 'optimize, frontier: "subject:metric"').conflicts('maximize'),
    )
    .option('--maximize <figure>', 'optimize, frontier: "subject:metric"')
    .option('--risk <figure>', 'frontier: what is to be kept small beside it, "subject:metric"')
    .option('--subject-to <bound>', 'bound to keep, "subject:metric>=value" or "<="; repeatable', bounded)
    .option(
      '--confidence <p>',
      'with which bounds are kept and intervals cover (default: 0.95)',
      positiveNumber,
    )
    .option(
      '--budget <n>',
      'settings measured at most: goal-seek, optimize, frontier',
      wholeNumber(3, 1_000_000),
    )
    .option('--with <document>', 'compare: the other document')
    .option(
      '--with-parameter <name=value>',
      'compare: a parameter of the other side; repeatable',
      numberAssignment,
    )
    .option('-p, --parameter <name=value>', 'hold a parameter; repeatable', numberAssignment)
    .option('--seed <n>', 'seed of all random numbers', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--until <time>', 'end of each run', positiveNumber)
    .option(
      '--replicates <n>',
      'repeat every setting with so many seeds; errors then come from the repeats',
      wholeNumber(1, 1000),
    )
    .option('--wall <duration>', 'end earlier with what is known, for example 30s');
}
