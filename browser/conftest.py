"""A browser without a network, and pages of briefs for it to open."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

#: What is opened: a case, and how much is computed for it.
CASES = ("two-front", "two-way-race")
FEW = ("--worlds", "256", "--futures-per-world", "16")
SIZES = ((390, 844), (1440, 900))
SCHEMES = ("light", "dark")
WAYS = list(product(CASES, SIZES, SCHEMES))
NAMES = [f"{case}-{size[0]}-{scheme}" for case, size, scheme in WAYS]


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of each case, written as a user would."""
    folder = tmp_path_factory.mktemp("pages")
    for case in CASES:
        subprocess.run(
            [sys.executable, "-m", "forewarn", "brief", case, *FEW, "--out", case],
            cwd=folder,
            check=True,
            capture_output=True,
        )
    return {case: folder / case / "brief.html" for case in CASES}


@pytest.fixture(scope="session")
def browser() -> Iterator[webdriver.Chrome]:
    """Chromium from the system's packages, cut off from every network."""
    options = Options()
    for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(word)
    # Nothing listens there, so whatever a page asks of a network fails.
    options.add_argument("--proxy-server=127.0.0.1:9")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    opened = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    opened.execute_cdp_cmd("Network.enable", {})
    offline = {"offline": True, "latency": 0}
    speed = {"downloadThroughput": 0, "uploadThroughput": 0}
    opened.execute_cdp_cmd("Network.emulateNetworkConditions", offline | speed)
    yield opened
    opened.quit()


@pytest.fixture(scope="module", params=WAYS, ids=NAMES)
def page(request, browser: webdriver.Chrome, pages: dict[str, Path]):
    """A page in one of the ways that readers see it."""
    case, (width, height), scheme = request.param
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1}
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", metrics | {"mobile": width < 500}
    )
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    browser.get_log("browser")
    browser.get(pages[case].as_uri())
    return browser
