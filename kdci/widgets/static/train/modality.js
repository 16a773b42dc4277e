// What a training of one modality has of its own.
import { CAMERA } from "./camera.js";
import { MRI } from "./mri.js";

/** @import { Picture } from "../pixels.js" */
/** @import { Data } from "./parts.js" */
/**
 * @typedef {object} Words
 * @property {string} budget what sets how much is measured
 * @property {string} learned followed by the optimiser
 * @property {string} pattern what is seen of a system's pattern
 * @property {(percent: string) => string} share the pattern, and how much of the energy it has
 * @property {string} taught what is seen of the teacher's pattern
 * @property {string} energy the title of its curve
 * @property {string} save of the button that saves the patterns
 * @property {string} file in which they are saved
 */
/**
 * @typedef {object} Modality
 * @property {number} channels of an image
 * @property {import("onnxruntime-web").InferenceSession.SessionOptions} session how its step is run
 * @property {Words} words
 * @property {(images: ArrayLike<number>, pixels: number) => Float64Array} visible what a person would look at of the first of some images
 * @property {(pattern: Float32Array, size: number) => Picture} picture of a system's pattern, or its teacher's
 * @property {(pattern: Float32Array, data: Data, pixels: number) => number} energy the pattern's share of it, 0 to 1
 */

/** @type {Record<string, Modality>} */
export const MODALITIES = { mri: MRI, spc: CAMERA };
