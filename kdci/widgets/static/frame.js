// The frame of a small chart over training steps: its size, and where a value stands in it.
import { svgElement } from "./page.js";

export const FRAME = { width: 320, height: 190, left: 44, right: 310, top: 22, floor: 164 };

/** An empty chart. */
export function emptyChart() {
  return svgElement("svg", { viewBox: `0 0 ${FRAME.width} ${FRAME.height}`, role: "img" });
}

/**
 * Where a value stands, from the top.
 * @param {number} low the lowest of all values
 * @param {number} high the highest
 * @returns {(value: number) => number}
 */
export function heightOf(low, high) {
  return (value) => FRAME.top + ((FRAME.floor - FRAME.top) * (high - value)) / (high - low || 1);
}

/**
 * Where a share of the training stands, from the left.
 * @param {number} share 0 to 1
 */
export function acrossAt(share) {
  return FRAME.left + (FRAME.right - FRAME.left) * share;
}
