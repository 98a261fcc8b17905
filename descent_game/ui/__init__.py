"""The interface as data: rectangles, curves and runs of text, and where they stand.

How a scene uses it, from the page to the picture:

    page = Page(width, height, THEMES["dark"], messages, text_scale=1.0)             # page, theme, messages
    content = Content(scene="race", kicker=..., title=..., wall=..., hint=..., tabs=Tabs(("race", ...), "race"),
                      groups=(Segments(landscape), Slider(rate, ticks=(Tick(0.0513, "coral", "SGD"),)),
                              Group((Switch(sgd, "disc", "coral"), ...), name="runners"),
                              Buttons((Button("pause", "pause", icon_lit="play"), Button("step", "step"),
                                       Button("drop_again", primary=True)))),
                      board=(380.0, 425.0))                                          # widgets, layout
    layout = arrange(page, content)            # Layout: rectangles, layout.widgets, layout.camera_stage
    interface.arrange(page, layout.widgets, controls)                                # interface
    interface.handle(event)                    # list[Action], or None: the event is the stage's
    interface.lit = frozenset({"pause"})       # shows `icon_lit` of that button
    interface.step(dt)                         # glides; the picture's time
    paint_head(canvas, page, layout); caption.paint(canvas, page, layout.caption); paint_card(canvas, page, rect)
    interface.paint(canvas)                    # widgets, tabs included

`bar(page, area, scene, groups)` places further groups anywhere (a board may carry its own switches), and
`bar_height` says how high they will be. Texts by key: `{scene}.tab`, `{scene}.control.{name}` (triggers too),
`{scene}.option.{control}.{option}`, `{scene}.group.{name}`, `unit.{unit}` (a text with `{value}` in it).

A chart: `plot.paint(canvas, page, rect, (Series("sgd", losses, color), ...), Axis(0.0, roomy(steps)),
decades(losses), x_label)`, one Plot kept by the scene. Names: `labels.arrange(page, points, avoid, bounds, dt)`, then
`paint_labels`. The board of a layout keeps presses from the stage; so does any `Placed(name, Panel(), rect, rect)`.

Modules: canvas (what is drawn), text (fonts and measures), lines (wrapping, marked terms), messages (catalogues),
theme (colours and type by role), page (pixels of a window), widgets (controls as data), widget_layout and flow
(where widgets stand), layout (where panels stand), hit_test and interface (pointers and keys), widget_paint (widgets
painted), head_buttons (beside the tabs), panels (head, hints, captions, cards), axis and plot (charts), labels (names
beside points), scene_protocol (what a scene adds to be played).
"""
