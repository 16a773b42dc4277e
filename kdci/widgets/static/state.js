// What an instrument of released systems shows: five numbers, and a sentence on them.

export const STATE = ["point", "noise", "left", "right", "image"];

/**
 * The numbers of a link, or null if it has others.
 * @param {string[]} texts
 */
export function numbersOf(texts) {
  const values = texts.map(Number);
  return values.length === STATE.length && values.every((v) => Number.isInteger(v) && v >= 0) ? values : null;
}

/**
 * @param {string[]} names of the two systems
 * @param {number[]} psnr [dB]
 * @param {number | null} snr [dB]; null is no noise
 */
export function sentence(names, psnr, snr) {
  const difference = psnr[0] - psnr[1];
  const noise = snr === null ? "Without noise" : `At ${snr} dB`;
  if (names[0] === names[1]) return `${noise}: choose two different systems to compare them.`;
  if (Math.abs(difference) < 0.05) return `${noise} there is no difference worth naming on this image.`;
  const [better, worse] = difference > 0 ? names : [...names].reverse();
  return `${noise} the ${better} is ahead of the ${worse} by ${Math.abs(difference).toFixed(2)} dB on this image. One image and one seed, not a mean.`;
}
