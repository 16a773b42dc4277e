// The page's side of the decoder: one worker, to which the last mask goes.
async function decoderOf(assets, contents, heard) {
  const [graph, images, runtime] = await Promise.all([
    assets.load(contents.graph), assets.floats(contents.images), runtimeFiles(assets),
  ]);
  const worker = await workerOf(assets, "draw-worker.js", heard);
  worker.postMessage({ order: "prepare", runtime, graph, images, name: contents.graph });
  let ticket = 0;
  return {
    ask(mask, shown) {
      ticket += 1;
      worker.postMessage({ order: "draw", mask, shown, ticket });
      return ticket;
    },
    stop: () => worker.terminate(),
  };
}
