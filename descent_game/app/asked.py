"""What is to be seen: a scene, a scene with its settings, or a demo, as the command line asks for it and checked.

All of it becomes a `Demo`, so that a window, a picture and a film begin alike. Everything is checked here, before any
window, film or file is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qsl

from descent_game.app import settings
from descent_game.app.arguments import MOST_SEED, Parser, did_you_mean, number, one_of, seed, setting, size, whole
from descent_game.app.errors import InputError
from descent_game.app.settings import Settings
from descent_game.app.stage import make_scene, scene_names, section_names
from descent_game.engine.actions import Action, Explain, Goto, Press, Read, Set
from descent_game.engine.clock import STEP
from descent_game.engine.controls import ControlError, Controls, Trigger
from descent_game.engine.demo_text import parse
from descent_game.engine.timeline import LONGEST, RATES, Cue, Demo, DemoError
from descent_game.ui.glossary import explained
from descent_game.ui.head import READ
from descent_game.ui.theme import THEMES

DEMOS = "descent_game.scenes.demos"
ENDING = ".toml"


def add_arguments(parser: Parser) -> None:
    """Adds what every command that shows something takes."""
    parser.add_argument("--size", type=size, metavar="WxH", help="width and height in pixels")
    parser.add_argument(
        "--set",
        type=setting,
        action="append",
        default=[],
        dest="values",
        metavar="NAME=VALUE",
        help="give a control of the scene a value; may be repeated (`descent list` has them)",
    )
    parser.add_argument("--seed", type=seed, metavar="N", help="of all that is random (0)")
    parser.add_argument("--lang", type=one_of(settings.languages()), help="the language of the texts (en)")
    parser.add_argument("--theme", type=one_of(THEMES), help=f"one of {', '.join(THEMES)} (dark)")


def add_film_arguments(parser: Parser) -> None:
    """Adds the measures of a film."""
    parser.add_argument("--fps", type=whole(*RATES), metavar="N", help="pictures a second (60)")
    parser.add_argument(
        "--seconds", type=number(STEP, LONGEST), metavar="S", help="how long (20, or the demo's length)"
    )


def demo_names() -> tuple[str, ...]:
    """Returns the names of the demos that come with the program."""
    return tuple(sorted(file.name for file in files(DEMOS).iterdir() if file.name.endswith(ENDING)))


def read_demo(name: str) -> Demo:
    """Returns the demo in a file of that name or, where there is none, in the one that comes with the program."""
    path = Path(name).expanduser()
    try:
        if path.exists() or path.name != name or name not in demo_names():
            text = path.read_bytes().decode("utf-8")
        else:
            text = (files(DEMOS) / name).read_text("utf-8")
    except FileNotFoundError:
        hint = did_you_mean(name, demo_names())
        raise InputError(f"{name}: expected a file that exists or one of {', '.join(demo_names())}{hint}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{name}: expected a readable text file ({error})") from None
    try:
        demo = parse(text, name)
    except DemoError as error:
        raise InputError(str(error)) from None
    check_demo(demo, name)
    return demo


def named(what: str) -> tuple[Demo, list[tuple[str, str]]]:
    """Returns what `SCENE`, `SCENE?name=value&seed=7` or `FILE.toml` stands for, and the values written behind it."""
    if what.endswith(ENDING):
        return read_demo(what), []
    name, _, query = what.partition("?")
    if name not in scene_names():
        known = (*scene_names(), *demo_names())
        raise InputError(f"{name}: expected a scene or a demo, one of {', '.join(known)}{did_you_mean(name, known)}")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), max_num_fields=100)
    except ValueError:
        raise InputError(f"{what}: expected SCENE?name=value&name=value") from None
    demo = Demo(name)
    values = []
    for key, value in pairs:
        if key == "seed":
            if not (value.isdecimal() and int(value) <= MOST_SEED):
                raise InputError(f"{what}: seed: expected a whole number from 0 to {MOST_SEED}, found {value!r}")
            demo = replace(demo, seed=int(value))
        else:
            values.append((key, value))
    return demo, values


def asked(
    what: str,
    *,
    size: tuple[int, int] | None = None,
    fps: int | None = None,
    seconds: float | None = None,
    seed: int | None = None,
    lang: str | None = None,
    theme: str | None = None,
    values: Iterable[tuple[str, str]] = (),
) -> Demo:
    """Returns the demo that `what` stands for with these changes; the values are set before its first step."""
    demo, written = named(what)
    demo = replace(
        demo,
        size=size or demo.size,
        fps=fps or demo.fps,
        seconds=seconds or demo.seconds,
        seed=demo.seed if seed is None else seed,
        language=lang or demo.language or settings.FIRST_LANGUAGE,
        theme=theme or demo.theme or "dark",
    )
    settings.checked(setup(demo))
    first = tuple(Cue(0, action) for action in checked_values(demo.scene, [*written, *values]))
    return replace(demo, cues=first + demo.cues)


def setup(demo: Demo) -> Settings:
    """Returns the settings that a demo asks for."""
    return Settings(demo.language or settings.FIRST_LANGUAGE, demo.theme or "dark")


def first_values(demo: Demo) -> list[Action]:
    """Returns what a demo sets before its first step: the scene begins so, instead of gliding there."""
    return [action for action in demo.due(0) if isinstance(action, Set)]


def checked_values(scene: str, values: Sequence[tuple[str, str]]) -> Iterator[Set]:
    """Yields the settings as actions, or raises InputError for a name or a value that the scene does not take."""
    controls = make_scene(scene).controls if values else Controls(())
    for name, value in values:
        try:
            yield Set(name, controls.parse(name, value))
        except ControlError as error:
            raise InputError(f"--set {error}") from None


def check_demo(demo: Demo, file: str) -> None:
    """Raises InputError for the first scene, control, value, trigger, language or theme that there is not."""
    shown: dict[str, Controls] = {}
    scene = demo.scene
    _check_scene(scene, f"{file}: scene")
    try:
        settings.checked(setup(demo))
    except InputError as error:
        raise InputError(f"{file}: {str(error).lstrip('-').replace('lang:', 'language:')}") from None
    for cue in sorted(demo.cues, key=lambda cue: cue.step):
        where = f"{file}: cue at {cue.step * STEP:g}"
        if isinstance(cue.action, Goto):
            scene = cue.action.scene
            _check_scene(scene, f"{where}: goto")
            continue
        if scene not in shown:
            shown[scene] = make_scene(scene).controls
        _check_action(cue.action, shown[scene], where)


def _check_scene(name: str, where: str) -> None:
    if name not in scene_names():
        known = ", ".join(scene_names())
        raise InputError(f"{where}: expected one of {known}, found {name!r}{did_you_mean(name, scene_names())}")


def _check_action(action: Action, controls: Controls, where: str) -> None:
    try:
        if isinstance(action, Set):
            controls.parse(action.name, action.value)
        elif isinstance(action, Read | Explain):
            _check_words(action)
        elif (
            isinstance(action, Press) and action.name != READ and not isinstance(controls.control(action.name), Trigger)
        ):
            raise ControlError(f"{action.name}: takes a value, is not pressed")
    except ControlError as error:
        verb = type(action).__name__.lower()
        raise InputError(f"{where}: {verb}: {error}") from None


def _check_words(action: Read | Explain) -> None:
    """Raises ControlError for a section of the reading, or a term of the glossary, that there is not."""
    if isinstance(action, Read):
        if action.section and action.section not in section_names():
            hint = did_you_mean(action.section, section_names())
            raise ControlError(f"expected one of {', '.join(section_names())}, found {action.section!r}{hint}")
    elif action.term and not explained(settings.messages(settings.FIRST_LANGUAGE), action.term):
        raise ControlError(f"expected a term of the glossary, found {action.term!r}")
