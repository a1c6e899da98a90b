"""Names that are one file on some file system, as one text: what differs only so from a protected name counts as it.

Law: only for comparing with tables of names, where counting too much is safe; never for saying where a file is, and
never to find that two files are the same. Folded: case, width and other compatible forms (APFS, NTFS, ext4 with
casefold), characters that some file systems ignore (CVE-2014-9390), dots and blanks at the end of a name, streams and
short names (NTFS), and the second names of directories (macOS, proc(5)).
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_TRAILING: Final = re.compile(r"(?<=[^/ .])[ .]+(?=/|\Z)")
_STREAM: Final = re.compile(r":{1,2}(?:\$[a-z_]+)?(?=/|\Z)|::\$[a-z_]+")
_SHORT: Final = re.compile(r"(?<=/)git~[1-4](?=/|\Z)")
_OTHER_NAMES: Final = re.compile(
    # The root of another process is usually this very root; the data volume and /private hold what / shows.
    r"\A(?:/proc/[^/]+/(?:task/[^/]+/)?root(?=/)|/system/volumes/data(?=/)|/private(?=/(?:etc|var|tmp)(?:/|\Z)))+"
)


@lru_cache(maxsize=4096)
def folded(path: str) -> str:
    """`path` (absolute, normalised) as it is compared with tables of names."""
    if path.isascii():
        low = path.lower()
    else:
        kept = "".join(ch for ch in path if unicodedata.category(ch) != "Cf")
        low = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", kept).casefold())
    if "~" in low:
        low = _SHORT.sub(".git", low)
    if ":" in low:
        low = _STREAM.sub("", low)
    if "." in low or " " in low:
        low = _TRAILING.sub("", low)
    return _OTHER_NAMES.sub("", low) or "/"
