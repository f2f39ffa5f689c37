"""What a browser feels: pages of 1,000 items, and another person's change, in real Chromium."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from campaigns.demo import company
from tests.bench import elsewhere, meter
from tests.browsers import chromium
from tests.journeys import chain
from tests.journeys.table import PASSWORD
from tests.serving import ROOT, serving

SLUG = "bench-seen"
VIEWS = [(view, query) for query in ("", "?all=1") for view in ("board", "list", "timeline")]

WATCH = """
() => {
  window.felt = { lcp: 0, blocked: 0 };
  new PerformanceObserver((found) => {
    for (const entry of found.getEntries()) window.felt.lcp = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((found) => {
    for (const entry of found.getEntries()) window.felt.blocked += entry.duration - 50;
  }).observe({ type: "longtask", buffered: true });
}
"""
SCROLL = """
async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const rest = (each) => each.scrollHeight - each.clientHeight;
  const some = ".content, .content > *, .cards, .column, #board, #list, #timeline";
  const [inner] = [...document.querySelectorAll(some)]
    .filter((each) => /auto|scroll/.test(getComputedStyle(each).overflowY))
    .sort((one, other) => rest(other) - rest(one));
  const gaps = [];
  await frame();
  let last = await frame();
  for (let step = 0; step < 90; step++) {
    inner.scrollBy(inner.id === "timeline" ? 20 : 0, 120);
    const now = await frame();
    gaps.push(now - last);
    last = now;
  }
  if (!inner.scrollTop) throw new Error("nothing was scrolled");
  return gaps;
}
"""


def measure(figures):
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        serving(Path(folder) / "data", prepare=fill) as served,
        chromium() as browser,
    ):
        settle(served)
        base = f"{served.url}/w/{SLUG}/c/SIZE1/"
        staff = [company.person(who).email for who in ("jonas", "elena")]
        state, rep = (signed_in(browser, served.url, email) for email in staff)
        ends = [signed_in(browser, served.url, email, PASSWORD) for email in (chain.ADA, chain.BEN)]
        for view, query in VIEWS:
            opening(figures, browser, state, base, view, query)
        elsewhere.measure(figures, served, browser, state, rep, base, ends)


def fill(served):
    if served.env.get("DATABASE_URL"):
        served.manage("collectstatic", "--noinput", "-v0")
    served.manage("demo", "--campaigns", 1, "--items", 1_000, "--workspace", SLUG)
    command = [sys.executable, "-m", "tests.journeys.chain"]
    subprocess.run(command, cwd=ROOT, env=served.env, check=True)


def settle(served):
    """Wait until server and worker have done what a new plan leaves them to do."""
    spent, before = ticks(served), 0
    for _time in range(30):
        time.sleep(2)
        before, spent = spent, ticks(served)
        if spent - before < 0.05 * os.sysconf("SC_CLK_TCK"):
            return


def ticks(served):
    """Clock ticks of CPU that server and worker have used so far."""
    stats = [Path(f"/proc/{pid}/stat").read_text() for pid in served.children().values()]
    return sum(sum(map(int, each.rpartition(")")[2].split()[11:13])) for each in stats)


def signed_in(browser, url, email, password=company.PASSWORD):
    """The cookies of somebody who signed in by the form."""
    page = browser.new_context().new_page()
    page.goto(f"{url}/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda address: "/accounts/" not in address)
    return page.context.storage_state()


def opening(figures, browser, state, base, view, query):
    """Largest paint, blocked main thread and slow frames, of the median of five openings."""
    felt = []
    for _time in range(5):
        context = browser.new_context(storage_state=state, viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.add_init_script(f"({WATCH})()")
        page.goto(f"{base}{view}/{query}", wait_until="load")
        page.wait_for_timeout(400)
        once = page.evaluate("() => window.felt")
        session = context.new_cdp_session(page)
        session.send("Performance.enable")
        spent = working(session)
        gaps = page.evaluate(SCROLL)
        once["slow"] = 100 * sum(gap > 50 for gap in gaps) / len(gaps)
        once["work"] = (working(session) - spent) / len(gaps)
        felt.append(once)
        context.close()
    name = f"{view}, {'whole' if query else 'first screen of'} 1k"
    for figure, words, unit, bar in (
        ("lcp", "largest paint", "ms", 500),
        ("blocked", "main thread blocked", "ms", 200),
        ("slow", "frames > 50 ms", "%", 5),
        ("work", "script, style and layout of a frame", "ms", 16),
    ):
        value = round(statistics.median(each[figure] for each in felt), 1)
        figures.amount(f"{name}, {words}", value, unit, bar, load=meter.load())


def working(session):
    """Milliseconds that a page has spent on scripts, styles and layout so far."""
    found = {
        each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]
    }
    return 1_000 * sum(found[f"{what}Duration"] for what in ("Script", "RecalcStyle", "Layout"))
