import { describe, expect, it } from 'vitest';
import type { Drawing } from '@holdfast/pictures';
import { svgOf } from '../src/svg.ts';

const size = { width: 400, height: 200 };
const say = (): string => '';
const mark = (x: number, label: string) => ({ x, label, tone: 'ink' }) as const;

function write(drawing: Omit<Drawing, 'say'>, frame = { xLabel: 'USD' }): string {
  return svgOf(frame, { ...drawing, say }, 'a picture', size).text;
}

/** The plotting area: place and size. */
function areaOf(svg: string): readonly number[] {
  return (/<svg x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)">/.exec(svg) ?? []).slice(1).map(Number);
}

describe('a drawing as SVG', () => {
  it('lays lines from corner to corner of its area', () => {
    const svg = write({ x: [0, 1], lines: [{ label: 'a', y: [0, 10], tone: 'accent' }], yRange: [0, 10] });
    const [, , width, height] = areaOf(svg);
    expect(svg).toContain(`d="M0 ${height}L${width} 0" fill="none" stroke="var(--accent)"`);
    expect(svg).toContain('>USD</text>');
  });

  it('bridges gaps, fills bands, and stands bars on zero', () => {
    const line = { label: 'a', tone: 'series-1', dash: [6, 3] } as const;
    const svg = write({
      x: [0, 1, 2],
      lines: [
        { ...line, y: [1, null, 3] },
        { ...line, y: [2, 3, 4] },
        { label: 'bars', y: [1, 0, null], tone: 'fill', kind: 'bars' },
        { label: 'dots', y: [null, 2, null], tone: 'ink', kind: 'points' },
      ],
      bands: [[1, 0]],
      yRange: [0, 4],
    });
    const [, , width = 0, height = 0] = areaOf(svg);
    expect(svg).toContain(`M0 ${height * 0.75}L${width} ${height * 0.25}"`);
    expect(svg).toMatch(/<path d="M[^"]*Z" fill="var\(--band\)"\/>/);
    expect(svg.match(/fill="var\(--fill\)"/g)).toHaveLength(1);
    expect(svg).toContain(`d="M0 ${height}V${height * 0.75}h${width / 2 - 1}V${height}Z"`);
    expect(svg).toContain(`<circle cx="${width / 2}" cy="${height / 2}" r="3"/>`);
    expect(svg).toContain('stroke-dasharray="6 3"');
  });

  it('names marks but those that would overlap, and leaves out those beyond its range', () => {
    const svg = write({
      x: [0, 10],
      lines: [{ label: 'a', y: [0, 1], tone: 'accent' }],
      marks: [mark(5, 'mean'), mark(5.1, 'p50'), mark(9, 'p95'), mark(50, 'far')],
    });
    expect([...svg.matchAll(/>(mean|p50|p95|far)</g)].map((match) => match[1])).toEqual(['mean', 'p95']);
  });

  it('spreads a logarithmic axis by decades', () => {
    const svg = svgOf(
      { xLabel: '', logX: true },
      { x: [1, 10, 100], lines: [{ label: 'a', y: [0, 1, 2], tone: 'accent' }], yRange: [0, 2], say },
      '',
      size,
    ).text;
    const [, , width = 0, height = 0] = areaOf(svg);
    expect(svg).toContain(`M0 ${height}L${width / 2} ${height / 2}L${width} 0`);
  });
});
