"""What may go wrong in a shader, as data: light, contours, colours, trails, balls, fields, marks, letters, the wall."""

from __future__ import annotations

from mutation import Mutation, of

HILL = "tests/scenes/test_hill_picture.py"
TRAILS = "tests/scenes/test_trails_picture.py"
RUNNERS = "tests/scenes/test_runners_picture.py"
TRAINER = "tests/scenes/test_trainer_picture.py"
GALLERY = "tests/scenes/test_gallery_picture.py"
CANVAS = "tests/render/test_canvas_pixels.py"
RENDERER = "tests/render/test_renderer.py"
COLOR = "tests/render/test_color_shader.py"

HILLS = (
    *of(
        "shaders/surface.frag",
        HILL,
        ("vec3(-h.xy, 1.0)", "vec3(h.xy, 1.0)", "the normal's sign"),
        ("vec3(0.2402, -0.7207,", "vec3(-0.2402, -0.7207,", "the sun's place"),
        ("round(h.z / contour_step)", "round(h.z / contour_step * 2.0)", "half the contours' distance"),
        ("max(round(h.z / contour_step), 1.0)", "round(h.z / contour_step)", "a contour on the floor"),
        (
            "away = abs(h.z - level) / max(change, 1e-7)",
            "away = abs(h.z - level) * 200.0",
            "contours that widen with distance",
        ),
        ("smoothstep(3.0, 9.0,", "smoothstep(3.0, 12.0,", "where contours crowd"),
        ("line * contour.a", "line", "the contours' opacity"),
        ("t * (0.35 + 0.65 * t)", "t", "the colours' spread over the height"),
        ("h.z / top, 0.0", "h.z / top * 0.95, 0.0", "the height that has the highest colour"),
        ("(key * key * key)", "(key * key)", "how soft the light is"),
        ("vec3(0.13, 0.19, 0.28)", "vec3(0.13, 0.19, 0.26)", "the sky's light"),
        ("lit += 0.03 * shine * shine * shine", "lit += 0.03 * shine * shine", "the shine's size"),
        ("1.0 - 0.7 * ball[i].w", "1.0 + 0.7 * ball[i].w", "a ball's shadow"),
        ("near * 9.0)", "near * 10.0)", "how far a ball's light reaches"),
        (
            "mix(painted_texel(at), painted_texel(at + ivec2(1, 0)), part.x)",
            "painted_texel(at)",
            "the painted plate's cells",
        ),
        ("PAINTS - 1)].rgb, 0.62", "PAINTS - 1)].rgb, 0.60", "how thick the paint is"),
        ("vec3 shown = sqrt(lit)", "vec3 shown = lit", "light shown without its curve"),
        ("plate + place.xy) / pixel", "plate + place.yx) / pixel", "the plate's soft edge"),
    ),
    *of(
        "shaders/_ground.glsl",
        HILL,
        ("* BETWEEN + 0.5", "* BETWEEN + 0.51", "where on the texture a place is"),
        ("0.5 * float(SIDE - 1) / float(SIDE)", "0.5", "samples that lie beyond the edge"),
        ("- 1.0) * 3.0, 0.0", "- 1.0) * 6.0, 0.0", "how soon a skirt comes in"),
        ("vec4(eye, -eye)", "vec4(-eye, eye)", "skirts on the far sides"),
    ),
    *of(
        "shaders/skirt.frag",
        HILL,
        ("mix(0.62, 0.28,", "mix(0.28, 0.62,", "the skirt's shade"),
        ("(1.0 - depth_below) / pixel", "(1.2 - depth_below) / pixel", "how thick the skirt is"),
        ("alpha *= max(max(side.x, side.y), max(side.z, side.w));", "", "a skirt on every side"),
    ),
    *of(
        "shaders/surface.vert",
        HILL,
        ("position_to, morph)", "position_to, 1.0)", "the hill's shape on its way"),
        ("ramp[i].rgb * ramp[i].rgb", "ramp[i].rgb", "colours mixed as displayed"),
        ("light_colors[i].rgb * light_colors[i].rgb", "light_colors[i].rgb", "a ball's light mixed as displayed"),
    ),
    *of("shaders/skirt.vert", HILL, ("edge.z - drop * skirt", "edge.z + drop * skirt", "which way the skirt hangs")),
)

