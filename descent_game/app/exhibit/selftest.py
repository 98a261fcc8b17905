"""The operator's self test: what can be looked at in a moment without stopping the show."""

from __future__ import annotations

from collections.abc import Iterator

from descent_game.app import keeping, log, settings
from descent_game.app.console import examination
from descent_game.app.demos import demo_names, read_demo, shipped
from descent_game.app.errors import InputError
from descent_game.app.exhibit.operator_page import Fact
from descent_game.ui.messages import Messages


def facts(messages: Messages) -> Iterator[Fact]:
    """Yields what was found: packages, demos, texts, room on the disk, folders that can be written to."""
    state = keeping.state_folder()
    found = (
        ("packages", examination.packages(examination.required(), examination.installed())),
        ("disk", examination.space(state, examination.free(examination.existing(state)))),
        ("log", examination.folder("log", log.path().parent)),
        ("state", examination.folder("state", state)),
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
