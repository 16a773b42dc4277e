// Questions that the page itself answers. Their words stand in the page, folded; see kdci/classroom/quiz_form.py.

/** A number as people write it: with a point or a comma.
 * @param {string} text
 * @returns {number} NaN where it is none */
function readNumber(text) {
  const written = text.trim().replace(",", ".").replace("−", "-");
  return written === "" ? NaN : Number(written);
}

/** What is said of an answer that was chosen, or of a number that was written.
 * @param {HTMLFormElement} form
 * @returns {HTMLElement | string} the item of the list that fits, or what is missing */
function verdict(form) {
  const items = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("details li")]);
  if (form.dataset.kind !== "number") {
    const chosen = /** @type {HTMLInputElement | null} */ (form.querySelector("input:checked"));
    return items.find((item) => item.dataset.value === chosen?.value) ?? "Choose one first.";
  }
  const field = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  const number = readNumber(field.value);
  if (Number.isNaN(number)) return "Write a number first.";
  const near = (/** @type {HTMLElement} */ item) =>
    Math.abs(number - Number(item.dataset.number)) <= Number(item.dataset.tolerance) + 1e-9;
  return items.find(near) ?? "Not so. Think again, or look at the answer.";
}

/** Show what is said, and unfold the answers to a prediction: it has been made.
 * @param {HTMLFormElement} form */
function answer(form) {
  const said = verdict(form);
  const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
  const details = /** @type {HTMLDetailsElement} */ (form.querySelector("details"));
  status.replaceChildren(...(typeof said === "string" ? [said] : [...said.cloneNode(true).childNodes]));
  status.dataset.right = typeof said === "string" ? "" : said.dataset.right ?? "";
  if (form.dataset.kind === "prediction" && typeof said !== "string") details.open = true;
}

document.addEventListener("DOMContentLoaded", () => {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll(".kdci-quiz"))) {
    const button = /** @type {HTMLElement} */ (form.querySelector("p[hidden]"));
    button.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(form);
    });
  }
});
