"""Settings: each wrong one is told with its mend, all at once, and nothing starts with one."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.provider import providing
from tests.tables import ROOT
from workspace import surroundings
from workspace.environment import Environment, WrongSettings
from workspace.kernel import examination

SETTINGS = ROOT / "workspace" / "settings.py"


@pytest.fixture
def read(monkeypatch, tmp_path):
    """Read the settings file with nothing set but what is given."""

    def read(**given):
        for name in [name for name in os.environ if name.isupper() and name != "PATH"]:
            monkeypatch.delenv(name)
        for name, value in {"DATA_DIR": str(tmp_path), "ENV_FILE": str(tmp_path / "env")}.items():
            monkeypatch.setenv(name, value)
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return read


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "abc", "PORT is 'abc': no whole number. Write digits, such as PORT=8000."),
        ("PORT", "99999", "PORT is '99999': out of range. Write a number from 1 to 65535."),
        ("API_RATE", "-1", "API_RATE is '-1': out of range. Write a number from 0 to 1000000000."),
        (
            "DEBUG",
            "maybe",
            "DEBUG is 'maybe': neither yes nor no. Write DEBUG=true or DEBUG=false.",
        ),
        (
            "PUBLIC_URL",
            "round.example.com",
            "PUBLIC_URL is 'round.example.com': no address that begins with http:// or https://. "
            "Write what people type, such as PUBLIC_URL=https://roundtable.example.com.",
        ),
        (
            "PUBLIC_URL",
            "https://example.com/plan",
            "PUBLIC_URL is 'https://example.com/plan': more than a host; Roundtable needs a host "
            "name of its own. Write what people type, such as "
            "PUBLIC_URL=https://roundtable.example.com.",
        ),
        (
            "DATABASE_URL",
            "mysql://ada:secret@db/plans",
            "DATABASE_URL is 'mysql://ada:…@db/plans': it begins with 'mysql'. "
            "Write DATABASE_URL=postgresql://user:password@host:5432/name.",
        ),
        (
            "DATABASE_URL",
            "postgresql://ada@db:99999/plans",
            "DATABASE_URL is 'postgresql://ada@db:99999/plans': its host or its port cannot be "
            "read. Write DATABASE_URL=postgresql://user:password@host:5432/name. "
            "In a password, %-encode what is no letter or digit: / is %2F.",
        ),
        (
            "DATABASE_URL",
            "postgresql://ada:se/cret@db/plans",
            "DATABASE_URL is 'postgresql://ada:…@db/plans': its host or its port cannot be read. "
            "Write DATABASE_URL=postgresql://user:password@host:5432/name. "
            "In a password, %-encode what is no letter or digit: / is %2F.",
        ),
        (
            "DATABASE_URL",
            "postgresql://ada:12/34@db/plans",
            "DATABASE_URL is 'postgresql://ada:…@db/plans': its host cannot be told from a "
            "password. Write DATABASE_URL=postgresql://user:password@host:5432/name. "
            "In a password, %-encode what is no letter or digit: / is %2F.",
        ),
        (
            "DATABASE_URL",
            "mysql://ada:se@cret@db/plans",
            "DATABASE_URL is 'mysql://ada:…@db/plans': it begins with 'mysql'. "
            "Write DATABASE_URL=postgresql://user:password@host:5432/name.",
        ),
        (
            "DATABASE_URL",
            "ada:secret@db/plans",
            "DATABASE_URL is 'ada:…@db/plans': it begins with 'ada'. "
            "Write DATABASE_URL=postgresql://user:password@host:5432/name.",
        ),
        (
            "DATABASE_URL",
            "postgresql://ada@db",
            "DATABASE_URL is 'postgresql://ada@db': no name of a database. "
            "Write DATABASE_URL=postgresql://user:password@host:5432/name.",
        ),
        (
            "REDIS_URL",
            "http://redis",
            "REDIS_URL is 'http://redis': it begins with 'http'. "
            "Write REDIS_URL=redis://host:6379/0 (or rediss://).",
        ),
        (
            "EMAIL_URL",
            "mail.example.com",
            "EMAIL_URL is 'mail.example.com': no address. "
            "Write EMAIL_URL=smtp+tls://user:password@host:587 (or smtp://, smtps://).",
        ),
        (
            "EMAIL_URL",
            "mail://ada@example.com:secret@mail.example.com",
            "EMAIL_URL is 'mail://ada@example.com:…@mail.example.com': it begins with 'mail'. "
            "Write EMAIL_URL=smtp+tls://user:password@host:587 (or smtp://, smtps://).",
        ),
        (
            "PUBLIC_URL",
            "https://ada:se/cret@example.com",
            "PUBLIC_URL is 'https://ada:…@example.com': its host or its port cannot be read. "
            "Write what people type, such as PUBLIC_URL=https://roundtable.example.com.",
        ),
        (
            "FROM_EMAIL",
            "Roundtable",
            "FROM_EMAIL is 'Roundtable': no mail address. "
            "Write FROM_EMAIL=Roundtable <roundtable@example.com>.",
        ),
        (
            "TIME_ZONE",
            "Europe/Nowhere",
            "TIME_ZONE is 'Europe/Nowhere': no time zone. "
            "Write one such as Europe/Berlin or Asia/Shanghai.",
        ),
        (
            "LANGUAGE_CODE",
            "fr",
            "LANGUAGE_CODE is 'fr': not spoken here. Write one of en, zh-hans, zh-hant.",
        ),
        (
            "LOG_LEVEL",
            "loud",
            "LOG_LEVEL is 'loud': no level. Write DEBUG, INFO, WARNING or ERROR.",
        ),
        (
            "DATA_DIR",
            "/proc/nothing",
            "DATA_DIR is '/proc/nothing': it cannot be made (No such file or directory). "
            "Name a folder that this user may write in.",
        ),
    ],
)
def test_a_wrong_setting_is_told_with_its_mend(read, name, value, says):
    with pytest.raises(WrongSettings) as found:
        read(**{name: value})

    assert str(found.value) == says


@pytest.fixture
def read_provider(read):
    """Read the settings of a provider, all of them but what is given otherwise."""

    def read_provider(**given):
        whole = {
            "OIDC_SERVER_URL": "https://login.example.com",
            "OIDC_CLIENT_ID": "roundtable",
            "OIDC_SECRET": "kept between us",
        }
        return read(**whole | given)["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]

    return read_provider


@pytest.mark.parametrize("name", ["OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_SECRET"])
def test_half_of_a_provider_is_told_once(read_provider, name):
    with pytest.raises(WrongSettings) as found:
        read_provider(**{name: ""})

    [(says, _mend)] = found.value.wrong
    assert says == f"{name} is missing: the other OIDC settings are of no use without it."


@pytest.mark.parametrize(
    "url", ["https://login.example.com/realm", "http://localhost:8080", "http://[::1]:8080"]
)
def test_a_provider_answers_where_nobody_listens(read_provider, url):
    [app] = read_provider(OIDC_SERVER_URL=url)

    assert app["settings"] == {"server_url": url}


@pytest.mark.parametrize(
    "url",
    [
        "http://login.example.com",
        "http://localhost.evil.example",
        "http://127.evil.example",
        "ftp://localhost",
        "https://",
        "https://[login",
    ],
)
def test_a_provider_that_others_may_listen_to_is_refused(read_provider, url):
    with pytest.raises(WrongSettings) as found:
        read_provider(OIDC_SERVER_URL=url)

    [(says, _mend)] = found.value.wrong
    assert says == f"OIDC_SERVER_URL is '{url}': no address that begins with https://."


def test_all_that_is_wrong_is_told_at_once(read):
    with pytest.raises(WrongSettings) as found:
        read(PORT="abc", DEBUG="maybe", EMAIL_URL="mail")

    assert [says.split()[0] for says, _mend in found.value.wrong] == ["DEBUG", "PORT", "EMAIL_URL"]


def test_a_setting_left_empty_is_not_set(read):
    settings = read(PORT="", DEBUG="", ALLOWED_HOSTS="", PUBLIC_URL="")

    assert settings["PUBLIC_URL"] == "http://127.0.0.1:8000"
    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"][0] == "127.0.0.1"


def test_a_server_at_an_address_of_ipv6_answers_to_it(read):
    settings = read(HOST="::1")

    assert settings["PUBLIC_URL"] == "http://[::1]:8000"
    assert settings["ALLOWED_HOSTS"][0] == "[::1]"


def test_a_misspelt_name_in_the_file_is_noticed(read, tmp_path):
    (tmp_path / "env").write_text("PUBLIC_ULR=https://roundtable.example.com\nMADE_UP=1\n")

    settings = read()

    assert settings["STRANGE_SETTINGS"] == [("PUBLIC_ULR", "PUBLIC_URL"), ("MADE_UP", "")]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"PUBLIC_URL": "http://0.0.0.0:8000"}, "Nobody can open http://0.0.0.0:8000."),
        ({"PUBLIC_URL": "http://round.example.com"}, "Passwords travel unencrypted."),
        (
            {"ALLOWED_HOSTS": ["round.example.com"]},
            "ALLOWED_HOSTS refuses 127.0.0.1, the host of PUBLIC_URL.",
        ),
        ({"SECURE": True}, "All people seem to have the IP address of the proxy."),
        (
            {"STRANGE_SETTINGS": [("PUBLIC_ULR", "PUBLIC_URL")], "ENV_FILE": Path("var/env")},
            "PUBLIC_ULR in var/env is no setting of Roundtable.",
        ),
    ],
)
def test_the_doctor_doubts_what_was_hardly_meant(settings, monkeypatch, given, says):
    monkeypatch.delenv("ENV_FILE", raising=False)
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "http://127.0.0.1:8000", ["127.0.0.1"]
    settings.SECURE, settings.BEHIND_PROXY, settings.STRANGE_SETTINGS = False, False, []
    assert list(examination.doubtful_settings()) == []

    for name, value in given.items():
        setattr(settings, name, value)

    found = list(examination.doubtful_settings())
    assert says in [finding.says for finding in found]
    assert all(finding.mend for finding in found)


@pytest.fixture
def provider(settings, monkeypatch):
    with providing() as provider:
        for name, value in provider.settings.items():
            monkeypatch.setenv(name, value)
        env = Environment(default_file=Path("none"))
        settings.SOCIALACCOUNT_PROVIDERS = surroundings.openid_connect(env)
        settings.PUBLIC_URL = "https://round.example.com"
        yield provider


def test_the_doctor_asks_the_provider_and_says_what_it_must_allow(provider):
    [found] = examination.sign_in()

    assert (found.mend, found.says) == (
        "",
        "Company login answers; it must allow "
        "https://round.example.com/accounts/oidc/company/login/callback/",
    )


@pytest.mark.parametrize("server", ["http://127.0.0.1:9", "/keys?/.well-known/", "/nothing"])
def test_the_doctor_names_a_provider_that_is_not_there(provider, settings, server):
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    app["settings"]["server_url"] = urljoin(provider.url, server)

    [found] = examination.sign_in()

    assert found.mark == "BAD "
    assert found.mend.startswith("Check OIDC_SERVER_URL: ")


@pytest.mark.parametrize("command", ["doctor", "migrate", "serve"])
def test_every_command_tells_it_plainly_and_stops(tmp_path, command):
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(tmp_path), "PORT": "abc"},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "BAD   settings  PORT is 'abc': no whole number.",
        "                → Write digits, such as PORT=8000.",
        "1 to mend; nothing starts before.",
    ]
