// The patterns of a single-pixel camera, as a training shows them.
import { squarePixels } from "../pixels.js";

/** @import { Modality } from "./modality.js" */

const PATTERNS_ACROSS = 4;
const BETWEEN = 2;  // two patterns [pixels]

/**
 * The first patterns in a square of shades, each from its lowest to its highest value about the middle.
 * @param {ArrayLike<number>} patterns one after the other
 * @param {number} size of their side [pixels]
 */
export function sheetOf(patterns, size) {
  const side = PATTERNS_ACROSS * size + (PATTERNS_ACROSS - 1) * BETWEEN;
  const sheet = new Float32Array(side * side).fill(0.5);
  for (let p = 0; p < PATTERNS_ACROSS * PATTERNS_ACROSS; p += 1) {
    const first = p * size * size, corner = Math.floor(p / PATTERNS_ACROSS) * (size + BETWEEN) * side + (p % PATTERNS_ACROSS) * (size + BETWEEN);
    let top = 1e-12;
    for (let k = 0; k < size * size; k += 1) top = Math.max(top, Math.abs(patterns[first + k]));
    for (let k = 0; k < size * size; k += 1)
      sheet[corner + Math.floor(k / size) * side + (k % size)] = 0.5 + patterns[first + k] / top / 2;
  }
  return sheet;
}

/**
 * Rows made orthonormal, one after the other (Gram and Schmidt); what is no new direction is left out.
 * @param {Float32Array} rows
 * @param {number} length of a row
 */
function orthonormal(rows, length) {
  /** @type {Float64Array[]} */
  const found = [];
  for (let first = 0; first < rows.length; first += length) {
    const row = Float64Array.from(rows.subarray(first, first + length));
    const before = inner(row, row);
    for (const other of found) {
      const along = inner(other, row);
      for (let k = 0; k < length; k += 1) row[k] -= along * other[k];
    }
    const norm = Math.sqrt(inner(row, row));
    if (norm > 1e-5 * Math.sqrt(before)) found.push(row.map((value) => value / norm));
  }
  return found;
}

/**
 * @param {Float64Array} a
 * @param {ArrayLike<number>} b at least as long
 */
function inner(a, b) {
  let sum = 0;
  for (let k = 0; k < a.length; k += 1) sum += a[k] * b[k];
  return sum;
}

/**
 * The share of the test images' energy in the space that the patterns span, 0 to 1: the rest is not measured.
 * @type {Modality["energy"]}
 */
export function energySeen(patterns, { test }, pixels) {
  const rows = orthonormal(patterns, pixels);
  let seen = 0;
  for (let first = 0; first < test.length; first += pixels) {
    const image = test.subarray(first, first + pixels);
    for (const row of rows) seen += inner(row, image) ** 2;
  }
  return seen / test.reduce((sum, value) => sum + value * value, 0);
}

/** @type {Modality} */
export const CAMERA = {
  channels: 1,
  session: { graphOptimizationLevel: "basic" },  // for the encoder loss in double precision, it has no fused products
  words: {
    budget: "Pixels over patterns",
    learned: "The patterns are learned by",
    pattern: "16 of its patterns",
    share: (percent) => `16 of its patterns; all of them see ${percent}% of the energy`,
    taught: "16 patterns of the student's teacher",
    energy: "Energy that the patterns see",
    save: "Save patterns (PNG)",
    file: "kdci-patterns.png",
  },
  visible: (images, pixels) => Float64Array.from({ length: pixels }, (_, k) => images[k]),
  picture: (patterns, size) => squarePixels(sheetOf(patterns, size)),
  energy: energySeen,
};
