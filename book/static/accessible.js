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

  // A table that is wider than the page says so above, fades out where it goes on, and is reached by the keyboard, too.
  each(".bd-article table", (table) => {
    const cue = document.createElement("p");
    cue.className = "kdci-scroll";
    cue.textContent = "This table is wider than the page: scroll sideways →";
    table.before(cue);
    table.querySelectorAll("td").forEach((cell) => cell.classList.toggle("kdci-long", (cell.textContent ?? "").length > 40));
    const look = () => {
      const wide = table.scrollWidth > table.clientWidth + 1;
      const end = table.scrollLeft + table.clientWidth >= table.scrollWidth - 2;
      cue.hidden = !wide;
      if (wide) table.tabIndex = 0; else table.removeAttribute("tabindex");
      table.classList.toggle("kdci-goes-on", wide && !end);
    };
    table.addEventListener("scroll", look, { passive: true });
    new ResizeObserver(look).observe(table);
    look();
  });

  each(".bd-sidebar-primary", (sidebar) => {
    sidebar.setAttribute("role", "complementary");
    sidebar.setAttribute("aria-label", "the book");
  });

  // Roles of a list of references that are outdated, or do not fit what they are on.
  each(".citation-list, .citation-list [role]", (found) => found.removeAttribute("role"));
});
