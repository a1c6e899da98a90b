"""What a rule can oblige a boundary to do: a closed list.

Law: an obligation is a word from this list; a boundary that cannot enforce it refuses the action. An unknown word is
a load error, never an obligation that nobody understands. Wire format: a word may be added, never change its meaning.
"""

from types import MappingProxyType
from typing import Final

OBLIGATIONS: Final = MappingProxyType(
    {
        "lane:read": "run it in the read lane: nothing it could change is reachable",
        "lane:write": "run it in the write lane: no publishing credential is reachable",
        "lane:deploy": "run it in the deploy lane, apart from the agent's files",
        "network:none": "run it without any network",
        "redact:secrets": "take secrets out of what comes back before the agent sees it",
        "redact:pii": "take personal data out of what comes back before the agent sees it",
    }
)
"""Word → what the boundary must do."""
