// Files reach an instrument over one function: from this site's static folder, from scripts in that folder (the archive,
// whose pages are opened as files), or from a live kernel.
function assetsOf(model) {
  const root = document.documentElement.dataset.content_root;
  const onSite = model.get("local") === "" && root !== undefined;
  const inScripts = document.documentElement.dataset.kdciFiles === "scripts";
  const cache = new Map();

  const address = (name) => new URL(`${root}_static/widgets/${name}`, document.baseURI);

  async function fromSite(name) {
    const response = await fetch(address(name)).catch(() => { throw new Error(`${name}: the server does not answer`); });
    if (!response.ok) throw new Error(`${name}: the server says ${response.status}`);
    return response.arrayBuffer();
  }

  // Such a script puts a file's bytes, compressed and as text, where it is found here; see tools/offline.py.
  async function fromScript(name) {
    const script = document.createElement("script");
    script.src = address(`${name}.js`).href;
    await new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${name}: this file of the archive is missing`));
      document.head.append(script);
    });
    script.remove();
    const text = globalThis.kdciFiles?.[name] ?? "";
    delete globalThis.kdciFiles?.[name];
    try {
      const packed = await fetch(`data:application/gzip;base64,${text}`);
      return await new Response(packed.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
    } catch (problem) { throw damaged(name, problem); }
  }

  function fromKernel(name) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${name}: no kernel answers`)), 60000);
      const listen = (message, buffers) => {
        if (message.asset !== name) return;
        clearTimeout(timer);
        model.off("msg:custom", listen);
        if (message.error) return reject(new Error(message.error));
        const bytes = buffers[0];
        resolve(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
      };
      model.on("msg:custom", listen);
      model.send({ asset: name });
    });
  }

  function load(name) {
    if (!cache.has(name)) {
      const found = (onSite ? (inScripts ? fromScript : fromSite) : fromKernel)(name);
      found.catch(() => cache.delete(name));
      cache.set(name, found);
    }
    return cache.get(name);
  }
  return {
    load,
    json: async (name) => {
      const text = new TextDecoder().decode(await load(name));
      try { return JSON.parse(text); } catch (problem) { throw damaged(name, problem); }
    },
    floats: async ({ file, shape }) => {
      const data = new Float32Array(await load(file));
      const length = shape.reduce((a, b) => a * b);
      if (data.length !== length) throw damaged(file, { message: `${data.length} numbers instead of ${length}` });
      return { data, shape };
    },
  };
}
