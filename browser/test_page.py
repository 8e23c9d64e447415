"""The page of a brief in a browser: whole, quiet, drawn, and usable by everyone."""

import json
from pathlib import Path

import axe_core_python

AXE = Path(axe_core_python.__file__).parent / "axe.min.js"
#: How bad a fault must be to count.
SERIOUS = {"serious", "critical"}


def test_nothing_is_said_on_the_console_and_nothing_asked_of_a_network(page) -> None:
    assert page.get_log("browser") == []
    asked = "return performance.getEntriesByType('resource').map(one => one.name)"
    assert [name for name in page.execute_script(asked) if name[:5] != "data:"] == []


def test_every_link_lands(page) -> None:
    lost = page.execute_script(
        """
        return [...document.querySelectorAll('a[href^="#"]')]
          .filter(a => !document.getElementById(a.getAttribute('href').slice(1)))
          .map(a => a.getAttribute('href'));
        """
    )
    assert lost == []


def test_every_chart_is_drawn(page) -> None:
    drawn = page.execute_script(
        """
        return [...document.querySelectorAll('figure')].map(figure => {
          const svg = figure.querySelector('svg');
          if (!svg) return null;
          const box = svg.getBoundingClientRect();
          const marks = svg.querySelectorAll('path, rect, text').length;
          return [box.width, box.height, marks];
        });
        """
    )
    assert drawn
    assert all(one and one[0] > 100 and one[1] > 50 and one[2] > 3 for one in drawn)


def test_the_page_is_no_wider_than_the_screen(page) -> None:
    wide = "return [document.documentElement.scrollWidth, window.innerWidth]"
    whole, screen = page.execute_script(wide)
    assert whole <= screen


def test_the_reader_s_choice_of_light_or_dark_is_followed(page) -> None:
    colour = "return getComputedStyle(document.body).backgroundColor"
    shades = page.execute_script(colour).removeprefix("rgb(").rstrip(")").split(", ")
    is_dark = sum(map(float, shades[:3])) < 3 * 128
    asked = "return matchMedia('(prefers-color-scheme: dark)').matches"
    assert is_dark == page.execute_script(asked)


def test_nobody_is_shut_out(page) -> None:
    page.execute_script(AXE.read_text(encoding="utf-8"))
    found = page.execute_async_script(
        "const done = arguments[0]; axe.run().then(done, fault => done(String(fault)))"
    )
    assert isinstance(found, dict), found
    faults = [one for one in found["violations"] if one["impact"] in SERIOUS]
    told = [
        {"id": one["id"], "help": one["help"], "at": one["nodes"][0]["html"][:200]}
        for one in faults
    ]
    assert faults == [], json.dumps(told, indent=1)
