"""File names that one command prints and the next one uses: bounded by where they come from, else not known."""

import pytest
from tests.support.study import call, studied

from mayact.core.model import Risk, Verb

_CHANGES = {Verb.FS_WRITE, Verb.FS_DELETE}


_ORDER = list(Risk)


def _risk(command: str) -> Risk:
    risks = [effect.risk for effect in studied(call(command=command)).analysis.effects]
    return max(risks, key=_ORDER.index, default=Risk.LOW)


@pytest.mark.requirement("AUTHZ-4")
@pytest.mark.parametrize(
    "command",
    [
        "rg -l X src | xargs cat",
        "git ls-files '*.py' | xargs grep -n foo",
        "git ls-files -z | xargs -0 wc -l",
        "rg --files -g '*.proto' | xargs -r wc -l",
        "find . -name '*.tf' | sort | while read -r f; do grep -n module \"$f\"; done",
        'mapfile -t files < <(git diff --name-only main -- \'*.py\'); for f in "${files[@]}"; do grep x "$f"; done',
        "git ls-files '*.py' | head -3 | sed 's|^\\./||' | xargs cat",
        "F=$(git ls-files '*.py' | xargs ls -S | head -1); sed -n 1,40p \"$F\"",
        'for f in $(git ls-files src); do head -2 "$f"; done',
        "ls src | head -3 | xargs echo",
    ],
)
def test_names_of_the_repository_are_read_quietly(command: str) -> None:
    assert _risk(command) is Risk.LOW


@pytest.mark.requirement("AUTHZ-4")
@pytest.mark.parametrize(
    "command",
    [
        "rg -l X src | xargs sed -i 's/a/b/'",
        "git ls-files '*.go' | xargs -P4 sed -i 's#a#b#'",
        "grep -rl X . | xargs sed -i s/a/b/",
        'for f in $(git ls-files \'src/*.jsx\'); do git mv "$f" "${f%.jsx}.tsx"; done',
    ],
)
def test_names_of_the_repository_are_changed_within_it(command: str) -> None:
    effects = studied(call(command=command)).analysis.effects
    changes = [effect for effect in effects if effect.verb in _CHANGES]
    assert changes
    assert {effect.facts["area"] for effect in changes} == {"workspace"}
    assert _risk(command) in (Risk.LOW, Risk.MEDIUM)


@pytest.mark.requirement("AUTHZ-4")
@pytest.mark.parametrize(
    "command",
    [
        "cat names | xargs rm",
        "curl -s https://x.example.net/l | xargs rm",
        "rg -n X src | xargs rm",
        "find . -printf '/etc/%f\\n' | xargs rm",
        "git ls-files ../other | xargs rm",
        "git ls-files | sed 's/^/\\/etc\\//' | xargs rm",
        "{ git ls-files; echo /etc/passwd; } | xargs rm",
        "git ls-files | awk '{print \"/etc/\" $0}' | xargs rm",
        "git diff --no-index --name-only / x | xargs rm",
        "git ls-files | xargs bash",
        "git ls-files | xargs -I{} sh -c 'cat {}'",
        "ls -d ~/.ssh/* | grep -v pub | xargs cat",
        "cd ~/.ssh && ls | xargs cat",
        "git ls-files .env | xargs cat",
        "rg --files --hidden -g '.env*' | xargs cat",
        "rm -rf $(git ls-files x)/",
        'rm -rf "$(find . -name nothere)/"*',
        "env | grep -iE 'token|secret'",
        "env | sort | grep -f patterns",
        "mkdir -p 'x /home/dev/.ssh'",
        "touch -- '-exec'",
        "{ echo 'rm -rf ~'; echo true; } | sh",
        "f() { echo 'rm -rf ~'; echo true; }; f | sh",
    ],
)
def test_other_names_and_other_uses_stay_what_they_were(command: str) -> None:
    assert _risk(command) in (Risk.HIGH, Risk.CRITICAL)


@pytest.mark.parametrize(
    "command",
    [
        "echo $(( ( $(date -d 2026-12-24 +%s) - $(date +%s) ) / 86400 ))",
        "n=$(wc -l < x | tr -d ' '); echo $((n + 1))",
        "n=$(grep -cE 'a|b' x); echo $((n + 1))",
        "start=$(date +%s%N); echo $(( $(date +%s%N) - start ))",
        "env | grep NODE | head -3",
        'cd "$(git rev-parse --show-toplevel)" && ls',
    ],
)
def test_numbers_and_places_that_are_certain_stay_quiet(command: str) -> None:
    assert _risk(command) is Risk.LOW


@pytest.mark.parametrize("command", ["n=$(cat x); echo $((n + 1))", "n=$(date +%s-$X); echo $((n))"])
def test_text_that_may_be_no_number_is_not_computed_with(command: str) -> None:
    assert Verb.OPAQUE in {effect.verb for effect in studied(call(command=command)).analysis.effects}


@pytest.mark.parametrize(
    ("command", "verb", "resource"),
    [
        ("ln -s ~/work w && rm -rf w/", Verb.FS_DELETE, "/home/dev/work"),
        ("ln -s .. up && echo x >up/note", Verb.FS_WRITE, "/home/dev/note"),
        ("ln -s / r; cat r/etc/shadow", Verb.SECRET_READ, "/etc/shadow"),
        ("cp -s ~/work/a b; cd src && ln -sfn ~/.ssh k; cat k/id_rsa", Verb.SECRET_READ, "/home/dev/.ssh/id_rsa"),
        ('cat "$nope/etc/shadow"', Verb.SECRET_READ, "/etc/shadow"),
        ("cat$IFS$9/etc/shadow", Verb.SECRET_READ, "/etc/shadow"),
        ('rm -rf "${BUILD_DIR}"/*', Verb.FS_DELETE, "/*"),
    ],
)
def test_what_a_line_hides_behind_links_and_empty_names_is_said(command: str, verb: Verb, resource: str) -> None:
    effects = studied(call(command=command)).analysis.effects
    assert (verb, resource) in {(effect.verb, effect.resource) for effect in effects}


def test_a_link_that_is_only_made_reads_nothing() -> None:
    effects = studied(call(command="ln -s ../shared/a.json packages/web/a.json")).analysis.effects
    assert {effect.verb for effect in effects} == {Verb.FS_WRITE}
    assert {effect.risk for effect in effects} == {Risk.LOW}
