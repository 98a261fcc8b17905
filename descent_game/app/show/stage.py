"""The stage: the scenes, the one that is shown, its interface, and what is asked of them.

The stage reads no clock, takes no events and draws nothing: a router gives it actions, a window or a film moves it on
and takes its picture.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from descent_game.app import settings
from descent_game.app.settings import Settings
from descent_game.app.show import captions, state_string
from descent_game.app.show.budget import Budgeted
from descent_game.app.show.overlays import Overlays
from descent_game.app.show.reading_panel import Reader
from descent_game.app.show.requests import Request
from descent_game.app.show.rules import RecordedPage, Rules, recorded_rules
from descent_game.app.storage import kept_states
from descent_game.engine.actions import (
    Action,
    Budget,
    Goto,
    MoveControl,
    Point,
    PointerState,
    Press,
    Read,
    RecordedView,
    Restore,
    Set,
)
from descent_game.engine.easing import smooth
from descent_game.engine.events import Quit
from descent_game.engine.sounds import Heard
from descent_game.engine.view import View
from descent_game.scenes import SCENES, STORY  # type: ignore[import-not-found]  # lies beside the package, see its __init__
from descent_game.ui.canvas import Canvas
from descent_game.ui.guide import Guide, Place
from descent_game.ui.head_buttons import SETTINGS
from descent_game.ui.interface import Interface
from descent_game.ui.page import Page
from descent_game.ui.scene_protocol import PlayableScene

CATALOGUE: Mapping[str, Callable[[int], PlayableScene]] = SCENES
"""Each scene's maker by its name, in menu order."""
FADE = 0.3
"""Seconds that one scene takes to fade into the next."""
MOST_HEARD = 256
"""Sounds that wait to be played or filmed; the oldest go first."""


def scene_names() -> tuple[str, ...]:
    """Returns the names of the scenes, in menu order."""
    return tuple(CATALOGUE)


def section_scenes() -> dict[str, str]:
    """Returns the scene that each section of the reading is told beside, by its name, in the order of the story."""
    return {section.name: section.scene for section in STORY.sections}


def make_scene(name: str, seed: int = 0) -> PlayableScene:
    """Returns a new scene of that name; raises KeyError for a name that is none."""
    return CATALOGUE[name](seed)


def _do(scene: PlayableScene, action: Action) -> None:
    """Lets a scene do what was asked; raises InputError for a state that it does not take."""
    if isinstance(action, Restore):
        kept_states.restore(scene, action.state, "restore")
    elif isinstance(action, Budget):
        if isinstance(scene, Budgeted):
            scene.budget = action.steps_a_second
    elif isinstance(action, MoveControl):
        if action.name in scene.controls.table:
            scene.act(Set(action.name, scene.controls.nearer(action.name, action.to, action.share)))
    else:
        scene.act(action)


def _begin(scene: PlayableScene, actions: Iterable[Action]) -> None:
    """Lets a scene begin with what these actions ask for, nothing of it on its way any more."""
    for action in actions:
        _do(scene, action)
    scene.settle()