RUNS = (
    *of(
        "shaders/_trail.glsl",
        TRAILS,
        ("mix(0.42, 1.0,", "mix(0.46, 1.0,", "what is left of an old trail"),
        ("- now) / 28.0)", "- now) / 31.0)", "how fast a trail ages"),
        ("smoothstep(0.0, fade,", "smoothstep(0.0, fade * 2.0,", "where a trail beyond the plate ends"),
        ("max(beyond.x, beyond.y)", "beyond.x", "trails beyond one side of the plate"),
        ("int(spans[runner].y) + index", "index", "where in its ring a trail begins"),
    ),
    *of(
        "shaders/trail.vert",
        TRAILS,
        ("half_width = width * 0.5", "half_width = width * 0.55", "a trail's width"),
        ("on_plate(a.xyz) * inks[runner].a", "on_plate(a.xyz)", "a runner's opacity"),
        ("shade_a) * memory(b.w)", "shade_a) * memory(a.w)", "the age of a way"),
        ("(end ? shade_b : shade_a)", "(end ? shade_a : shade_b)", "which end of a way has faded"),
        ("ends = fract(b.w) < 0.25", "ends = fract(b.w) < 0.75", "dots on the way, where no step ended"),
        ("0.0, dots * 0.5);", "0.0, dots * 0.45);", "a dot's size"),
        ("if (!maybe_hidden", "if (maybe_hidden", "what the hill hides of a trail"),
        ("inks[runner].rgb", "inks[0].rgb", "a trail's colour"),
    ),
    *of(
        "shaders/trail.frag",
        TRAILS,
        ("t * t * effects.x", "t * effects.x", "how the glow falls off"),
        ("max(max(-along.x, along.x - span), 0.0)", "0.0", "a trail's round ends"),
        ("half_width + 0.5 - away", "half_width + 0.8 - away", "a trail's edge"),
    ),
    *of(
        "shaders/ball.frag",
        RUNNERS,
        ("length(p) - 0.92", "length(p) - 0.86", "a ball's radius"),
        ("vec3(-0.55, -0.35, 0.76)", "vec3(0.55, -0.35, 0.76)", "the balls' light"),
        ("abs(p) - 0.56", "abs(p) - 0.60", "the cube's size"),
        ("q.x + q.y + q.z - 0.98", "q.x + q.y + q.z - 0.90", "the octahedron's size"),
        ("0.85 * key * key", "0.85 * key", "how soft the balls' light is"),
        ("to_linear(tint_color.rgb)", "tint_color.rgb", "a ball's colour as light"),
        ("to_display(lit)", "lit", "a ball's light as displayed"),
        ("nearest / 1.25", "nearest / 1.4", "how far a ball glows"),
        ("pow(max(dot(normal, halfway), 0.0), 42.0)", "pow(max(dot(normal, halfway), 0.0), 30.0)", "a ball's shine"),
    ),
    *of(
        "shaders/ball.vert",
        RUNNERS,
        ("max(radius, least_pixels", "min(radius, least_pixels", "a ball's least size"),
        ("vec3(0.0, 0.0, place.w * size)", "vec3(0.0)", "balls that stand in the hill instead of on it"),
    ),
    *of(
        "shaders/crowd.vert",
        RUNNERS,
        ("mix(way.xy, way.zw, share) - middle", "way.zw - middle", "the crowd's way between two steps"),
        ("fates[int(fate + 0.5)]", "fates[int(fate + 1.5)]", "the colour of a fate"),
        ("max(beyond.x, beyond.y) / 0.7", "max(beyond.x, beyond.y) / 1.2", "where the crowd beyond the plate ends"),
        ("radius = pixels * 0.5", "radius = pixels * 0.4", "a point's size"),
        (
            "ground_texel(place, plate), 0.0).z",
            "ground_texel(place, plate), 0.0).z * 0.9",
            "the height that the crowd stands on",
        ),
    ),
)

