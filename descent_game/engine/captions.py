"""The sentences of a script: which texts can be shown."""

from __future__ import annotations

import unicodedata

LONGEST = 2000
"""Letters of the longest caption; no page has room for as many."""
KEPT = "\n\u00ad\u200b\u200c\u200d\u200e\u200f"
"""Signs without a shape that some languages need: a line's end, a soft hyphen, joiners, breaks, directions."""
SHAPELESS = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Unicode's categories of signs that steer a text, and are none of it."""


def sentence(text: str, where: str = "") -> str:
    """Returns a text that can be shown: it has something to see, and nothing that steers; raises ValueError.

    What is raised begins with `where`.
    """
    if len(text) > LONGEST:
        raise ValueError(f"{where}expected at most {LONGEST} letters, found {len(text)}")
    for sign in text:
        if unicodedata.category(sign) in SHAPELESS and sign not in KEPT:
            raise ValueError(f"{where}expected letters and line ends, found the sign U+{ord(sign):04X}")
    if not any(unicodedata.category(sign)[0] in "LNPS" for sign in text):
        raise ValueError(f"{where}expected something to see, found {text!r}")
    return text
