// Files reach an instrument over one function: from this site's static folder, from scripts in that folder (the archive,
// whose pages are opened as files), or from a live kernel.
import { damaged } from "./ort.js";

/** @typedef {{data: Float32Array<ArrayBuffer>, shape: readonly number[]}} Numbers numbers, row by row */
/** @typedef {{file: string, shape: number[]}} NumbersFile */
/**
 * The model of a widget, as anywidget hands it to a view.
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 * @property {() => void} save_changes
 * @property {(event: string, hear: (...given: any[]) => void) => void} on
 * @property {(event: string, hear: (...given: any[]) => void) => void} off
 * @property {(message: object) => void} send
 */

/** @param {Model} model */
export function assetsOf(model) {
  const root = document.documentElement.dataset.content_root;
  const onSite = model.get("local") === "" && root !== undefined;
  const inScripts = document.documentElement.dataset.kdciFiles === "scripts";
  /** @type {Map<string, Promise<ArrayBuffer>>} */
  const cache = new Map();

  /** @param {string} name */
  const address = (name) => new URL(`${root}_static/widgets/${name}`, document.baseURI);

  /** @param {string} name */
  async function fromSite(name) {
    const response = await fetch(address(name)).catch(() => { throw new Error(`${name}: the server does not answer`); });
    if (!response.ok) throw new Error(`${name}: the server says ${response.status}`);
    return response.arrayBuffer();
  }

  /**
   * Such a script puts a file's bytes, compressed and as text, where it is found here; see tools/offline.py.
   * @param {string} name
   */
  async function fromScript(name) {
    const script = document.createElement("script");
    script.src = address(`${name}.js`).href;
    await new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${name}: this file of the archive is missing`));
      document.head.append(script);
    });
    script.remove();
    const { kdciFiles } = /** @type {{kdciFiles?: Record<string, string>}} */ (globalThis);
    const text = kdciFiles?.[name] ?? "";
    delete kdciFiles?.[name];
    try {
      const packed = await (await fetch(`data:application/gzip;base64,${text}`)).blob();
      return await new Response(packed.stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
    } catch (problem) { throw damaged(name, /** @type {Error} */ (problem)); }
  }

  /**
   * @param {string} name
   * @returns {Promise<ArrayBuffer>}
   */
  function fromKernel(name) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${name}: no kernel answers`)), 60000);
      /**
       * @param {{asset: string, error?: string}} message
       * @param {DataView<ArrayBuffer>[]} buffers
       */
      const listen = (message, buffers) => {
        if (message.asset !== name) return;
        clearTimeout(timer);
        model.off("msg:custom", listen);
        if (message.error) { reject(new Error(message.error)); return; }
        const [bytes] = buffers;
        resolve(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
      };
      model.on("msg:custom", listen);
      model.send({ asset: name });
    });
  }

  /** @param {string} name */
  function load(name) {
    const known = cache.get(name);
    if (known) return known;
    const found = (onSite ? (inScripts ? fromScript : fromSite) : fromKernel)(name);
    found.catch(() => cache.delete(name));
    cache.set(name, found);
    return found;
  }
  return {
    load,
    /**
     * @param {string} name
     * @returns {Promise<any>}
     */
    json: async (name) => {
      const text = new TextDecoder().decode(await load(name));
      try { return JSON.parse(text); } catch (problem) { throw damaged(name, /** @type {Error} */ (problem)); }
    },
    /**
     * @param {NumbersFile} file
     * @returns {Promise<Numbers>}
     */
    floats: async ({ file, shape }) => {
      const data = new Float32Array(await load(file));
      const length = shape.reduce((a, b) => a * b);
      if (data.length !== length) throw damaged(file, { message: `${data.length} numbers instead of ${length}` });
      return { data, shape };
    },
  };
}
/** @typedef {ReturnType<typeof assetsOf>} Assets */
