// Trains two systems step by step, away from the page: so the page answers while it goes on.
// A step is a graph made from kdci's own modules; see kdci/widgets/training/step.py.
import { openSession, startRuntime } from "../ort.js";
import { breathe } from "../turns.js";
import { MODALITIES } from "./modality.js";
import { draws, normals, oneCycle, psnr, sizeOf } from "./numbers.js";

/** @import { FloatTensor, Ort, Session } from "../ort.js" */
/** @import { Modality } from "./modality.js" */
/** @import { Choice, Data, Parts, Table } from "./parts.js" */
/**
 * @typedef {object} Run
 * @property {number} weight of the encoder loss
 * @property {Record<string, FloatTensor>} state
 * @property {Float32Array} mask
 * @property {number} loss
 * @property {number} [psnr]
 * @property {Float64Array} [image]
 */

/** @type {Ort} */
let ort;
/** @type {Session} */
let step;
/** @type {Session} */
let evaluation;
/** @type {Table} */
let contents;
/** @type {Modality} */
let modality;
/** @type {Data} */
let images;
/** @type {Run[]} */
let runs = [];
/** @type {Choice & {at: number, order: () => number}} */
let chosen;
let going = false;

/**
 * @param {ArrayLike<number>} values
 * @param {readonly number[]} shape
 * @returns {FloatTensor}
 */
const float = (values, shape) => new ort.Tensor("float32", Float32Array.from(values), shape);
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
  modality = MODALITIES[table.modality];
  images = data;
  ort = await startRuntime(runtime);
  step = await openSession(ort, table.graphs.step, graphs.step, modality.session);
  evaluation = await openSession(ort, table.graphs.evaluation, graphs.evaluation);
}

/**
 * The state in which a training begins: the same decoder for both, latents from the seed.
 * @param {number} seed
 */
function firstState(seed) {
  const { latent, weights } = contents;
  /** @type {Record<string, FloatTensor>} */
  const state = { latent: float(normals(sizeOf(latent), seed).map((v) => 0.01 * v), latent) };
  for (let k = 0; k < 3; k += 1) state[`moments.${k}`] = zeros(latent);
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

/** How many points are measured. */
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
    teacher: float(images.teachers[`${chosen.teacher}-${chosen.acceleration}`], contents.teacher),
    weight: float([weight], []),
    rates: float([decoderRate * oneCycle(at / steps, warmup), rate * oneCycle(at / (encoderUntil * steps), 0)], [2]),
    corrections: float([1 - 0.9 ** (at + 1), 1 - 0.999 ** (at + 1), 1e-8], [3]),
    adam: float([adam ? 1 : 0], []),
  };
}

/** @param {() => number} order */
function batchOf(order) {
  const { size, batch } = contents, { channels } = modality;
  const one = channels * size * size;
  const found = new Float32Array(batch * one);
  for (let b = 0; b < batch; b += 1) {
    const index = Math.floor(order() * contents.images);
    found.set(images.train.subarray(index * one, (index + 1) * one), b * one);
  }
  return new ort.Tensor("float32", found, [batch, channels, size, size]);
}

/**
 * Run a graph on what it asks for, of all that is given.
 * @param {Session} session
 * @param {Record<string, import("onnxruntime-web").Tensor>} given
 */
const run = (session, given) => session.run(Object.fromEntries(session.inputNames.map((name) => [name, given[name]])));

/**
 * @param {Run} system
 * @param {FloatTensor} batch
 * @param {number} at
 */
async function advance(system, batch, at) {
  const own = { ...settings(system.weight, at), ...system.state };
  const found = /** @type {Record<string, FloatTensor>} */ (await run(step, { batch, ...own }));
  release(Object.values(own));
  system.state = Object.fromEntries(Object.keys(system.state).map((name) => [name, found[`next.${name}`]]));
  system.mask = found.mask.data;
  system.loss = found.task.data[0];
  system.psnr = system.image = undefined;  // of the system as it was; see judge
}

/** @param {Run} system */
async function judge(system) {
  const { size, tested } = contents, { channels, visible } = modality;
  const pixels = size * size, one = channels * pixels;
  const batch = new ort.Tensor("float32", images.test, [tested, channels, size, size]);
  const answer = await run(evaluation, { batch, count: count(), ...system.state });
  const found = /** @type {Float32Array} */ (answer.images.data);
  system.image = visible(found, pixels);
  const each = Array.from({ length: tested }, (_, n) => psnr(found.subarray(n * one), images.test.subarray(n * one), pixels, visible));
  system.psnr = each.reduce((a, b) => a + b) / tested;
  release([answer.images]);
}

/**
 * Tell the page of a step, and hand the masks over to it: the next step makes its own.
 * @param {number} at
 * @param {number} milliseconds
 */
function tell(at, milliseconds) {
  const pixels = contents.size ** 2;
  const told = runs.map(({ loss, psnr: found, mask, image }) => ({ loss, psnr: found, mask, image, energy: modality.energy(mask, images, pixels) }));
  self.postMessage({ kind: "step", at, milliseconds, runs: told }, { transfer: told.map(({ mask }) => mask.buffer) });
}

/** @param {number} until */
async function go(until) {
  going = true;
  while (going && chosen.at < until) {
    const start = performance.now();
    const batch = batchOf(chosen.order);
    for (const system of runs) await advance(system, batch, chosen.at);
    release([batch]);
    chosen.at += 1;
    const milliseconds = performance.now() - start;
    if (chosen.at % contents.every === 0 || chosen.at === until || chosen.at === 1) for (const system of runs) await judge(system);
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
    for (const { state } of runs) release(Object.values(state));
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
