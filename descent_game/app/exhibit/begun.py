"""What an exhibit begins with: its playlist, what an operator has chosen, and what was shown before a crash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from descent_game.app import settings, sharing
from descent_game.app.asked import checked_values, named
from descent_game.app.errors import InputError
from descent_game.app.exhibit.attract import Playlist
from descent_game.app.exhibit.exhibit import Exhibit
from descent_game.app.exhibit.exhibit_file import shipped_demos
from descent_game.app.exhibit.operator_page import controls as operator_controls
from descent_game.app.exhibit.status import Beat
from descent_game.app.stage import Stage, make_scene, section_scenes
from descent_game.engine.actions import Action, Goto, Press, Read, Set
from descent_game.engine.controls import Choice, ControlError
from descent_game.ui.drawer import Drawer
from descent_game.ui.head import READ


def playlist(exhibit: Exhibit) -> Playlist:
    """Returns what the exhibit plays by itself."""
    choices = {}
    for scene in exhibit.scenes:
        table = [c for c in make_scene(scene).controls if isinstance(c, Choice)]
        seen = [c for c in table if f"{scene}.{c.name}" not in exhibit.hidden]
        choices[scene] = [Set(c.name, option) for c in seen for option in c.options if option != c.default]
    return Playlist(exhibit.demos or shipped_demos(exhibit), choices, exhibit.turn, exhibit.reduced_motion)


def set_going(stage: Stage, actions: Iterable[Action]) -> None:
    """Lets a stage begin with these actions, with nothing on its way any more."""
    rest = []
    for action in actions:
        if isinstance(action, Goto):
            stage.act(action)
        elif not isinstance(action, Set) or action.name in stage.scene.controls.table:
            rest.append(action)
    stage.begin(rest)


def chosen(exhibit: Exhibit, choices: Mapping[str, object]) -> Exhibit:
    """Returns the exhibit with what an operator has chosen on the spot; what it no longer takes is left out."""
    table = operator_controls(exhibit)
    for name, value in choices.items():
        try:
            table.set(name, value)
        except ControlError:
            continue
    first = table.word("language")
    return replace(
        exhibit,
        languages=(first, *(language for language in exhibit.languages if language != first)),
        volume=table.number("volume") / 100.0 if "volume" in choices else exhibit.volume,
        idle=table.number("idle") if "idle" in choices else exhibit.idle,
        countdown=table.number("countdown") if "countdown" in choices else exhibit.countdown,
    )


def beat(stage: Stage, visit: bool, turn: int) -> Beat:
    """Returns what is shown, whole: every value, also where it is the default; `turn` is that of the loop."""
    setup = stage.setup
    return Beat(
        sharing.every_word(stage.scene),
        setup.language,
        setup.theme,
        float(setup.text_scale),
        setup.reduced_motion,
        setup.sound,
        float(setup.volume),
        _read(stage.reader.drawer),
        turn,
        visit,
    )


def _read(drawer: Drawer) -> str:
    """Returns the section that is read in the drawer, by its name; nothing where it is closed."""
    tops = sorted((top, name) for name, top in drawer.sheet.tops.items())
    passed = [name for top, name in tops if top <= drawer.scroll + 1.0] or [name for _, name in tops[:1]]
    return passed[-1] if drawer.open and passed else ""


def resumed(exhibit: Exhibit, size: tuple[int, int], beat: Beat) -> Stage | None:
    """Returns a stage that shows what a beat says was shown to a visitor; None where that cannot be, or was nobody."""
    wanted = replace(
        exhibit.settings,
        language=beat.language,
        theme=beat.theme,
        text_scale=beat.text_scale,
        reduced_motion=beat.reduced_motion,
        sound=beat.sound,
        volume=beat.volume,
    )
    try:
        settings.checked(wanted)
        demo, values = named(beat.what)
        actions = list(checked_values(demo.scene, values))
    except InputError:
        return None
    if not beat.visit or demo.scene not in exhibit.scenes or beat.language not in exhibit.languages:
        return None
    stage = Stage(exhibit.scenes[0], *size, wanted, exhibit.seed, exhibit.rules)
    stage.act(Goto(demo.scene))
    stage.begin(actions)
    sections = [section for section, scene in section_scenes().items() if scene == demo.scene]
    if beat.reading in sections:
        stage.act(Read(beat.reading) if beat.reading != sections[0] else Press(READ))
    return stage
