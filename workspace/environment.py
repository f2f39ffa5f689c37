"""The environment, read so that all wrong settings are told at once, each with its mend.

A wrong value is noted and its default stands in, until `demand_sense` refuses to start with
everything that was noted: no process ever runs on a setting that somebody meant otherwise.
"""

import logging
import re
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured
from dotenv import dotenv_values
from environs import Env

YES = {"1", "true", "yes", "on", "y", "t"}
NO = {"0", "false", "no", "off", "n", "f"}


class Wrong(Exception):
    """A value that cannot be used; `mend` is what to write instead."""

    def __init__(self, says, mend):
        super().__init__(says)
        self.mend = mend


class WrongSettings(ImproperlyConfigured):
    """Settings that nothing starts with; `wrong` has (sentence, mend) of each."""

    def __init__(self, wrong):
        self.wrong = wrong
        super().__init__("\n".join(f"{says} {mend}" for says, mend in wrong))


class Environment:
    def __init__(self, default_file):
        self.env = Env()
        self.wrong = []
        self.names = {"ENV_FILE"}
        self.file = Path(self.env.str("ENV_FILE", "") or default_file)
        if self.file.exists():
            self.env.read_env(self.file, recurse=False)

    def note(self, says, mend):
        self.wrong.append((says, mend))

    def demand_sense(self):
        if self.wrong:
            raise WrongSettings(self.wrong)

    def strangers(self):
        """(name in the file that is no setting, the setting that may have been meant)."""
        if not self.file.exists():
            return []
        written = [name for name in dotenv_values(self.file) if name not in self.names]
        return [(name, (get_close_matches(name, self.names) or [""])[0]) for name in written]

    def read(self, name, default, understood, *arguments):
        """`understood(value, *arguments)`, or what it makes of the default when it is `Wrong`."""
        value = self.text(name, default)
        try:
            return understood(value, *arguments)
        except Wrong as wrong:
            self.note(f"{name} is {without_password(value)!r}: {wrong}.", wrong.mend)
            if value == default:  # it was made of other settings, and nothing can stand in
                self.demand_sense()
            return understood(default, *arguments)

    def text(self, name, default=""):
        self.names.add(name)
        return self.env.str(name, "").strip() or default

    def texts(self, name, default):
        return [part.strip() for part in self.text(name).split(",") if part.strip()] or default

    def yes(self, name, default):
        return self.read(name, "true" if default else "false", yes_or_no, name)

    def number(self, name, default, *, least, most=10**9):
        return self.read(name, str(default), whole_number, name, default, least, most)

    def path(self, name, default):
        return Path(self.text(name, str(default)))

    def folder(self, name, default):
        """A folder that is made when it is not there; without it nothing can start at all."""
        path = self.path(name, default).resolve()
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.note(
                f"{name} is {str(path)!r}: it cannot be made ({error.strerror}).",
                "Name a folder that this user may write in.",
            )
            self.demand_sense()
        return path


def without_password(value):
    """What is told of a wrong value is told to logs; all from the first colon to the last @ may be
    the password, whatever signs it has."""
    return re.sub(r"^((?:[^:]*://)?+[^:]*):.*@", r"\1:…@", value, flags=re.DOTALL)


def yes_or_no(value, name):
    if value.lower() not in YES | NO:
        raise Wrong("neither yes nor no", f"Write {name}=true or {name}=false.")
    return value.lower() in YES


def whole_number(value, name, default, least, most):
    try:
        number = int(value)
    except ValueError:
        raise Wrong("no whole number", f"Write digits, such as {name}={default}.") from None
    if not least <= number <= most:
        raise Wrong("out of range", f"Write a number from {least} to {most}.")
    return number


def address(value):
    """What people type, without a last slash."""
    mend = "Write what people type, such as PUBLIC_URL=https://roundtable.example.com."
    try:
        parts = urlsplit(value)
        well = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # which quotes what it cannot read
        raise Wrong("its host or its port cannot be read", mend) from None
    if not well:
        raise Wrong("no address that begins with http:// or https://", mend)
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise Wrong("more than a host; Roundtable needs a host name of its own", mend)
    return value.rstrip("/")


def level(value):
    if value.upper() not in logging.getLevelNamesMapping():
        raise Wrong("no level", "Write DEBUG, INFO, WARNING or ERROR.")
    return value.upper()


def time_zone(value):
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise Wrong("no time zone", "Write one such as Europe/Berlin or Asia/Shanghai.") from error
    return value
