// The instrument: a slider over the moments of a training, three systems, and their curves.
import { assetsOf } from "../assets.js";
import { copyLink, stateInAddress } from "../link.js";
import { addressOf, damaged } from "../ort.js";
import { button, choice, framed, make } from "../page.js";
import { momentChart } from "./chart.js";
import { captionOf, momentOf, percent, placeAtStart, placeOf, reached, sentenceAt } from "./moments.js";
import { player } from "./player.js";
import { loaded, stripWindow } from "./strip.js";

/** @import { Assets, Model } from "../assets.js" */
/** @import { Contents, Film } from "./contents.js" */

const ID = "watch-mri";

/**
 * A system, or what is measured: a mask above an image, and a caption below.
 * @param {string} label
 * @param {string} role
 */
function column(label, role) {
  const [above, below] = [stripWindow(`${label}: mask`), stripWindow(`${label}: image`)];
  const caption = make("figcaption", { class: role }, label);
  return { above, below, caption, figure: make("figure", {}, above.element, below.element, caption) };
}

/**
 * The addresses of a film's files, by their names, each known to be whole.
 * @param {Assets} assets
 * @param {[name: string, size: number, count: number][]} files
 * @returns {Promise<Map<string, string>>}
 */
async function addressesOf(assets, files) {
  const pairs = files.map(async ([name, size, count]) => {
    const address = addressOf(await assets.load(name), "image/png");
    await loaded(address, size, size * count).catch((problem) => { throw damaged(name, problem); });
    return /** @type {[string, string]} */ ([name, address]);
  });
  return new Map(await Promise.all(pairs));
}

/** @param {Film} film */
const filesOf = (film) => film.reels.flatMap((reel) => [reel.patterns, reel.pictures].map(
  (name) => /** @type {[string, number, number]} */ ([name, film.size, film.steps.length])));

/**
 * @param {Assets} assets
 * @param {HTMLElement} root
 */
