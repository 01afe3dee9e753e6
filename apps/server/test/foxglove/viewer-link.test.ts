import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { ViewerLink } from '../../src/foxglove/viewer-link.ts';

/** A socket whose other side never reads. */
class DeafSocket extends EventEmitter {
  bufferedAmount = 0;
  closed: number | undefined;
  terminated = false;
  pings = 0;

  send(data: string | Uint8Array): void {
    this.bufferedAmount += data.length;
  }
  ping(): void {
    this.pings += 1;
  }
  close(code: number): void {
    this.closed = code;
    this.emit('close');
  }
  terminate(): void {
    this.terminated = true;
  }
}

function linked() {
  const socket = new DeafSocket();
  const timers: (() => void)[] = [];
  const link = new ViewerLink(socket as unknown as WebSocket, {
    every(_, action) {
      timers.push(action);
      return () => void timers.splice(timers.indexOf(action), 1);
    },
  });
  return { socket, timers, link };
}

const kilobytes = (count: number): Uint8Array => new Uint8Array(1024 * count);

it('has no room for frames once 256 KB wait, and one frame more is the most that ever waits of them', () => {
  const { socket, link } = linked();
  let shown = 0;
  for (; link.hasRoom; shown++) link.show(kilobytes(100));
  expect(shown).toBe(3);
  expect(socket.closed).toBeUndefined();
});

it('closes a viewer that cannot take what must not be left out, and sends nothing after that', () => {
  const { socket, link, timers } = linked();
  for (let count = 0; count < 5000; count++) link.say({ op: 'status', level: 0, message: 'x'.repeat(1000) });
  expect(socket.closed).toBe(1013);
  expect(socket.bufferedAmount).toBeLessThan(1024 * 1024 + 2000);
  expect(timers).toEqual([]);
});

it('lets a large frame pass to a viewer that keeps up', () => {
  const { socket, link } = linked();
  link.show(kilobytes(4096));
  socket.bufferedAmount = 0;
  expect([link.hasRoom, socket.closed]).toEqual([true, undefined]);
});

it('ends a connection that answers no ping', () => {
  const { socket, timers } = linked();
  const [ping] = timers;
  ping?.();
  expect([socket.pings, socket.terminated]).toEqual([1, false]);
  socket.emit('pong');
  ping?.();
  expect(socket.terminated).toBe(false);
  ping?.();
  expect([socket.pings, socket.terminated]).toEqual([2, true]);
});
