// The view: pictures, a plot, a sentence, and buttons. What it shows is in the model's five numbers.
import { assetsOf } from "./assets.js";
import { flicker } from "./flicker.js";
import { copyLink, stateInAddress } from "./link.js";
import { LOADING, button, framed, make, screen, svgElement } from "./page.js";
import { ERROR_TOP, MEASUREMENTS, errorPixels, imagePixels, picturePixels } from "./pixels.js";
import { SIDES, drawPlot } from "./plot.js";
import { reconstruct, sessionOf } from "./runtime.js";
import { saveSheet } from "./save.js";
import { addSpectrum } from "./spectrum.js";
import { STATE, numbersOf, sentence } from "./state.js";
import { lastWins } from "./turns.js";

/** @import { Model, Numbers } from "./assets.js" */
/** @import { Contents, System } from "./contents.js" */
/** @typedef {Numbers & {shown: Numbers}} Scene */

/**
 * The sliders of ipywidgets leave their handles without a name; their label is the name.
 * @param {Document | ShadowRoot | Node} root
 */
function nameHandles(root) {
  for (const handle of /** @type {ParentNode & Node} */ (root).querySelectorAll(".noUi-handle")) {
    const box = handle.closest(".widget-slider, .jupyter-widgets");
    const label = box?.querySelector(".widget-label"), readout = box?.querySelector(".widget-readout");
    if (label) handle.setAttribute("aria-label", label.textContent ?? "");
    if (readout) handle.setAttribute("aria-valuetext", readout.textContent ?? "");
  }
}

/**
 * @param {Model} model
 * @param {number[]} values
 */
function setState(model, values) {
  STATE.forEach((name, k) => model.set(name, values[k]));
  model.save_changes();
}

/**
 * A picture of the reader's, its middle, in gray, at the instrument's size.
 * @param {Blob} file
 * @param {number[]} shape
 * @returns {Promise<Scene>}
 */
async function ownImage(file, shape) {
  const bitmap = await createImageBitmap(file);
  const [height, width] = shape.slice(-2);
  const canvas = make("canvas", { width, height });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const side = Math.min(bitmap.width, bitmap.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, width, height);
  const { data } = pen.getImageData(0, 0, width, height);
  const gray = new Float32Array(shape.reduce((a, b) => a * b));
  for (let k = 0; k < height * width; k += 1)
    gray[k] = (0.299 * data[4 * k] + 0.587 * data[4 * k + 1] + 0.114 * data[4 * k + 2]) / 255;
  return { data: gray, shape, shown: { data: gray, shape: [1, height, width] } };
}

/**
 * PSNR over the slider's points; of a system without a slider, over the SNR.
 * @param {Contents} contents
 * @param {System[]} sides
 * @param {number} point
 * @param {number} noise
 * @param {number} image
 */
function curvesOf(contents, sides, point, noise, image) {
  const alone = contents.points.length === 1;
  return {
    ticks: alone ? contents.snrs.map((snr) => snr ?? "none") : contents.points,
    current: alone ? noise : point,
    title: alone ? "PSNR [dB] by SNR [dB]" : `PSNR [dB] by ${contents.slider.toLowerCase()}`,
    lines: sides.map(({ points }, s) => ({
      side: SIDES[s],
      values: (alone ? points[0].psnr : points.map(({ psnr }) => psnr[noise])).map((row) => row[image]),
    })),
  };
}

/**
 * @param {Model} model
 * @param {HTMLElement} el
 * @param {HTMLElement} box
 */
