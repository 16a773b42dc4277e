// Paper is white: while a page is printed it has the light theme, whatever the reader has chosen.
(() => {
  const { dataset } = document.documentElement;
  /** @type {string | undefined | null} */
  let chosen = null;
  const begin = () => { chosen ??= dataset.theme; dataset.theme = "light"; };
  const end = () => { if (chosen) dataset.theme = chosen; chosen = null; };
  const print = matchMedia("print");
  const follow = () => (print.matches ? begin : end)();
  print.addEventListener("change", follow);
  window.addEventListener("beforeprint", begin);
  window.addEventListener("afterprint", end);
  document.addEventListener("DOMContentLoaded", follow);  // when the theme has set its own
})();
