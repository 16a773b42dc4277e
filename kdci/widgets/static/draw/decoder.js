// The page's side of the decoder: one worker, to which the last mask goes.
import { runtimeFiles, workerOf } from "../runtime.js";

/** @import { Assets, NumbersFile } from "../assets.js" */

/**
 * @param {Assets} assets
 * @param {{graph: string, images: NumbersFile}} contents
 * @param {(message: any) => void} heard
 */
export async function decoderOf(assets, contents, heard) {
  const [graph, images, runtime] = await Promise.all([
    assets.load(contents.graph), assets.floats(contents.images), runtimeFiles(assets),
  ]);
  const worker = await workerOf(assets, "draw-worker.js", heard);
  worker.postMessage({ order: "prepare", runtime, graph, images, name: contents.graph });
  let ticket = 0;
  return {
    /**
     * @param {Uint8Array} mask
     * @param {number} shown index of the test image that is shown
     */
    ask(mask, shown) {
      ticket += 1;
      worker.postMessage({ order: "draw", mask, shown, ticket });
      return ticket;
    },
    stop: () => worker.terminate(),
  };
}
