// Numbers of a training: random ones, rates, and PSNR.

/**
 * How many numbers a shape has.
 * @param {readonly number[]} shape
 */
export const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1);

/**
 * Numbers from 0 to 1 that are the same for the same seed, in every browser (Mulberry32).
 * @param {number} seed
 */
export function draws(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Standard normal numbers (Box and Muller).
 * @param {number} count
 * @param {number} seed
 */
export function normals(count, seed) {
  const draw = draws(seed);
  return Float32Array.from({ length: count }, () =>
    Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw()));
}

/**
 * The share of the rate, as kdci.configuration.one_cycle: a rise, then half a cosine.
 * @param {number} progress 0 to 1
 * @param {number} warmup the part of it in which the rate rises
 */
export function oneCycle(progress, warmup) {
  if (progress >= 1) return 0;
  if (progress < warmup) return progress / warmup;
  return 0.5 * (1 + Math.cos((Math.PI * (progress - warmup)) / (1 - warmup)));
}

/**
 * The magnitude of the first complex image of some.
 * @param {ArrayLike<number>} complex real parts, then imaginary ones
 * @param {number} pixels
 */
export function magnitude(complex, pixels) {
  return Float64Array.from({ length: pixels }, (_, k) => Math.hypot(complex[k], complex[pixels + k]));
}

/**
 * PSNR [dB] of what a person would look at, as kdci.evaluation has it: of complex images, the magnitude.
 * @param {ArrayLike<number>} found
 * @param {ArrayLike<number>} truth
 * @param {number} pixels
 * @param {(images: ArrayLike<number>, pixels: number) => ArrayLike<number>} visible
 */
export function psnr(found, truth, pixels, visible = magnitude) {
  const [ours, theirs] = [found, truth].map((images) => visible(images, pixels));
  let error = 0;
  for (let k = 0; k < pixels; k += 1) error += (ours[k] - theirs[k]) ** 2;
  return -10 * Math.log10(error / pixels);
}
