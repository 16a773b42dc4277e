// In a live instrument's place stands a sentence until the instrument is there; it stays if that cannot be.
(() => {
  /** @typedef {(string | HTMLElement)[]} Words text, and elements in it */
  const here = new URL(document.documentElement.dataset.content_root ?? "", document.baseURI);
  /** @type {{notice: HTMLElement, rest: Words}[]} */
  const notices = [];
  // The archive for reading without a server has the instruments' files as scripts; see tools/offline.py.
  const isFile = location.protocol === "file:" && document.documentElement.dataset.kdciFiles !== "scripts";

  /**
   * @param {string} name
   * @param {Record<string, string>} attributes
   * @param {Words} children
   */
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  /**
   * The command that serves the book's folder, and the address that this page then has.
   * @returns {Words}
   */
  function serving() {
    const folder = decodeURIComponent(here.pathname).slice(0, -1);
    const isWindows = /^\/[A-Za-z]:/.test(folder);
    const command = isWindows ? `py -m http.server -d "${folder.slice(1)}"`
      : `python3 -m http.server -d '${folder.replaceAll("'", "'\\''")}'`;
    const address = `http://localhost:8000/${location.pathname.slice(here.pathname.length)}`;
    return ["This page was opened as a file. Browsers run live instruments only on pages that a server sends. In a terminal, run ",
      make("code", {}, command), " and then open ", make("a", { href: address }, address), "."];
  }

  // What is known first is said; elements and text.
  let reason = isFile ? serving() : null;
  /** @param {Words} words */
  function say(...words) {
    reason ??= words;
    for (const { notice, rest } of notices) notice.replaceChildren(...reason, " ", ...rest);
  }
  /** @param {string} why */
  const cannot = (why) => say(`The live instrument cannot start here: ${why}.`);

  function begin() {
    const figure = document.querySelector("figure[id^='fig-explore']");
    for (const view of document.querySelectorAll("script[type='application/vnd.jupyter.widget-view+json']")) {
      const output = view.parentElement;
      if (!output) continue;
      const waiting = [make("progress", { "aria-label": "loading" }), " The live instrument is loading."];
      const notice = make("p", { role: "status", class: "kdci-waiting" }, ...waiting);
      const rest = figure ? [make("a", { href: `#${figure.id}` }, "The pictures and numbers below"), " can be read without it."] : [];
      notices.push({ notice, rest });
      output.prepend(notice);
      const watch = new MutationObserver(() => {
        if (!output.querySelector(".kdci-explore")) return;
        watch.disconnect();
        notice.remove();
      });
      watch.observe(output, { childList: true, subtree: true });
      if (isFile) view.remove();  // nothing else is tried
    }
    if (reason) say();
  }

  /** @param {string} address */
  const isNeeded = (address) => /\/_static\/(vendor\/|widgets\.js)/.test(address);
  /** @param {string} address */
  const nameOf = (address) => new URL(address, document.baseURI).pathname.split("/").at(-1);
  /** @param {string} what */
  const forbidden = (what) => cannot(`this site forbids it by its Content-Security-Policy (${what})`);
  window.addEventListener("error", ({ target, filename, message, error }) => {
    const script = target instanceof HTMLScriptElement ? target.src : "";
    if (isNeeded(script)) cannot(`the book's file ${nameOf(script)} cannot be loaded`);
    else if (error instanceof EvalError) forbidden("unsafe-eval");
    else if (isNeeded(filename)) cannot(`the book's file ${nameOf(filename)} is damaged (${message})`);
  }, true);
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, disposition }) => {
    if (disposition !== "enforce" || !effectiveDirective.startsWith("script") || blockedURI === "inline") return;
    forbidden(`${effectiveDirective}: ${blockedURI}`);
  });
  document.addEventListener("DOMContentLoaded", begin);
  window.addEventListener("load", () => setTimeout(() => cannot("a file of the book is missing or damaged"), 20000));
})();
