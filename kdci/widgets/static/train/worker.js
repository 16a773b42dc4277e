// Trains two systems step by step, away from the page: so the page answers while it goes on.
// A step is a graph made from kdci's own modules; see kdci/widgets/training/step.py.
import { openSession, startRuntime } from "../ort.js";
import { breathe } from "../turns.js";
import { draws, magnitude, normals, oneCycle, psnr } from "./numbers.js";

/** @import { FloatTensor, Ort, Session } from "../ort.js" */
/** @import { Choice, Data, Parts, Table } from "./parts.js" */
/**
 * @typedef {object} Run
 * @property {number} weight of the encoder loss
 * @property {Record<string, FloatTensor>} state
 * @property {Float32Array} mask
 * @property {number} loss
 * @property {number} [psnr]
 * @property {Float32Array} [image]
 */

/** @type {Ort} */
let ort;
/** @type {Session} */
let step;
/** @type {Session} */
let evaluation;
/** @type {Table} */
let contents;
/** @type {Data} */
let images;
/** @type {Run[]} */
let runs;
/** @type {Choice & {at: number, order: () => number}} */
let chosen;
let going = false;

/**
 * @param {ArrayLike<number>} values
 * @param {readonly number[]} shape
 * @returns {FloatTensor}
 */
const float = (values, shape) => new ort.Tensor("float32", Float32Array.from(values), shape);
/** @param {readonly number[]} shape */
const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1);
/**
 * @param {readonly number[]} shape
 * @returns {FloatTensor}
 */
const zeros = (shape) => new ort.Tensor("float32", new Float32Array(sizeOf(shape)), shape);

/**
 * Give memory back at once: garbage outside the JavaScript heap may wait long for its collection.
 * A browser that cannot do so collects it as ever.
 * @param {import("onnxruntime-web").Tensor[]} tensors that nobody reads again
 */
function release(tensors) {
  for (const { data } of tensors) /** @type {any} */ (data).buffer.transfer?.(0);
}

/** @param {Parts} parts */
async function prepare({ runtime, graphs, data, table }) {
  contents = table;
  images = data;
  ort = await startRuntime(runtime);
  step = await openSession(ort, table.graphs.step, graphs.step);
  evaluation = await openSession(ort, table.graphs.evaluation, graphs.evaluation);
}

/**
 * The state in which a training begins: the same decoder for both, latents from the seed.
 * @param {number} seed
 */
function firstState(seed) {
  const { size, weights } = contents;
  const square = [size, size];
  /** @type {Record<string, FloatTensor>} */
  const state = { latent: float(normals(size * size, seed).map((v) => 0.01 * v), square) };
  for (let k = 0; k < 3; k += 1) state[`moments.${k}`] = zeros(square);
  let offset = 0;
  weights.forEach((shape, k) => {
    const count = sizeOf(shape);
    state[`weights.${k}`] = float(images.weights.subarray(offset, offset + count), shape);
    state[`first.${k}`] = zeros(shape);
    state[`second.${k}`] = zeros(shape);
    offset += count;
  });
  return state;
}

/** The number of points of the mask. */
const count = () => new ort.Tensor("int64", BigInt64Array.of(BigInt(contents.counts[chosen.acceleration])), []);

/**
 * The rates of kdci.configuration.TrainingConfig: rise and cosine for the decoder, cosine and rest for the mask.
 * @param {number} weight
 * @param {number} at
 */
function settings(weight, at) {
  const { steps, decoderRate, warmup, encoderUntil } = contents.training;
  const { rate, adam } = contents.optimisers[chosen.optimiser];
  return {
    count: count(),
    teacher: float(images.teachers[`${chosen.teacher}-${chosen.acceleration}`], [contents.size, contents.size]),
    weight: float([weight], []),
    rates: float([decoderRate * oneCycle(at / steps, warmup), rate * oneCycle(at / (encoderUntil * steps), 0)], [2]),
    corrections: float([1 - 0.9 ** (at + 1), 1 - 0.999 ** (at + 1), 1e-8], [3]),
    adam: float([adam ? 1 : 0], []),
  };
}

