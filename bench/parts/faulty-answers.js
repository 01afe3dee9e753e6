// The module of threads that answer a network's questions and go wrong after a while: the document's description says how.
import { neural } from '../../families/neural/dist/index.js';
import { serveWorker } from '../../packages/runtime/dist/index.js';

/** Long enough for a spare one to be there. */
const soundMs = 1500;

const wrong = {
  dead: () => process.exit(1),
  stuck: () => {
    for (;;);
  },
  poisoned: (answer) => {
    answer[answer.length >> 1] ^= 16;
    return answer;
  },
};

const faulty = {
  ...neural,
  parse: (document) => {
    const parsed = neural.parse(document);
    return parsed.ok ? { ...parsed, spec: { ...parsed.spec, fault: document.description } } : parsed;
  },
  compile: (spec) => {
    const model = neural.compile(spec);
    let since;
    const answer = (question) => {
      const found = model.answer(question);
      since ??= performance.now();
      return performance.now() - since > soundMs && Object.hasOwn(wrong, spec.fault)
        ? wrong[spec.fault](found)
        : found;
    };
    return { ...model, answer };
  },
};

serveWorker(new Map([[faulty.family, faulty]]));
