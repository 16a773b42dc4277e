// Reconstructs behind a mask, away from the page. The picture that is shown comes first; then, unless another
// mask waits by then, the other test images, for the score.
import { openSession, startRuntime } from "../ort.js";
import { breathe } from "../turns.js";

/** @import { Numbers } from "../assets.js" */
/** @import { Ort, RuntimeFiles, Session } from "../ort.js" */
/** @typedef {{mask: Uint8Array, shown: number, ticket: number}} Request */

/** @type {Ort} */
let ort;
/** @type {Session | undefined} */
let session;
/** @type {Float32Array} */
let pixels;
/** @type {number[]} */
let shape;
/** @type {Request | undefined} */
let waiting;
let busy = false;

/** @param {{runtime: RuntimeFiles, graph: ArrayBuffer, name: string, images: Numbers}} given */
async function prepare({ runtime, graph, name, images }) {
  ort = await startRuntime(runtime);
  session = await openSession(ort, name, graph);
  pixels = images.data;
  shape = [...images.shape];
}

/**
 * @param {Session} decoder
 * @param {Uint8Array} mask
 * @param {number} index of the image
 */
async function one(decoder, mask, index) {
  const [, channels, height, width] = shape;
  const length = channels * height * width;
  const image = new ort.Tensor("float32", pixels.slice(index * length, (index + 1) * length), [1, channels, height, width]);
  const found = await decoder.run({ image, mask: new ort.Tensor("float32", Float32Array.from(mask), [height, width]) });
  return { values: found.reconstruction.data, psnr: Number(found.psnr.data[0]) };
}

/**
 * @param {Session} decoder
 * @param {Request} request
 */
async function score(decoder, { mask, shown, ticket }) {
  const start = performance.now();
  const first = await one(decoder, mask, shown);
  const psnr = Array.from({ length: shape[0] }, () => NaN);
  psnr[shown] = first.psnr;
  postMessage({ kind: "picture", ticket, values: first.values, psnr: first.psnr, milliseconds: performance.now() - start });
  for (let k = 0; k < shape[0]; k += 1) {
    if (k === shown) continue;
    await breathe();
    if (waiting) return;
    psnr[k] = (await one(decoder, mask, k)).psnr;
  }
  postMessage({ kind: "score", ticket, psnr });
}

async function work() {
  if (busy || !session) return;
  busy = true;
  while (waiting) {
    const request = waiting;
    waiting = undefined;
    await score(session, request);
    await breathe();
  }
  busy = false;
}

/** @param {Error} problem */
const fail = (problem) => postMessage({ kind: "error", message: problem.message });

self.onmessage = ({ data }) => {
  if (data.order === "draw") waiting = data;
  (data.order === "prepare" ? prepare(data).then(() => { postMessage({ kind: "ready" }); return work(); }) : work())
    .catch((problem) => { busy = false; fail(problem); });
};
