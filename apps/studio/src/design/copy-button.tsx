// Copies a text and says so for a moment.

import { useEffect, useState } from 'react';
import { Icon } from './icon.tsx';

const saidMs = 1400;

/** A small button that copies `text`, made when pressed where that is costly; `label` names what is copied. */
export function CopyButton({ text, label }: { text: string | (() => string); label: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), saidMs);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      aria-label={copied ? `${label}: copied` : `Copy ${label}`}
      className="button button-quiet button-small button-icon"
      onClick={() => {
        navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(
          () => setCopied(true),
          () => setCopied(false),
        );
      }}
      title={`Copy ${label}`}
      type="button"
    >
      <Icon className={copied ? 'text-ok' : ''} name={copied ? 'check' : 'copy'} size={14} />
    </button>
  );
}
