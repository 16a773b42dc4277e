// Two lines over the steps; the numbers are in the status line, too.
import { svgElement } from "../page.js";
import { SIDES } from "../plot.js";

/** @typedef {[step: number, value: number][]} Series */

/**
 * @param {string} title
 * @param {string} unit or ""
 * @param {number} steps
 */
export function chart(title, unit, steps) {
  const [width, height, left, right, top, bottom] = [320, 190, 44, 10, 22, 26];
  const svg = svgElement("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
  /**
   * @param {keyof SVGElementTagNameMap} name
   * @param {Record<string, string | number>} attributes
   * @param {string} [text]
   */
  const add = (name, attributes, text) => {
    const element = svgElement(name, attributes, text);
    svg.append(element);
    return element;
  };
  /** @param {number} at */
  const x = (at) => left + ((width - left - right) * at) / steps;
  add("text", { x: left, y: 12 }, unit ? `${title} [${unit}]` : title);
  const floor = height - bottom;
  for (const y of [top, floor]) add("line", { x1: left, x2: width - right, y1: y, y2: y, class: "grid" });
  add("text", { x: left, y: height - 8 }, "step 0");
  add("text", { x: width - right, y: height - 8, "text-anchor": "end" }, `${steps}`);
  const ends = [top, floor].map((y) => add("text", { x: left - 5, y: y + 4, "text-anchor": "end" }));
  const lines = SIDES.map((side) => add("polyline", { class: `line ${side}`, points: "" }));
  return {
    svg,
    /**
     * @param {Series[]} series
     * @param {string} described
     */
    show(series, described) {
      svg.setAttribute("aria-label", described);
      const values = series.flat().map(([, value]) => value);
      const [low, high] = values.length ? [Math.min(...values), Math.max(...values)] : [0, 0];
      const span = high - low || 1;
      [high, low].forEach((end, k) => { ends[k].textContent = values.length ? end.toFixed(span < 10 ? 1 : 0) : ""; });
      series.forEach((points, k) => lines[k].setAttribute("points", points.map(([at, value]) =>
        `${x(at)},${top + ((floor - top) * (high - value)) / span}`).join(" ")));
    },
  };
}
