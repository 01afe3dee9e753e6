// Hands files to the browser.

/** Everything an export yields. */
export async function partsOf(parts: AsyncIterable<string>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

/** Hands text to the browser as a file. */
export function saveFile(name: string, parts: readonly string[]): void {
  const url = URL.createObjectURL(new Blob([...parts], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun once the click returned; the address may go at the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/** A file name from a run's name. */
export function fileStem(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'run'
  );
}
