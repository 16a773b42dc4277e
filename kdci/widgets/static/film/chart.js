// A line for each system over the moments, and where the film is.
import { acrossAt, emptyChart, FRAME, heightOf } from "../frame.js";
import { svgElement } from "../page.js";
import { pointsOf } from "../plot.js";

/** @import { Film, Reel } from "./contents.js" */

/**
 * @param {string} title with its unit
 * @param {(reel: Reel) => number[]} pick
 * @param {(value: number) => string} write
 */
export function momentChart(title, pick, write) {
  const { height, left, right, top, floor } = FRAME;
  const svg = emptyChart();
  /** @type {(at: number) => number} */
  let x = () => left;
  /** @type {SVGElement | undefined} */
  let here;
  return {
    svg,
    /** @param {Film} film */
    draw(film) {
      const lines = film.reels.map(pick), all = lines.flat();
      const [low, high] = [Math.min(...all), Math.max(...all)];
      const y = heightOf(low, high);
      x = (at) => acrossAt(at / (film.steps.length - 1));
      svg.replaceChildren(svgElement("text", { x: left, y: 12 }, title));
      for (const value of [high, low]) {
        svg.append(svgElement("line", { x1: left, x2: right, y1: y(value), y2: y(value), class: "grid" }));
        svg.append(svgElement("text", { x: left - 5, y: y(value) + 4, "text-anchor": "end" }, write(value)));
      }
      const middle = Math.floor((film.steps.length - 1) / 2);
      for (const [at, anchor] of /** @type {const} */ ([[0, "start"], [middle, "middle"], [film.steps.length - 1, "end"]]))
        svg.append(svgElement("text", { x: x(at), y: height - 8, "text-anchor": anchor }, at === 0 ? "step 0" : film.steps[at]));
      film.reels.forEach((reel, k) => svg.append(svgElement("polyline", { class: `line ${reel.role}`, points: pointsOf(lines[k], x, y) })));
      here = svgElement("line", { class: "here", y1: top, y2: floor });
      svg.append(here);
    },
    /**
     * @param {Film} film
     * @param {number} at index of the moment
     */
    show(film, at) {
      const values = film.reels.map((reel) => {
        const line = pick(reel);
        return `${reel.label} ${write(line[Math.min(at, line.length - 1)])}`;
      });
      svg.setAttribute("aria-label", `${title}: ${values.join(", ")}`);
      here?.setAttribute("x1", `${x(at)}`);
      here?.setAttribute("x2", `${x(at)}`);
    },
  };
}
