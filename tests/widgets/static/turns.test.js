// One request at a time, the last one wins.
import assert from "node:assert/strict";
import { test } from "node:test";
import { breathe, lastWins } from "../../../kdci/widgets/static/turns.js";

test("of requests during a work, one more work is done, for the last of them", async () => {
  let wanted = 0;
  /** @type {number[]} */
  const done = [];
  const request = lastWins(async () => { const mine = wanted; await breathe(); done.push(mine); });
  const first = request();
  for (wanted = 1; wanted < 5; wanted += 1) request();
  wanted = 5;
  await first;
  assert.deepEqual(done, [0, 5]);
});

test("a work is told that it is outdated", async () => {
  /** @type {boolean[]} */
  const told = [];
  const request = lastWins(async (isOutdated) => { await breathe(); told.push(isOutdated()); });
  const first = request();
  request();
  await first;
  assert.deepEqual(told, [true, false]);
});

test("after a work, the next request is done at once", async () => {
  let count = 0;
  const request = lastWins(async () => { count += 1; });
  await request();
  await request();
  assert.equal(count, 2);
});
