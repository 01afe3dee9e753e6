// The sentence box: examples to click, questions in place, and the sentence taken only once it is understood.

import { useState } from 'react';
import type { QuestionView, WritersView } from '@holdfast/protocol';
import { problemOf, type Problem } from '../shell/problem.ts';
import { useStudio } from '../shell/studio.ts';
import { AskedText } from './asked-text.tsx';

/** A text, and what was asked about it as it was sent. */
export function useAsked(ask: (text: string) => Promise<readonly QuestionView[]>, first = '') {
  const { reach } = useStudio();
  const [text, setText] = useState(first);
  const [questions, setQuestions] = useState<readonly QuestionView[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const change = (next: string): void => {
    setText(next);
    // Marks belong to the text they were found in.
    setQuestions([]);
    setProblem(undefined);
  };
  const submit = (given: string): void => {
    if (given.trim() === '' || busy) return;
    setBusy(true);
    reach
      .watch(ask(given))
      .then(setQuestions, (error: unknown) => setProblem(problemOf(error)))
      .finally(() => setBusy(false));
  };
  return { text, questions, problem, busy, change, submit, setText };
}

export function ProblemNote({ problem }: { problem: Problem | undefined }) {
  if (problem === undefined) return null;
  return (
    <div className="mt-2 rounded-md bg-bad-wash px-3 py-2" role="alert">
      <p className="font-medium">{problem.message}</p>
      <p className="text-ink-2">{problem.remedy}</p>
    </div>
  );
}

export function WordsPanel(props: {
  readonly first: string;
  readonly writers: WritersView | undefined;
  /** Takes the sentence if it is understood; else says what is not. */
  readonly take: (text: string) => Promise<readonly QuestionView[]>;
}) {
  const { first, writers, take } = props;
  const asked = useAsked(take, first);
  const examples = writers?.writers[0]?.examples ?? [];
  return (
    <section aria-label="A sentence" className="panel p-4">
      <AskedText
        change={asked.change}
        hint="a 2 kg wooden box sliding down a 25° ramp with friction 0.3"
        label="What should there be?"
        most={writers?.textMost ?? 10_000}
        questions={asked.questions}
        rows={3}
        submit={asked.submit}
        text={asked.text}
      />
      <ProblemNote problem={asked.problem} />
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <button
          className="button button-primary"
          disabled={asked.text.trim() === '' || asked.busy}
          onClick={() => asked.submit(asked.text)}
          type="button"
        >
          Make it
        </button>
        <span className="text-ink-3">
          or press <kbd className="key">Enter</kbd>. Nothing is guessed: what is not understood is asked
          about.
        </span>
      </div>
      <ul aria-label="Examples" className="mt-4 flex flex-wrap gap-1.5">
        {examples.map((example) => (
          <li key={example}>
            <button
              className="button button-small"
              onClick={() => {
                asked.change(example);
                asked.submit(example);
              }}
              type="button"
            >
              {example}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
