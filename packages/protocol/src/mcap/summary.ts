// The end of an MCAP file: statistics and indexes by which a reader seeks without reading the rest.

import { crc32 } from '../crc32.ts';
import type { ChunkIndex } from './chunk.ts';
import { opcode } from './opcode.ts';
import type { RecordBuffer } from './record-buffer.ts';

export interface MetadataIndex {
  readonly name: string;
  readonly start: number;
  readonly length: number;
}

export interface AttachmentIndex extends MetadataIndex {
  readonly mediaType: string;
  readonly size: number;
}

export interface Recorded {
  readonly chunks: readonly ChunkIndex[];
  readonly attachments: readonly AttachmentIndex[];
  readonly metadata: readonly MetadataIndex[];
  /** How many messages each channel has. */
  readonly messages: readonly number[];
}

const footerBytes = 20;

function writeStatistics(out: RecordBuffer, { chunks, attachments, metadata, messages }: Recorded): void {
  out.record(opcode.statistics, () => {
    out.u64(messages.reduce((sum, count) => sum + count, 0));
    out.u16(messages.length);
    out.u32(messages.length);
    out.u32(attachments.length);
    out.u32(metadata.length);
    out.u32(chunks.length);
    out.u64(chunks.reduce((least, { first }) => (first < least ? first : least), chunks[0]?.first ?? 0n));
    out.u64(chunks.reduce((most, { last }) => (last > most ? last : most), 0n));
    out.sized(4, () => {
      for (const [channel, count] of messages.entries()) {
        out.u16(channel);
        out.u64(count);
      }
    });
  });
}

function writeChunkIndex(out: RecordBuffer, index: ChunkIndex): void {
  out.record(opcode.chunkIndex, () => {
    out.u64(index.first);
    out.u64(index.last);
    out.u64(index.start);
    out.u64(index.length);
    out.sized(4, () => {
      for (const [channel, at] of index.indexes) {
        out.u16(channel);
        out.u64(at);
      }
    });
    out.u64(index.indexLength);
    out.text('');
    out.u64(index.size);
    out.u64(index.size);
  });
}

function writeAttachmentIndex(out: RecordBuffer, index: AttachmentIndex): void {
  out.record(opcode.attachmentIndex, () => {
    out.u64(index.start);
    out.u64(index.length);
    out.u64(0);
    out.u64(0);
    out.u64(index.size);
    out.text(index.name);
    out.text(index.mediaType);
  });
}

function writeMetadataIndex(out: RecordBuffer, { start, length, name }: MetadataIndex): void {
  out.record(opcode.metadataIndex, () => {
    out.u64(start);
    out.u64(length);
    out.text(name);
  });
}

/** Ends a file that is `before` bytes long without `out`, in which the summary began at `from` with schemas and channels. */
export function writeSummary(out: RecordBuffer, before: number, from: number, recorded: Recorded): void {
  const groups: { readonly code: number; readonly start: number; readonly length: number }[] = [];
  const group = (code: number, write: () => void): void => {
    const start = out.length;
    write();
    if (out.length > start) groups.push({ code, start: before + start, length: out.length - start });
  };
  const { chunks, attachments, metadata } = recorded;
  group(opcode.statistics, () => writeStatistics(out, recorded));
  group(opcode.chunkIndex, () => chunks.forEach((index) => writeChunkIndex(out, index)));
  group(opcode.attachmentIndex, () => attachments.forEach((index) => writeAttachmentIndex(out, index)));
  group(opcode.metadataIndex, () => metadata.forEach((index) => writeMetadataIndex(out, index)));
  const offsets = before + out.length;
  for (const { code, start, length } of groups) {
    out.record(opcode.summaryOffset, () => {
      out.u8(code);
      out.u64(start);
      out.u64(length);
    });
  }
  // the checksum takes in the footer up to itself, its length included, so that stands before the sum is made
  out.u8(opcode.footer);
  out.u64(footerBytes);
  out.u64(before + from);
  out.u64(offsets);
  out.u32(crc32(out.peek(from)));
}
