// What all instruments do with the page: elements, choices, screens, and a frame that starts when it is seen.
import { magnifier } from "./magnifier.js";
import { paint } from "./pixels.js";

/** @import { Picture } from "./pixels.js" */
/** @typedef {Record<string, string | number | boolean>} Attributes */

/** What stands in a frame whose picture is on its way. */
export const LOADING = "loading…";

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Attributes} [attributes]
 * @param {...(Node | string)} children
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, `${value}`);
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name
 * @param {Attributes} attributes
 * @param {string | number} [text]
 */
export function svgElement(name, attributes, text = "") {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, `${value}`);
  element.textContent = `${text}`;
  return element;
}

/**
 * @param {string} text
 * @param {() => void} press
 */
export function button(text, press) {
  const element = make("button", { type: "button" }, text);
  element.addEventListener("click", press);
  return element;
}

/**
 * A choice with its name above it.
 * @param {string} label
 * @param {(readonly [string | number, string | number])[]} options pairs of value and text
 * @param {string | number} value the one that is chosen
 */
export function choice(label, options, value) {
  const input = make("select", {}, ...options.map(([key, text]) => make("option", { value: key }, `${text}`)));
  input.value = `${value}`;
  return { input, row: make("label", {}, make("span", {}, label), input) };
}

/**
 * A picture with its caption; `description` is what a screen reader says of it.
 * @param {string} caption
 */
export function screen(caption) {
  const canvas = make("canvas", { role: "img", "aria-label": caption });
  const text = make("figcaption", {}, caption), figure = make("figure", {}, canvas, text);
  return {
    canvas,
    figure,
    /**
     * Nothing to be seen yet: a light frame with words in it.
     * @param {string} name
     * @param {string} words
     */
    wait(name, words) {
      canvas.width = canvas.height = 1;
      text.textContent = name;
      canvas.setAttribute("aria-label", `${name}: ${words}`);
      figure.dataset.waits = words;
    },
    /**
     * @param {Picture} picture
     * @param {string} name
     * @param {string} [description]
     */
    show(picture, name, description = name) {
      paint(canvas, picture);
      delete figure.dataset.waits;
      text.textContent = name;
      canvas.setAttribute("aria-label", description);
    },
  };
}
/** @typedef {ReturnType<typeof screen>} Screen */

/**
 * What stands in place of an instrument that cannot start; the book's own have still pictures below them.
 * @param {Error} problem
 * @param {string} figure
 */
function apology(problem, figure) {
  const text = make("p", { role: "status" }, `The live instrument cannot start here: ${problem.message}.`);
  if (document.getElementById(figure))
    text.append(" ", make("a", { href: `#${figure}` }, "The pictures and numbers below"), " can be read without it.");
  return text;
}

/**
 * An instrument starts when it comes into view.
 * @param {HTMLElement} el
 * @param {object} instrument
 * @param {string} instrument.name its class
 * @param {string} instrument.label its name for a screen reader
 * @param {string} instrument.figure the id of the still pictures
 * @param {(box: HTMLElement) => Promise<(() => void) | void>} instrument.start fills its box, and may return what ends it
 */
export function framed(el, { name, label, figure, start }) {
  const box = make("section", { class: `kdci-explore ${name}`, "aria-label": label });
  box.append(make("p", { role: "status" }, make("progress", { "aria-label": "loading" }), " The instrument loads when it comes into view."));
  el.append(box);
  let end = () => {};
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    start(box).then((found) => { end = found ?? end; magnifier(box); }).catch((problem) => {
      box.dataset.ready = "no";
      box.replaceChildren(apology(problem, figure));
    });
  });
  watch.observe(box);
  return () => { watch.disconnect(); end(); };
}
