// onnxruntime-web in the page, loaded once and only when an instrument asks for it.
let runtime;

function runtimeOf(assets) {
  runtime ??= runtimeFiles(assets).then(startRuntime);
  runtime.catch(() => { runtime = undefined; });
  return runtime;
}

// What starts a runtime, here or in a worker: the bytes of its files.
async function runtimeFiles(assets) {
  const names = Object.entries(RUNTIME_FILES);
  return Object.fromEntries(await Promise.all(names.map(async ([part, name]) => [part, await assets.load(name)])));
}

// A worker from a script of the book. It is a classic one, since a browser that has opened a file refuses modules;
// for the same reason it is handed bytes and no addresses. What it cannot do comes as a message of the kind "error".
async function workerOf(assets, name, hear) {
  const worker = new Worker(addressOf(await assets.load(name), "text/javascript"));
  worker.onmessage = ({ data }) => hear(data);
  worker.onerror = ({ message }) => hear({ kind: "error", message: message ?? `${name}: this browser does not start it` });
  return worker;
}

// Sessions by graph; onnxruntime runs one at a time, so runs are put in a row.
const sessions = new Map();
let row = Promise.resolve();

async function sessionOf(assets, name) {
  const ort = await runtimeOf(assets);
  if (!sessions.has(name)) {
    const made = assets.load(name).then((bytes) => openSession(ort, name, bytes));
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
