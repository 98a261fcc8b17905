"""The names of the scenes, in the order of the menu; apart from the scenes, so that each can show them all."""

MENU: tuple[str, ...] = ("race", "gallery", "trainer")
