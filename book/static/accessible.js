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

  each(".bd-sidebar-primary", (sidebar) => {
    sidebar.setAttribute("role", "complementary");
    sidebar.setAttribute("aria-label", "the book");
  });

  // Roles of a list of references that are outdated, or do not fit what they are on.
  each(".citation-list, .citation-list [role]", (found) => found.removeAttribute("role"));
});