class Stage:
    """Holds the scenes that were `visited`, by name, each as it was left, and shows one of them.

    `queue` is what people asked for and no fixed step has taken yet; `requests` is what they ask of the program.
    `heard` are the last sounds that nobody has taken yet. `changes` counts the changes of scene; `age` is how long
    ago the last one was, in seconds, as far as it matters.
    """

    def __init__(
        self, name: str, width: int, height: int, setup: Settings, seed: int = 0, rules: Rules | None = None
    ) -> None:
        self.setup = setup
        self._bare = self._inviting = self._stripped = self._transparent = False
        self.rules = rules or Rules()
        self.guide = Guide()
        self.page = self._paged(width, height)
        self.canvas = Canvas(width, height)
        self._begin_interface()
        self._recorded = RecordedPage()
        self.queue: deque[Action] = deque()
        self.requests: deque[Request | Quit] = deque()
        self.heard: deque[Heard] = deque(maxlen=MOST_HEARD)
        self._time = 0.0
        self.changes = 0
        self.age = FADE
        self._seed = seed
        self.visited: dict[str, PlayableScene] = {}
        self.scene = self._visited(name)

    def _begin_interface(self) -> None:
        """Begins all that lies over a scene."""
        self.interface = Interface()
        self.overlays, self.reader, self.guide = Overlays(), Reader(STORY), Guide()

    def renew(self, elsewhere: bool = False) -> None:
        """Puts the scene that is shown, and all that lies over it, back as it was at first; or shows the next one."""
        name = self.scene.name
        del self.visited[name]
        self._begin_interface()
        self.queue.clear()
        if elsewhere:
            name = self.scenes[(self.scenes.index(name) + 1) % len(self.scenes)]
        self.scene = self._visited(name)
        self._fit()
        self.changes += 1

    def _paged(self, width: int, height: int) -> Page:
        bare, page = self._bare if self._stripped else not self._widgets, settings.page(self.setup, width, height)
        page = replace(page, plain=self._stripped, bare=bare, inviting=self._inviting)
        return replace(page, scenes=self.rules.scenes, hidden=self.rules.hidden)

    def set_up(self, setup: Settings) -> None:
        """Takes other settings: lays everything out anew in its language, colours and size; no simulation notices."""
        seen, self.setup = replace(self.setup, sound=setup.sound, volume=setup.volume) != setup, setup
        if seen:
            self._lay_out(self._paged(self.page.width, self.page.height))

    @property
    def bare(self) -> bool:
        """Whether no widgets are shown: nobody is there to use them."""
        return self._bare

    def invite(self) -> None:
        """Shows no widgets, and leaves room for the words that ask to begin."""
        self._bare = self._inviting = True
        self._fit()

    def strip(self, *, captions: bool, transparent: bool) -> None:
        """Shows what the scene is about and nothing else, or captions at the foot; perhaps without the background."""
        self._bare, self._stripped, self._transparent = captions, True, transparent
        self._fit()

    def _fit(self) -> bool:
        """Lays everything out anew where widgets have come or gone, and returns whether they have."""
        page = self._paged(self.page.width, self.page.height)
        fits = (page.bare, page.plain) == (self.page.bare, self.page.plain)
        if not fits:
            self._lay_out(page)
        return not fits

    def _lay_out(self, page: Page) -> None:
        self.page = page
        for scene in self.visited.values():
            scene.resize(page)

    def _visited(self, name: str) -> PlayableScene:
        if name not in self.visited:
            scene = self.visited[name] = make_scene(name, self._seed)
            scene.resize(self.page)
            _begin(scene, [Set(control, value) for control, value in self.rules.values.get(name, {}).items()])
        return self.visited[name]

    def begin(self, actions: Iterable[Action]) -> None:
        """Lets the scene that is shown begin with what these actions ask for, nothing of it on its way any more."""
        guide, language = self.guide, self.setup.language
        self._fit()
        _begin(self.scene, [a for a in actions if not captions.show(guide, a, language, self.page, self._located)])

    @property
    def scenes(self) -> tuple[str, ...]:
        """The scenes that can be visited, in the order of their tabs."""
        return self.rules.scenes or scene_names()

    @property
    def fade(self) -> float:
        """How much of the scene before is still to be seen, from 1 to 0; nothing where the background is left out."""
        return 0.0 if self._transparent else 1.0 - smooth(self.age / FADE)

    @property
    def view(self) -> View:
        """What a renderer has to know of the picture besides the scene's tree and the canvas."""
        page = self.page
        return View(self.scene.camera, page.theme.palette, page.width, page.height, page.scale, self._transparent)

    def words(self, *, every: bool = False) -> str:
        """Returns what is shown as the command line takes it: the scene, its values if they are new, or `every` one."""
        return state_string.words(self.scene, every=every)

    @property
    def pointers(self) -> PointerState:
        """Where pointers and focus rest: kept with a session, and shown again in its film."""
        place, drawer, card = self.scene.hover or (), self.reader.drawer, self.reader.glossary.open
        if not drawer.open:
            return PointerState(*self.interface.touched, place, card=card)
        return PointerState(*self.interface.touched, place, *drawer.interface.touched, *drawer.scrolled, card)

    def _show_pointers(self, state: PointerState) -> None:
        """Shows pointers and focus where they rested in a session."""
        drawer = self.reader.drawer
        self.arrange()
        self.interface.touch(state.hovered, state.held, state.focused)
        self.scene.hover = (state.place[0], state.place[1]) if state.place else None
        if not state.card:
            self.reader.glossary.close()
        if drawer.open:
            drawer.interface.touch(state.leaf_hovered, state.leaf_held, state.leaf_focused)
            drawer.scroll_to(state.scroll, dragged=state.dragged)

    def show_settings(self, *, keyed: bool = False) -> None:
        """Opens the settings over the scene; `keyed` by a key, so that the first of them has the focus."""
        names = settings.language_names(self.rules.languages or settings.languages())
        self.overlays.show_settings(self.setup, names, focus=keyed)
        self.interface.release()

    def show_share(self) -> None:
        """Opens the card with the words that open what is shown."""
        self.overlays.show_share(self.words(), self.scene.unshared())

    def let_go(self) -> None:
        """Forgets what widgets and reading hold, and all that was asked for and not got."""
        self.queue.clear()
        self.interface.release()
        self.reader.let_go()
        self.scene.hover = None

    def take(self, step: int) -> list[Action]:
        """Returns what was asked for since the last fixed step, and forgets it; `step` is of no concern.

        What comes after a change of scene stays for the next step: by then it is known which scene it was meant for.
        """
        taken: list[Action] = []
        while self.queue and not (taken and isinstance(taken[-1], Goto | Read)):
            taken.append(self.queue.popleft())
        return taken

    def act(self, action: Action) -> None:
        """Does what was asked: changes the scene, or leaves it to the scene that is shown."""
        if captions.show(self.guide, action, self.setup.language, self.page, self._located):
            if self._fit():
                self._change()
            return
        if self.reader.concerns(action):
            for further in self.reader.act(action, self.scene.name, self.interface):
                self.act(further)
        elif action == Press(SETTINGS):
            self.show_settings(keyed=self.interface.focus_visible)
        elif isinstance(action, RecordedView):
            self.rules = recorded_rules(action)
            self.set_up(self._recorded.take(action, self.setup))
        elif isinstance(action, PointerState):
            self._show_pointers(action)
        elif not isinstance(action, Goto):
            self._do(action)
        elif action.scene in self.scenes and action.scene != self.scene.name:
            self.scene.hover = None
            self.queue.clear()  # it was meant for the scene that is left
            self.interface.release()
            self.scene = self._visited(action.scene)
            self.reader.visit(action.scene)
            self._change()

    def _change(self) -> None:
        """Lets what was shown fade into what is shown from now on."""
        self.changes += 1
        self.appear()

    def follow(self, before: Stage) -> None:
        """Fades in over another stage, as one scene follows another."""
        self.changes = before.changes + 1
        self.appear()

    def appear(self) -> None:
        """Lets the scene that is shown fade in, over whatever was shown before."""
        self.age = FADE if self.page.reduced_motion else 0.0

    def _do(self, action: Action) -> None:
        page = self._recorded.page_of(action, self.page)
        if page is not None:
            self.scene.resize(page)
        _do(self.scene, action)
        if page is not None:
            self.scene.resize(self.page)

    def _located(self, goal: Point) -> Place | None:
        return captions.locate(goal, self.scene, self.page, self.interface if self._widgets else None)

    @property
    def _widgets(self) -> bool:
        return self.guide.widgets and not (self._bare or self._stripped)

    def step(self, dt: float) -> None:
        """Moves the scene that is shown on by one fixed step."""
        self.age = min(self.age + dt, FADE)
        self.guide.step(dt)
        self.scene.step(dt)
        self._time += dt
        if self.scene.sounds:
            self.heard += [Heard(self._time, sound) for sound in self.scene.sounds]
            self.scene.sounds.clear()

    def take_heard(self) -> list[Heard]:
        """Returns what has been heard since the last time, with the time on the stage, and forgets it."""
        taken = list(self.heard)
        self.heard.clear()
        return taken

    def frame(self, dt: float, alpha: float) -> None:
        """Dresses the scene for a picture and paints its interface, `alpha` of the way to the next step."""
        scene, page = self.scene, self.page
        scene.frame(dt, alpha)
        self._step_interface(dt)
        self.canvas.clear(page.width, page.height)
        if self._stripped:
            if self._bare:
                self.guide.paint(self.canvas, page, lambda goal: None, large=True)
            return
        self.canvas.hints = self._widgets and not self.guide.telling
        scene.paint(self.canvas)
        if self._widgets:
            self.interface.paint(self.canvas)
        self.reader.paint(self.canvas, page)
        captions.paint(self.guide, self.canvas, page, self._located, scene, widgets=self._widgets)
        self.overlays.paint(self.canvas, page, self.interface.placed)

    def _step_interface(self, dt: float) -> None:
        """Moves all that lies over the scene on by `dt` seconds of the picture's time."""
        self.arrange()
        self.interface.lit = frozenset({"pause"}) if self.scene.paused else frozenset()
        self.interface.step(dt)
        self.reader.step(dt, self.page, self.scenes, self.interface, self.scene.camera.stage)
        self.overlays.step(dt)

    def skip(self, dt: float, alpha: float) -> None:
        """Does for later pictures what `frame` does for them, where this one is not to be seen.

        What pointers rest on, and what is read, is found in a painted page: then it is painted all the same.
        """
        resting = self.interface.hovered or self.interface.focused or self.interface.busy
        read = self.reader.drawer.shown or self.reader.glossary.open
        if resting or read:
            self.frame(dt, alpha)
            return
        self.scene.skip(dt, alpha)
        self._step_interface(dt)

    def arrange(self) -> None:
        """Puts the widgets where the scene and its terms have them now."""
        name, hidden = self.scene.name, self.rules.hidden
        shown = [placed for placed in self.scene.widgets() if not hidden or f"{name}.{placed.name}" not in hidden]
        self.interface.arrange(self.page, (*shown, *self.reader.widgets), self.scene.controls)

    def resize(self, width: int, height: int) -> None:
        """Lays everything out anew for a window of this size; no simulation notices."""
        if (width, height) == (self.page.width, self.page.height):
            return
        least = settings.least_target(self.setup, width, height)
        self._lay_out(replace(self.page, width=width, height=height, least_target=least))
