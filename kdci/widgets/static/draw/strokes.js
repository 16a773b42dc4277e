// From where a brush was to where it is.

/** @typedef {[row: number, column: number]} Place */

/**
 * Places from one to the next, so that a quick stroke has no gaps; without the first one, but where both are the same.
 * @param {Place} from
 * @param {Place} to
 * @returns {Place[]}
 */
export function between(from, to) {
  const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1])));
  return Array.from({ length: steps }, (_, k) => [
    Math.round(from[0] + ((to[0] - from[0]) * (k + 1)) / steps),
    Math.round(from[1] + ((to[1] - from[1]) * (k + 1)) / steps),
  ]);
}

/** @type {Record<string, Place>} */
export const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * Where a place lies, seen from another: "3 up, 2 left"; the origin has a name.
 * @param {Place} place
 * @param {readonly [number, number]} origin
 * @param {string} name
 */
export function placeInWords([row, column], origin, name) {
  /**
   * @param {number} steps
   * @param {[string, string]} names
   */
  const side = (steps, names) => (steps ? `${Math.abs(steps)} ${names[steps > 0 ? 1 : 0]}` : "");
  return [side(row - origin[0], ["up", "down"]), side(column - origin[1], ["left", "right"])].filter(Boolean).join(", ") || name;
}
