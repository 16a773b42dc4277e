// onnxruntime-web in the page, loaded once and only when an instrument asks for it.
import { RUNTIME_FILES, addressOf, openSession, startRuntime } from "./ort.js";

/** @import { Assets, Numbers } from "./assets.js" */
/** @import { Ort, RuntimeFiles, Session } from "./ort.js" */

/** @type {Promise<Ort> | undefined} */
let runtime;

/** @param {Assets} assets */
function runtimeOf(assets) {
  const started = runtime ??= runtimeFiles(assets).then(startRuntime);
  started.catch(() => { runtime = undefined; });
  return started;
}

/**
 * What starts a runtime, here or in a worker: the bytes of its files.
 * @param {Assets} assets
 * @returns {Promise<RuntimeFiles>}
 */
export async function runtimeFiles(assets) {
  const [main, glue, wasm] = await Promise.all([RUNTIME_FILES.main, RUNTIME_FILES.glue, RUNTIME_FILES.wasm].map(assets.load));
  return { main, glue, wasm };
}

/**
 * A worker from a script of the book. It is a classic one, since a browser that has opened a file refuses modules;
 * for the same reason it is handed bytes and no addresses. What it cannot do comes as a message of the kind "error".
 * @param {Assets} assets
 * @param {string} name
 * @param {(message: any) => void} hear
 */
export async function workerOf(assets, name, hear) {
  const worker = new Worker(addressOf(await assets.load(name), "text/javascript"));
  worker.onmessage = ({ data }) => hear(data);
  worker.onerror = ({ message }) => hear({ kind: "error", message: message ?? `${name}: this browser does not start it` });
  return worker;
}

// Sessions by graph; onnxruntime runs one at a time, so runs are put in a row.
/** @type {Map<string, Promise<Session>>} */
const sessions = new Map();
/** @type {Promise<unknown>} */
let row = Promise.resolve();

/**
 * @param {Assets} assets
 * @param {string} name of a graph
 */
export async function sessionOf(assets, name) {
  const ort = await runtimeOf(assets);
  const known = sessions.get(name);
  if (known) return known;
  const made = assets.load(name).then((bytes) => openSession(ort, name, bytes));
  made.catch(() => sessions.delete(name));
  sessions.set(name, made);
  return made;
}

/**
 * Run a system's graph; see kdci/widgets/graph.py for what it returns.
 * @param {Assets} assets
 * @param {string} name of the graph
 * @param {Numbers} image
 * @param {Numbers} noise
 * @param {number} scale of the noise
 * @returns {Promise<Record<string, Numbers>>}
 */
export async function reconstruct(assets, name, image, noise, scale) {
  const session = await sessionOf(assets, name);
  const ort = await runtimeOf(assets);
  const feeds = {
    image: new ort.Tensor("float32", image.data, image.shape),
    noise: new ort.Tensor("float32", noise.data, noise.shape),
    noise_scale: new ort.Tensor("float32", Float32Array.of(scale), []),
  };
  const run = row.then(() => session.run(feeds));
  row = run.catch(() => {});
  const found = await run;
  return Object.fromEntries(Object.entries(found).map(([key, { data, dims }]) => [key, { data: /** @type {Float32Array<ArrayBuffer>} */ (data), shape: dims }]));
}
