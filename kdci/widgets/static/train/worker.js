// Trains two systems step by step, away from the page: so the page answers while it goes on.
// A step is a graph made from kdci's own modules; see kdci/widgets/training/step.py.
let ort, step, evaluation, contents, images, runs, chosen;
let going = false;

// Numbers that are the same for the same seed, in every browser (Mulberry32).
function draws(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function normals(count, seed) {
  const draw = draws(seed);
  return Float32Array.from({ length: count }, () =>
    Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw()));
}

const float = (values, shape) => new ort.Tensor("float32", Float32Array.from(values), shape);
const zeros = (shape) => new ort.Tensor("float32", new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);

async function prepare({ runtime, graphs, data, table }) {
  contents = table;
  images = data;
  ort = await startRuntime(runtime);
  step = await openSession(ort, table.graphs.step, graphs.step);
  evaluation = await openSession(ort, table.graphs.evaluation, graphs.evaluation);
}

// The state in which a training begins: the same decoder for both, latents from the seed.
function begin(seed) {
  const { size, weights } = contents;
  const square = [size, size];
  const state = { latent: float(normals(size * size, seed).map((v) => 0.01 * v), square) };
  for (let k = 0; k < 3; k += 1) state[`moments.${k}`] = zeros(square);
  let offset = 0;
  weights.forEach((shape, k) => {
    const count = shape.reduce((a, b) => a * b, 1);
    state[`weights.${k}`] = float(images.weights.subarray(offset, offset + count), shape);
    state[`first.${k}`] = zeros(shape);
    state[`second.${k}`] = zeros(shape);
    offset += count;
  });
  return state;
}

// The rates of kdci.configuration.TrainingConfig: rise and cosine for the decoder, cosine and rest for the mask.
function oneCycle(progress, warmup) {
  if (progress >= 1) return 0;
  if (progress < warmup) return progress / warmup;
  return 0.5 * (1 + Math.cos((Math.PI * (progress - warmup)) / (1 - warmup)));
}

function settings(weight, at) {
  const { steps, decoderRate, warmup, encoderUntil } = contents.training;
  const { rate, adam } = contents.optimisers[chosen.optimiser];
  return {
    count: new ort.Tensor("int64", BigInt64Array.of(BigInt(contents.counts[chosen.acceleration])), []),
    teacher: float(images.teachers[`${chosen.teacher}-${chosen.acceleration}`], [contents.size, contents.size]),
    weight: float([weight], []),
    rates: float([decoderRate * oneCycle(at / steps, warmup), rate * oneCycle(at / (encoderUntil * steps), 0)], [2]),
    corrections: float([1 - 0.9 ** (at + 1), 1 - 0.999 ** (at + 1), 1e-8], [3]),
    adam: float([adam ? 1 : 0], []),
  };
}

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

async function advance(run, batch, at) {
  const found = await step.run({ batch, ...settings(run.weight, at), ...run.state });
  run.state = Object.fromEntries(Object.keys(run.state).map((name) => [name, found[`next.${name}`]]));
  run.mask = found.mask.data;
  run.loss = found.task.data[0];
  run.psnr = run.image = undefined;  // of the system as it was; see judge
}

// Of the magnitude, as kdci.evaluation has it.
function psnr(found, truth, pixels) {
  let error = 0;
  for (let k = 0; k < pixels; k += 1) {
    const difference = Math.hypot(found[k], found[pixels + k]) - Math.hypot(truth[k], truth[pixels + k]);
    error += difference * difference;
  }
  return -10 * Math.log10(error / pixels);
}

async function judge(run) {
  const { size, tested } = contents;
  const pixels = size * size;
  const weights = Object.fromEntries(Object.entries(run.state).filter(([name]) => name.startsWith("weights.")));
  const count = settings(0, 0).count;
  const batch = new ort.Tensor("float32", images.test, [tested, 2, size, size]);
  const found = (await evaluation.run({ batch, count, latent: run.state.latent, ...weights })).images.data;
  run.image = Float32Array.from({ length: pixels }, (_, k) => Math.hypot(found[k], found[pixels + k]));
  const each = Array.from({ length: tested }, (_, n) =>
    psnr(found.subarray(2 * n * pixels), images.test.subarray(2 * n * pixels), pixels));
  run.psnr = each.reduce((a, b) => a + b) / tested;
}

const energy = (mask) => {
  let inside = 0;
  mask.forEach((value, k) => { inside += value > 0 ? images.spectrum[k] : 0; });
  return inside;
};

function tell(at, milliseconds) {
  postMessage({
    kind: "step", at, milliseconds,
    runs: runs.map(({ loss, psnr, mask, image }) => ({ loss, psnr, mask: mask.slice(), image, energy: energy(mask) })),
  });
}

const breathe = () => new Promise((resolve) => { setTimeout(resolve, 0); });

async function go(until) {
  going = true;
  while (going && chosen.at < until) {
    const start = performance.now();
    const batch = batchOf(chosen.order);
    for (const run of runs) await advance(run, batch, chosen.at);
    chosen.at += 1;
    const milliseconds = performance.now() - start;
    if (chosen.at % contents.every === 0 || chosen.at === until || chosen.at === 1) for (const run of runs) await judge(run);
    tell(chosen.at, milliseconds);
    await breathe();
  }
  going = false;
  postMessage({ kind: "rest", at: chosen.at });
}

const orders = {
  prepare,
  begin: (choice) => {
    chosen = { ...choice, at: 0, order: draws(choice.seed + 1) };
    runs = [0, choice.weight].map((weight) => ({ weight, state: begin(choice.seed) }));
  },
  go: () => go(contents.training.steps),
  one: () => go(chosen.at + 1),
  pause: () => { going = false; },
};

let row = Promise.resolve();
self.onmessage = ({ data: { order, ...rest } }) => {
  if (order === "pause") { orders.pause(); return; }
  row = row.then(() => orders[order](rest)).then(
    () => postMessage({ kind: "done", order }),
    (error) => postMessage({ kind: "error", message: error.message }),
  );
};
