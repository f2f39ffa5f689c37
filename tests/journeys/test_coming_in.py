"""Coming in: a guest by the link in a mail, another by a passkey."""

import quopri
import re

import pytest
from playwright.sync_api import expect

from tests.journeys import hands, table
from tests.journeys.test_pages import violations


def link_in_mail(served, address):
    """The link in the newest mail to `address`; without a mail server each mail is a file."""
    mails = []

    def came():
        mails[:] = [
            text
            for path in sorted((served.data / "mail").glob("*.log"))
            if address in (text := quopri.decodestring(path.read_bytes()).decode(errors="replace"))
        ]
        return bool(mails)

    served.wait_until(came, seconds=20)
    return re.search(r"http://\S+/invitations/\S+/", mails[-1])[0]


def test_a_guest_comes_from_the_mail_to_the_plan(served, table_for):
    page = table_for("owner", f"{served.url}/w/acme/people/invite/")
    page.get_by_label("E-mail").fill("ines@havel.example")
    page.get_by_label("Name").fill("Ines")
    page.get_by_label("Comes in as").select_option("guest")
    page.get_by_label("Straight into a campaign").select_option(index=1)
    page.get_by_label("Last day of access").fill("2099-01-01")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("The invitation to Ines is on its way.")).to_be_visible()

    guest = table_for.open(table_for.browser(role=None), link_in_mail(served, "ines@havel.example"))
    assert violations(guest) == []
    guest.get_by_label("Choose a password").fill("a difference engine")
    guest.get_by_role("button", name="Accept the invitation").click()
    guest.wait_for_url("**/c/*/board/")

    expect(guest.get_by_role("navigation", name="Main")).not_to_contain_text("People")


@pytest.mark.alike
def test_a_passkey_signs_in_without_a_password(served, table_for):
    # Passkeys are bound to a name; an IP address is none.
    home = served.url.replace("127.0.0.1", "localhost")
    page = table_for.open(table_for.browser(role=None), f"{home}/accounts/login/")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.locator("[name=login]").fill(table.address_of("keyholder"))
    page.locator("[name=password]").fill(table.PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/w/acme/")
    page.goto(f"{home}/accounts/2fa/webauthn/add/")
    page.locator("[name=password]").fill(table.PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.locator("[name=passwordless]").check()
    page.locator("main form button").last.click()
    page.wait_for_url("**/recovery-codes/**")

    page.context.clear_cookies()
    page.goto(f"{home}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.wait_for_url("**/w/acme/")


@pytest.mark.alike
def test_whoever_is_signed_out_while_typing_keeps_the_words(table_for, new_item):
    title, context = new_item("Signed out meanwhile"), table_for.browser()
    page = table_for.open(context)
    hands.open_item(page, title)
    hands.composer(page).fill("Typed before lunch")
    context.clear_cookies(name="roundtable_session")
    page.evaluate("() => dispatchEvent(new CustomEvent('live:presence'))")
    page.wait_for_timeout(500)
    page.locator("#talk").get_by_role("button", name="Comment", exact=True).click()

    with context.expect_page() as beside:
        said = page.locator(".toast", has_text="You are signed out, so nothing was changed.")
        said.get_by_role("link", name="Sign in").click()
    entrance = beside.value
    entrance.locator("[name=login]").fill(table.address_of("member"))
    entrance.locator("[name=password]").fill(table.PASSWORD)
    entrance.locator("[name=password]").press("Enter")
    greeting = entrance.locator(".messages .notice")
    expect(greeting).to_contain_text("Successfully signed in")
    greeting.get_by_role("button", name="Dismiss").click()
    expect(greeting).to_have_count(0)

    send = page.locator("#talk").get_by_role("button", name="Comment", exact=True)
    expect(hands.composer(page)).to_have_value("Typed before lunch")
    send.click()
    expect(page.locator(".toast", has_text="send it again")).to_be_visible()
    expect(said).to_have_count(0)
    expect(hands.composer(page)).to_have_value("Typed before lunch")
    send.click()
    expect(page.locator(".comment", has_text="Typed before lunch")).to_be_visible()