/** @param {() => number} order */
function batchOf(order) {
  const { size, batch } = contents;
  const one = 2 * size * size;
  const found = new Float32Array(batch * one);
  for (let b = 0; b < batch; b += 1) {
    const index = Math.floor(order() * contents.images);
    found.set(images.train.subarray(index * one, (index + 1) * one), b * one);
  }
  return new ort.Tensor("float32", found, [batch, 2, size, size]);
}

/**
 * @param {Run} run
 * @param {FloatTensor} batch
 * @param {number} at
 */
async function advance(run, batch, at) {
  const found = /** @type {Record<string, FloatTensor>} */ (await step.run({ batch, ...settings(run.weight, at), ...run.state }));
  release(Object.values(run.state));
  run.state = Object.fromEntries(Object.keys(run.state).map((name) => [name, found[`next.${name}`]]));
  run.mask = found.mask.data;
  run.loss = found.task.data[0];
  run.psnr = run.image = undefined;  // of the system as it was; see judge
}

/** @param {Run} run */
async function judge(run) {
  const { size, tested } = contents;
  const pixels = size * size;
  const weights = Object.fromEntries(Object.entries(run.state).filter(([name]) => name.startsWith("weights.")));
  const batch = new ort.Tensor("float32", images.test, [tested, 2, size, size]);
  const answer = await evaluation.run({ batch, count: count(), latent: run.state.latent, ...weights });
  const found = /** @type {Float32Array} */ (answer.images.data);
  run.image = magnitude(found, pixels);
  const each = Array.from({ length: tested }, (_, n) =>
    psnr(found.subarray(2 * n * pixels), images.test.subarray(2 * n * pixels), pixels));
  run.psnr = each.reduce((a, b) => a + b) / tested;
  release([answer.images]);
}

/** @param {Float32Array} mask */
const energy = (mask) => {
  let inside = 0;
  mask.forEach((value, k) => { inside += value > 0 ? images.spectrum[k] : 0; });
  return inside;
};

/**
 * @param {number} at
 * @param {number} milliseconds
 */
function tell(at, milliseconds) {
  postMessage({
    kind: "step", at, milliseconds,
    runs: runs.map(({ loss, psnr: found, mask, image }) => ({ loss, psnr: found, mask: mask.slice(), image, energy: energy(mask) })),
  });
}

/** @param {number} until */
async function go(until) {
  going = true;
  while (going && chosen.at < until) {
    const start = performance.now();
    const batch = batchOf(chosen.order);
    for (const run of runs) await advance(run, batch, chosen.at);
    release([batch]);
    chosen.at += 1;
    const milliseconds = performance.now() - start;
    if (chosen.at % contents.every === 0 || chosen.at === until || chosen.at === 1) for (const run of runs) await judge(run);
    tell(chosen.at, milliseconds);
    await breathe();
  }
  going = false;
  postMessage({ kind: "rest", at: chosen.at });
}

/** @type {Record<string, (given: any) => Promise<void> | void>} */
const orders = {
  prepare,
  /** @param {Choice} choice */
  begin: (choice) => {
    chosen = { ...choice, at: 0, order: draws(choice.seed + 1) };
    runs = [0, choice.weight].map((weight) => ({ weight, state: firstState(choice.seed), mask: new Float32Array(0), loss: NaN }));
  },
  go: () => go(contents.training.steps),
  one: () => go(chosen.at + 1),
};

let row = Promise.resolve();
self.onmessage = ({ data: { order, ...rest } }) => {
  if (order === "pause") { going = false; return; }
  row = row.then(() => orders[order](rest)).then(
    () => postMessage({ kind: "done", order }),
    (error) => postMessage({ kind: "error", message: error.message }),
  );
};
