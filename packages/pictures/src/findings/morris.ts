// Which of many parameters matter: mean absolute effect against the spread of the effects (Morris 1991; Campolongo 2007).

import type { ReportOf } from '@holdfast/protocol';
import { capital, figureWords, interval, plain, reachOf, said, withUnit, type Names } from './naming.ts';
import { extent, fromZero, type FindingPicture, type Plot, type PlotMark } from './plot.ts';

type Output = ReportOf<'morris'>['outputs'][number];

/** Names written beside dots; the others are read by stopping at them. */
const namedMost = 12;

function plotOf(output: Output, names: Names): Plot | undefined {
  const known = output.rows.filter(({ muStar, sigma }) => muStar.value !== null && sigma !== null);
  if (known.length === 0) return undefined;
  const across = known.flatMap(({ muStar }) => reachOf(muStar));
  const up = known.map(({ sigma }) => sigma);
  const x = fromZero(extent([0, ...across], 0.08), [0]);
  const y = fromZero(extent([0, ...up], 0.12), [0]);
  const diagonal = Math.min(x.high, y.high);
  return {
    x: {
      label: withUnit(`Mean absolute effect on the ${figureWords(output, names)}, mu*`, output.unit),
      ...x,
    },
    y: { label: withUnit('Spread of the effects, sigma', output.unit), ...y },
    marks: [
      {
        kind: 'line',
        points: [
          [0, 0],
          [diagonal, diagonal],
        ],
        tone: 'quiet',
        thin: true,
      },
      ...known.flatMap(({ parameter, muStar, sigma }, order): readonly PlotMark[] => {
        const whisker = interval(muStar);
        return [
          ...(whisker === undefined
            ? []
            : [
                {
                  kind: 'whisker',
                  along: 'x',
                  at: sigma!,
                  low: whisker[0],
                  high: whisker[1],
                  tone: 0,
                } as const,
              ]),
          { kind: 'dot', x: muStar.value!, y: sigma!, tone: 0 },
          ...(order < namedMost
            ? [{ kind: 'name', x: muStar.value!, y: sigma!, text: names.parameter(parameter).label } as const]
            : []),
        ];
      }),
    ],
    readings: known.map(({ parameter, muStar, mu, sigma }) => ({
      x: muStar.value!,
      y: sigma!,
      text: `${names.parameter(parameter).label}: mu* ${said(muStar)}, mu ${plain(mu)}, sigma ${plain(sigma)}`,
    })),
    legend: [{ tone: 'quiet', text: 'sigma = mu*: above it, curvature or interaction rules', as: 'line' }],
  };
}

function summaryOf({ rows }: Output, trajectories: number, names: Names): string {
  const [most] = rows;
  if (most === undefined) return 'No parameter was moved.';
  const bent = rows.filter(
    ({ muStar, sigma }) => muStar.value !== null && sigma !== null && sigma > muStar.value,
  );
  const idle = rows.filter(({ muStar }) => muStar.value === 0);
  const lines = [
    `${names.parameter(most.parameter).label} matters most, mu* ${said(most.muStar)}.`,
    idle.length === 0 ? '' : `${idle.length} of ${rows.length} parameters have no effect at all.`,
    bent.length === 0 ? '' : `For ${bent.length} the effect depends on where the others are.`,
    `${trajectories} trajectories, whiskers are 95 % intervals.`,
  ];
  return lines.filter((line) => line !== '').join(' ');
}

/** One picture for each output. */
export function morrisPictures(
  { outputs, trajectories }: ReportOf<'morris'>,
  names: Names,
): readonly FindingPicture[] {
  return outputs.map((output) => ({
    title: capital(`effects on the ${figureWords(output, names)}`),
    summary: summaryOf(output, trajectories, names),
    plot: plotOf(output, names),
    table: {
      columns: ['parameter', 'mu*', 'mu', 'sigma'],
      rows: output.rows.map(({ parameter, muStar, mu, sigma }) => [
        names.parameter(parameter).label,
        said(muStar),
        plain(mu),
        plain(sigma),
      ]),
    },
  }));
}
