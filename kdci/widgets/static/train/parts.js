// What a training needs of the book's files; see kdci/widgets/training/build.py.
import { runtimeFiles } from "../runtime.js";
import { MODALITIES } from "./modality.js";
import { sizeOf } from "./numbers.js";

/** @import { Assets } from "../assets.js" */
/** @import { RuntimeFiles } from "../ort.js" */
/**
 * The table of contents.
 * @typedef {object} Table
 * @property {string} modality
 * @property {number} size of the images [pixels]
 * @property {number} batch
 * @property {number} images for the training
 * @property {number} tested
 * @property {number} every how many steps the test images are reconstructed
 * @property {{step: string, evaluation: string}} graphs
 * @property {string} floats
 * @property {string} pixels
 * @property {number[][]} weights their shapes
 * @property {number[]} latent its shape
 * @property {number} spectrum how many numbers it has
 * @property {string[]} teachers
 * @property {number[]} teacher the shape of a teacher's pattern
 * @property {Record<string, string>} kinds of teachers
 * @property {Record<string, number>} counts of points, by acceleration
 * @property {Record<string, {label: string, rate: number, adam: boolean}>} optimisers
 * @property {number[]} weightsOfLoss
 * @property {number[]} seeds
 * @property {Record<string, string | number>} start
 * @property {{steps: number, decoderRate: number, warmup: number, encoderUntil: number}} training
 * @property {string} note
 */
/**
 * Images (N, C, H, W), a decoder's first weights, energies at each point of k-space for MRI, and teachers' patterns.
 * @typedef {object} Data
 * @property {Float32Array<ArrayBuffer>} train
 * @property {Float32Array<ArrayBuffer>} test
 * @property {Float32Array<ArrayBuffer>} weights
 * @property {Float32Array<ArrayBuffer>} spectrum
 * @property {Record<string, Float32Array<ArrayBuffer>>} teachers
 */
/** @typedef {{runtime: RuntimeFiles, graphs: {step: ArrayBuffer, evaluation: ArrayBuffer}, data: Data, table: Table}} Parts */
/** @typedef {{acceleration: string, optimiser: string, teacher: string, weight: number, seed: number}} Choice */

/**
 * @param {Assets} assets
 * @param {Table} table
 * @returns {Promise<Parts>}
 */
export async function load(assets, table) {
  const [runtime, step, evaluation, numbers, pixels] = await Promise.all([
    runtimeFiles(assets), ...[table.graphs.step, table.graphs.evaluation, table.floats, table.pixels].map(assets.load),
  ]);
  const floats = new Float32Array(numbers.slice(0));
  const shown = Float32Array.from(new Int16Array(pixels.slice(0)), (value) => value / 32767);
  const one = MODALITIES[table.modality].channels * table.size * table.size;
  let at = 0;
  /** @param {number} count */
  const take = (count) => floats.slice(at, (at += count));
  const data = {
    train: shown.slice(0, table.images * one),
    test: shown.slice(table.images * one),
    weights: take(table.weights.reduce((sum, shape) => sum + sizeOf(shape), 0)),
    spectrum: take(table.spectrum),
    teachers: Object.fromEntries(table.teachers.map((name) => [name, take(sizeOf(table.teacher))])),
  };
  return { runtime, graphs: { step, evaluation }, data, table };
}
