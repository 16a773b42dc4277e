// Numbers to pixels.

/** @import { Numbers } from "./assets.js" */
/** @typedef {{width: number, height: number, rgba: Uint8ClampedArray<ArrayBuffer>}} Picture */
/** @typedef {{data: ArrayLike<number>, shape: readonly number[]}} Readable numbers, row by row */

/**
 * @param {number} width
 * @param {number} height
 * @param {(index: number) => number[]} colour of a pixel: red, green and blue, 0 to 1
 * @returns {Picture}
 */
function pixels(width, height, colour) {
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let k = 0; k < width * height; k += 1) {
    const [red, green, blue] = colour(k);
    rgba[4 * k] = 255 * red;
    rgba[4 * k + 1] = 255 * green;
    rgba[4 * k + 2] = 255 * blue;
    rgba[4 * k + 3] = 255;
  }
  return { width, height, rgba };
}

/**
 * Shades of gray of a square, 0 to 1.
 * @param {ArrayLike<number>} values row by row
 */
export function squarePixels(values) {
  const size = Math.sqrt(values.length);
  return pixels(size, size, (k) => [values[k], values[k], values[k]]);
}

/**
 * (..., C, H, W) of one image; more than one channel in false colour, each the mean of a third of the bands.
 * @param {Readable} image
 */
export function imagePixels({ data, shape }) {
  const [channels, height, width] = shape.slice(-3);
  const size = height * width;
  if (channels === 1) return pixels(width, height, (k) => [data[k], data[k], data[k]]);
  const long = Math.ceil(channels / 3), short = Math.floor(channels / 3), extra = channels % 3;
  const sizes = [extra > 0 ? long : short, extra > 1 ? long : short, short];
  const starts = [0, sizes[0], sizes[0] + sizes[1]];
  /**
   * @param {number} part
   * @param {number} k
   */
  const mean = (part, k) => {
    let sum = 0;
    for (let c = 0; c < sizes[part]; c += 1) sum += data[(starts[part] + c) * size + k];
    return sum / sizes[part];
  };
  return pixels(width, height, (k) => [mean(2, k), mean(1, k), mean(0, k)]);
}

/**
 * A picture that kdci has drawn: (H, W) or (H, W, 3), 0 to 1.
 * @param {Readable} picture
 */
export function picturePixels({ data, shape }) {
  const [height, width, colours] = shape;
  return pixels(width, height, (k) => colours === 3
    ? [data[3 * k], data[3 * k + 1], data[3 * k + 2]] : [data[k], data[k], data[k]]);
}

// Absolute error, the mean over channels: white is none, dark violet ERROR_TOP and more.
export const ERROR_TOP = 0.25;
const SHADES = [[1, 1, 1], [0.99, 0.83, 0.57], [0.91, 0.45, 0.35], [0.55, 0.15, 0.41], [0.13, 0.04, 0.25]];
/** @param {number} value 0 to 1 */
export function shade(value) {
  const at = Math.min(0.9999, Math.max(0, value)) * (SHADES.length - 1);
  const low = Math.floor(at), part = at - low;
  return SHADES[low].map((v, c) => v + part * (SHADES[low + 1][c] - v));
}
/**
 * @param {Readable} found (..., C, H, W)
 * @param {ArrayLike<number>} truth
 */
export function errorPixels(found, truth) {
  const [channels, height, width] = found.shape.slice(-3);
  const size = height * width;
  return pixels(width, height, (k) => {
    let sum = 0;
    for (let c = 0; c < channels; c += 1) sum += Math.abs(found.data[c * size + k] - truth[c * size + k]);
    return shade(sum / channels / ERROR_TOP);
  });
}

/**
 * How a measurement is drawn, what its caption says of the scale, and what the picture of the pattern shows.
 * @type {Record<string, {draw: (measurement: Numbers) => Picture, scale: string, pattern: string}>}
 */
export const MEASUREMENTS = {
  kspace: { draw: kspacePixels, scale: " (logarithm, four decades)", pattern: "pattern in k-space" },
  numbers: { draw: numberPixels, scale: ", pattern by pattern (signed root)", pattern: "nine patterns" },
  detector: { draw: detectorPixels, scale: "", pattern: "pattern of the first snapshot" },
};

/**
 * The magnitude in k-space; what was not sampled is black.
 * @param {Numbers} kspace (..., H, W, 2)
 */
function kspacePixels({ data, shape }) {
  const [height, width] = shape.slice(-3, -1);
  /** @param {number} k */
  const power = (k) => data[2 * k] ** 2 + data[2 * k + 1] ** 2;
  let top = 1e-12;
  for (let k = 0; k < height * width; k += 1) top = Math.max(top, power(k));
  return pixels(width, height, (k) => {
    const value = 1 + Math.log10(Math.max(power(k) / top, 1e-12)) / 8;
    return [value, value, value];
  });
}

/**
 * One number a pattern: a column each, up or down from the middle. The root shows the small ones.
 * @param {Numbers} numbers
 */
function numberPixels({ data }) {
  const side = data.length;
  const top = data.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-12);
  return pixels(side, side, (k) => {
    const value = data[k % side] / top;
    const tall = Math.sign(value) * Math.sqrt(Math.abs(value));
    const up = 1 - 2 * Math.floor(k / side) / (side - 1);
    const inside = tall >= 0 ? up >= 0 && up <= tall : up <= 0 && up >= tall;
    return inside ? [0.34, 0.71, 0.91] : [0.08, 0.08, 0.08];
  });
}

/**
 * All snapshots of the detector, one below the other.
 * @param {Numbers} detector (..., snapshots, H, W)
 */
function detectorPixels({ data, shape }) {
  const [snapshots, height, width] = shape.slice(-3);
  const top = data.reduce((most, v) => Math.max(most, v), 1e-12);
  return pixels(width, snapshots * height, (k) => [data[k] / top, data[k] / top, data[k] / top]);
}

/**
 * A canvas whose size is set, even to what it was, takes new memory: so it keeps the size that it has.
 * @param {HTMLCanvasElement} canvas
 * @param {Picture} picture
 */
export function paint(canvas, { width, height, rgba }) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.getContext("2d")?.putImageData(new ImageData(rgba, width, height), 0, 0);
}
