// Numbers and curves of a training.
import assert from "node:assert/strict";
import { test } from "node:test";
import { csvOf, keep, seriesOf } from "../../../../kdci/widgets/static/train/curves.js";
import { draws, magnitude, normals, oneCycle, psnr } from "../../../../kdci/widgets/static/train/numbers.js";

/**
 * @param {number} at
 * @param {number} [found]
 */
const step = (at, found) => ({
  at, milliseconds: 50,
  runs: [0, 1].map((k) => ({ loss: 0.25, psnr: found && found + k, energy: 0.5, mask: new Float32Array(4), image: found ? new Float64Array(4) : undefined })),
});

test("a seed draws the same numbers always, evenly from 0 to 1", () => {
  const [one, two] = [draws(7), draws(7)];
  const values = Array.from({ length: 2000 }, one);
  assert.deepEqual(values.slice(0, 5), Array.from({ length: 5 }, two));
  assert.notEqual(draws(8)(), draws(7)());
  assert.ok(values.every((value) => value >= 0 && value < 1));
  assert.ok(Math.abs(values.reduce((a, b) => a + b) / 2000 - 0.5) < 0.03);
});

test("normal numbers have mean 0 and variance 1", () => {
  const values = normals(4000, 0);
  assert.ok(Math.abs(values.reduce((a, b) => a + b) / 4000) < 0.05);
  assert.ok(Math.abs(values.reduce((a, b) => a + b * b) / 4000 - 1) < 0.1);
});

test("a rate rises, falls and rests", () => {
  assert.deepEqual([0, 0.05, 0.1, 1, 1.5].map((progress) => oneCycle(progress, 0.1)), [0, 0.5, 1, 0, 0]);
  assert.ok(Math.abs(oneCycle(0.55, 0.1) - 0.5) < 1e-12);
  assert.equal(oneCycle(0, 0), 1);
});

test("PSNR is that of the magnitude", () => {
  assert.ok(Math.abs(psnr([0.6, 0.8], [0, 0.9], 1) - 20) < 1e-9);
  assert.ok(Math.abs(psnr([0.1, 0.1, 0, 0], [0, 0, 0, 0], 2) - 20) < 1e-9);  // of the mean error, whatever the pixels' number
  assert.deepEqual([...magnitude([3, 0, 4, 1], 2)], [5, 1]);
});

test("a table has a row for each step, and nothing where nothing was measured", () => {
  const lines = csvOf([step(1, 20), step(2)]).split("\n");
  assert.equal(lines.length, 3);
  assert.equal(lines[0].split(",").length, 7);
  assert.deepEqual(lines.slice(1), ["1,0.25,20,0.5,0.25,21,0.5", "2,0.25,,0.5,0.25,,0.5"]);
});

test("a curve has the steps at which there is a number", () => {
  const history = [step(1, 20), step(2), step(3, 22)];
  assert.deepEqual(seriesOf(history, 1, (run) => run.psnr), [[1, 21], [3, 23]]);
  assert.deepEqual(seriesOf(history, 0, (run) => Math.log10(-run.loss)), []);
});

test("of all steps, only the last mask and the last reconstruction are kept", () => {
  /** @type {ReturnType<typeof step>[]} */
  const history = [];
  for (const each of [step(1, 20), step(2), step(3, 22), step(4)]) keep(history, each);
  assert.deepEqual(history.map(({ runs }) => Boolean(runs[0].mask)), [false, false, false, true]);
  assert.deepEqual(history.map(({ runs }) => Boolean(runs[0].image)), [false, false, true, false]);
});
