"""A home with a settings file, whose log is in a file or a database and moves between the two."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.support.postgres import Home
from tests.support.store import LOG_KEY, LOG_VERIFIER, Scenario, governed, run_once

from mayact.config.change import changed, write_settings
from mayact.config.settings import parse_settings, settings_template
from mayact.core.errors import MayactError
from mayact.store.choose import LogStore, open_store, place_of
from mayact.store.transfer import Moved, move_to_postgres
from mayact.store.transfer_back import move_to_file


@dataclass(frozen=True)
class Installation:
    """A home with a settings file, as the gate and `mayact migrate` see it."""

    root: Path
    url: str

    @property
    def database(self) -> str:
        return str(self.root / "state" / "mayact.db")

    @property
    def settings_file(self) -> Path:
        return self.root / "mayact.toml"

    @property
    def home(self) -> Home:
        return Home(self.root, self.url)

    def open(self) -> LogStore:
        """What `mayact up` opens."""
        said = parse_settings(self.settings_file.read_bytes())
        return open_store(
            place_of(self.database, url=said.store_url, password_file=""),
            beside=self.database,
            key=LOG_VERIFIER,
            sign=LOG_KEY.sign,
            anchor=self.home.anchor,
        )

    def switch(self, url: str) -> None:
        raw = self.settings_file.read_bytes()
        write_settings(str(self.settings_file), changed(raw, {"store.url": url}))

    def move(self, progress: Callable[[str, int, int], None] = lambda *_: None) -> Moved:
        return move_to_postgres(
            self.database,
            self.home.place,
            key=LOG_VERIFIER,
            sign=LOG_KEY.sign,
            anchor=self.home.anchor,
            switch=lambda: self.switch(self.url),
            progress=progress,
        )

    def move_back(self, progress: Callable[[str, int, int], None] = lambda *_: None) -> Moved:
        return move_to_file(
            self.home.place,
            self.database,
            key=LOG_VERIFIER,
            sign=LOG_KEY.sign,
            anchor=self.home.anchor,
            switch=lambda: self.switch(""),
            progress=progress,
        )


def begun(root: Path, url: str) -> tuple[Installation, Scenario]:
    """An installation on SQLite with two actions behind it and one approval that is not spent yet."""
    root.mkdir(exist_ok=True)
    made = Installation(root, url)
    made.settings_file.write_text(settings_template(LOG_VERIFIER.name))
    with made.open() as store:
        scenario = governed(store)
        run_once(store, scenario, 1)
        run_once(store, scenario, 2)
        store.append([scenario.opened(3), scenario.answered("req-3")])
    return made, scenario


def works(place: Installation) -> bool:
    """Whether the installation opens as configured; what it says then verifies."""
    try:
        with place.open() as store:
            store.append([Scenario().started()])
            return True
    except MayactError:
        return False


def on_the_other_side(place: Installation, root: Path) -> Installation:
    """A home whose settings name the database by hand, with copies of everything but the old store."""
    other = Installation(root, place.url)
    root.mkdir()
    other.settings_file.write_bytes(changed(settings_template(LOG_VERIFIER.name).encode(), {"store.url": place.url}))
    place.home.beside(root)
    return other
