/**
 * A mask as a file of NumPy (format 1.0): unsigned 8-bit integers, row by row.
 * @param {Uint8Array} mask
 * @param {number} size of a side
 */
export function npyOf(mask, size) {
  const head = `{'descr': '|u1', 'fortran_order': False, 'shape': (${size}, ${size}), }`;
  const padded = `${head.padEnd(117)}\n`;  // 10 bytes and this are 128: the numbers begin at a multiple of 64
  const bytes = new Uint8Array(128 + mask.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, padded.length, 0]);
  bytes.set(new TextEncoder().encode(padded), 10);
  bytes.set(mask, 128);
  return bytes;
}
