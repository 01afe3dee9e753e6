// What the panel of the senses does: it asks the source for its picture of now so many times a second and sends it to the run.

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { SimulationError, type Parameter } from '@holdfast/core';
import { useFeed } from '../../../run/run-context.ts';
import { problemOf } from '../../../shell/problem.ts';
import { useStudio } from '../../../shell/studio.ts';
import type { Extent } from './levels.ts';
import { PictureSender, type Levels, type SentState } from './sender.ts';
import type { Source } from './sources.ts';

const nothing: SentState = { shown: undefined, count: 0, refused: '' };

export interface SensesControl {
  readonly senses: Extent;
  readonly sent: SentState;
  /** What is shown now. */
  readonly title: string;
  readonly problem: string;
  /** Shows what `open` opens; what was shown before is closed. */
  readonly show: (open: () => Promise<Source>) => void;
  /** Sends one picture. */
  readonly send: (levels: Levels) => void;
  readonly stop: () => void;
  /** Gives the senses back what the document shows them. */
  readonly back: () => void;
}

export function useSenses(parameter: Parameter, rate: number): SensesControl {
  const { client, reach } = useStudio();
  const { id } = useFeed();
  const { name, value: unset, shape = [] } = parameter;
  const [height = 1, width = 1] = shape;
  const senses = useMemo(() => ({ width, height }), [width, height]);
  const [sent, setSent] = useState(nothing);
  const [title, setTitle] = useState('');
  const [problem, setProblem] = useState('');
  const source = useRef<Source>(undefined);
  const turn = useRef(0);
  const close = useCallback(() => {
    turn.current += 1;
    source.current?.close();
    source.current = undefined;
    setTitle('');
  }, []);
  useEffect(() => close, [close]);
  const sender = useMemo(
    () =>
      new PictureSender({
        send: (value) => reach.watch(client.input(id, [{ parameter: name, value }])),
        changed: setSent,
        stopped: close,
        reason: (thrown) => ({
          message: problemOf(thrown).message,
          later: thrown instanceof SimulationError && thrown.code === 'input.too-fast',
        }),
      }),
    [client, reach, id, name, close],
  );
  useEffect(() => {
    if (title === '') return undefined;
    const ask = (): void => {
      const now = source.current;
      const levels = now?.next();
      if (levels !== undefined) sender.offer(levels);
      if (now?.over === true) close();
    };
    ask();
    const timer = setInterval(ask, 1000 / rate);
    return () => clearInterval(timer);
  }, [title, rate, sender, close]);
  const show = (open: () => Promise<Source>): void => {
    close();
    setProblem('');
    const mine = turn.current;
    const take = async (): Promise<void> => {
      const opened = await open();
      if (mine === turn.current) {
        source.current = opened;
        setTitle(opened.title);
      } else opened.close();
    };
    take().catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  };
  const send = (levels: Levels): void => sender.offer(levels);
  const stop = (): void => {
    sender.clear();
    close();
  };
  const back = (): void => {
    stop();
    send(Array.from({ length: width * height }, () => unset));
  };
  return { senses, sent, title, problem, show, send, stop, back };
}