async function begin(assets, root) {
  /** @type {Contents} */
  const table = await assets.json(`${ID}.json`);
  const given = stateInAddress(ID);
  let film = table.films.find(({ name }) => name === given[0]) ?? table.films[0];
  const size = film.size;
  const still = await addressesOf(assets, [[table.truth, size, 1], [table.energy, size, 1]]);
  let strips = await addressesOf(assets, filesOf(film));

  const optimiser = choice("The mask is learned by", table.films.map(({ name, label }) => [name, label]), film.name);
  const slider = make("input", { type: "range", min: 0, max: film.steps.length - 1, step: 1, value: 0, "aria-label": "Moment of the training" });
  const place = make("p", { class: "kdci-place" });
  const said = make("p", { class: "kdci-notice", role: "status", "aria-live": "polite" });
  const list = make("ol", { class: "kdci-moments" });
  const columns = film.reels.map((reel) => column(reel.label, reel.role));
  const measured = column("What is measured", "truth");
  const charts = [
    momentChart("PSNR [dB]", (reel) => reel.psnr, (value) => value.toFixed(1)),
    momentChart("Energy that passes the mask", (reel) => reel.energy, percent),
    momentChart("Norm of the gradient (log10)", (reel) => reel.gradient.map((value) => Math.log10(value + 1e-6)), (value) => value.toFixed(1)),
  ];

  const key = make("p", { class: "kdci-key" }, ...film.reels.map(({ label, role }) => make("span", { class: role }, label)));

  /** @param {number} at */
  function show(at) {
    const count = film.steps.length;
    slider.value = `${at}`;
    slider.setAttribute("aria-valuetext", placeOf(film.steps, at));
    place.textContent = placeAtStart(film.steps, at);
    film.reels.forEach((reel, k) => {
      const { above, below, caption } = columns[k];
      above.show(/** @type {string} */ (strips.get(reel.patterns)), at, count, `${reel.label}: mask, ${percent(reel.energy[at])} of the energy`);
      below.show(/** @type {string} */ (strips.get(reel.pictures)), at, count, `${reel.label}: reconstruction, ${reel.psnr[at].toFixed(1)} dB on average`);
      const own = reel.steps.at(-1) === film.steps.at(-1) ? "" : ` (${placeOf(reel.steps, at)})`;
      caption.textContent = captionOf(reel, at) + own;
    });
    for (const chart of charts) chart.show(film, at);
    const notice = reached(film.notices, at);
    if (notice && said.dataset.at !== `${film.name}.${notice.at}`) {
      said.textContent = notice.text;
      said.dataset.at = `${film.name}.${notice.at}`;
    }
    for (const item of list.querySelectorAll("button")) {
      if (item.dataset.at === `${notice?.at}`) item.setAttribute("aria-current", "step"); else item.removeAttribute("aria-current");
    }
    root.dataset.at = `${at}`;
    root.dispatchEvent(new CustomEvent("kdci-film", { detail: { at } }));
  }

  const screening = player({
    count: () => film.steps.length,
    show,
    tell: (going) => {
      play.textContent = going ? "Pause" : "Play";
      if (!going) said.textContent = `${reached(film.notices, screening.at())?.text ?? ""} ${sentenceAt(film, screening.at())}`;
      said.dataset.at = "";
    },
  });
  const play = button("Play", () => { if (screening.isGoing()) screening.stop(); else screening.play(); });
  /** @param {number} at */
  const jump = (at) => { screening.stop(); screening.go(at); };
  const link = button("Copy link to this moment", async () => { said.textContent = await copyLink(ID, [film.name, screening.at()]); said.dataset.at = ""; });

  /** @param {number} at */
  function put(at) {
    slider.max = `${film.steps.length - 1}`;
    list.replaceChildren(...film.notices.map((notice) => {
      const press = button(notice.at === film.steps.length - 1 ? "The end" : `Step ${film.steps[notice.at]}`, () => jump(notice.at));
      press.dataset.at = `${notice.at}`;
      return make("li", {}, press);
    }));
    for (const chart of charts) chart.draw(film);
    screening.go(at);
  }

  async function change() {
    const chosen = table.films.find(({ name }) => name === optimiser.input.value) ?? film;
    screening.stop();
    try {
      const found = await addressesOf(assets, filesOf(chosen));
      if (optimiser.input.value !== chosen.name) return;  // another one was chosen meanwhile
      const before = strips;
      [film, strips] = [chosen, found];
      put(0);
      for (const address of before.values()) URL.revokeObjectURL(address);
    } catch (problem) {
      optimiser.input.value = film.name;
      said.textContent = `This film cannot be shown: ${/** @type {Error} */ (problem).message}.`;
    }
  }
  optimiser.input.addEventListener("change", change);
  slider.addEventListener("input", () => jump(Number(slider.value)));

  measured.above.show(/** @type {string} */ (still.get(table.energy)), 0, 1, "Energy of k-space, logarithm: it lies at the centre");
  measured.below.show(/** @type {string} */ (still.get(table.truth)), 0, 1, "The image that is measured");
  measured.caption.textContent = "What is measured: the energy of k-space (logarithm), and the image";
  root.replaceChildren(
    ...(table.films.length > 1 ? [make("div", { class: "kdci-choices" }, optimiser.row)] : []),
    make("div", { class: "kdci-screening" }, play, slider, place),
    said,
    make("div", { class: "kdci-columns" }, ...[...columns, measured].map(({ figure }) => figure)),
    make("p", { class: "kdci-moments-title", id: `${ID}-moments` }, "What to notice:"), list,
    make("div", { class: "kdci-charts" }, ...charts.map(({ svg }) => svg), make("div", { class: "kdci-legend" }, key)),
    make("p", { class: "kdci-note" }, "In each column: the mask in k-space above (white points are sampled, the middle is zero frequency), the reconstruction below. The moments lie closer at the start, where most happens."),
    make("div", { class: "kdci-buttons" }, link),
    make("p", { class: "kdci-note" }, table.note),
  );
  list.setAttribute("aria-labelledby", `${ID}-moments`);
  put(momentOf(given[1], film.steps.length));
  root.dataset.ready = "yes";
  return () => { screening.stop(); for (const address of [...still.values(), ...strips.values()]) URL.revokeObjectURL(address); };
}

/** @param {{model: Model, el: HTMLElement}} given */
function render({ model, el }) {
  return framed(el, { name: "kdci-film", label: "Watch masks being learned", figure: "fig-explore-watch", start: (box) => begin(assetsOf(model), box) });
}

export default { render };
