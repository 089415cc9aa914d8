"""What axe minds about the page a browser shows."""

import json

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

ASK = "axe.run(%s).then(({violations}) => violations.map(v => [v.id, v.nodes.map(node => node.html)]))"


def violations(page: Page, *, colours: bool = True) -> list[tuple[str, list[str]]]:
    """The rules that are broken, with the elements that break them; `colours` takes most of the time."""
    if not page.evaluate("'axe' in window"):  # once for every page: it is half a megabyte
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": colours}}}
    return [(rule, elements) for rule, elements in page.evaluate(ASK % json.dumps(options))]
