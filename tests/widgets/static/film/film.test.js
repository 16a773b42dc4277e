// A film's moments, and its player, without a page.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { captionOf, momentOf, placeOf, reached, sentenceAt } from "../../../../kdci/widgets/static/film/moments.js";
import { player } from "../../../../kdci/widgets/static/film/player.js";
import { startSentence } from "../../../../kdci/widgets/static/film/start.js";

const reel = { role: "e2e", label: "E2E", variant: "", steps: [0, 3, 9], patterns: "", pictures: "", psnr: [9.04, 20, 25.25], energy: [0.1, 0.5, 0.964], loss: [1, 2], gradient: [1, 2] };
const film = { name: "f", label: "F", size: 4, steps: reel.steps, reels: [reel, { ...reel, label: "Student" }], notices: [] };

test("a moment says before which step it is", () => {
  assert.equal(placeOf(reel.steps, 0), "before step 1 of 9");
  assert.equal(placeOf(reel.steps, 1), "before step 4 of 9");
  assert.equal(placeOf(reel.steps, 2), "after all 9 steps");
});

test("a caption and a sentence have the numbers of their moment", () => {
  assert.equal(captionOf(reel, 0), "E2E: 9.0 dB, 10% of the energy");
  assert.equal(sentenceAt(film, 2), "After all 9 steps: E2E: 25.3 dB, 96% of the energy; Student: 25.3 dB, 96% of the energy.");
  assert.match(startSentence({ ...reel, width: 8, height: 4 }, 1), /^Before step 4 of 9, .* 50% .* 20\.0 dB\.$/);
});

test("the last notice that was reached is told", () => {
  const notices = [{ at: 1, text: "a" }, { at: 4, text: "b" }];
  assert.equal(reached(notices, 0), null);
  assert.equal(reached(notices, 3)?.text, "a");
  assert.equal(reached(notices, 9)?.text, "b");
});

test("a link to no moment is one to the first", () => {
  assert.equal(momentOf("2", 3), 2);
  for (const wrong of ["3", "-1", "1.5", "x", undefined]) assert.equal(momentOf(wrong, 3), 0);
});

test("it plays to the end, stops there, and begins anew", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {(number | boolean)[]} */
  const told = [];
  const one = player({ count: () => 3, show: (at) => told.push(at), tell: (going) => told.push(going), every: 10 });
  const wait = () => { for (let k = 0; k < 10; k += 1) mock.timers.tick(10); };
  one.play();
  one.play();
  wait();
  assert.deepEqual(told, [true, 1, 2, false]);
  assert.equal(one.isGoing(), false);
  one.play();
  mock.timers.tick(10);
  one.stop();
  one.stop();
  wait();
  assert.deepEqual(told.slice(4), [0, true, 1, false]);
  one.go(7);
  assert.equal(one.at(), 2);
  mock.timers.reset();
});
