// The page's side of a training: choices, buttons, two systems side by side, and their curves.
import { assetsOf } from "../assets.js";
import { flicker } from "../flicker.js";
import { copyLink, stateInAddress } from "../link.js";
import { LOADING, button, choice, framed, make, screen } from "../page.js";
import { squarePixels } from "../pixels.js";
import { workerOf } from "../runtime.js";
import { saveFile, saveSheet } from "../save.js";
import { chart } from "./chart.js";
import { csvOf, keep, seriesOf } from "./curves.js";
import { MODALITIES } from "./modality.js";
import { load } from "./parts.js";

/** @import { Model } from "../assets.js" */
/** @import { Moment, Step } from "./curves.js" */
/** @import { Words } from "./modality.js" */
/** @import { Choice, Data, Table } from "./parts.js" */

const NAMES = ["E2E", "Student"];
const WAITS = "press Start";

/**
 * @param {Table} table
 * @param {Words} words
 */
function fieldsOf({ counts, optimisers, kinds, weightsOfLoss, seeds, start }, { budget, learned }) {
  /** @param {(string | number)[]} values */
  const same = (values) => values.map((value) => /** @type {const} */ ([value, value]));
  return {
    acceleration: choice(budget, same(Object.keys(counts)), start.acceleration),
    optimiser: choice(learned, Object.entries(optimisers).map(([name, { label }]) => [name, label]), start.optimiser),
    teacher: choice("Teacher of the student", Object.entries(kinds), start.teacher),
    weight: choice("Weight of the encoder loss", same(weightsOfLoss), start.weight),
    seed: choice("Seed", same(seeds), start.seed),
  };
}

/**
 * @param {Model} model
 * @param {HTMLElement} root
 */
