// The board: a grid of points to paint on, with mouse, finger, pen or keyboard.
import { make } from "../page.js";
import { STEPS, between, placeInWords } from "./strokes.js";

/** @import { Drawing } from "./drawing.js" */
/** @import { Words } from "./contents.js" */
/** @import { Place } from "./strokes.js" */

const SIDE = 640;  // canvas pixels, about

/**
 * @param {Drawing} drawing
 * @param {object} given
 * @param {Words} given.words
 * @param {() => {width: number, erases: boolean, both: boolean}} given.tool what a stroke does
 * @param {(point: number) => number} given.partner the point that a stroke on both sides paints, too
 * @param {() => number[][] | null} given.energy colours of what is not painted, 0 to 255
 * @param {(time: number) => void} given.changed is told of each change, with its time
 * @param {(text: string) => void} given.said is told where the brush is
 */
export function board(drawing, { words, tool, partner, energy, changed, said }) {
  const { size, origin } = drawing;
  const POINT = Math.round(SIDE / size), side = POINT * size;
  const canvas = make("canvas", {
    width: side, height: side, tabindex: 0, role: "application",
    "aria-roledescription": "drawing board",
    "aria-label": `${words.grid} Arrow keys move the brush, with shift by eight points; space paints; Enter puts the brush down and lifts it.`,
  });
  const small = make("canvas", { width: size, height: size });
  const [pen, smallPen] = [canvas, small].map((one) => /** @type {CanvasRenderingContext2D} */ (one.getContext("2d")));
  const cursor = { row: origin[0], column: origin[1], shown: false, down: false };
  /** @type {Place | null} */
  let last = null;
  let asked = false;

  /**
   * @param {number} row
   * @param {number} column
   * @param {number} radius in points
   * @param {string} colour
   * @param {number} thick
   */
  function ring(row, column, radius, colour, thick) {
    pen.strokeStyle = colour;
    pen.lineWidth = thick;
    pen.beginPath();
    pen.arc((column + 0.5) * POINT, (row + 0.5) * POINT, radius * POINT, 0, 2 * Math.PI);
    pen.stroke();
  }

  function draw() {
    asked = false;
    const pixels = smallPen.createImageData(size, size);
    const shades = energy();
    for (let k = 0; k < size * size; k += 1) {
      const [r, g, b] = shades ? shades[k] : [26, 28, 32];
      pixels.data.set(drawing.points.has(k) ? [255, 255, 255, 255] : [r, g, b, 255], 4 * k);
    }
    smallPen.putImageData(pixels, 0, 0);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(small, 0, 0, side, side);
    ring(origin[0], origin[1], Math.min(0.9, Math.min(...origin) + 0.4), "#e69f00", 3);
    if (cursor.shown) ring(cursor.row, cursor.column, tool().width / 2 + 0.4, cursor.down ? "#d55e00" : "#56b4e9", 3);
  }

  function redraw() {
    if (!asked) requestAnimationFrame(draw);
    asked = true;
  }

  /** @param {Place} place */
  function dab([row, column]) {
    const { width, erases, both } = tool();
    const near = drawing.under(row, column, width);
    const points = both ? near.flatMap((point) => [...new Set([point, partner(point)])]) : near;
    if (erases) drawing.erase(points); else drawing.paint(points);
  }

  /**
   * @param {{clientX: number, clientY: number}} event
   * @returns {Place}
   */
  function place({ clientX, clientY }) {
    const box = canvas.getBoundingClientRect();
    return [((clientY - box.top) / box.height) * size - 0.5, ((clientX - box.left) / box.width) * size - 0.5];
  }

  /** @param {Event} event */
  function finish(event) {
    redraw();
    changed(event.timeStamp);
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    drawing.remember();
    cursor.shown = false;
    last = place(event);
    between(last, last).forEach(dab);
    finish(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    for (const one of event.getCoalescedEvents?.() ?? [event]) {
      if (!last) return;
      const next = place(one);
      between(last, next).forEach(dab);
      last = next;
    }
    if (last) finish(event);
  });
  /** @param {Event} event */
  const end = (event) => { if (last) { last = null; changed(event.timeStamp); } };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);

  canvas.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const isUndo = event.key === "z" && (event.ctrlKey || event.metaKey);
    if (!step && !isUndo && ![" ", "Enter"].includes(event.key)) return;
    event.preventDefault();
    cursor.shown = true;
    if (isUndo) { if (drawing.undo()) finish(event); said("Undone."); return; }
    if (step) {
      const length = event.shiftKey ? 8 : 1;
      /** @param {number} value */
      const inside = (value) => Math.max(0, Math.min(size - 1, value));
      /** @type {Place} */
      const before = [cursor.row, cursor.column];
      [cursor.row, cursor.column] = [inside(cursor.row + length * step[0]), inside(cursor.column + length * step[1])];
      if (cursor.down) { between(before, [cursor.row, cursor.column]).forEach(dab); changed(event.timeStamp); }
    } else if (event.key === " " || !cursor.down) {
      drawing.remember();
      dab([cursor.row, cursor.column]);
      cursor.down = event.key === "Enter" || cursor.down;
      changed(event.timeStamp);
    } else cursor.down = false;
    redraw();
    const state = drawing.points.has(cursor.row * size + cursor.column) ? words.on : words.off;
    said(`${placeInWords([cursor.row, cursor.column], origin, words.origin)}: ${state}${cursor.down ? ", brush down" : ""}`);
  });
  canvas.addEventListener("focus", () => { cursor.shown = canvas.matches(":focus-visible"); redraw(); });
  canvas.addEventListener("blur", () => { cursor.shown = cursor.down = false; redraw(); });
  return { canvas, redraw };
}
