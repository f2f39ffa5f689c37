"""From what one person does in Chromium until it stands on another's screen.

A card dropped in another column, a shared deadline moved on the timeline after its list was
confirmed, the same with 500 items of 20 campaigns that wait for it, and a lead rejected by two keys
in the inbox. The clock of the machine is read in the
one page just before the click, and in the other once the change is there.
"""

import json
import statistics
import subprocess
import sys
from functools import partial

from playwright.sync_api import expect

from tests.bench import meter
from tests.serving import ROOT

CHANGES = 25
STATUSES = ("doing", "review", "todo")

NOTE_WHEN_OTHER = """
([selector, date]) => {
  const now = () => {
    const found = document.querySelector(selector);
    return found && (date ? found.dataset[date] : found.textContent);
  };
  const before = now();
  window.changedAt = new Promise((seen, missed) => {
    setTimeout(() => missed(new Error(`${selector} stayed as it was`)), 5000);
    const look = () => now() !== before && seen(Date.now());
    new MutationObserver(look).observe(document.body, {
      attributes: true, characterData: true, childList: true, subtree: true,
    });
  });
}
"""
DROP = """
async ([address, status]) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const began = Date.now();
  const body = new URLSearchParams({ status, csrfmiddlewaretoken: token });
  const answer = await fetch(address, { method: "POST", body, headers: { "HX-Request": "true" } });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return began;
}
"""
CLICK = "button => { const began = Date.now(); button.click(); return began; }"


MILESTONE = ".bar-row.is-todo[data-kind=milestone]"


def measure(figures, served, browser, marketer, rep, base, ends):
    """`base` is the address of a plan of many items; two people's cookies, and of those at both
    ends of a long chain (`tests.journeys.chain`)."""
    chain = f"{served.url}/w/chain/c/IMPACT"
    both_ends = [f"{chain}{plan}/timeline/?zoom=months" for plan in (0, 19)]

    def seats(here, there, states=(marketer, marketer)):
        """Two windows; the second one is live."""
        size = {"width": 1440, "height": 900}
        both = [browser.new_context(storage_state=one, viewport=size).new_page() for one in states]
        for page, address in zip(both, (here, there), strict=True):
            page.goto(address)
        expect(both[1].locator("#live")).to_have_attribute("data-state", "live", timeout=10_000)
        return both

    for name, bar, changes in (
        ("change", 300, drops(*seats(f"{base}board/", f"{base}board/"))),
        ("shared deadline", 1_000, moves(*seats(f"{base}timeline/", f"{base}timeline/"))),
        ("move of 500 items", 1_000, moves(*seats(*both_ends, states=ends))),
        ("verdict", 1_000, verdicts(served, base, partial(seats, states=(rep, marketer)))),
    ):
        delays = sorted(changes)
        p95 = delays[int(len(delays) * 0.95) - 1]
        more = {"median": statistics.median(delays), "changes": len(delays), "load": meter.load()}
        figures.amount(f"{name} seen in another Chromium, p95", p95, "ms", bar, **more)


def drops(here, there):
    """Milliseconds of each card that is dropped in another column."""
    card = here.locator("[data-group=todo] [data-item]").first
    item = card.get_attribute("data-item")
    address = card.locator("a[href]").first.get_attribute("href") + "place/"
    for number in range(CHANGES):
        status = STATUSES[number % 3]
        there.evaluate(NOTE_WHEN_OTHER, [f"[data-group={status}] #item-{item}", None])
        began = here.evaluate(DROP, [address, status])
        yield there.evaluate("() => window.changedAt") - began


def moves(here, there):
    """Milliseconds of each day that a shared deadline is moved by, from *Move it* on."""
    item, hit = (page.locator(MILESTONE).first.get_attribute("id") for page in (here, there))
    for number in range(CHANGES):
        here.locator(f"#{item} .bar").focus()
        here.keyboard.press("ArrowLeft" if number % 2 else "ArrowRight")
        listed = here.get_by_role("dialog")
        listed.locator("[name=why]").fill("The hall is free then")
        there.evaluate(NOTE_WHEN_OTHER, [f"#{hit}", "due"])
        began = listed.locator(".primary").evaluate(CLICK)
        yield there.evaluate("() => window.changedAt") - began
        expect(listed).to_have_count(0)


def verdicts(served, base, seats):
    """Milliseconds of each lead that sales rejects by two keys, until its touchpoint says so."""
    campaign = base.rstrip("/").rpartition("/")[2]
    command = [sys.executable, "-m", "tests.journeys.leads", str(CHANGES), campaign]
    done = subprocess.run(command, cwd=ROOT, env=served.env, check=True, capture_output=True)
    place = json.loads(done.stdout.splitlines()[-1])["touchpoint"]
    here, there = seats(f"{base.partition('/c/')[0]}/inbox/", f"{base}verdict/")
    for _number in range(CHANGES):
        here.keyboard.press("r")
        expect(here.locator("#why")).to_be_visible()
        there.evaluate(NOTE_WHEN_OTHER, [f"#place-{place}", None])
        began = here.evaluate("() => Date.now()")
        here.keyboard.press("2")
        yield there.evaluate("() => window.changedAt") - began
