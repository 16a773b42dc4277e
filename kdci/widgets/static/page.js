// What all instruments do with the page: elements, a frame that starts when it is seen, files, links.
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
function svgElement(name, attributes, text = "") {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

// What stands in place of an instrument that cannot start; the book's own have still pictures below them.
function apology(problem, figure) {
  const text = make("p", { role: "status" }, `The live instrument cannot start here: ${problem.message}.`);
  if (document.getElementById(figure))
    text.append(" ", make("a", { href: `#${figure}` }, "The pictures and numbers below"), " can be read without it.");
  return text;
}

// An instrument starts when it comes into view; `start` fills its box, and may return what ends it.
function framed(el, { name, label, figure, start }) {
  const box = make("section", { class: `kdci-explore ${name}`, "aria-label": label });
  box.append(make("p", { role: "status" }, make("progress", { "aria-label": "loading" }), " The instrument loads when it comes into view."));
  el.append(box);
  let end = () => {};
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    start(box).then((found) => { end = found ?? end; }).catch((problem) => {
      box.dataset.ready = "no";
      box.replaceChildren(apology(problem, figure));
    });
  });
  watch.observe(box);
  return () => { watch.disconnect(); end(); };
}

function saveFile(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// The state of an instrument is in the page's address, behind the #, under the instrument's name.
const stateInAddress = (id) => new URLSearchParams(location.hash.slice(1)).get(id)?.split(".") ?? [];

async function copyLink(id, values) {
  const address = new URL(location.href);
  address.hash = new URLSearchParams([[id, values.join(".")]]);
  history.replaceState(null, "", address.href);
  try { await navigator.clipboard.writeText(address.href); return "The link is in the clipboard and in the address bar."; }
  catch { return "The link is in the address bar."; }
}
