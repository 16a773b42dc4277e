// What the instrument is told; see kdci/widgets/films/build.py.

/** @typedef {{at: number, text: string}} Notice what to notice at a moment */
/**
 * One training, moment by moment. Loss and gradient are of a step, so that the last moment has none.
 * @typedef {object} Reel
 * @property {string} role
 * @property {string} label
 * @property {string} variant
 * @property {number[]} steps
 * @property {string} patterns file of masks, one below the other
 * @property {string} pictures file of reconstructions, one below the other
 * @property {number[]} psnr [dB]
 * @property {number[]} energy 0 to 1
 * @property {number[]} loss
 * @property {number[]} gradient
 */
/** @typedef {{name: string, label: string, size: number, steps: number[], reels: Reel[], notices: Notice[]}} Film */
/** @typedef {{title: string, films: Film[], truth: string, energy: string, note: string}} Contents */
export {};
