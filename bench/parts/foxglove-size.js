// Bytes of poses as Foxglove's FrameTransforms message in protobuf, with the header its WebSocket protocol puts before a message.

const headerBytes = 13;

const varintBytes = (value) => (value < 128 ? 1 : 1 + varintBytes(Math.floor(value / 128)));
/** A field with a length before it. */
const framed = (bytes) => 1 + varintBytes(bytes) + bytes;
/** Zeros are left out. */
const doubles = (values) => values.reduce((sum, value) => sum + (value === 0 ? 0 : 9), 0);

/** Of a frame of rows x y z w x y z at a time in s since 1970. */
export function foxgloveBytes(time, values) {
  const seconds = Math.floor(time);
  const nanos = Math.round((time - seconds) * 1e9);
  const stamp = framed(
    (seconds === 0 ? 0 : 1 + varintBytes(seconds)) + (nanos === 0 ? 0 : 1 + varintBytes(nanos)),
  );
  let bytes = headerBytes;
  for (let at = 0; at < values.length; at += 7) {
    const names = framed('world'.length) + framed(`box ${at / 7 + 1}`.length);
    const place = framed(doubles(values.slice(at, at + 3)));
    const turn = framed(doubles(values.slice(at + 3, at + 7)));
    bytes += framed(stamp + names + place + turn);
  }
  return bytes;
}
