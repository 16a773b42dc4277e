// A state in a link.
import assert from "node:assert/strict";
import { test } from "node:test";
import { hashOf, stateIn } from "../../../kdci/widgets/static/link.js";
import { STATE, numbersOf, sentence } from "../../../kdci/widgets/static/state.js";

test("a state comes back from its link", () => {
  assert.deepEqual(stateIn(`#${hashOf("draw-mri", [8, 0, "rA-_x"])}`, "draw-mri"), ["8", "0", "rA-_x"]);
});

test("of several instruments on a page, each reads its own state", () => {
  const hash = `#${hashOf("mri", [1, 2])}&${hashOf("spc", [3])}`;
  assert.deepEqual(stateIn(hash, "spc"), ["3"]);
  assert.deepEqual(stateIn(hash, "cassi"), []);
});

test("only as many numbers as a state has are one", () => {
  assert.deepEqual(numbersOf(["1", "2", "2", "1", "0"]), [1, 2, 2, 1, 0]);
  for (const wrong of [[], ["1"], ["1", "2", "2", "1", "-1"], ["1", "2", "2", "1", "0.5"], ["1", "2", "2", "1", "x"]])
    assert.equal(numbersOf(wrong), null);
  assert.equal(STATE.length, 5);
});

test("a sentence names the better system and the difference", () => {
  const names = ["student", "baseline"];
  assert.match(sentence(names, [30.5, 30], 20), /^At 20 dB the student is ahead of the baseline by 0\.50 dB/);
  assert.match(sentence(names, [30, 31.25], null), /^Without noise the baseline is ahead of the student by 1\.25 dB/);
  assert.match(sentence(names, [30, 30.01], 20), /^At 20 dB there is no difference/);
  assert.match(sentence(["student", "student"], [30, 30], 20), /two different systems/);
});
