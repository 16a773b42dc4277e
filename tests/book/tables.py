"""Which tables of a page are wider than their column, for a browser to say."""

GOES_ON = "box => box.scrollWidth > box.clientWidth + 1"
WIDE = f"""
    for (const details of document.querySelectorAll("details")) details.open = true;
    const wide = [...document.querySelectorAll(".bd-article table")].filter({GOES_ON});
"""
TOO_WIDE = f"() => {{{WIDE}return wide.map(table => table.innerText.slice(0, 80));}}"
