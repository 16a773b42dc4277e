// Masks as texts and files.
import assert from "node:assert/strict";
import { test } from "node:test";
import { npyOf } from "../../../../kdci/widgets/static/draw/numpy.js";
import { shareText, sharedMask, unhexed } from "../../../../kdci/widgets/static/draw/share.js";
import { draws } from "../../../../kdci/widgets/static/train/numbers.js";

const COUNT = 4096;
/** @param {(k: number) => boolean} isChosen */
const maskOf = (isChosen) => Uint8Array.from({ length: COUNT }, (_, k) => Number(isChosen(k)));
const random = draws(0);
const masks = {
  none: maskOf(() => false), all: maskOf(() => true), disc: maskOf((k) => Math.hypot((k >> 6) - 32, (k & 63) - 32) < 12),
  dense: maskOf(() => random() < 0.25), sparse: maskOf(() => random() < 0.01),
};

for (const [name, mask] of Object.entries(masks))
  test(`a mask survives its link: ${name}`, () => {
    const text = shareText(mask);
    assert.match(text, /^[br][\w-]*$/);
    assert.ok(text.length <= 1 + Math.ceil(4 * 512 / 3) + 1);
    assert.deepEqual(sharedMask(text, COUNT), mask);
  });

test("a disc is shorter as runs than as bits", () => {
  assert.equal(shareText(masks.disc)[0], "r");
  assert.equal(shareText(masks.dense)[0], "b");
});

for (const text of ["", "x", "b", "bAAAA", "r%%%"])
  test(`what is no mask is refused: "${text}"`, () => assert.equal(sharedMask(text, COUNT), null));

test("hexadecimal digits have the highest bit first", () => {
  assert.deepEqual([...unhexed("80f1", 16)], [1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1]);
});

test("an array's numbers begin at a multiple of 64", () => {
  const bytes = npyOf(Uint8Array.of(1, 0, 0, 1), 2);
  assert.equal(bytes.length, 132);
  assert.equal(bytes[127], 10);
  assert.deepEqual([...bytes.slice(128)], [1, 0, 0, 1]);
  assert.match(new TextDecoder().decode(bytes.slice(10, 128)), /'shape': \(2, 2\)/);
});
