// The bar above every page: where you are, where you can go, how it looks.

import { useSyncExternalStore } from 'react';
import { Link, useRoute } from 'wouter';
import { Icon } from '../design/icon.tsx';
import { useResolvedTheme, useStudio } from './studio.ts';

function Mark() {
  return (
    <svg aria-hidden="true" height="20" viewBox="0 0 32 32" width="20">
      <rect className="fill-accent" height="32" rx="7" width="32" />
      <path
        className="stroke-accent-ink"
        d="M9 7v18M23 7v18M9 18c4.5 0 5-4 7-4s2.5 4 7 4"
        fill="none"
        strokeLinecap="round"
        strokeWidth="3"
      />
    </svg>
  );
}

function Tab({ href, children }: { href: string; children: string }) {
  const [here] = useRoute(href);
  return (
    <Link
      aria-current={here ? 'page' : undefined}
      className={`flex h-12 items-center border-b-2 px-1.5 font-medium sm:px-2.5 whitespace-nowrap ${
        here ? 'border-accent text-ink' : 'border-transparent text-ink-2 hover:text-ink'
      }`}
      href={href}
    >
      {children}
    </Link>
  );
}

function ThemeSwitch() {
  const { theme } = useStudio();
  const resolved = useResolvedTheme();
  return (
    <button
      aria-label={`Switch to the ${resolved === 'dark' ? 'light' : 'dark'} theme`}
      className="button button-quiet button-icon"
      onClick={theme.toggle}
      title="Switch theme (T)"
      type="button"
    >
      <Icon name={resolved === 'dark' ? 'sun' : 'moon'} />
    </button>
  );
}

/** The header of the studio. */
export function TopBar({ openPalette, openHelp }: { openPalette: () => void; openHelp: () => void }) {
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-surface">
      <div className="mx-auto flex h-12 max-w-[104rem] items-center gap-1 px-4 sm:px-6">
        <Link
          className="mr-2 flex items-center gap-2 text-lead font-semibold tracking-tight sm:mr-4"
          href="/"
        >
          <Mark />
          <span className="sr-only sm:not-sr-only">Holdfast</span>
        </Link>
        <nav aria-label="Main" className="flex gap-1">
          <Tab href="/">Runs</Tab>
          <Tab href="/analyses">Analyses</Tab>
          <Tab href="/new">New run</Tab>
          <Tab href="/make">Make</Tab>
        </nav>
        <span className="flex-1" />
        <button className="button button-quiet" onClick={openPalette} type="button">
          <Icon name="search" size={14} />
          <span className="sr-only sm:not-sr-only">Search and commands</span>
          <kbd className="key hidden sm:inline-block">Ctrl K</kbd>
        </button>
        <button
          aria-label="Keyboard help"
          className="button button-quiet button-icon"
          onClick={openHelp}
          title="Keyboard help (?)"
          type="button"
        >
          <Icon name="help" />
        </button>
        <ThemeSwitch />
      </div>
    </header>
  );
}

/** Says that the server does not answer, and that nothing is lost by it. */
export function ReachBanner() {
  const { reach } = useStudio();
  const away = useSyncExternalStore(reach.subscribe, reach.away);
  if (!away) return null;
  return (
    <div className="border-b border-line bg-warn-wash text-ink" role="alert">
      <div className="mx-auto flex max-w-[104rem] flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 sm:px-6">
        <Icon className="text-warn" name="warn" />
        <p>
          <strong className="font-semibold">The server does not answer.</strong> Runs go on without this page;
          it asks again every few seconds. Is <code className="font-mono text-small">holdfast serve</code>{' '}
          running?
        </p>
        <button className="button button-small ml-auto" onClick={reach.askNow} type="button">
          Ask now
        </button>
      </div>
    </div>
  );
}
