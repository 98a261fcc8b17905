"""The operator's self test: what can be looked at in a moment without stopping the show."""

from __future__ import annotations

from collections.abc import Iterator

from descent_game.app import log, settings
from descent_game.app.exhibit.operator_page import Fact
from descent_game.app.sessions.demo_files import demo_names, read_demo, shipped
from descent_game.app.show import machine
from descent_game.app.storage import json_files
from descent_game.app.terminal.errors import InputError
from descent_game.ui.messages import Messages


def facts(messages: Messages) -> Iterator[Fact]:
    """Yields what was found: packages, demos, texts, room on the disk, folders that can be written to."""
    state = json_files.state_folder()
    found = (
        ("packages", machine.packages(machine.required(), machine.installed())),
        ("disk", machine.space(state, machine.free(machine.existing(state)))),
        ("log", machine.folder("log", log.path().parent)),
        ("state", machine.folder("state", state)),
    )
    for key, finding in found:
        well = messages("exhibit.operator.well")
        yield Fact(messages(f"exhibit.operator.test_{key}"), well if finding.ok else finding.found, finding.ok)
    for key, fault in (("demos", _demos()), ("texts", _texts())):
        yield Fact(messages(f"exhibit.operator.test_{key}"), fault or messages("exhibit.operator.well"), not fault)


def _demos() -> str:
    """Returns what is wrong with the first demo that has a fault; nothing if none has."""
    try:
        for name in demo_names():
            read_demo(name, shipped)
    except InputError as error:
        return str(error)
    return ""


def _texts() -> str:
    """Returns what is wrong with the first language whose texts cannot be read; nothing if all can."""
    for language in settings.languages():
        try:
            settings.read_messages(language)
        except (ValueError, OSError) as error:
            return f"{language}: {error}"
    return ""
