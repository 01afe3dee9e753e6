// A small value read off the run's numbers a few times a second, for what React renders: tables, verdicts, checks.

import { useEffect, useRef, useState } from 'react';
import { useFeed } from '../run/run-context.ts';

const refreshHz = 4;

/** What `read` gives, read again at most four times a second while the numbers change; `read` may change at every render. */
export function useSampled<T>(read: () => T): T {
  const { pump } = useFeed();
  const reader = useRef(read);
  const [value, setValue] = useState(read);
  useEffect(() => {
    reader.current = read;
    pump.touch();
  });
  useEffect(() => pump.add(() => setValue(() => reader.current()), refreshHz), [pump]);
  return value;
}
