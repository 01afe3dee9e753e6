// The goals a run is to converge to, each with where it stands now. Absent from runs without goals.

import { useMemo } from 'react';
import { describeGoal, takeGoals } from '@holdfast/client';
import { Icon } from '../design/icon.tsx';
import type { Subject } from '@holdfast/pictures';
import { useMetrics } from './metrics-table.tsx';

export function GoalsPanel({ subjects }: { subjects: readonly Subject[] }) {
  const metrics = useMetrics();
  const goals = useMemo(() => takeGoals(metrics).goals, [metrics]);
  if (goals.length === 0) return null;
  const titleOf = (name: string): string => subjects.find((subject) => subject.name === name)?.title ?? name;
  return (
    <section aria-labelledby="goals" className="panel">
      <h3 className="border-b border-line px-3 py-1.5 font-semibold" id="goals">
        Goals
      </h3>
      <ul className="py-1">
        {goals.map((goal) => (
          <li className="flex items-baseline gap-2 px-3 py-0.5" key={`${goal.subject} ${goal.figure}`}>
            {goal.reached ? <Icon name="check" size={12} /> : <span className="inline-block w-3" />}
            <span className="font-medium">
              {titleOf(goal.subject)}, {goal.figure}
            </span>
            <span className="text-ink-2">{describeGoal(goal)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
