// The instrument: a board, what the decoder makes of it, and a score.
import { assetsOf } from "../assets.js";
import { flicker } from "../flicker.js";
import { copyLink, stateInAddress } from "../link.js";
import { button, choice, framed, make, screen } from "../page.js";
import { squarePixels } from "../pixels.js";
import { saveFile, saveSheet } from "../save.js";
import { board } from "./board.js";
import { energyColours } from "./colours.js";
import { mean, scoreTable, verdict } from "./contest.js";
import { decoderOf } from "./decoder.js";
import { Drawing } from "./drawing.js";
import { npyOf } from "./numpy.js";
import { shareText, sharedMask, unhexed } from "./share.js";

/** @import { Assets, Model } from "../assets.js" */
/** @import { Contents } from "./contents.js" */

const WIDTHS = [1, 2, 3, 5, 9, 15];
const OWN = "your own";

/**
 * @param {Assets} assets
 * @param {HTMLElement} root
 * @param {string} id of the instrument
 */
async function start(assets, root, id) {
  /** @type {Contents} */
  const contents = await assets.json(`${id}.json`);
  const { size, labels, rivals, words, champion } = contents;
  const count = size * size;
  const [shown, energy] = [await assets.floats(contents.shown), await assets.floats(contents.energy)];
  const colours = energyColours(energy.data);
  /** @type {{budget: string, image: number, preset: string, contest: boolean, best: number | null, yours: number[] | null}} */
  const state = { budget: contents.start.acceleration, image: 0, preset: contents.start.preset, contest: false, best: null, yours: null };
  const drawing = new Drawing(size, contents.budgets[state.budget], contents.origin);
  const images = shown.shape[0];
  /** @param {string} name */
  const presetMask = (name) => unhexed(contents.presets[state.budget][name], count);
  /** @param {Uint8Array} mask */
  const points = (mask) => [...mask.keys()].filter((k) => mask[k]);

  const budgets = choice(contents.budget, Object.entries(contents.budgets).map(([at, k]) => [at, `${at} (${k} ${words.points})`]), state.budget);
  const preset = choice("Begin with", [[OWN, OWN], ...Object.entries(labels)], state.preset);
  const image = choice("Test image shown", Array.from({ length: images }, (_, k) => [k, `image ${k + 1} of ${images}`]), 0);
  const width = choice("Brush size", WIDTHS.map((w) => [w, w === 1 ? "1 point" : `${w} points across`]), size > 32 ? 5 : 3);
  const sides = choice("Brush paints", [["one", "where it is"], ["both", words.sides]], "one");
  const action = choice("The brush", [["paint", "paints"], ["erase", "erases"]], "paint");
  const hint = make("input", { type: "checkbox" });
  const tool = () => ({ width: Number(width.input.value), erases: action.input.value === "erase", both: sides.input.value === "both" });

  const budget = make("p", { class: "kdci-budget" });
  const place = make("p", { class: "kdci-where", role: "status", "aria-live": "polite" });
  const spoken = make("p", { class: "kdci-verdict", role: "status", "aria-live": "polite" }, "The decoder is loading.");
  const reconstruction = flicker("In this place", ["reconstruction", "original"]), truth = screen("original");
  const scores = scoreTable(rivals, words.mask);
  /** @type {{values: Float32Array, psnr: number} | null} */
  let found = null;
  const easel = board(drawing, {
    words, tool, partner: (point) => drawing[contents.partner](point),
    changed: (time) => { own(); update(time); },
    energy: () => (hint.checked ? colours : null), said: (text) => { place.textContent = text; },
  });

  /** @type {Awaited<ReturnType<typeof decoderOf>> | null} */
  let decoder = null;
  const times = new Map();
  let last = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const rivalScores = () => Object.fromEntries(Object.keys(rivals).map((name) => [name, contents.psnr[state.budget][name]]));
  const champions = () => mean(contents.psnr[state.budget][champion]);
  const show = () => scores.show({ you: state.yours, ...rivalScores() }, state.image);
  const own = () => { state.preset = preset.input.value = OWN; };
  /**
   * @param {string} text
   * @param {number} [delay] [ms]
   */
  const say = (text, delay = 0) => {
    clearTimeout(timer);
    timer = setTimeout(() => { spoken.textContent = text; }, delay);
  };

  function update(time = performance.now()) {
    const { left } = drawing;
    budget.textContent = `${drawing.points.size} of ${drawing.budget} ${words.points} painted, ${left} left.${left ? "" : ` What you paint now replaces the oldest ${words.points}.`}`;
    root.dataset.points = `${drawing.points.size}`;
    scores.table.classList.add("waits");
    easel.redraw();
    if (!decoder) return;
    last = decoder.ask(drawing.mask(), state.image);
    times.set(last, time);
  }

  /** @param {number[]} psnr */
  function judge(psnr) {
    state.yours = psnr;
    scores.table.classList.remove("waits");
    show();
    const yours = mean(psnr);
    root.dataset.psnr = psnr.join(" ");
    if (drawing.points.size === 0) return;
    if (state.contest) state.best = Math.max(state.best ?? -Infinity, yours);
    const best = state.contest ? ` Your best so far: ${state.best?.toFixed(2)} dB.` : "";
    const mask = `${state.preset === OWN ? "Your" : "This"} ${words.mask.toLowerCase()}`;
    say(verdict({ mask, yours, champions: words.champions, theirs: champions(), count: images }) + best, 500);
  }

  /** @param {any} data */
  function heard(data) {
    if (data.kind === "error") { say(`The decoder cannot run here: ${data.message}.`); root.dataset.ready = "failed"; }
    if (data.kind === "picture") {
      found = data;
      showFound();
      const time = times.get(data.ticket);
      for (const ticket of times.keys()) if (ticket <= data.ticket) times.delete(ticket);
      root.dispatchEvent(new CustomEvent("kdci-draw", { detail: { latency: performance.now() - time, milliseconds: data.milliseconds } }));
      root.dataset.ready = "yes";
    }
    if (data.kind === "score" && data.ticket === last) judge(data.psnr);
  }

  const original = () => squarePixels(shown.data.subarray(state.image * count, (state.image + 1) * count));
  function showFound() {
    const first = found
      ? { picture: squarePixels(found.values), name: `reconstruction from ${root.dataset.points} ${words.points}: ${found.psnr.toFixed(2)} dB` }
      : { picture: null, name: "reconstruction" };
    reconstruction.set([
      { label: "reconstruction", ...first },
      { label: "original", picture: original(), name: "the original, in the reconstruction's place" },
    ]);
  }

  /** @param {string} name */
  function choose(name) {
    drawing.remember();
    drawing.begin(points(presetMask(name)));
    [state.preset, state.contest] = [name, false];
    preset.input.value = name;
    update();
  }

  function showTruth() {
    truth.show(original(), `original: image ${state.image + 1} of ${images}`);
    showFound();
  }

  function readAddress() {
    const [at, index, text] = stateInAddress(id);
    const mask = text && sharedMask(text, count);
    if (!mask || !(at in contents.budgets) || !(Number(index) < images)) return false;
    budgets.input.value = state.budget = at;
    image.input.value = index;
    state.image = Number(index);
    drawing.afford(contents.budgets[at]);
    drawing.begin(points(mask));
    own();
    return true;
  }

  budgets.input.addEventListener("change", () => {
    state.budget = budgets.input.value;
    drawing.afford(contents.budgets[state.budget]);
    [state.best, state.yours] = [null, null];
    if (state.preset !== OWN) choose(state.preset); else update();
    show();
  });
  preset.input.addEventListener("change", () => { if (preset.input.value !== OWN) choose(preset.input.value); });
  image.input.addEventListener("change", () => { state.image = Number(image.input.value); showTruth(); show(); update(); });
  hint.addEventListener("change", easel.redraw);
  const contest = button(`Beat ${words.champion}`, () => {
    drawing.remember();
    drawing.begin([]);
    own();
    Object.assign(state, { contest: true, best: null, yours: null });
    action.input.value = "paint";
    update();
    show();
    say(`Your turn: paint ${drawing.budget} ${words.points}. With the same decoder, ${words.champions} reaches ${champions().toFixed(2)} dB, the mean over ${images} test images.`);
    easel.canvas.focus();
  });
  const undo = button("Undo", () => { if (drawing.undo()) { own(); update(); } });
  const clear = button("Clear", () => { drawing.remember(); drawing.begin([]); own(); update(); });
  const link = button(`Copy link to this ${words.mask.toLowerCase()}`, async () => say(await copyLink(id, [state.budget, state.image, shareText(drawing.mask())])));
  const file = () => `kdci-mask-${size}x${size}-${drawing.points.size}-points`;
  const picture = button("Save as PNG", () => {
    const drawn = screen(words.mask);
    drawn.show(squarePixels(drawing.mask()), `KDCI, drawn: ${drawing.points.size} of ${count} ${words.points}`);
    saveSheet(`${file()}.png`, [drawn.canvas], words.saved, { side: 512, columns: 1 });
  });
  const array = button("Save as .npy", () => saveFile(`${file()}.npy`, new Blob([npyOf(drawing.mask(), size)])));

  root.replaceChildren(
    make("div", { class: "kdci-choices" }, ...[budgets, preset, image, width, sides, action].map(({ row }) => row)),
    make("div", { class: "kdci-buttons" }, contest, undo, clear, make("label", { class: "kdci-hint" }, hint, " show where the energy is")),
    make("div", { class: "kdci-easel" },
      make("figure", {}, easel.canvas, make("figcaption", {}, words.caption), budget, place),
      reconstruction.figure, truth.figure,
      make("div", { class: "kdci-judge" }, spoken, scores.table)),
    make("div", { class: "kdci-buttons" }, link, picture, array),
    make("p", { class: "kdci-note" }, words.convention), make("p", { class: "kdci-note" }, contents.note),
  );
  if (!readAddress()) drawing.begin(points(presetMask(state.preset)));
  showTruth();
  show();
  update();
  const running = decoder = await decoderOf(assets, contents, heard);
  update();
  return () => running.stop();
}

/** @param {{model: Model, el: HTMLElement}} given */
function render({ model, el }) {
  return framed(el, {
    name: "kdci-draw", label: model.get("label"), figure: model.get("figure"),
    start: (box) => start(assetsOf(model), box, model.get("name")),
  });
}

export default { render };
