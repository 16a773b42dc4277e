// A file that arrived, and does not serve.
function damaged(name, problem) {
  return new Error(`${name}: this file is damaged (${problem.message.replace(/\.$/, "")})`);
}

// Files reach the widget over one function: from this site's static folder, or from a live kernel.
function assetsOf(model) {
  const root = document.documentElement.dataset.content_root;
  const onSite = model.get("local") === "" && root !== undefined;
  const cache = new Map();

  async function fromSite(name) {
    const address = new URL(`${root}_static/widgets/${name}`, document.baseURI);
    const response = await fetch(address).catch(() => { throw new Error(`${name}: the server does not answer`); });
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
  return {
    load,
    // A script from a blob has the right type, whatever the server calls it.
    blob: async (name, type) => URL.createObjectURL(new Blob([await load(name)], { type })),
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
