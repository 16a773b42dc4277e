// Widgets find everything they need on this site: no CDN is asked.
(() => {
  const here = document.currentScript.src.replace(/widgets\.js.*$/, "vendor/");
  window.requirejs.config({
    paths: {
      anywidget: here + "anywidget",
      "@jupyter-widgets": here + ".",  // their fonts
      "@jupyter-widgets/html-manager/dist/libembed-amd": here + "libembed-amd",
    },
  });
})();
