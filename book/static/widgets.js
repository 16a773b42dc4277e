// Widgets find everything they need on this site: no CDN is asked.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const here = script.src.replace(/widgets\.js.*$/, "vendor/");
  const { requirejs } = /** @type {{requirejs: {config: (settings: object) => void}}} */ (/** @type {unknown} */ (window));
  requirejs.config({
    paths: {
      anywidget: `${here}anywidget`,
      "@jupyter-widgets": `${here}.`,  // their fonts
      "@jupyter-widgets/html-manager/dist/libembed-amd": `${here}libembed-amd`,
    },
  });
})();
