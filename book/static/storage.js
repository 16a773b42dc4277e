// Where the browser refuses to store (cookies blocked, some private windows), the theme's scripts would end
// at their first look into localStorage. In its place they get one that lasts as long as the page.
for (const name of /** @type {const} */ (["localStorage", "sessionStorage"])) {
  try {
    window[name].setItem("kdci-probe", "");
    window[name].removeItem("kdci-probe");
  } catch {
    /** @type {Map<string, string>} */
    const kept = new Map();
    /** @type {Storage} */
    const value = {
      get length() { return kept.size; },
      key: (k) => [...kept.keys()][k] ?? null,
      getItem: (key) => kept.get(String(key)) ?? null,
      setItem: (key, text) => { kept.set(String(key), String(text)); },
      removeItem: (key) => { kept.delete(String(key)); },
      clear: () => kept.clear(),
    };
    Object.defineProperty(window, name, { value, configurable: true });
  }
}