FIELDS = (
    *of(
        "shaders/_color.glsl",
        COLOR,
        ("vec3(1.0 / 2.4)", "vec3(1.0 / 2.2)", "sRGB encoded with a plain power"),
        ("(display + 0.055, 0.0) / 1.055", "(display + 0.05, 0.0) / 1.05", "sRGB decoded"),
        ("step(0.0031308, light)", "step(0.031308, light)", "where sRGB stops being straight"),
        ("(noise - 0.5) / 255.0", "noise / 255.0", "a dither that brightens"),
        ("fract(52.9829189 * fract(", "fract(1.0 * fract(", "a dither in bands"),
    ),
    *of(
        "shaders/_network.glsl",
        TRAINER,
        ("+ neuron_weights[j].z;", "- neuron_weights[j].z;", "the bias's sign"),
        ("return sigmoid(logit_at(spot))", "return 1.0 - sigmoid(logit_at(spot))", "which class a hill stands for"),
    ),
    *of(
        "shaders/_activation.glsl",
        "tests/scenes/test_trainer_field.py",
        ("(ends.y - ends.x) * (along - stretch)", "(ends.y - ends.x)", "a bend in stairs"),
        ("2.0 * curve_stretches.y - 1.0", "curve_stretches.y", "the right half of a bend"),
    ),
    *of(
        "shaders/trainer_field.frag",
        TRAINER,
        ("class_colors[shown_p > 0.5 ? 1 : 0]", "class_colors[shown_p > 0.5 ? 0 : 1]", "the field's sign"),
        ("0.62 * sure", "0.58 * sure", "how strong a sure field is"),
        ("vec2(-weight.y, weight.x)", "vec2(weight.x, weight.y)", "dots along the wrong way"),
        ("normalize(vec3(-slope, 1.0))", "normalize(vec3(slope, 1.0))", "the relief's light"),
        ("vec3(-0.35, -0.45, 0.82)", "vec3(0.35, -0.45, 0.82)", "where the relief's light comes from"),
        ("0.42 + 0.66 * key * key", "0.42 + 0.60 * key * key", "how bright the relief's light is"),
        ("(side - corner)", "(side - 2.0 * corner)", "the plate's corners"),
        ("stroke(inside, 3.0 * width)", "stroke(inside, 2.0 * width)", "the plate's edge"),
    ),
    *of(
        "shaders/_field.glsl",
        TRAINER,
        ("OUTER = 2.1972246", "OUTER = 2.3", "the line of 0.9"),
        ("INNER = 0.8472979", "INNER = 0.9", "the line of 0.7"),
        (
            "stroke(abs(logit) * scale, 2.6 * width)",
            "stroke(abs(logit) * scale, 2.2 * width)",
            "the width of the line of one half",
        ),
        ("period = 13.0 * width", "period = 11.0 * width", "the dots' distance"),
    ),
    *of(
        "shaders/trainer_plain.frag",
        "tests/scenes/test_trainer_field.py",
        ("here * uneven", "-here * uneven", "the sign of a large field"),
    ),
    *of(
        "shaders/trainer_plain.vert",
        "tests/scenes/test_trainer_field.py",
        ("0.5 * cells + 0.5)", "0.5 * cells)", "half a texel beside the grid"),
    ),
    *of(
        "shaders/trainer_dots.frag",
        "tests/scenes/test_trainer_field.py",
        ("across.y * unit", "1.2 * across.y * unit", "the dots' distance on a large field"),
    ),
    *of(
        "shaders/trainer_field.vert",
        TRAINER,
        ("relief * (raised - 0.5)", "relief * (0.5 - raised)", "hills that are valleys"),
    ),
    *of(
        "shaders/trainer_point.frag",
        TRAINER,
        ("kind > 0.5 ? disc : diamond", "kind > 0.5 ? diamond : disc", "which class is a disc"),
        ("radius * 0.86", "radius * 0.80", "a diamond's size"),
        ("middle = abs(away - radius * 0.5)", "middle = abs(away - radius * 0.6)", "the ring's place"),
    ),
    *of(
        "shaders/trainer_point.vert",
        TRAINER,
        ("== (kind > 0.5) ? 0.0 : 1.0", "== (kind > 0.5) ? 1.0 : 0.0", "rings around what is right"),
        ("(clip.z - lift)", "(clip.z + lift * 50.0)", "marks that sink into the plate"),
        ("(disc ? 1.0 : 1.41421356)", "1.2", "a ring that loses its tips"),
    ),
    *of(
        "shaders/trainer_neuron.frag",
        TRAINER,
        ("which == 9 ? spot.x : spot.y", "which == 9 ? spot.y : spot.x", "which input is which"),
        ("0.62 * abs(2.0 * share", "0.70 * abs(2.0 * share", "how strong a neuron's opinion is"),
    ),
    *of(
        "shaders/trainer_neuron.vert",
        TRAINER,
        ("on_disc.y = -on_disc.y;", "", "a neuron's field upside down"),
    ),
)

