// Properties are tried with one seed, so that the same commit is green or red for everyone; another seed looks further:
// `PROPERTY_SEED=$RANDOM npm test`. A counterexample found that way becomes a test of its own.
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });
