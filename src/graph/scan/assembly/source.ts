/**
 * The text to read, in UTF-8: positions are offsets from its first byte. Zeros follow it, so that what looks a few bytes
 * ahead need not ask whether they are there.
 */
const padding = 16;

let start: usize = 0;
let bytes: i32 = 0;

/** Frees what the last text took, and gives the address to which the next one of so many bytes is to be written. */
export function reserve(length: i32): usize {
  heap.reset();
  bytes = length;
  start = heap.alloc(<usize>length + padding);
  memory.fill(start + <usize>length, 0, padding);
  return start;
}

/** Bytes of the text. */
export function sourceLength(): i32 {
  return bytes;
}

/** The byte at a position; 0 right behind the end of the text. */
export function byteAt(at: i32): i32 {
  return load<u8>(start + <usize>at);
}
