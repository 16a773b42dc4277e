// The spectrum at a pixel of the scene and of both reconstructions; the pixel by pointer or arrow keys.
import { make, svgElement } from "./page.js";
import { SIDES, pointsOf } from "./plot.js";

/** @import { Numbers } from "./assets.js" */

/** @type {Record<string, [number, number]>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {HTMLCanvasElement} canvas with the scene
 * @param {Element} after what the plot stands
 * @param {number[]} wavelengths [nm]
 */
export function addSpectrum(canvas, after, wavelengths) {
  const holder = make("figure", { class: "kdci-plot" });
  const svg = svgElement("svg", { role: "img", "aria-label": "spectrum" });
  const caption = make("figcaption");
  holder.append(svg, caption);
  after.after(holder);
  canvas.tabIndex = 0;
  let at = [16, 16];
  /** @type {{image: Numbers, found: Numbers[], names: string[]} | null} */
  let shown = null;

  function draw() {
    if (!shown) return;
    const { image, found, names } = shown;
    const [bands, height, width] = image.shape.slice(-3);
    at = [Math.max(0, Math.min(width - 1, at[0])), Math.max(0, Math.min(height - 1, at[1]))];
    /** @param {Numbers} cube */
    const values = ({ data }) => Array.from({ length: bands }, (_, b) => data[(b * height + at[1]) * width + at[0]]);
    /** @type {[string, number[]][]} */
    const curves = [["scene", values(image)], ...found.map((f, s) => /** @type {[string, number[]]} */ ([SIDES[s], values(f)]))];
    /** @param {number} b */
    const x = (b) => 44 + b * (270 / (bands - 1));
    /** @param {number} v */
    const y = (v) => 140 - 125 * Math.max(0, Math.min(1.2, v)) / 1.2;
    svg.setAttribute("viewBox", "0 0 340 180");
    svg.replaceChildren();
    svg.setAttribute("aria-label", `spectrum at column ${at[0]}, row ${at[1]}`);
    for (const v of [0, 0.5, 1]) {
      svg.append(svgElement("line", { x1: 40, x2: 330, y1: y(v), y2: y(v), class: "grid" }));
      svg.append(svgElement("text", { x: 34, y: y(v) + 4, "text-anchor": "end" }, v));
    }
    for (const b of [0, bands - 1]) svg.append(svgElement("text", { x: x(b), y: 158, "text-anchor": b ? "end" : "start" }, `${Math.round(wavelengths[b])} nm`));
    for (const [side, curve] of curves) svg.append(svgElement("polyline", { points: pointsOf(curve, x, y), class: `line ${side}` }));
    caption.textContent = `Simulated spectrum (radiance, 1: the full range) at column ${at[0]}, row ${at[1]}. Black or white: the scene; orange: the ${names[0]}; blue: the ${names[1]}. Point at a pixel of the scene, or tap it, or use the arrow keys on the scene.`;
  }
  /** @param {PointerEvent} event */
  const point = (event) => {
    const place = canvas.getBoundingClientRect();
    at = [Math.floor((event.clientX - place.left) / place.width * canvas.width), Math.floor((event.clientY - place.top) / place.height * canvas.height)];
    draw();
  };
  canvas.addEventListener("pointerdown", point);
  canvas.addEventListener("pointermove", point);
  canvas.addEventListener("keydown", (event) => {
    const step = MOVES[event.key];
    if (!step) return;
    event.preventDefault();
    at = [at[0] + step[0], at[1] + step[1]];
    draw();
  });
  /**
   * @param {Numbers} image
   * @param {Numbers[]} found
   * @param {string[]} names
   */
  return (image, found, names) => { shown = { image, found, names }; draw(); };
}
