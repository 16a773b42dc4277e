// What the theme leaves out for those who hear the page or use no mouse; tests/book/test_every_page.py.
document.addEventListener("DOMContentLoaded", () => {
  const each = (selector, change) => document.querySelectorAll(selector).forEach(change);

  // A visible text is the name already.
  each("summary[aria-label], .search-button__button[aria-label]", (found) => found.removeAttribute("aria-label"));

  // The corner of a table heads nothing.
  each("th", (head) => {
    if (head.textContent.trim() !== "") return;
    const corner = document.createElement("td");
    corner.className = head.className;
    head.replaceWith(corner);
  });

  // A table that scrolls is reached by the keyboard, too.
  each(".bd-article table", (table) => { if (table.scrollWidth > table.clientWidth) table.tabIndex = 0; });

  each(".bd-sidebar-primary", (sidebar) => {
    sidebar.setAttribute("role", "complementary");
    sidebar.setAttribute("aria-label", "the book");
  });

  // Roles of a list of references that are outdated, or do not fit what they are on.
  each(".citation-list, .citation-list [role]", (found) => found.removeAttribute("role"));
});
