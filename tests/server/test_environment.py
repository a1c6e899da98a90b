"""What a guarded command keeps of its caller's environment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayact.core.errors import InvalidInput, LimitExceeded
from mayact.core.wire.environment import MAX_VALUE_CHARS, completed, kept

HOSTILE = (
    "LD_PRELOAD", "LD_LIBRARY_PATH", "BASH_ENV", "ENV", "PROMPT_COMMAND", "PS4", "SHELLOPTS", "IFS",
    "GIT_SSH_COMMAND", "GIT_CONFIG_COUNT", "GIT_DIR", "GIT_EXEC_PATH", "PYTHONPATH", "PYTHONSTARTUP", "NODE_OPTIONS",
    "PERL5OPT", "RUBYOPT", "BASH_FUNC_ls%%", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "EDITOR", "PAGER", "MAYACT_HOME",
    "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN",
)  # fmt: skip


@pytest.mark.requirement("BOUND-3")
@pytest.mark.parametrize("name", HOSTILE)
def test_variables_that_change_what_runs_do_not_reach_it(name: str) -> None:
    assert kept({name: "x", "PATH": "/bin"}) == {"PATH": "/bin"}
    with pytest.raises(InvalidInput) as refused:
        completed({name: "x"}, home="/h", user="u", cwd="/w")
    assert refused.value.field == "environment"


@pytest.mark.parametrize("name", ["HOME", "USER", "LOGNAME", "PWD"])
def test_what_the_gate_observes_is_not_the_callers_to_say(name: str) -> None:
    assert kept({name: "/root/.ssh"}) == {}
    with pytest.raises(InvalidInput):
        completed({name: "/root/.ssh"}, home="/h", user="u", cwd="/w")
    assert dict(completed({}, home="/h", user="u", cwd="/w")) == {
        "HOME": "/h",
        "USER": "u",
        "LOGNAME": "u",
        "PWD": "/w",
    }


def test_configuration_adds_names() -> None:
    assert kept({"MY_FLAG": "1"}, extra={"MY_FLAG"}) == {"MY_FLAG": "1"}
    assert ("MY_FLAG", "1") in completed({"MY_FLAG": "1"}, home="/h", user="u", cwd="/w", extra={"MY_FLAG"})


def test_bounds() -> None:
    assert kept({"PATH": "x" * (MAX_VALUE_CHARS + 1), "LANG": "a\0b"}) == {}
    with pytest.raises(LimitExceeded):
        completed({"PATH": "x" * (MAX_VALUE_CHARS + 1)}, home="/h", user="u", cwd="/w")
    with pytest.raises(LimitExceeded):
        completed({f"LC_{n}": "x" for n in range(200)}, home="/h", user="u", cwd="/w")


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=8))
def test_whatever_is_sent_completes_to_one_sorted_form(environ: dict[str, str]) -> None:
    whole = completed(kept(environ), home="/h", user="u", cwd="/w")
    assert list(whole) == sorted(set(whole))
    assert len({name for name, _ in whole}) == len(whole)
