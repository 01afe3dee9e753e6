// What the panel of the senses does: it asks the source for its picture of now so many times a second and sends it to the run.

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { SimulationError, type Parameter } from '@holdfast/core';
import { useFeed } from '../../../run/run-context.ts';
import { problemOf } from '../../../shell/problem.ts';
import { useStudio } from '../../../shell/studio.ts';
import type { Extent } from '@holdfast/sketch';
import { rateWithin, roomWords, used, type LogUse } from './log-room.ts';
import { PictureSender, type Levels, type SentState } from './sender.ts';
import type { Source } from './sources.ts';

const nothing: SentState = { shown: undefined, count: 0, refused: '' };

export interface SensesControl {
  readonly senses: Extent;
  readonly sent: SentState;
  /** How long the log of the run has room for more. */
  readonly room: string;
  /** What is shown now. */
  readonly title: string;
  /** What was asked for and is not there yet. */
  readonly waiting: string;
  readonly problem: string;
  /** Shows what `open` opens; what was shown before is closed. */
  readonly show: (what: string, open: () => Promise<Source>) => void;
  /** Sends one picture. */
  readonly send: (levels: Levels) => void;
  readonly stop: () => void;
  /** Gives the senses back what the document shows them. */
  readonly back: () => void;
}

/** Calls `turn` now and so many times a second, while it is on. */
function useTurns(isOn: boolean, rate: number, turn: () => void): void {
  const latest = useRef(turn);
  latest.current = turn;
  useEffect(() => {
    if (!isOn) return undefined;
    latest.current();
    const timer = setInterval(() => latest.current(), 1000 / rate);
    return () => clearInterval(timer);
  }, [isOn, rate]);
}

function wordsOf(thrown: unknown): string {
  const { message, remedy } = problemOf(thrown);
  const isFull = thrown instanceof SimulationError && thrown.code === 'input.log-full';
  return isFull
    ? `The log of the run is full, so nothing more can be shown; the run lives on. ${remedy}`
    : `${message}. ${remedy}`;
}

/** Who sends pictures to the run as the parameter `name`; `close` is called when a refusal ends what is shown. */
function useSender(
  name: string,
  close: () => void,
): { readonly sender: PictureSender; readonly sent: SentState; readonly use: LogUse } {
  const { client, reach } = useStudio();
  const { id } = useFeed();
  const [sent, setSent] = useState(nothing);
  const [use, setUse] = useState<LogUse>({ listed: 0, each: 0 });
  const sender = useMemo(
    () =>
      new PictureSender({
        send: async (value) => {
          const { listed } = await reach.watch(client.input(id, [{ parameter: name, value }]));
          if (listed !== undefined) setUse((before) => used(before, listed));
        },
        changed: setSent,
        stopped: close,
        reason: (thrown) => ({
          message: wordsOf(thrown),
          later: thrown instanceof SimulationError && thrown.code === 'input.too-fast',
        }),
      }),
    [client, reach, id, name, close],
  );
  return { sender, sent, use };
}

export function useSenses(parameter: Parameter, rate: number): SensesControl {
  const { name, value: unset, shape = [] } = parameter;
  const [height = 1, width = 1] = shape;
  const senses = useMemo(() => ({ width, height }), [width, height]);
  const [title, setTitle] = useState('');
  const [waiting, setWaiting] = useState('');
  const [problem, setProblem] = useState('');
  const source = useRef<Source>(undefined);
  const turn = useRef(0);
  const close = useCallback(() => {
    turn.current += 1;
    source.current?.close();
    source.current = undefined;
    setTitle('');
    setWaiting('');
  }, []);
  useEffect(() => close, [close]);
  const { sender, sent, use } = useSender(name, close);
  useTurns(title !== '', rateWithin(use, rate), () => {
    const now = source.current;
    const levels = now?.next();
    if (levels !== undefined) sender.offer(levels);
    if (now?.over !== true) return;
    close();
    setProblem(now.lost ?? '');
  });
  const show = (what: string, open: () => Promise<Source>): void => {
    close();
    setProblem('');
    setWaiting(what);
    const mine = turn.current;
    const take = async (): Promise<void> => {
      const opened = await open();
      if (mine !== turn.current) {
        opened.close();
        return;
      }
      source.current = opened;
      setWaiting('');
      setTitle(opened.title);
    };
    take().catch((error: unknown) => {
      // who asked for something else meanwhile needs no words about this
      if (mine !== turn.current) return;
      setWaiting('');
      setProblem(error instanceof Error ? error.message : String(error));
    });
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
  return { senses, sent, room: roomWords(use, rate), title, waiting, problem, show, send, stop, back };
}
