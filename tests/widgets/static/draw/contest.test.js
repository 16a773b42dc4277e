import assert from "node:assert/strict";
import { test } from "node:test";
import { energyColours } from "../../../../kdci/widgets/static/draw/colours.js";
import { mean, verdict } from "../../../../kdci/widgets/static/draw/contest.js";

const found = { mask: "Your mask", champions: "the student's mask", theirs: 30, count: 8 };

test("a verdict says how far the mask is from the one to be beaten", () => {
  assert.equal(verdict({ ...found, yours: 30.5 }), "Your mask reaches 30.50 dB, the mean over 8 test images: 0.50 dB more than the student's mask.");
  assert.match(verdict({ ...found, yours: 28 }), /: 2\.00 dB less than the student's mask\.$/);
  assert.match(verdict({ ...found, yours: 30.04 }), /: as much as the student's mask\.$/);
});

test("a mean is one", () => assert.equal(mean([1, 2, 6]), 3));

test("more energy is brighter, six decades below the largest is dark", () => {
  const [top, some, none] = energyColours(Float32Array.of(1, 1e-3, 0));
  assert.ok(top[1] > some[1] && some[1] > none[1]);
  assert.deepEqual(none, [26, 28, 32]);
});
