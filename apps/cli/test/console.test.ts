import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { memoryConsole } from './memory-console.ts';

describe('the console', () => {
  it('keeps results apart from everything else', () => {
    const streams = memoryConsole();
    streams.console.result('42');
    streams.console.note('computing');
    streams.console.complain('wrong');
    expect(streams.out).toBe('42\n');
    expect(streams.err).toBe('computing\nwrong\n');
  });

  it('keeps remarks to itself when quiet, but no complaint', () => {
    const streams = memoryConsole({ interactive: true }, true);
    streams.console.note('computing');
    streams.console.status('50 %');
    streams.console.complain('wrong');
    expect(streams.err).toBe('wrong\n');
  });

  it('wipes the status line before anything else is written', () => {
    const streams = memoryConsole({ interactive: true });
    streams.console.status('50 %');
    streams.console.note('done');
    expect(streams.err).toBe('\r\u001B[2K50 %\r\u001B[2Kdone\n');
  });

  it('draws no status line where no line can be redrawn', () => {
    const streams = memoryConsole();
    streams.console.status('50 %');
    expect(streams.err).toBe('');
  });

  it('colours each stream by what that stream can show', () => {
    const { console } = memoryConsole({ colour: { out: false, err: true } });
    expect(console.inResult('bold', 'x')).toBe('x');
    expect(console.inNote('bold', 'x')).not.toBe('x');
    expect(stripVTControlCharacters(console.inNote('bold', 'x'))).toBe('x');
  });
});
