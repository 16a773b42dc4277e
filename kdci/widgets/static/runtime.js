// onnxruntime-web, one thread, loaded once and only when a widget asks for it.
let runtime;

const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

function checkWebAssembly() {
  try { new WebAssembly.Module(EMPTY_MODULE); }
  catch { throw new Error("this browser has no WebAssembly, or this site forbids it"); }
}

function runtimeOf(assets) {
  runtime ??= (async () => {
    checkWebAssembly();
    const [main, glue, wasm] = await Promise.all([
      assets.blob("ort.wasm.min.mjs", "text/javascript"),
      assets.blob("ort-wasm-simd-threaded.mjs", "text/javascript"),
      assets.blob("ort-wasm-simd-threaded.wasm", "application/wasm"),
    ]);
    const ort = await import(main).catch((problem) => { throw damaged("ort.wasm.min.mjs", problem); });
    ort.env.wasm.initTimeout = 60000;  // [ms]; a damaged file may never say that it is
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmPaths = { mjs: glue, wasm };  // as wasmBinary, with a glue that is a blob, it never begins
    ort.env.logLevel = "error";
    return ort;
  })();
  runtime.catch(() => { runtime = undefined; });
  return runtime;
}

// The first session starts the runtime, whose own files may fail.
const isOfRuntime = (problem) => problem.message.startsWith("no available backend");

// Sessions by graph; onnxruntime runs one at a time, so runs are put in a row.
const sessions = new Map();
let row = Promise.resolve();

async function sessionOf(assets, name) {
  const ort = await runtimeOf(assets);
  if (!sessions.has(name)) {
    const made = assets.load(name).then((bytes) =>
      ort.InferenceSession.create(new Uint8Array(bytes.slice(0)), { executionProviders: ["wasm"] })
        .catch((problem) => { throw damaged(isOfRuntime(problem) ? "ort-wasm-simd-threaded" : name, problem); }));
    made.catch(() => sessions.delete(name));
    sessions.set(name, made);
  }
  return sessions.get(name);
}

async function reconstruct(assets, name, image, noise, scale) {
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
  return Object.fromEntries(Object.entries(found).map(([key, { data, dims }]) => [key, { data, shape: dims }]));
}

// The last request wins: at most one is in work and at most one waits.
function lastWins(work) {
  let busy = false;
  let waiting = false;
  return async function request() {
    if (busy) { waiting = true; return; }
    busy = true;
    do {
      waiting = false;
      await work(() => waiting);
    } while (waiting);
    busy = false;
  };
}
