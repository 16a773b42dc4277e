// What is said and shown at a moment.

/** @import { Film, Notice, Reel } from "./contents.js" */

/** @param {number} share 0 to 1 */
export const percent = (share) => `${(100 * share).toFixed(0)}%`;

/**
 * Where a training is at a moment.
 * @param {number[]} steps
 * @param {number} at index of the moment
 */
export function placeOf(steps, at) {
  const total = steps[steps.length - 1];
  return at === steps.length - 1 ? `after all ${total} steps` : `before step ${steps[at] + 1} of ${total}`;
}

/**
 * The same, where a sentence begins.
 * @param {number[]} steps
 * @param {number} at index of the moment
 */
export function placeAtStart(steps, at) {
  const place = placeOf(steps, at);
  return `${place[0].toUpperCase()}${place.slice(1)}`;
}

/**
 * The last notice that a moment has reached, or null.
 * @param {Notice[]} notices in the order of their moments
 * @param {number} at index of the moment
 */
export function reached(notices, at) {
  return notices.filter((notice) => notice.at <= at).at(-1) ?? null;
}

/**
 * @param {Reel} reel
 * @param {number} at index of the moment
 */
export function captionOf(reel, at) {
  return `${reel.label}: ${reel.psnr[at].toFixed(1)} dB, ${percent(reel.energy[at])} of the energy`;
}

/**
 * All systems at a moment, in a sentence.
 * @param {Film} film
 * @param {number} at index of the moment
 */
export function sentenceAt(film, at) {
  return `${placeAtStart(film.steps, at)}: ${film.reels.map((reel) => captionOf(reel, at)).join("; ")}.`;
}

/**
 * The moment that a link names, or the first.
 * @param {string | undefined} text
 * @param {number} count of moments
 */
export function momentOf(text, count) {
  const at = Number(text ?? "");
  return Number.isInteger(at) && at >= 0 && at < count ? at : 0;
}
