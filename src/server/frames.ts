/** WebSocket frames (RFC 6455 §5.2) of messages that go to many sockets and differ only in how they begin. */

/** The largest body that is copied into each frame; a larger one goes out beside its head, so that slow readers do not each hold one. */
const copiedBytes = 4_096;

/**
 * A text message, unfragmented and unmasked as servers send it, made of a beginning of its own and a body that others share:
 * one buffer, or two to be written one after the other. `body` must not change any more.
 */
export function textFrame(beginning: string, body: Buffer): readonly [Buffer] | readonly [Buffer, Buffer] {
  const ownBytes = Buffer.byteLength(beginning);
  const bytes = ownBytes + body.length;
  const headBytes = bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10;
  const copied = body.length <= copiedBytes;
  const frame = Buffer.allocUnsafe(headBytes + ownBytes + (copied ? body.length : 0));
  frame[0] = 0x81;
  if (headBytes === 2) {
    frame[1] = bytes;
  } else if (headBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(bytes, 2);
  } else {
    frame[1] = 127;
    frame.writeUInt32BE(0, 2);
    frame.writeUInt32BE(bytes, 6);
  }
  frame.write(beginning, headBytes);
  if (!copied) return [frame, body];
  body.copy(frame, headBytes + ownBytes);
  return [frame];
}
