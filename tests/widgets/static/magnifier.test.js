import assert from "node:assert/strict";
import test from "node:test";

import { moved, offset } from "../../../kdci/widgets/static/magnifier.js";

test("the place that is looked at lies in the middle of the lens", () => {
  for (const share of [0, 0.25, 1]) assert.equal(offset(share, 100) + 4 * 100 * share, 88);
});

test("arrow keys move the lens, and it stays in the picture", () => {
  assert.deepEqual(moved([0.5, 0.5], "ArrowLeft"), [0.45, 0.5]);
  assert.deepEqual(moved([0.98, 0], "ArrowRight"), [1, 0]);
  assert.deepEqual(moved([1, 0], "ArrowUp"), [1, 0]);
  assert.equal(moved([0.5, 0.5], "a"), undefined);
});
