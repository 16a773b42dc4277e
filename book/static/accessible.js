// What the theme leaves out for those who hear the page or use no mouse; tests/book/test_every_page.py.
document.addEventListener("DOMContentLoaded", () => {
  /**
   * @param {string} selector
   * @param {(found: HTMLElement) => void} change
   */
  const each = (selector, change) => /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector)).forEach((found) => change(found));

  // A visible text is the name already.
  each("summary[aria-label], .search-button__button[aria-label]", (found) => found.removeAttribute("aria-label"));

  // The corner of a table heads nothing.
  each("th", (head) => {
    if (head.textContent?.trim() !== "") return;
    const corner = document.createElement("td");
    corner.className = head.className;
    head.replaceWith(corner);
  });

  /**
   * Fade a box out where it goes on beyond its right edge, and let the keyboard reach it.
   * @param {HTMLElement} box
   * @param {(wide: boolean) => void} [tell]
   */
  const fade = (box, tell) => {
    const look = () => {
      const wide = box.scrollWidth > box.clientWidth + 1;
      const end = box.scrollLeft + box.clientWidth >= box.scrollWidth - 2;
      tell?.(wide);
      if (wide) box.tabIndex = 0; else box.removeAttribute("tabindex");
      box.classList.toggle("kdci-goes-on", wide && !end);
    };
    box.addEventListener("scroll", look, { passive: true });
    new ResizeObserver(look).observe(box);
    look();
  };

  // A table that is wider than the page says so above; code only fades.
  each(".bd-article table", (table) => {
    const cue = document.createElement("p");
    cue.className = "kdci-scroll";
    cue.hidden = true; // shown, it would itself make room for sentences, and so widen a table that fits
    cue.textContent = "This table is wider: scroll it sideways\u00a0→";
    table.before(cue);
    table.querySelectorAll("td").forEach((cell) => cell.classList.toggle("kdci-long", (cell.textContent ?? "").length > 60));
    fade(table, (wide) => { cue.hidden = !wide; });
  });
  each(".bd-article pre", (code) => fade(code));

  // On a phone the cells of such a table stand below each other: each says what its column is.
  each("table.kdci-stacked", (table) => {
    const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent ?? "");
    table.querySelectorAll("tbody tr").forEach((row) => [...row.children].forEach((cell, column) => cell.setAttribute("data-head", heads[column] ?? "")));
  });

  // A hash, an address or a long name may break: else it widens its table, or is cut off.
  each(".bd-article :not(pre) > code, .bd-article td a", (name) => name.classList.toggle("kdci-breaks", /\S{28}/.test(name.textContent ?? "")));

  // A path breaks after a slash rather than within a word.
  each(".bd-article code.kdci-breaks .pre", (path) => {
    const steps = (path.textContent ?? "").match(/[^/]+\/?|\//g) ?? [];
    path.replaceChildren(...steps.flatMap((step) => [step, document.createElement("wbr")]));
  });

  // The title of a solution folds it; a link in it would lead away instead.
  each(".solution.dropdown > .admonition-title a", (link) => link.replaceWith(link.textContent ?? ""));

  // A comma or a full stop stays on the line of its formula; a long formula may still break.
  each(".bd-article span.math", (formula) => {
    const next = formula.nextSibling;
    const mark = next instanceof Text ? /^[,.;:?!)]+/.exec(next.data)?.[0] : "";
    if (!(next instanceof Text) || !mark || formula.querySelectorAll(".base").length > 1) return;
    const together = document.createElement("span");
    together.className = "kdci-together";
    formula.before(together);
    next.splitText(mark.length);
    together.append(formula, next);
  });

  each(".bd-sidebar-primary", (sidebar) => {
    sidebar.setAttribute("role", "complementary");
    sidebar.setAttribute("aria-label", "the book");
  });

  // Roles of a list of references that are outdated, or do not fit what they are on.
  each(".citation-list, .citation-list [role]", (found) => found.removeAttribute("role"));
});
