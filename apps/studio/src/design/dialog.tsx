// A modal on the platform's own <dialog>: focus stays inside, Escape closes, the page behind is inert.

import { type ReactNode, useEffect, useRef } from 'react';

/** A dialog that is open while mounted. `label` names it to readers. */
export function Dialog(props: {
  label: string;
  onClose: () => void;
  className?: string;
  children: ReactNode;
}) {
  const { label, onClose, className = '', children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const node = dialog.current;
    const before = document.activeElement;
    node?.showModal();
    return () => {
      node?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      aria-label={label}
      className={`overlay ${className}`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      ref={dialog}
    >
      {children}
    </dialog>
  );
}
