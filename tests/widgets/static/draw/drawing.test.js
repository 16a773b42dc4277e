// A drawing and its budget; strokes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Drawing } from "../../../../kdci/widgets/static/draw/drawing.js";
import { between, placeInWords } from "../../../../kdci/widgets/static/draw/strokes.js";

const made = (budget = 3) => new Drawing(8, budget, [4, 4]);

test("the oldest points fade", () => {
  const one = made();
  one.paint([1, 2, 3]);
  one.paint([1, 4]);
  assert.deepEqual([...one.points], [3, 1, 4]);
  one.afford(2);
  assert.deepEqual([...one.points], [1, 4]);
  assert.equal(one.left, 0);
});

test("never are there more points than the budget has", () => {
  const one = made(7);
  for (let k = 0; k < 30; k += 1) { one.paint(one.under(k % 8, (3 * k) % 8, 5)); assert.ok(one.points.size <= 7); }
  assert.equal(one.mask().reduce((a, b) => a + b), 7);
});

test("what was erased and what faded can be undone, as often as there was a change", () => {
  const one = made();
  one.paint([1, 2, 3]);
  one.remember();
  one.paint([4]);
  one.remember();
  one.erase([4, 3]);
  assert.deepEqual([...one.points], [2]);
  assert.ok(one.undo() && one.undo());
  assert.deepEqual([...one.points], [1, 2, 3]);
  assert.equal(one.undo(), false);
});

test("of a mask to begin with, the points nearest to the origin stay longest", () => {
  const one = made();
  one.begin([0, 36, 35, 37]);
  assert.deepEqual([...one.points].slice(-1), [36]);
  assert.ok(!one.points.has(0));
  const other = new Drawing(8, 2, [0, 0]);
  other.begin([63, 0, 9]);
  assert.deepEqual([...other.points], [9, 0]);
});

test("a conjugate point mirrors at DC, an exchanged one at the diagonal", () => {
  assert.deepEqual([36, 9, 28].map((point) => made().conjugate(point)), [36, 63, 44]);
  assert.deepEqual([36, 10].map((point) => made().exchanged(point)), [36, 17]);
});

test("a brush has the nearest points first, none outside", () => {
  assert.deepEqual(made().under(0, 0, 3), [0, 1, 8, 9]);
  assert.deepEqual(made().under(4, 4, 1), [36]);
});

test("a quick stroke has no gaps", () => {
  const places = between([0, 0], [2, 5]);
  assert.deepEqual(places.at(-1), [2, 5]);
  let last = [0, 0];
  for (const [row, column] of places) {
    assert.ok(Math.abs(row - last[0]) <= 1 && Math.abs(column - last[1]) <= 1);
    last = [row, column];
  }
  assert.deepEqual(between([3, 3], [3, 3]), [[3, 3]]);
});

test("a place is said from the origin", () => {
  assert.equal(placeInWords([2, 5], [4, 4], "zero frequency"), "2 up, 1 right");
  assert.equal(placeInWords([4, 3], [4, 4], "zero frequency"), "1 left");
  assert.equal(placeInWords([4, 4], [4, 4], "zero frequency"), "zero frequency");
});
