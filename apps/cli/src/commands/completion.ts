// holdfast completion: a shell script made from the very commands that are parsed, so the two cannot disagree.
import type { Command } from 'commander';

interface Words {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly string[];
}

function wordsOf(program: Command): readonly Words[] {
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.description(),
    options: [...command.options, ...program.options]
      .flatMap(({ long }) => (long == null ? [] : [long]))
      .concat('--help'),
  }));
}

function bash(commands: readonly Words[]): string {
  const cases = commands.map(({ name, options }) => `    ${name}) words="${options.join(' ')}" ;;`);
  return `_holdfast() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')}" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _holdfast holdfast`;
}

/** Quoted for zsh and fish, where a quote ends the text. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function zsh(commands: readonly Words[]): string {
  const list = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  const cases = commands.map(({ name, options }) => `    ${name}) compadd -- ${options.join(' ')} ;;`);
  return `#compdef holdfast
_holdfast() {
  local -a commands
  commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case "$words[2]" in
${cases.join('\n')}
  esac
  _files
}
compdef _holdfast holdfast`;
}

function fish(commands: readonly Words[]): string {
  return commands
    .flatMap(({ name, summary, options }) => [
      `complete -c holdfast -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
      ...options.map(
        (option) => `complete -c holdfast -n '__fish_seen_subcommand_from ${name}' -l ${option.slice(2)}`,
      ),
    ])
    .join('\n');
}

const writers = { bash, zsh, fish } as const;

export type Shell = keyof typeof writers;

/** Writes the completion script of a shell. */
export function completionScript(program: Command, shell: Shell): string {
  return writers[shell](wordsOf(program));
}
