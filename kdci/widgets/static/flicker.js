// Pictures in one place, one after the other: what changes between them is what the systems differ in.
import { LOADING, button, make, screen } from "./page.js";

/** @import { Picture } from "./pixels.js" */
/** @typedef {{label: string, name: string, picture: Picture | null}} Candidate label of its choice, its caption, and no picture yet */

const BEAT = 700;  // [ms] a picture; slower than three flashes a second

/**
 * The next of some pictures.
 * @param {number} shown index
 * @param {number} count
 */
export const next = (shown, count) => (shown + 1) % count;

/**
 * A choice among pictures; a press on the picture shows the next one. It flickers between the first two of them only
 * while the reader wants it, and not where less motion is preferred.
 * @param {string} title what is compared
 * @param {string[]} labels of the pictures, two or more
 */
export function flicker(title, labels) {
  const shown = screen(labels[0]);
  const group = `kdci-flicker-${crypto.randomUUID?.() ?? Math.random()}`;
  const inputs = labels.map((_, k) => make("input", { type: "radio", name: group, value: k }));
  const texts = labels.map((label) => make("span", {}, label));
  const choices = make("fieldset", {}, make("legend", {}, title), ...inputs.map((input, k) => make("label", {}, input, " ", texts[k])));
  const { figure } = shown;
  figure.className = "kdci-flicker";
  figure.append(choices);
  /** @type {Candidate[]} */
  let candidates = labels.map((label) => ({ label, name: label, picture: null }));
  let at = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let beat;
  inputs[0].checked = true;

  function draw() {
    inputs[at].checked = true;
    figure.dataset.shown = `${at}`;
    const { name, picture } = candidates[at];
    if (picture) shown.show(picture, name); else shown.wait(name, LOADING);
  }
  function stop() {
    clearInterval(beat);
    beat = undefined;
    play.textContent = "Flicker";
  }
  /** @param {number} index */
  const show = (index) => { at = index; draw(); };
  const play = button("Flicker", () => {
    if (beat !== undefined) { stop(); return; }
    play.textContent = "Stop";
    beat = setInterval(() => { if (figure.isConnected) show(next(Math.min(at, 1), 2)); else stop(); }, BEAT);
  });
  inputs.forEach((input, k) => input.addEventListener("change", () => { stop(); show(k); }));
  shown.canvas.addEventListener("click", () => { stop(); show(next(at, labels.length)); });
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const follow = () => { play.hidden = calm.matches; if (calm.matches) stop(); };
  calm.addEventListener("change", follow);
  follow();
  choices.append(play);
  draw();
  return {
    figure,
    /** @param {Candidate[]} given one for each label */
    set(given) {
      candidates = given;
      given.forEach(({ label }, k) => { texts[k].textContent = label; });
      draw();
    },
  };
}
