// The board: k-space to paint on, with mouse, finger, pen or keyboard.
const POINT = 10;  // canvas pixels a point
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// `tool` says what a stroke does: {width, erases, mirrors}. `changed` is told of each change, with its time.
function board(drawing, { tool, energy, changed, said }) {
  const { size } = drawing;
  const side = POINT * size;
  const canvas = make("canvas", {
    width: side, height: side, tabindex: 0, role: "application",
    "aria-roledescription": "drawing board",
    "aria-label": "k-space, zero frequency in the middle. Arrow keys move the brush, with shift by eight points; space paints; Enter puts the brush down and lifts it.",
  });
  const pen = canvas.getContext("2d");
  const small = make("canvas", { width: size, height: size });
  const smallPen = small.getContext("2d");
  const cursor = { row: size / 2, column: size / 2, shown: false, down: false };
  let last = null, asked = false;

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
    const middle = (size / 2 + 0.5) * POINT;
    pen.strokeStyle = "#e69f00";
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(middle, middle, 0.9 * POINT, 0, 2 * Math.PI);
    pen.stroke();
    if (!cursor.shown) return;
    pen.strokeStyle = cursor.down ? "#d55e00" : "#56b4e9";
    pen.lineWidth = 3;
    pen.beginPath();
    pen.arc((cursor.column + 0.5) * POINT, (cursor.row + 0.5) * POINT, (tool().width / 2 + 0.4) * POINT, 0, 2 * Math.PI);
    pen.stroke();
  }

  function redraw() {
    if (!asked) requestAnimationFrame(draw);
    asked = true;
  }

  function dab(row, column) {
    const { width, erases, mirrors } = tool();
    const near = drawing.under(row, column, width);
    const points = mirrors ? near.flatMap((point) => [...new Set([point, drawing.conjugate(point)])]) : near;
    if (erases) drawing.erase(points); else drawing.paint(points);
  }

  // From one place to the next, so that a quick stroke has no gaps.
  function stroke(from, to) {
    const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1])));
    for (let k = 1; k <= steps; k += 1)
      dab(...[0, 1].map((axis) => Math.round(from[axis] + ((to[axis] - from[axis]) * k) / steps)));
  }

  function place({ clientX, clientY }) {
    const box = canvas.getBoundingClientRect();
    return [((clientY - box.top) / box.height) * size - 0.5, ((clientX - box.left) / box.width) * size - 0.5];
  }

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
    stroke(last, last);
    finish(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) {
      const next = place(one);
      stroke(last, next);
      last = next;
    }
    finish(event);
  });
  const end = (event) => { if (last) { last = null; changed(event.timeStamp); } };
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, end);

  const where = () => {
    const [down, right] = [cursor.row - size / 2, cursor.column - size / 2];
    const side_ = (steps, names) => (steps ? `${Math.abs(steps)} ${names[steps > 0 ? 1 : 0]}` : "");
    const words = [side_(down, ["up", "down"]), side_(right, ["left", "right"])].filter(Boolean).join(", ") || "zero frequency";
    return `${words}: ${drawing.points.has(cursor.row * size + cursor.column) ? "sampled" : "not sampled"}`;
  };
  canvas.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const isUndo = event.key === "z" && (event.ctrlKey || event.metaKey);
    if (!step && !isUndo && ![" ", "Enter"].includes(event.key)) return;
    event.preventDefault();
    cursor.shown = true;
    if (isUndo) { if (drawing.undo()) finish(event); said("Undone."); return; }
    if (step) {
      const length = event.shiftKey ? 8 : 1;
      const inside = (value) => Math.max(0, Math.min(size - 1, value));
      const before = [cursor.row, cursor.column];
      [cursor.row, cursor.column] = [inside(cursor.row + length * step[0]), inside(cursor.column + length * step[1])];
      if (cursor.down) { stroke(before, [cursor.row, cursor.column]); changed(event.timeStamp); }
    } else if (event.key === " " || !cursor.down) {
      drawing.remember();
      dab(cursor.row, cursor.column);
      cursor.down = event.key === "Enter" || cursor.down;
      changed(event.timeStamp);
    } else cursor.down = false;
    redraw();
    said(`${where()}${cursor.down ? ", brush down" : ""}`);
  });
  canvas.addEventListener("focus", () => { cursor.shown = canvas.matches(":focus-visible"); redraw(); });
  canvas.addEventListener("blur", () => { cursor.shown = cursor.down = false; redraw(); });
  return { canvas, redraw };
}
