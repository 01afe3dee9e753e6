// A sentence with what was not understood marked in its place, and words to put there instead.

import { useId, useRef, type UIEvent } from 'react';
import type { QuestionView } from '@holdfast/protocol';

/** The text cut where questions begin and end. */
function pieces(text: string, questions: readonly QuestionView[]) {
  const cuts = [0, ...questions.flatMap(({ from, to }) => [from, to]), text.length]
    .filter((at) => at >= 0 && at <= text.length)
    .toSorted((a, b) => a - b);
  return cuts.slice(1).flatMap((to, i) => {
    const from = cuts[i]!;
    if (from === to) return [];
    const asked = questions.some((question) => question.from <= from && to <= question.to);
    return [{ text: text.slice(from, to), asked, from }];
  });
}

export interface AskedTextProps {
  readonly label: string;
  readonly hint: string;
  readonly text: string;
  readonly rows: number;
  readonly most: number;
  /** About the text as it is. */
  readonly questions: readonly QuestionView[];
  readonly change: (text: string) => void;
  readonly submit: (text: string) => void;
}

export function AskedText({ label, hint, text, rows, most, questions, change, submit }: AskedTextProps) {
  const marks = useRef<HTMLDivElement>(null);
  const about = useId();
  const follow = ({ currentTarget }: UIEvent<HTMLTextAreaElement>): void => {
    if (marks.current !== null) marks.current.scrollTop = currentTarget.scrollTop;
  };
  const replace = ({ from, to }: QuestionView, word: string): void => {
    const next = text.slice(0, from) + word + text.slice(to);
    change(next);
    submit(next);
  };
  return (
    <div>
      <div className="asked">
        <div aria-hidden="true" className="asked-marks" ref={marks}>
          {pieces(text, questions).map((piece) =>
            piece.asked ? <mark key={piece.from}>{piece.text}</mark> : piece.text,
          )}
        </div>
        <textarea
          aria-describedby={questions.length > 0 ? about : undefined}
          aria-invalid={questions.length > 0}
          aria-label={label}
          className="asked-text"
          maxLength={most}
          onChange={(event) => change(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            submit(text);
          }}
          onScroll={follow}
          placeholder={hint}
          rows={rows}
          spellCheck={false}
          value={text}
        />
      </div>
      {questions.length > 0 ? (
        <div className="mt-2" id={about} role="alert">
          <ul className="grid gap-1.5">
            {questions.slice(0, 6).map((question) => (
              <li
                className="flex flex-wrap items-center gap-1.5"
                key={`${question.from} ${question.message}`}
              >
                <span>{question.message}</span>
                {question.suggestions.map((word) => (
                  <button
                    className="button button-small"
                    key={word}
                    onClick={() => replace(question, word)}
                    type="button"
                  >
                    {word}
                  </button>
                ))}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}