async function begin(model, root) {
  const assets = assetsOf(model);
  /** @type {string} */
  const id = model.get("name");
  /** @type {Table} */
  const table = await assets.json(`${id}.json`);
  const { steps } = table.training, { words, picture, visible } = MODALITIES[table.modality];
  const fields = fieldsOf(table, words), inputs = Object.values(fields).map(({ input }) => input);
  const given = stateInAddress(id);
  inputs.forEach((input, k) => {
    const wanted = given[k]?.replace("p", ".");
    if ([...input.options].some((option) => option.value === wanted)) input.value = wanted;
  });
  /** @returns {Choice} */
  const chosen = () => {
    const { acceleration, optimiser, teacher: kind, weight, seed } = fields;
    return {
      acceleration: acceleration.input.value, optimiser: optimiser.input.value, teacher: kind.input.value,
      weight: Number(weight.input.value), seed: Number(seed.input.value),
    };
  };
  const line = make("p", { class: "kdci-notice" }, `Press Start: ${steps} steps of both systems, in your browser. Loading takes a few seconds.`);
  const polite = make("p", { class: "kdci-polite", role: "status", "aria-live": "polite" });
  const patterns = NAMES.map((name) => screen(`${name}: ${words.pattern}`));
  const images = NAMES.map((name) => screen(`${name}: reconstruction`));
  const [scene, teacher] = ["A test image", `The student's teacher: ${words.pattern}`].map(screen);
  const compared = flicker("In one place", [...NAMES, "Test image"]);
  const charts = [chart("PSNR on test images", "dB", steps), chart(words.energy, "%", steps), chart("Task loss, logarithm", "", steps)];
  const key = make("p", { class: "kdci-key" }, make("span", {}, "E2E, no teacher"), make("span", { class: "student" }, "student"));

  /** @type {Worker | undefined} */
  let worker;
  /** @type {Data | undefined} */
  let shown;
  let going = false, at = 0, said = 0;
  /** @type {Step[]} */
  let history = [];
  /** @type {Step | undefined} whose reconstructions are seen */
  let seen;
  const go = button("Start", () => { if (going) send("pause"); else train("go"); });
  const one = button("One step", () => { train("one"); });
  const reset = button("Begin anew", () => forget());

  /**
   * @param {string} order
   * @param {object} [rest]
   */
  const send = (order, rest = {}) => worker?.postMessage({ order, ...rest });
  const buttons = () => {
    go.textContent = going ? "Pause" : at === 0 ? "Start" : at >= steps ? "Finished" : "Go on";
    go.disabled = !going && at >= steps;
    one.disabled = going || at >= steps;
    reset.disabled = going || at === 0;
    for (const input of inputs) input.disabled = going || (at > 0 && at < steps);
  };
  /**
   * Reconstructions come every few steps; between them their pictures stay.
   * @param {Step} judged with reconstructions
   * @param {Data} data
   * @param {(string | undefined)[]} psnr
   */
  const reveal = (judged, data, psnr) => {
    if (judged === seen) return;
    seen = judged;
    const pictures = judged.runs.map(({ image }) => squarePixels(image ?? []));
    images.forEach((each, k) => each.show(pictures[k], `${NAMES[k]}: its reconstruction, ${psnr[k]} dB on average`));
    compared.figure.hidden = false;
    compared.set([
      ...NAMES.map((label, k) => ({ label, picture: pictures[k], name: `${label}: its reconstruction at step ${judged.at}, ${psnr[k]} dB on average` })),
      { label: "Test image", picture: squarePixels(visible(data.test, table.size ** 2)), name: "The test image itself" },
    ]);
  };
  const draw = () => {
    /** @param {(moment: Moment) => number | undefined} pick */
    const series = (pick) => NAMES.map((_, k) => seriesOf(history, k, pick));
    const last = history.at(-1), judged = history.findLast(({ runs }) => runs[0].image);
    /**
     * @param {string} what
     * @param {(moment: Moment) => string} pick
     */
    const say = (what, pick) => last ? `${what}: E2E ${pick(last.runs[0])}, student ${pick(last.runs[1])}` : what;
    const psnr = judged?.runs.map((run) => run.psnr?.toFixed(1)) ?? [];
    if (judged && shown) reveal(judged, shown, psnr);
    charts[0].show(series((run) => run.psnr), judged ? `PSNR on test images in dB: E2E ${psnr[0]}, student ${psnr[1]}` : "PSNR on test images");
    charts[1].show(series((run) => 100 * run.energy), say(`${words.energy} in percent`, (run) => (100 * run.energy).toFixed(0)));
    charts[2].show(series((run) => Math.log10(run.loss)), say("Logarithm of the task loss", (run) => Math.log10(run.loss).toFixed(2)));
    if (!last || !judged) return;
    last.runs.forEach(({ mask, energy }, k) => {
      if (mask) patterns[k].show(picture(mask, table.size), `${NAMES[k]}: ${words.share((100 * energy).toFixed(0))}`);
    });
    const left = ((steps - at) * last.milliseconds) / 1000;
    const paused = !going && at < steps ? " The choices can be changed after “Begin anew”." : "";
    line.textContent = `Step ${at} of ${steps}. ${last.milliseconds.toFixed(0)} ms a step of both; about ${Math.ceil(left)} s left.${paused}`;
    if (performance.now() - said > 4000 || !going) {
      said = performance.now();
      // The captions show it at every step; whoever listens is told it every few seconds.
      polite.replaceChildren(make("span", { class: "kdci-heard" }, `At step ${judged.at}: E2E ${psnr[0]} dB, student ${psnr[1]} dB on the test images.`));
    }
  };
  // What no step changes: the test image whose reconstructions are shown, and the pattern of the chosen teacher.
  const still = () => {
    if (!shown) return;
    const { acceleration, teacher: kind } = chosen();
    scene.show(squarePixels(visible(shown.test, table.size ** 2)), "The test image itself");
    teacher.show(picture(shown.teachers[`${kind}-${acceleration}`], table.size), words.taught);
  };
  /** @param {string} why there is no picture yet */
  const empty = (why) => {
    patterns.forEach((each, k) => each.wait(`${NAMES[k]}: ${words.pattern}`, why));
    images.forEach((each, k) => each.wait(`${NAMES[k]}: reconstruction`, why));
  };
  const forget = () => {
    [at, history, seen] = [0, [], undefined];
    empty(WAITS);
    line.textContent = `Press Start: ${steps} steps of both systems, in your browser.`;
    polite.textContent = "";
    draw();
    buttons();
  };
  /** @param {string} problem */
  const fail = (problem) => {
    worker?.terminate();
    [worker, going] = [undefined, false];
    forget();
    line.textContent = `${problem} Press Start to try again.`;
  };
  /** @param {any} data */
  const heard = (data) => {
    if (data.kind === "step") {
      at = data.at;
      keep(history, data);
      requestAnimationFrame(draw);
    }
    if (data.kind === "rest") { going = false; buttons(); draw(); }
    if (data.kind === "error") fail(`The training stopped: ${data.message}.`);
    root.dispatchEvent(new CustomEvent("kdci-train", { detail: data }));
  };
  const ready = async () => {
    if (worker) return;
    line.textContent = "Loading the training step and the images…";
    empty(LOADING);
    const parts = await load(assets, table);
    shown = parts.data;
    still();
    worker = await workerOf(assets, "train-worker.js", heard);
    send("prepare", parts);
  };
  /** @param {string} order */
  const train = async (order) => {
    try {
      go.disabled = true;
      await ready();
      if (at >= steps) forget();
      if (at === 0) send("begin", chosen());
      going = true;
      buttons();
      send(order);
    } catch (problem) {
      fail(`The training could not begin: ${/** @type {Error} */ (problem).message}.`);
    }
  };
  for (const input of inputs) input.addEventListener("change", still);
  const sheet = button(words.save, () => saveSheet(words.file, patterns.map(({ canvas }) => canvas), []));
  const numbers = button("Save curves (CSV)", () => saveFile("kdci-curves.csv", new Blob([csvOf(history)], { type: "text/csv" })));
  const link = button("Copy link", async () => { polite.textContent = await copyLink(id, inputs.map(({ value }) => value.replace(".", "p"))); });
  root.replaceChildren(
    make("div", { class: "kdci-choices" }, ...Object.values(fields).filter(({ input }) => input.options.length > 1).map(({ row }) => row)),
    make("div", { class: "kdci-buttons" }, go, one, reset), line,
    make("div", { class: "kdci-panels" }, ...[patterns[0], images[0], scene, patterns[1], images[1], teacher].map(({ figure }) => figure)),
    make("div", { class: "kdci-charts" }, ...charts.map(({ svg }) => svg), make("div", { class: "kdci-legend" }, key)), compared.figure,
    make("div", { class: "kdci-buttons" }, sheet, numbers, link), polite,
    make("p", { class: "kdci-note" }, table.note),
  );
  compared.figure.hidden = true;  // until there is something to compare
  for (const each of [scene, teacher]) each.wait(each.canvas.getAttribute("aria-label") ?? "", WAITS);
  forget();
  root.dataset.ready = "yes";
  return () => worker?.terminate();
}

/** @param {{model: Model, el: HTMLElement}} given */
function render({ model, el }) {
  return framed(el, { name: "kdci-train", label: model.get("label"), figure: model.get("figure"), start: (box) => begin(model, box) });
}

export default { render };
