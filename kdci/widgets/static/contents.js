// What an instrument of released systems is told; see kdci/widgets/build.py.

/** @import { NumbersFile } from "./assets.js" */
/** @typedef {{graph: string, pattern: NumbersFile, start: string, noise: NumbersFile[], psnr: number[][]}} Point */
/** @typedef {{name: string, label: string, points: Point[]}} System */
/**
 * @typedef {object} Contents
 * @property {string} title
 * @property {string} slider
 * @property {(string | number)[]} points
 * @property {(number | null)[]} snrs [dB]
 * @property {System[]} systems
 * @property {(NumbersFile & {label: string, shown: NumbersFile})[]} images
 * @property {string} measurement how it is drawn
 * @property {number[]} wavelengths [nm]
 * @property {string} note
 */
export {};
