// onnxruntime-web, one thread, from its files as bytes: a page and a worker start it alike.

/** @typedef {typeof import("onnxruntime-web")} Ort */
/** @typedef {import("onnxruntime-web").InferenceSession} Session */
/** @typedef {import("onnxruntime-web").TypedTensor<"float32">} FloatTensor */
/** @typedef {{main: ArrayBuffer, glue: ArrayBuffer, wasm: ArrayBuffer}} RuntimeFiles */

export const RUNTIME_FILES = { main: "ort.wasm.min.mjs", glue: "ort-wasm-simd-threaded.mjs", wasm: "ort-wasm-simd-threaded.wasm" };
const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/**
 * A file that arrived, and does not serve.
 * @param {string} name
 * @param {{message: string}} problem
 */
export function damaged(name, problem) {
  return new Error(`${name}: this file is damaged (${problem.message.replace(/\.$/, "")})`);
}

function checkWebAssembly() {
  try { new WebAssembly.Module(EMPTY_MODULE); }
  catch { throw new Error("this browser has no WebAssembly, or this site forbids it"); }
}

/**
 * A script from a blob has the right type, whatever the server calls it.
 * @param {ArrayBuffer} bytes
 * @param {string} type
 */
export function addressOf(bytes, type) {
  return URL.createObjectURL(new Blob([bytes], { type }));
}

/**
 * @param {RuntimeFiles} files
 * @returns {Promise<Ort>}
 */
export async function startRuntime({ main, glue, wasm }) {
  checkWebAssembly();
  const ort = await import(addressOf(main, "text/javascript")).catch((problem) => { throw damaged(RUNTIME_FILES.main, problem); });
  ort.env.wasm.initTimeout = 60000;  // [ms]; a damaged file may never say that it is
  ort.env.wasm.numThreads = 1;
  // As wasmBinary, with a glue that is a blob, it never begins.
  ort.env.wasm.wasmPaths = { mjs: addressOf(glue, "text/javascript"), wasm: addressOf(wasm, "application/wasm") };
  ort.env.logLevel = "error";
  return ort;
}

/**
 * The first session starts the runtime, whose own files may fail.
 * @param {Ort} ort
 * @param {string} name of the graph
 * @param {ArrayBuffer} bytes
 * @param {import("onnxruntime-web").InferenceSession.SessionOptions} [options]
 * @returns {Promise<Session>}
 */
export async function openSession(ort, name, bytes, options = {}) {
  return ort.InferenceSession.create(new Uint8Array(bytes.slice(0)), { executionProviders: ["wasm"], ...options }).catch((problem) => {
    throw damaged(problem.message.startsWith("no available backend") ? "ort-wasm-simd-threaded" : name, problem);
  });
}
