// The reader's PSNR beside the rivals', all under one decoder.
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const NAMES = { student: "the student's", baseline: "the E2E baseline's", "energy-ranked": "energy-ranked" };

// A sentence for a mean PSNR [dB] and the student's; `whose` is "Your" or "This".
function verdict(whose, yours, students, count) {
  const difference = yours - students;
  const place = `${whose} mask reaches ${yours.toFixed(2)} dB, the mean over ${count} test images`;
  if (Math.abs(difference) < 0.05) return `${place}: as much as the student's mask.`;
  return `${place}: ${Math.abs(difference).toFixed(2)} dB ${difference > 0 ? "more" : "less"} than the student's mask.`;
}

function scoreTable(rivals) {
  const cell = (name, text, attributes = {}) => make(name, attributes, text);
  const rows = Object.fromEntries(["you", ...rivals].map((name) => {
    const [all, shown] = [make("td"), make("td")];
    const bar = make("span", { class: "kdci-bar", "aria-hidden": "true" });
    const row = make("tr", { class: name }, cell("th", name === "you" ? "on the board" : NAMES[name], { scope: "row" }), all, shown, make("td", { class: "bar" }, bar));
    return [name, { row, all, shown, bar }];
  }));
  const head = make("tr", {}, ...["Mask", "Mean PSNR [dB]", "This image [dB]"].map((text) => cell("th", text, { scope: "col" })), make("td"));
  const table = make("table", { class: "kdci-scores" },
    make("caption", {}, "Different masks, the same budget, the same decoder"),
    make("thead", {}, head), make("tbody", {}, ...Object.values(rows).map(({ row }) => row)));
  return {
    table,
    // `scores`: by name, PSNR [dB] of each image, or null where it is not known yet.
    show(scores, shown) {
      const known = Object.values(scores).filter(Boolean).map(mean);
      const low = Math.min(...known) - 1, high = Math.max(...known);
      for (const [name, { all, shown: one, bar }] of Object.entries(rows)) {
        const values = scores[name];
        all.textContent = values ? mean(values).toFixed(2) : "…";
        one.textContent = values ? values[shown].toFixed(2) : "…";
        if (values) bar.style.width = `${(100 * (mean(values) - low)) / Math.max(1, high - low)}%`;
      }
    },
  };
}
