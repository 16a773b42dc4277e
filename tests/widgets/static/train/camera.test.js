// What a training shows of a camera's patterns, and what of the images they see.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CAMERA, energySeen, sheetOf } from "../../../../kdci/widgets/static/train/camera.js";
import { energyInside } from "../../../../kdci/widgets/static/train/mri.js";

/** @param {number[]} images of the test */
const data = (images) => ({
  train: new Float32Array(0), test: Float32Array.from(images), weights: new Float32Array(0), spectrum: Float32Array.of(0.5, 0.25, 0.25), teachers: {},
});

test("patterns see what lies in their span, and a pattern that is there twice sees no more", () => {
  const images = data([3, 4, 0, 0, 0, 0, 0, 5]);
  /** @param {...number} rows */
  const seen = (...rows) => energySeen(Float32Array.from(rows), images, 4);
  assert.ok(Math.abs(seen(1, 0, 0, 0) - 9 / 50) < 1e-12);
  assert.ok(Math.abs(seen(1, 1, 1, 1) - (49 + 25) / 4 / 50) < 1e-12);
  assert.equal(seen(1, 0, 0, 0, -1, 0, 0, 0), seen(1, 0, 0, 0));
  assert.ok(Math.abs(seen(1, 1, 0, 0, 1, -1, 0, 0, 0, 0, 1, 1, 0, 0, 1, -1) - 1) < 1e-12);
  assert.equal(seen(0, 0, 0, 0), 0);
});

test("a sheet has sixteen patterns, each with its own largest value, gray lines between them", () => {
  const size = 2, patterns = Float32Array.from({ length: 16 * size * size }, (_, k) => (k % 2 ? 1 : -1) * (k < 4 ? 5 : 1));
  const sheet = sheetOf(patterns, size), side = 4 * size + 3 * 2;
  assert.equal(sheet.length, side * side);
  assert.deepEqual([...sheet.slice(0, 6)], [0, 1, 0.5, 0.5, 0, 1]);
  assert.ok([...sheet.slice(2 * side, 4 * side)].every((value) => value === 0.5));
  assert.deepEqual([...sheet.slice(4 * side, 4 * side + 2)], [0, 1]);
  assert.equal(CAMERA.picture(patterns, size).width, side);
});

test("of several images, the first one is what a person would look at", () => {
  assert.deepEqual([...CAMERA.visible([1, 2, 3, 4], 2)], [1, 2]);
});

test("a mask holds the energy of its points", () => {
  assert.equal(energyInside(Float32Array.of(1, 0, 1), data([]), 3), 0.75);
});
