"""A source text and where it lies.

Law: data. What lies outside the repository may use nothing that lies beside it, for nobody vouches for that.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    path: str
    """Absolute."""
    text: str
    workspace: str

    @property
    def inside(self) -> bool:
        """Whether it lies in the repository."""
        return self.path.startswith(f"{self.workspace.rstrip('/')}/")

    @property
    def below(self) -> str:
        """The path below the repository; empty outside of it."""
        return self.path[len(self.workspace.rstrip("/")) + 1 :] if self.inside else ""
