// A popover on the platform's own `popover` attribute: top layer, light dismiss and Escape for free; placed under its button.

import { type ReactNode, useCallback, useId, useRef, useState } from 'react';

const marginPx = 8;

function place(button: HTMLElement, panel: HTMLElement): void {
  const anchor = button.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const left = Math.min(Math.max(marginPx, anchor.right - size.width), innerWidth - size.width - marginPx);
  const below = anchor.bottom + 4;
  const top =
    below + size.height > innerHeight - marginPx ? Math.max(marginPx, anchor.top - size.height - 4) : below;
  panel.style.left = `${Math.max(marginPx, left)}px`;
  panel.style.top = `${top}px`;
}

/** How a parent opens or closes a popover of its own accord. */
export interface PopoverHandle {
  toggle(): void;
}

/** A button with a panel under it; the content is mounted only while open. */
export function Popover(props: {
  /** Content of the button. */
  button: ReactNode;
  buttonClass: string;
  buttonLabel?: string;
  /** Names the panel to readers. */
  label: string;
  handle?: (handle: PopoverHandle) => void;
  children: (close: () => void) => ReactNode;
}) {
  const { button, buttonClass, buttonLabel, label, handle, children } = props;
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement | null>(null);
  const [open, setOpen] = useState(false);
  const close = useCallback(() => panel.current?.hidePopover(), []);
  const attach = useCallback(
    (node: HTMLDivElement | null) => {
      panel.current = node;
      handle?.({ toggle: () => node?.togglePopover() });
    },
    [handle],
  );
  return (
    <>
      <button
        aria-expanded={open}
        aria-haspopup="dialog"
        className={buttonClass}
        popoverTarget={id}
        ref={trigger}
        title={buttonLabel}
        type="button"
        {...(buttonLabel === undefined ? {} : { 'aria-label': buttonLabel })}
      >
        {button}
      </button>
      <div
        aria-label={label}
        className="popover"
        id={id}
        onToggle={(event) => {
          const now = event.newState === 'open';
          setOpen(now);
          if (!now) return;
          requestAnimationFrame(() => {
            if (trigger.current === null || panel.current === null) return;
            place(trigger.current, panel.current);
            panel.current.querySelector<HTMLElement>('button, a, input')?.focus();
          });
        }}
        popover="auto"
        ref={attach}
        role="dialog"
      >
        {open ? children(close) : null}
      </div>
    </>
  );
}
