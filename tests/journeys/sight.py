"""What is wrong with the page that is open, for people who see, hear or use it otherwise."""

from typing import Any

from playwright.sync_api import Page

from shield.local.environment import ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async tags => {
  const found = await axe.run(document, {
    runOnly: tags, resultTypes: ["violations"], preload: false,
  });
  return found.violations.flatMap(rule => rule.nodes.map(
    node => `${rule.id}: ${rule.help}: ${node.html.slice(0, 160)}`));
}"""
HEADINGS = "[...document.querySelectorAll('h1')].map(heading => heading.innerText.trim())"
SIDEWAYS = """() => {
  const wide = document.scrollingElement.scrollWidth;
  if (wide <= window.innerWidth) return [];
  const far = [...document.querySelectorAll("body *")].filter(
    one => one.getBoundingClientRect().right > window.innerWidth + 1);
  return [`${wide} px wide`, ...far.slice(0, 3).map(one => one.outerHTML.slice(0, 120))];
}"""
# What Tab has to reach, in this order: one stop for a group of radios.
STOPS = """() => {
  const groups = new Set();
  const wanted = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  return [...document.querySelectorAll(wanted)].filter(one => {
    if (one.disabled || one.type === "hidden" || one.tabIndex < 0) return false;
    if (!one.checkVisibility({visibilityProperty: true})) return false;
    if (one.type !== "radio") return true;
    const group = `${one.form && one.form.id} ${one.name}`;
    const chosen = document.querySelector(`input[type=radio][name="${one.name}"]:checked`);
    if (groups.has(group)) return false;
    if (chosen && chosen !== one) return false;
    groups.add(group);
    return true;
  }).map((one, place) => { one.dataset.stop = place; return one.outerHTML.slice(0, 100); });
}"""


def violations(page: Page) -> list[str]:
    """Rules of WCAG 2.2 AA, and of good practice, that axe sees broken.

    `evaluate` puts axe beside the page's own policy, which would block an injected script.
    """
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, TAGS)
    return found


def problems(page: Page) -> list[str]:
    """Violations, and a page that has not exactly one heading of the first level."""
    headings: list[str] = page.evaluate(HEADINGS)
    return [
        *violations(page),
        *([] if len(headings) == 1 and headings[0] else [f"h1: {headings}"]),
    ]


def sideways(page: Page) -> list[str]:
    """What makes the page wider than the window; nothing where it is not."""
    found: list[str] = page.evaluate(SIDEWAYS)
    return found


def stops(page: Page) -> list[str]:
    """The elements that Tab has to reach, in the order of the page; each is marked."""
    found: list[str] = page.evaluate(STOPS)
    return found


def focused(page: Page) -> Any:
    """The mark of the element that has the focus; None for none of the stops."""
    return page.evaluate("document.activeElement && document.activeElement.dataset.stop")


def shows_focus(page: Page) -> bool:
    """Whether the focused element looks otherwise than without the focus."""
    handle = page.evaluate_handle("document.activeElement").as_element()
    box = handle and handle.bounding_box()
    if not handle or not box:
        return False
    view = page.viewport_size or {"width": 0, "height": 0}
    left, top = max(box["x"] - 8, 0), max(box["y"] - 8, 0)
    clip: Any = {
        "x": left,
        "y": top,
        "width": max(min(box["width"] + 16, view["width"] - left), 1),
        "height": max(min(box["height"] + 16, view["height"] - top), 1),
    }
    with_focus = page.screenshot(clip=clip, animations="disabled", caret="initial")
    handle.evaluate("one => one.blur()")
    without = page.screenshot(clip=clip, animations="disabled", caret="initial")
    handle.focus()
    return with_focus != without
