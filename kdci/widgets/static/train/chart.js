// Two lines over the steps; the numbers are in the status line, too.
import { acrossAt, emptyChart, FRAME, heightOf } from "../frame.js";
import { svgElement } from "../page.js";
import { pointsOf, SIDES } from "../plot.js";

/** @typedef {[step: number, value: number][]} Series */

/**
 * @param {string} title
 * @param {string} unit or ""
 * @param {number} steps
 */
export function chart(title, unit, steps) {
  const { height, left, right, top, floor } = FRAME;
  const svg = emptyChart();
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
  add("text", { x: left, y: 12 }, unit ? `${title} [${unit}]` : title);
  for (const y of [top, floor]) add("line", { x1: left, x2: right, y1: y, y2: y, class: "grid" });
  add("text", { x: left, y: height - 8 }, "step 0");
  add("text", { x: right, y: height - 8, "text-anchor": "end" }, `${steps}`);
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
      series.forEach((points, k) => lines[k].setAttribute("points", pointsOf(
        points.map(([, value]) => value), (index) => acrossAt(points[index][0] / steps), heightOf(low, high))));
    },
  };
}
