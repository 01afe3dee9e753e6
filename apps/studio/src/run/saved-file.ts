// Hands files to the browser.

export type FilePart = string | Uint8Array<ArrayBuffer>;

/** Everything an export yields. */
export async function partsOf(parts: AsyncIterable<FilePart>): Promise<readonly FilePart[]> {
  const all: FilePart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

/** Hands bytes to the browser as a file. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun once the click returned; the address may go at the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/** Hands parts to the browser as one file. */
export function saveFile(name: string, parts: readonly FilePart[]): void {
  saveBlob(name, new Blob([...parts], { type: 'application/octet-stream' }));
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
