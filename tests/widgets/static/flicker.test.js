import assert from "node:assert/strict";
import { test } from "node:test";
import { next } from "../../../kdci/widgets/static/flicker.js";

test("after the last picture comes the first", () => {
  assert.deepEqual([0, 1, 2].map((k) => next(k, 3)), [1, 2, 0]);
});
