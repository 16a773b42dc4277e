// The reader's PSNR beside the rivals', all under one decoder.
import { make } from "../page.js";

/** @param {number[]} values */
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * A sentence on two means of the PSNR [dB].
 * @param {object} found
 * @param {string} found.mask as "Your mask"
 * @param {number} found.yours
 * @param {string} found.champions as "the student's mask"
 * @param {number} found.theirs
 * @param {number} found.count of test images
 */
export function verdict({ mask, yours, champions, theirs, count }) {
  const difference = yours - theirs;
  const place = `${mask} reaches ${yours.toFixed(2)} dB, the mean over ${count} test images`;
  if (Math.abs(difference) < 0.05) return `${place}: as much as ${champions}.`;
  return `${place}: ${Math.abs(difference).toFixed(2)} dB ${difference > 0 ? "more" : "less"} than ${champions}.`;
}

/**
 * @param {Record<string, string>} rivals names by preset
 * @param {string} mask what is compared
 */
export function scoreTable(rivals, mask) {
  const rows = ["you", ...Object.keys(rivals)].map((name) => {
    const [all, shown] = [make("td"), make("td")];
    const row = make("tr", { class: name }, make("th", { scope: "row" }, rivals[name] ?? "on the board"), all, shown);
    return { name, row, all, shown };
  });
  const titles = [mask, "Mean PSNR [dB]", "This image [dB]"].map((text) => make("th", { scope: "col" }, text));
  const table = make("table", { class: "kdci-scores" },
    make("caption", {}, "The same budget and the same decoder for all"),
    make("thead", {}, make("tr", {}, ...titles)), make("tbody", {}, ...rows.map(({ row }) => row)));
  return {
    table,
    /**
     * @param {Record<string, number[] | null>} scores by name, PSNR [dB] of each image, or null where it is not known yet
     * @param {number} index of the image that is shown
     */
    show(scores, index) {
      for (const { name, all, shown } of rows) {
        const values = scores[name];
        all.textContent = values ? mean(values).toFixed(2) : "…";
        shown.textContent = values ? values[index].toFixed(2) : "…";
      }
    },
  };
}
