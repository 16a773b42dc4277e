// Numbers to pixels.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ERROR_TOP, MEASUREMENTS, errorPixels, imagePixels, picturePixels, shade, squarePixels } from "../../../kdci/widgets/static/pixels.js";

/**
 * @param {{rgba: Uint8ClampedArray}} picture
 * @param {number} k
 */
const pixel = ({ rgba }, k) => [...rgba.subarray(4 * k, 4 * k + 4)];

test("shades of gray are kept between black and white", () => {
  const found = squarePixels([-1, 0.5, 1, 2]);
  assert.deepEqual([found.width, found.height], [2, 2]);
  assert.deepEqual([0, 1, 2, 3].map((k) => pixel(found, k)[0]), [0, 128, 255, 255]);
});

test("many bands are in false colour, long wavelengths red", () => {
  const data = [0, 0, 0.6, 0.5, 1, 1, 1];
  assert.deepEqual(pixel(imagePixels({ data, shape: [7, 1, 1] }), 0), [255, 191, 51, 255]);
  assert.deepEqual(pixel(imagePixels({ data: [0.2], shape: [1, 1, 1] }), 0), [51, 51, 51, 255]);
});

test("a picture has one or three colours", () => {
  assert.deepEqual(pixel(picturePixels({ data: [1, 0.2, 0], shape: [1, 1, 3] }), 0), [255, 51, 0, 255]);
  assert.deepEqual(pixel(picturePixels({ data: [0.2], shape: [1, 1] }), 0), [51, 51, 51, 255]);
});

test("no error is white, and more is always darker", () => {
  assert.deepEqual(shade(0), [1, 1, 1]);
  const luminance = [0, 0.2, 0.4, 0.6, 0.8, 1].map((value) => shade(value).reduce((a, b) => a + b));
  assert.deepEqual(luminance, [...luminance].sort((a, b) => b - a));
  const found = errorPixels({ data: [0.5, 0.5 + ERROR_TOP], shape: [1, 1, 2] }, [0.5, 0.5]);
  assert.deepEqual(pixel(found, 0), [255, 255, 255, 255]);
  assert.ok(pixel(found, 1)[0] < 40);
});

test("k-space is logarithmic over four decades of magnitude", () => {
  const data = Float32Array.of(1, 0, 0.01005, 0, 0, 0, 0.00001, 0);
  const found = MEASUREMENTS.kspace.draw({ data, shape: [1, 2, 2, 2] });
  assert.deepEqual([0, 1, 2, 3].map((k) => pixel(found, k)[0]), [255, 128, 0, 0]);
});
