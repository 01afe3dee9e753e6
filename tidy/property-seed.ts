// Properties are tried with one seed, so that the same commit is green or red for everyone; another seed looks further:
// `PROPERTY_SEED=$RANDOM npm test`, and more often those that leave their number open: `PROPERTY_RUNS`. A counterexample found that way becomes a test of its own.
import { configureGlobal } from 'fast-check';

const { PROPERTY_SEED: seed, PROPERTY_RUNS: numRuns } = process.env;
configureGlobal({ seed: Number(seed ?? 1), ...(numRuns === undefined ? {} : { numRuns: Number(numRuns) }) });
