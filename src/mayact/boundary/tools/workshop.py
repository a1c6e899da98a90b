"""One use of one tool, from the model's words to the result: which place, which call, which deed.

Law: the place, the directory and the texts that the gate was asked about are the ones that are used; each use is
exactly one call. Whatever goes wrong before the permit is spent, nothing was done, and that is said.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from mayact.boundary.exec.main import Place
from mayact.boundary.exec.session import Ready, Stated
from mayact.boundary.tools import commands, fetching, files, searching
from mayact.boundary.tools.asking import Doing, Turn, done, permitted
from mayact.boundary.tools.places import placed
from mayact.boundary.tools.result import Refused, Result, refused
from mayact.core.errors import InvalidInput, MayactError, shown
from mayact.core.wire.environment import kept
from mayact.core.wire.tools import Edit, Fetch, Git, Read, Search, Shell, Use, Write, call_of, use_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """`work`: the work tree, absolute and without links. `options`: where the gate is, for `mayact exec`."""

    place: Place
    work: str
    environ: Mapping[str, str]
    options: tuple[str, ...] = ()
    agent: str = ""

    def use(self, name: str, arguments: Mapping[str, Any], turn: Turn) -> Result:
        """Never raises for what a model or a gate says."""
        try:
            return self._use(use_of(name, arguments), turn)
        except Refused as stop:
            return Result(notes=(stop.text,), failed=True)
        except MayactError as error:
            return refused(error)
        except OSError as error:
            return refused(InvalidInput(f"it failed: {error.strerror}", hint="nothing was done"))

    def _use(self, use: Use, turn: Turn) -> Result:
        match use:
            case Shell() | Git():
                return self._command(use, turn)
            case Read():
                place = placed(use.path, base=self.work)
                return self._done(use, place, lambda _: lambda: files.shown_file(use, place), turn)
            case Write():
                place = placed(use.path, base=self.work)
                draft = files.Draft(place=place, raw=_bytes(use.content))
                return self._done(use, place, lambda _: lambda: files.written(draft), turn)
            case Edit():
                return self._edit(use, placed(use.path, base=self.work), turn)
            case Search():
                place = placed(use.path or ".", base=self.work)
                pattern = searching.pattern_of(use)
                return self._done(
                    use, place, lambda ready: lambda: searching.found(use, pattern, place, home=ready.call.home), turn
                )
            case Fetch():
                url = fetching.spelled(use.url)
                return self._done(use, url, lambda _: lambda: fetching.fetched(use, url, environ=self.environ), turn)
            case _:
                assert_never(use)

    def _edit(self, use: Edit, place: str, turn: Turn) -> Result:
        _bytes(use.new)
        before = files.look(place)

        def prepared(_ready: Ready) -> Doing:
            # Only now: whether the old text is there is nothing for whoever may not touch the file.
            draft = files.edit_of(use, place, before)
            return lambda: files.written(draft)

        return self._done(use, place, prepared, turn)

    def _done(self, use: Use, place: str, prepare: Callable[[Ready], Doing], turn: Turn) -> Result:
        tool, arguments = call_of(use, place=place, is_directory=isinstance(use, Search) and os.path.isdir(place))
        stated = Stated(tool=tool, arguments=arguments, cwd=self.work, environment={}, agent=self.agent)
        ready = permitted(stated, self.place, turn)
        return done(ready, prepare(ready), self.place, turn)

    def _command(self, use: Shell | Git, turn: Turn) -> Result:
        directory = os.path.realpath(os.path.join(self.work, use.directory))
        if not os.path.isdir(directory):
            raise InvalidInput(f"{shown(directory)} is no directory", hint="nothing ran", field="directory")
        tool, arguments = call_of(use, place=directory)
        environment = kept(self.environ, extra=self.place.keep)
        stated = Stated(tool=tool, arguments=arguments, cwd=directory, environment=environment, agent=self.agent)
        ready = permitted(stated, self.place, turn)
        if turn.stop.is_set():
            raise Refused("mayact: cancelled; nothing has run")
        return commands.ran(
            ready.token,
            options=self.options,
            environ=self.environ,
            timeout_s=float(use.timeout_seconds),
            stop=turn.stop,
        )


def _bytes(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise InvalidInput("the text is not utf-8", hint="nothing was written") from None