PAGES = (
    *of(
        "shaders/text.frag",
        CANVAS,
        ("ink_color * texelFetch", "0.9 * ink_color * texelFetch", "how much letters cover"),
    ),
    *of(
        "shaders/text.vert", CANVAS, ("origin + corner * rect.zw", "origin + corner * rect.wz", "which letter is meant")
    ),
    *of(
        "shaders/box.frag",
        CANVAS,
        ("0.5 - (depth + vec2", "0.7 - (depth + vec2", "a box's edge"),
        ("cover.x - rim * border_color.a", "cover.x", "a border that lets the fill through"),
        ("max(reach, 0.0)", "reach", "a box's corners"),
    ),
    *of(
        "shaders/box.vert",
        CANVAS,
        ("axis = vec2(0.0, -1.0);", "axis = vec2(0.0, 1.0);", "triangles upside down"),
        ("premultiplied(fill, thin)", "premultiplied(fill, 1.0)", "boxes thinner than a pixel"),
    ),
    *of(
        "shaders/curve.frag",
        CANVAS,
        ("own.x < before && own.x <= after", "true", "a curve laid twice at its joints"),
        ("stroke.w - away + 0.5", "stroke.w - away + 0.7", "a curve's edge"),
        (
            "abs(at - period * floor(at / max(period, 1e-6)) - stroke.y * 0.5)",
            "abs(at - period * floor(at / max(period, 1e-6)) - stroke.y * 0.25)",
            "where dashes lie",
        ),
    ),
    *of(
        "shaders/_canvas.glsl",
        CANVAS,
        (
            "vec4(straight.rgb, 1.0) * (straight.a * opacity)",
            "vec4(straight.rgb, straight.a * opacity)",
            "opacity not multiplied in",
        ),
    ),
    *of(
        "shaders/_wall.glsl",
        GALLERY,
        ("vec4(point.x, 0.0, point.y, 1.0)", "vec4(point.x, 0.0, -point.y, 1.0)", "the graph's upward axis"),
        (
            "mix(panels[panel].xy, panels[panel].zw, place)",
            "mix(panels[panel].xy, panels[panel].zw, place.yx)",
            "the graph's two axes",
        ),
    ),
    *of(
        "shaders/stroke.frag",
        GALLERY,
        ("stroke.z * 0.5 - stroke.y", "stroke.z * 5.0 - stroke.y", "the dashes of the slope"),
    ),
    *of("shaders/stroke.vert", GALLERY, ("kind.z * tall", "0.0", "dashes that begin anew at each joint")),
    *of(
        "shaders/plate.vert",
        GALLERY,
        ("box.zw);\n    vec2 center", "box.zy);\n    vec2 center", "a bar's height"),
    ),
    *of("shaders/plate.frag", GALLERY, ("border_color * rim + fill_color", "fill_color", "the outline of a dead bar")),
    *of(
        "shaders/background.frag",
        RENDERER,
        ("/ 1.4, 1.0)", "/ 1.2, 1.0)", "how far the ground's glow reaches"),
        ("fall *= 2.0 - fall;", "", "how the ground's glow falls"),
    ),
    *of(
        "shaders/picture.frag",
        RENDERER,
        ("texture(picture, place) * opacity", "texture(picture, place)", "how much of a picture is laid over another"),
    ),
    *of("shaders/picture.vert", RENDERER, ("1.0 - place.y", "place.y", "a picture laid upside down")),
    *of("shaders/_frame.glsl", RENDERER, ("viewport.y - frag_coord.y", "frag_coord.y", "the way up of films")),
)

SHADERS: tuple[Mutation, ...] = (*HILLS, *RUNS, *FIELDS, *PAGES)
