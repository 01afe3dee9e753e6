// The button beside every picture that turns it into its table and back.

import { Icon } from './icon.tsx';

/** `name` is what is shown; `kind` what it is shown as while it is no table. */
export function TableSwitch(props: {
  name: string;
  asTable: boolean;
  choose: (asTable: boolean) => void;
  kind?: 'chart' | 'picture';
}) {
  const { name, asTable, choose, kind = 'picture' } = props;
  return (
    <button
      aria-label={`Show ${name} as table`}
      aria-pressed={asTable}
      className="button button-quiet button-small button-icon"
      onClick={() => choose(!asTable)}
      title={asTable ? `Show as ${kind}` : 'Show as table'}
      type="button"
    >
      <Icon name={asTable ? 'chart' : 'table'} size={14} />
    </button>
  );
}
