// Files reach the widget over one function: from this site's static folder, or from a live kernel.
function assetsOf(model) {
  const root = document.documentElement.dataset.content_root;
  const onSite = model.get("local") === "" && root !== undefined;
  const cache = new Map();

  async function fromSite(name) {
    const response = await fetch(new URL(`${root}_static/widgets/${name}`, document.baseURI));
    if (!response.ok) throw new Error(`${name}: the server says ${response.status}`);
    return response.arrayBuffer();
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
      const found = (onSite ? fromSite : fromKernel)(name);
      found.catch(() => cache.delete(name));
      cache.set(name, found);
    }
    return cache.get(name);
  }
  const blob = async (name, type) => URL.createObjectURL(new Blob([await load(name)], { type }));
  return {
    load,
    blob,
    json: async (name) => JSON.parse(new TextDecoder().decode(await load(name))),
    floats: async (name) => new Float32Array(await load(name)),
    script: async (name) => onSite
      ? new URL(`${root}_static/widgets/${name}`, document.baseURI).href
      : blob(name, "text/javascript"),
  };
}
