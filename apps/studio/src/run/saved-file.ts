// Hands files to the browser.

export type FilePart = string | Uint8Array<ArrayBuffer>;

/** Everything an export yields. */
export async function partsOf(parts: AsyncIterable<FilePart>): Promise<readonly FilePart[]> {
  const all: FilePart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

/** Hands a file to the browser. */
export function saveFile(name: string, parts: readonly FilePart[]): void {
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
