"""The Chromium in which journeys are made and the bench looks at pages."""

import shutil
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

# The build without windows draws pages alike. The other draws its own bars around each page as a
# page more, which costs more of the processor than the page itself.
FOUND = shutil.which("chromium-headless-shell") or shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Who draws and who fetches needs no process of its own: what passes between processes cost a
    # quarter of all that a page costs. Of these lists the last one given counts; the other names
    # are Playwright's.
    "--in-process-gpu",
    "--enable-features=NetworkServiceInProcess2,CDPScreenshotNewSurface,"
    "SkipListAccountsWithoutGaiaCookies",
]


@contextmanager
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=FOUND, args=ARGUMENTS)
        yield browser
        browser.close()
