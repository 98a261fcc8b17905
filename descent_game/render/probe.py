"""What the machine's GL says of itself, asked in a context that someone else has opened."""

import moderngl


def describe() -> dict[str, str]:
    """Returns `vendor`, `renderer` and `version` of the GL context that is current in this process.

    It makes moderngl's context of it, of which a process has one: ask in a process of its own. Raises what moderngl
    raises where no context is current or it is older than GL 3.3.
    """
    context = moderngl.create_context(require=330)
    return {name: str(context.info[f"GL_{name.upper()}"]) for name in ("vendor", "renderer", "version")}
