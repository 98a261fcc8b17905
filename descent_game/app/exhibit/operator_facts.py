"""The facts on the operator's page: how the show is, who came, and what a self test finds without stopping it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from descent_game.app import log, settings
from descent_game.app.exhibit.counters import Counters
from descent_game.app.sessions.demo_files import demo_names, read_demo, shipped
from descent_game.app.show import machine
from descent_game.app.storage import json_files
from descent_game.app.terminal.errors import InputError
from descent_game.ui.messages import Messages
from descent_game.ui.widgets import worded


@dataclass(frozen=True)
class Fact:
    """A line of the page: what it is, what it is now, and whether that is well."""

    label: str
    value: str
    ok: bool = True


def counted(messages: Messages, counters: Counters) -> Iterator[Fact]:
    """Yields the counters."""
    yield Fact(messages("exhibit.operator.starts"), messages.number(counters.starts))
    yield Fact(messages("exhibit.operator.visits"), messages.number(counters.visits))
    for scene, seconds in counters.seconds.items():
        label = messages("exhibit.operator.minutes", scene=worded(messages, f"{scene}.tab", scene.capitalize()))
        yield Fact(label, messages.number(seconds / 60.0))
    yield Fact(messages("exhibit.operator.since"), counters.since)


def status_facts(messages: Messages, status: Mapping[str, Any]) -> Iterator[Fact]:
    """Yields what the status says of the show."""
    yield Fact(messages("exhibit.operator.rate"), messages.number(status["frames_a_second"]))
    yield Fact(messages("exhibit.operator.uptime"), messages.number(status["uptime_seconds"] / 60.0))
    yield Fact(messages("exhibit.operator.version"), status["version"])
    yield Fact(messages("exhibit.operator.graphics"), status["gpu"])
    for name in ("restarts", "mistakes"):
        yield Fact(messages(f"exhibit.operator.{name}"), messages.number(status[name]), not status[name])


def self_test(messages: Messages) -> Iterator[Fact]:
    """Yields what was found: packages, room on the disk, folders that can be written to, demos, texts."""
    state, well = json_files.state_folder(), messages("exhibit.operator.well")
    found = {
        "packages": machine.packages(machine.required(), machine.installed()),
        "disk": machine.space(state, machine.free(machine.existing(state))),
        "log": machine.folder("log", log.path().parent),
        "state": machine.folder("state", state),
    }
    faults = {key: "" if finding.ok else finding.found for key, finding in found.items()}
    for key, fault in (faults | {"demos": _wrong_demo(), "texts": _wrong_texts()}).items():
        yield Fact(messages(f"exhibit.operator.test_{key}"), fault or well, not fault)


def _wrong_demo() -> str:
    """Returns what is wrong with the first demo that has a fault; nothing if none has."""
    try:
        for name in demo_names():
            read_demo(name, shipped)
    except InputError as error:
        return str(error)
    return ""


def _wrong_texts() -> str:
    """Returns what is wrong with the first language whose texts cannot be read; nothing if all can."""
    for language in settings.languages():
        try:
            settings.read_messages(language)
        except (ValueError, OSError) as error:
            return f"{language}: {error}"
    return ""