async function start(model, el, box) {
  const id = model.get("modality");
  const assets = assetsOf(model);
  /** @type {Contents} */
  const contents = await assets.json(`${id}.json`);
  const state = () => STATE.map((name) => /** @type {number} */ (model.get(name)));
  const beginning = state(), linked = numbersOf(stateInAddress(id));
  if (linked) setState(model, linked);

  const status = make("p", { role: "status", "aria-live": "polite", class: "kdci-notice" }, "The systems are loading.");
  const [truth, pattern, measurement, backprojection, left, right, leftError, rightError] =
    ["scene", "pattern", "measurement", "first image", "first system", "second system", "error of the first", "error of the second"].map(screen);
  const screens = [truth, pattern, measurement, backprojection, left, right, leftError, rightError];
  for (const { canvas, wait } of screens) wait(canvas.getAttribute("aria-label") ?? "", LOADING);
  const compared = flicker("In one place", ["first system", "second system", "scene"]);
  const plot = make("div", { class: "kdci-plot" });
  const svg = svgElement("svg", { role: "img", "aria-label": "PSNR" });
  const key = make("p", { class: "kdci-key" });
  plot.append(svg, key);
  const reset = button("Reset", () => { setState(model, beginning); request(); });
  const link = button("Copy link to this state", async () => { status.textContent = await copyLink(id, state()); });
  const save = button("Save picture", () => saveSheet("kdci.png", screens.map(({ canvas }) => canvas), [`KDCI: ${contents.title}`]));
  save.className = "kdci-save";
  const buttons = make("div", { class: "kdci-buttons" }, reset, link, save);
  /** @type {Scene | null} */
  let own = null;
  if (contents.measurement !== "detector") {
    const file = make("input", { type: "file", accept: "image/*" });
    buttons.append(make("label", { class: "kdci-own" }, "Your own picture: ", file));
    /** @param {File | undefined} chosen */
    const take = async (chosen) => {
      try {
        own = chosen ? await ownImage(chosen, contents.images[0].shape) : null;
        request();
      } catch { status.textContent = `${chosen?.name}: not a picture that this browser can read.`; }
    };
    file.addEventListener("change", () => take(file.files?.[0]));
    box.addEventListener("dragover", (event) => event.preventDefault());
    box.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer?.files[0]); });
    reset.addEventListener("click", () => { file.value = ""; own = null; });
  }
  const grid = make("div", { class: "kdci-panels" }, ...screens.map(({ figure }) => figure));
  const scale = make("p", { class: "kdci-scale" }, make("span", { class: "kdci-shades", "aria-hidden": "true" }), ` error: white none, dark ${ERROR_TOP} of the full range and more`);
  const large = make("div", { class: "kdci-large" }, compared.figure, plot);
  box.replaceChildren(status, grid, scale, large, buttons, make("p", { class: "kdci-note" }, contents.note));
  const spectrum = contents.wavelengths.length ? addSpectrum(truth.canvas, key, contents.wavelengths) : null;

  /**
   * @param {string} name
   * @param {unknown[]} list
   */
  const clamp = (name, list) => Math.min(model.get(name), list.length - 1);

  /** @param {number} k */
  async function sceneOf(k) {
    const found = contents.images[k];
    return own ?? { ...(await assets.floats(found)), shown: await assets.floats(found.shown) };
  }

  /** @param {() => boolean} isOutdated */
  async function update(isOutdated) {
    const point = clamp("point", contents.points), snr = contents.snrs[clamp("noise", contents.snrs)];
    const systems = SIDES.map((side) => contents.systems[clamp(side, contents.systems)]);
    const k = clamp("image", contents.images);
    try {
      const image = await sceneOf(k);
      const first = systems[0].points[point];
      const noise = await assets.floats(first.noise[k]);
      const noiseScale = snr === null ? 0 : 10 ** (-snr / 20);
      /** @type {Record<string, Numbers>[]} */
      const found = [];
      for (const { points } of systems) {
        const theirs = points[point];
        const given = theirs === first ? noise : await assets.floats(theirs.noise[k]);
        found.push(await reconstruct(assets, theirs.graph, image, given, noiseScale));
        if (isOutdated()) return;
      }
      const original = contents.measurement === "detector" || own ? image.data : image.shown.data;
      const names = systems.map(({ label }) => label);
      const psnr = found.map((f) => f.psnr.data[0]), ssim = found.map((f) => f.ssim.data[0]);
      const [measured] = found;
      const { draw, scale: how } = MEASUREMENTS[contents.measurement];
      const scores = names.map((name, s) => `${name}: PSNR ${psnr[s].toFixed(2)} dB, SSIM ${ssim[s].toFixed(3)}`);
      const pictures = found.map(({ reconstruction }) => imagePixels(reconstruction));
      const scene = own ? imagePixels(own.shown) : picturePixels(image.shown);
      truth.show(scene, "scene", `scene: ${own ? "your own picture" : contents.images[k].label}`);
      pattern.show(picturePixels(await assets.floats(first.pattern)), `pattern of the ${names[0]}`);
      measurement.show(draw(measured.measurement), `what the ${names[0]} measures${how}`);
      backprojection.show(imagePixels(measured.backprojection), `its ${first.start}`);
      [left, right].forEach((each, s) => each.show(pictures[s], scores[s]));
      [leftError, rightError].forEach((each, s) => each.show(errorPixels(found[s].reconstruction, original), `error of the ${names[s]}`));
      compared.set([...names.map((label, s) => ({ label, name: scores[s], picture: pictures[s] })), { label: "scene", name: "scene", picture: scene }]);
      spectrum?.(image, found.map(({ reconstruction }) => reconstruction), names);
      plot.hidden = Boolean(own);  // the table of contents knows the book's scenes only
      if (!own) {
        drawPlot(svg, curvesOf(contents, systems, point, clamp("noise", contents.snrs), k));
        key.replaceChildren(...names.map((name, s) => make("span", { class: SIDES[s] }, name)));
      }
      status.textContent = sentence(names, psnr, snr);
      box.dataset.state = state().join(".");
      box.dataset.psnr = psnr.join(" ");
      box.dataset.drawn = `${Number(box.dataset.drawn ?? 0) + 1}`;
      box.dataset.ready = "yes";
      nameHandles(el.getRootNode());
    } catch (problem) {
      if (!box.dataset.drawn) throw problem;  // it has not started; once it has, the next setting may work
      status.textContent = `This setting cannot be computed here: ${/** @type {Error} */ (problem).message}.`;
      box.dataset.ready = "failed";
    }
  }
  const request = lastWins(update);

  // Whoever comes near the controls will move them: get ready what the slider leads to.
  async function prepare() {
    for (const side of SIDES)
      for (const { graph, noise } of contents.systems[clamp(side, contents.systems)].points)
        await Promise.all([sessionOf(assets, graph), assets.load(noise[clamp("image", contents.images)].file)]);
  }
  const prepared = () => { prepare().catch(() => {}); };  // what is missing is said where it is needed
  const controls = box.closest(".widget-vbox") ?? box;
  for (const coming of ["pointerenter", "focusin"]) controls.addEventListener(coming, prepared, { once: true });
  for (const name of STATE) model.on(`change:${name}`, () => { if (name === "image") own = null; request(); });
  await request();
}

/** @param {{model: Model, el: HTMLElement}} given */
function render({ model, el }) {
  const label = `${model.get("title")}: explore`;
  return framed(el, { name: "", label, figure: `fig-explore-${model.get("modality")}`, start: (box) => start(model, el, box) });
}

export default { render };
