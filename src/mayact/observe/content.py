"""Looking into a file whose content is about to leave: which classes of data, never which data.

Law: a bounded part of a regular file is read, with the rights of whoever asks; the answer is words of a closed list.
What is compressed, encrypted or too long is `unscanned`. It refuses to know where the content goes.
"""

import json

from mayact.core.analysis.content.scan import Content, Patterns, Scan, heaviest, scan
from mayact.core.analysis.plan import Answer, Found, Missing, Unavailable
from mayact.core.limits import MAX_LOOK_BYTES
from mayact.observe.files import read_start, why


def content_of(path: str, patterns: str) -> Answer:
    """The answer to `plan.ContentOf`."""
    try:
        raw = read_start(path, limit=MAX_LOOK_BYTES)
        found = scanned(raw, read_patterns(patterns))
    except (FileNotFoundError, NotADirectoryError):
        return Missing()
    except (OSError, ValueError) as error:
        return Unavailable(why(error) if isinstance(error, OSError) else "its name or the question cannot be read")
    return Found(" ".join((found.scan.value, *found.classes)))


def scanned(raw: bytes, patterns: Patterns) -> Content:
    """What `raw`, of which one byte more than is looked at is enough, holds."""
    # UTF-16 and binary files: text between zero bytes can be read, but that nothing was found in them says nothing.
    readable = b"\0" not in raw and len(raw) <= MAX_LOOK_BYTES
    text = raw[:MAX_LOOK_BYTES].replace(b"\0", b"").decode("utf-8", "replace")
    found = scan(text, patterns)
    return found if readable else heaviest((found, Content(Scan.UNSCANNED)))


def read_patterns(patterns: str) -> Patterns:
    """The patterns of a question. Raises `ValueError`."""
    said = json.loads(patterns) if patterns else []
    if not isinstance(said, list) or not all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(text, str) for text in pair) for pair in said
    ):
        raise ValueError("it is no list of patterns")
    return tuple((pair[0], pair[1]) for pair in said)
