// A number on the page that follows the run at 10 Hz, outside React.

import { useLiveText } from './run-context.ts';

/** A span whose text is read again whenever the run's numbers changed. */
export function LiveText({ read, className }: { read: () => string; className?: string }) {
  const node = useLiveText<HTMLSpanElement>(read);
  return <span className={className} ref={node} />;
}
