// Masks as short texts for a link: the bits themselves ("b"), or the lengths of runs ("r"), whichever is shorter.

/** @param {ArrayLike<number>} bytes */
function textOf(bytes) {
  return btoa(String.fromCharCode(...Array.from(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text */
function bytesOf(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

/**
 * Row by row, eight points a byte, the first one the highest bit.
 * @param {Uint8Array} mask
 */
function packed(mask) {
  const bytes = new Uint8Array(Math.ceil(mask.length / 8));
  mask.forEach((value, k) => { if (value) bytes[k >> 3] |= 128 >> (k & 7); });
  return bytes;
}

/**
 * @param {ArrayLike<number>} bytes
 * @param {number} count of points
 */
function unpacked(bytes, count) {
  return Uint8Array.from({ length: count }, (_, k) => (bytes[k >> 3] >> (7 - (k & 7))) & 1);
}

/**
 * The lengths of runs, zeros first, each in as many bytes of seven bits as it takes, the lowest first.
 * @param {Uint8Array} mask
 */
function runLengths(mask) {
  /** @type {number[]} */
  const bytes = [];
  /** @param {number} run */
  const write = (run) => {
    let rest = run;
    for (; rest > 127; rest >>= 7) bytes.push((rest & 127) | 128);
    bytes.push(rest);
  };
  let value = 0, length = 0;
  for (const each of mask) {
    if (each !== value) { write(length); [value, length] = [each, 0]; }
    length += 1;
  }
  write(length);
  return bytes;
}

/**
 * @param {Iterable<number>} bytes
 * @param {number} count of points
 */
function unrun(bytes, count) {
  const mask = new Uint8Array(count);
  let at = 0, value = 0, length = 0, shift = 0;
  for (const byte of bytes) {
    length |= (byte & 127) << shift;
    shift += 7;
    if (byte & 128) continue;
    if (value) mask.fill(1, at, at + length);
    at += length;
    [value, length, shift] = [1 - value, 0, 0];
  }
  return mask;
}

/** @param {Uint8Array} mask of 0 and 1 */
export function shareText(mask) {
  const [bits, lengths] = [packed(mask), runLengths(mask)];
  return lengths.length < bits.length ? `r${textOf(lengths)}` : `b${textOf(bits)}`;
}

/**
 * Return the mask of a text, or null if it is none.
 * @param {string} text
 * @param {number} count of points
 */
export function sharedMask(text, count) {
  try {
    const bytes = bytesOf(text.slice(1));
    if (text[0] === "r") return unrun(bytes, count);
    if (text[0] === "b" && bytes.length === Math.ceil(count / 8)) return unpacked(bytes, count);
    return null;
  } catch { return null; }
}

/**
 * The mask of hexadecimal digits, as the presets are written.
 * @param {string} text
 * @param {number} count of points
 */
export function unhexed(text, count) {
  return unpacked(Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16)), count);
}
