// Reconstructs behind a mask, away from the page. The picture that is shown comes first; then, unless another
// mask waits by then, the other test images, for the score.
let ort, session, images, count, size, waiting, busy = false;

async function prepare({ runtime, graph, name, images: given }) {
  ort = await startRuntime(runtime);
  session = await openSession(ort, name, graph);
  images = given.data;
  [count, , , size] = given.shape;
}

const breathe = () => new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { port1.close(); resolve(); };
  port2.postMessage(0);
});

async function one(mask, index) {
  const length = 2 * size * size;
  const image = new ort.Tensor("float32", images.slice(index * length, (index + 1) * length), [1, 2, size, size]);
  const found = await session.run({ image, mask: new ort.Tensor("float32", Float32Array.from(mask), [size, size]) });
  return { values: found.reconstruction.data, psnr: found.psnr.data[0] };
}

async function score({ mask, shown, ticket }) {
  const start = performance.now();
  const first = await one(mask, shown);
  const psnr = new Array(count).fill(null);
  psnr[shown] = first.psnr;
  postMessage({ kind: "picture", ticket, values: first.values, psnr: first.psnr, milliseconds: performance.now() - start });
  for (let k = 0; k < count; k += 1) {
    if (k === shown) continue;
    await breathe();
    if (waiting) return;
    psnr[k] = (await one(mask, k)).psnr;
  }
  postMessage({ kind: "score", ticket, psnr });
}

async function work() {
  if (busy || !session) return;
  busy = true;
  while (waiting) {
    const request = waiting;
    waiting = undefined;
    await score(request);
    await breathe();
  }
  busy = false;
}

const fail = (problem) => postMessage({ kind: "error", message: problem.message });

self.onmessage = ({ data }) => {
  if (data.order === "draw") waiting = data;
  (data.order === "prepare" ? prepare(data).then(() => { postMessage({ kind: "ready" }); return work(); }) : work())
    .catch((problem) => { busy = false; fail(problem); });
};
