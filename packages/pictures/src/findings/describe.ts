// Every kind of report as pictures.

import type { Report } from '@holdfast/protocol';
import { comparePictures } from './compare.ts';
import { frontierPictures } from './frontier.ts';
import { goalSeekPictures } from './goal-seek.ts';
import { morrisPictures } from './morris.ts';
import type { Names } from './naming.ts';
import { oneAtATimePictures } from './one-at-a-time.ts';
import { optimizePictures } from './optimize.ts';
import type { FindingPicture } from './plot.ts';
import { spiderPictures } from './spider.ts';
import { sweepPictures } from './sweep.ts';
import { tornadoPictures } from './tornado.ts';
import { inputsPictures, sobolPictures } from './variance.ts';

/** The pictures of a report, the most telling first. Pure: equal reports and names give equal pictures. */
export function picturesOf(report: Report, names: Names): readonly FindingPicture[] {
  switch (report.kind) {
    case 'one-at-a-time':
      return oneAtATimePictures(report, names);
    case 'tornado':
      return tornadoPictures(report, names);
    case 'spider':
      return spiderPictures(report, names);
    case 'morris':
      return morrisPictures(report, names);
    case 'sobol':
      return sobolPictures(report, names);
    case 'sweep':
      return sweepPictures(report, names);
    case 'goal-seek':
      return goalSeekPictures(report, names);
    case 'optimize':
      return optimizePictures(report, names);
    case 'frontier':
      return frontierPictures(report, names);
    case 'inputs':
      return inputsPictures(report, names);
    case 'compare':
      return comparePictures(report, names);
  }
}
