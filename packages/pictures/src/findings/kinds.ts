// What can be asked of a document, in the words of the person who asks.

import type { Method } from '@holdfast/protocol';

export type Kind = Method['kind'];

export interface KindWords {
  readonly title: string;
  readonly question: string;
}

/** In the order in which they are offered. */
export const kindWords: Readonly<Record<Kind, KindWords>> = {
  tornado: { title: 'Tornado', question: 'Which parameter moves the figure most over its range?' },
  'one-at-a-time': {
    title: 'One at a time',
    question: 'How steep is the figure here, parameter by parameter?',
  },
  spider: { title: 'Spider', question: 'How does the figure go as each parameter is moved?' },
  morris: { title: 'Morris', question: 'Which of many parameters matter at all, and which interact?' },
  sobol: { title: 'Sobol', question: 'Which part of the variance is due to which parameter?' },
  inputs: { title: 'Random inputs', question: 'Which uncertainty makes the figure uncertain?' },
  sweep: { title: 'Sweep', question: 'What is the figure over a grid, or all over the space?' },
  'goal-seek': {
    title: 'Goal seek',
    question: 'At which value of a parameter does the figure take a target?',
  },
  optimize: { title: 'Optimise', question: 'Which parameters are best, with bounds kept surely?' },
  frontier: { title: 'Frontier', question: 'What is the best figure for each level of risk?' },
  compare: { title: 'Compare', question: 'Does another setting or document make a difference?' },
};

export const kinds = Object.keys(kindWords) as readonly Kind[];

/** The title of a kind, also of one this page does not know. */
export function kindTitle(kind: string): string {
  return kind in kindWords ? kindWords[kind as Kind].title : kind;
}
