"""A line is read as ours only when it is, letter for letter, what mayact writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.core.doctor.lines import first_word, only_watches, read_line, written
from mayact.core.wire.hooks.clients import CODECS
from mayact.core.wire.hooks.observing import observing_command
from mayact.core.wire.hooks.setup import HookSetup, Moment, closing_command, hook_command

_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
_SETUPS = st.builds(
    HookSetup,
    python=_TEXT.map(lambda text: f"/{text}"),
    script=_TEXT.map(lambda text: f"/{text}/agent_hook.py"),
    socket=_TEXT.map(lambda text: f"/{text}"),
    owner=st.integers(0, 2**31),
    keep=st.lists(st.from_regex(r"[A-Z_]{1,8}", fullmatch=True), max_size=3).map(tuple),
    wait_s=st.integers(0, 100),
)
MOMENTS: tuple[Moment, ...] = ("before", "after")


@pytest.mark.requirement("BOUND-4")
@given(_SETUPS, st.sampled_from(sorted(CODECS)), st.sampled_from(MOMENTS), st.booleans())
def test_what_is_written_is_read(setup: HookSetup, codec: str, moment: Moment, closing: bool) -> None:
    text = (closing_command if closing else hook_command)(setup, codec, moment)
    line = read_line(text)
    assert line is not None
    assert (line.setup, line.codec, line.moment) == (setup, codec, moment)


@pytest.mark.requirement("BOUND-4")
@given(_SETUPS, st.text(min_size=1, max_size=12), st.floats(0, 1), st.booleans())
def test_a_line_that_anything_was_put_into_is_never_run_as_another(
    setup: HookSetup, more: str, share: float, closing: bool
) -> None:
    """Whatever is read back writes exactly the text that was read: nothing in it went unseen."""
    text = (closing_command if closing else hook_command)(setup, "codex", "before")
    at = int(len(text) * share)
    changed = text[:at] + more + text[at:]
    line = read_line(changed)
    assert line is None or changed in written(line)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "true # agent_hook.py",
        "rm -rf / ; /usr/bin/python3 -I -S /x/agent_hook.py codex before /run/a.sock 0 65",
        "/usr/bin/python3 -I -S /x/agent_hook.py codex before /run/a.sock 0 65; true",
        "/usr/bin/python3 -I -S /x/agent_hook.py codex before /run/a.sock 0 65 || true",
        "/usr/bin/python3 -S /x/agent_hook.py codex before /run/a.sock 0 65",
        "/usr/bin/python3 -I -S /x/agent_hook.py nobody before /run/a.sock 0 65",
        "/usr/bin/python3 -I -S /x/agent_hook.py codex before /run/a.sock 0 x",
        "/usr/bin/python3  -I -S /x/agent_hook.py codex before /run/a.sock 0 65",
        "/usr/bin/python3 -I -S /x/$(id)agent_hook.py codex before /run/a.sock 0 65",
        "/bin/sh -c '/usr/bin/python3 -I -S /x/agent_hook.py codex before /run/a.sock 0 65 || true'",
        "/usr/bin/python3 -I -S /x/agent_hook.py codex before /run/a.sock 0 9999",
        "'unclosed",
    ],
)
@pytest.mark.requirement("BOUND-4")
def test_anything_else_is_not_ours(text: str) -> None:
    assert read_line(text) is None
    assert not only_watches(text)


@given(_SETUPS, st.text(min_size=1, max_size=12), st.floats(0, 1))
def test_a_line_that_only_watches_is_no_other(setup: HookSetup, more: str, share: float) -> None:
    text = observing_command(setup, "codex")
    assert only_watches(text)
    assert read_line(text) is None
    at = int(len(text) * share)
    changed = text[:at] + more + text[at:]
    assert not only_watches(changed) or read_line(changed) is None


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("TOKEN=s3cret /opt/x/guard --key abc", "guard"),
        ("curl -H 'Authorization: Bearer s3cret' https://example.org", "curl"),
        ("'s3cret key'", "?"),
        ("$(cat key)", "?"),
        ("'", "a line that no shell reads"),
        ("", "nothing"),
    ],
)
def test_of_another_line_only_the_program_is_shown(text: str, shows: str) -> None:
    assert first_word(text) == shows
