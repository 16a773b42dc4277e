// Lines of PSNR over what the slider sets, with a mark at the current point.
import { svgElement } from "./page.js";

/** @typedef {"left" | "right"} Side */
export const SIDES = /** @type {const} */ (["left", "right"]);

/**
 * @typedef {object} Curves
 * @property {(string | number)[]} ticks
 * @property {number} current index of the current tick
 * @property {string} title
 * @property {{side: Side, values: number[]}[]} lines a value for each tick
 */

/**
 * The points of a line as SVG has them.
 * @param {number[]} values
 * @param {(index: number) => number} x
 * @param {(value: number) => number} y
 */
export function pointsOf(values, x, y) {
  return values.map((value, k) => `${x(k)},${y(value)}`).join(" ");
}

/**
 * @param {SVGElement} svg
 * @param {Curves} curves
 */
export function drawPlot(svg, { ticks, lines, current, title }) {
  const [width, height, left, right, top, bottom] = [340, 190, 44, 12, 12, 40];
  const all = lines.flatMap(({ values }) => values);
  const low = Math.floor(Math.min(...all) - 0.5), high = Math.ceil(Math.max(...all) + 0.5);
  /** @param {number} k */
  const x = (k) => left + (ticks.length > 1 ? k / (ticks.length - 1) : 0.5) * (width - left - right - 20) + 10;
  /** @param {number} v */
  const y = (v) => top + (1 - (v - low) / (high - low)) * (height - top - bottom);
  svg.replaceChildren(svgElement("title", {}, title));
  svg.setAttribute("aria-label", title);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  for (const v of [low, (low + high) / 2, high]) {
    svg.append(svgElement("line", { x1: left, x2: width - right, y1: y(v), y2: y(v), class: "grid" }));
    svg.append(svgElement("text", { x: left - 6, y: y(v) + 4, "text-anchor": "end" }, v));
  }
  ticks.forEach((tick, k) => svg.append(svgElement("text", { x: x(k), y: height - 22, "text-anchor": "middle" }, tick)));
  svg.append(svgElement("text", { x: (left + width) / 2, y: height - 5, "text-anchor": "middle" }, title));
  svg.append(svgElement("line", { x1: x(current), x2: x(current), y1: top, y2: height - bottom, class: "here" }));
  for (const { values, side } of lines) {
    svg.append(svgElement("polyline", { points: pointsOf(values, x, y), class: `line ${side}` }));
    values.forEach((v, k) => {
      const reach = k === current ? 6 : 3.5;
      svg.append(side === "right"
        ? svgElement("circle", { cx: x(k), cy: y(v), r: reach, class: `dot ${side}` })
        : svgElement("rect", { x: x(k) - reach, y: y(v) - reach, width: 2 * reach, height: 2 * reach, class: `dot ${side}` }));
    });
  }
}
