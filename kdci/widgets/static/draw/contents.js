// What the page of a drawing is told; see kdci/widgets/drawing/build.py.

/** @import { NumbersFile } from "../assets.js" */
/**
 * The modality's own words.
 * @typedef {object} Words
 * @property {string} grid what the board shows, for a screen reader
 * @property {string} caption of the board
 * @property {string} origin the place of the constant image
 * @property {string} on of a point that is chosen
 * @property {string} off of one that is not
 * @property {string} points
 * @property {string} mask
 * @property {string} champion whose score is to be beaten
 * @property {string} champions its mask
 * @property {string} sides a second way in which the brush paints
 * @property {string[]} saved lines on a saved picture
 * @property {string} convention of a saved array
 */
/**
 * The table of contents.
 * @typedef {object} Contents
 * @property {number} size
 * @property {[number, number]} origin
 * @property {"conjugate" | "exchanged"} partner the point that a stroke on both sides paints, too
 * @property {string} graph
 * @property {NumbersFile} images
 * @property {NumbersFile} shown
 * @property {NumbersFile} energy
 * @property {Record<string, number>} budgets numbers of points, by their names
 * @property {Record<string, string>} labels of the presets
 * @property {Record<string, string>} rivals names in the table, by preset
 * @property {string} champion one of the rivals
 * @property {Record<string, Record<string, string>>} presets by budget and name
 * @property {Record<string, Record<string, number[]>>} psnr by budget and name, of each test image [dB]
 * @property {{acceleration: string, preset: string}} start
 * @property {string} budget what the budgets are
 * @property {Words} words
 * @property {string} note
 */
export {};
