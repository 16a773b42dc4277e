// The start page's own instrument: a slider, a picture, a sentence. Nothing is loaded before it is touched.
import { make } from "../page.js";
import { percent, placeAtStart, placeOf } from "./moments.js";
import { loaded } from "./strip.js";

/**
 * @typedef {object} Start
 * @property {number} width of a picture: mask and reconstruction side by side [pixels]
 * @property {number} height of a picture [pixels]
 * @property {number[]} steps
 * @property {number[]} psnr [dB]
 * @property {number[]} energy 0 to 1
 */

/**
 * @param {Start} film
 * @param {number} at index of the moment
 */
export function startSentence({ steps, psnr, energy }, at) {
  return `${placeAtStart(steps, at)}, the mask lets ${percent(energy[at])} of the energy through, and the images reach a PSNR of ${psnr[at].toFixed(1)} dB.`;
}

/**
 * @param {HTMLElement} root with the still picture, which is that of the last moment
 * @param {Start} film
 * @param {string} address of the strip of pictures
 */
export function startFilm(root, film, address) {
  const last = film.steps.length - 1;
  const still = /** @type {HTMLImageElement} */ (root.querySelector("img"));
  const name = make("label", { for: "kdci-start-slider" }, "Go back to the first step of the training, and forward again:");
  const slider = make("input", { type: "range", id: "kdci-start-slider", min: 0, max: last, step: 1, value: last });
  const picture = make("div", { class: "kdci-start-picture", role: "img", hidden: "" });
  const sentence = make("p", { role: "status", "aria-live": "polite" }, startSentence(film, last));
  picture.style.backgroundSize = `100% ${100 * film.steps.length}%`;
  /** @type {Promise<void> | undefined} */
  let strip;

  function show() {
    const at = Number(slider.value);
    slider.setAttribute("aria-valuetext", placeOf(film.steps, at));
    sentence.textContent = startSentence(film, at);
    picture.style.backgroundPosition = `0 ${(100 * at) / last}%`;
    picture.setAttribute("aria-label", `Mask and reconstruction ${placeOf(film.steps, at)}`);
    root.dataset.at = `${at}`;
  }
  const fetchOnce = () => {
    strip ??= loaded(address, film.width, film.height * film.steps.length).then((found) => {
      picture.style.backgroundImage = `url("${found}")`;
      picture.hidden = false;
      still.hidden = true;
      root.dataset.ready = "yes";
    }).catch(() => { sentence.textContent = "The pictures of the film cannot be loaded."; slider.disabled = true; });
  };
  for (const touch of ["pointerenter", "focus", "input"]) slider.addEventListener(touch, fetchOnce);
  slider.addEventListener("input", show);
  slider.setAttribute("aria-valuetext", placeOf(film.steps, last));
  still.after(picture, make("div", { class: "kdci-start-controls" }, name, slider), sentence);
}
