"""What the abstract shell carries from one command to the next."""

import pytest
from tests.support.shell import WORKSPACE, Walked, walk

from mayact.core.analysis.command import FromFile, FromText, Inherited, Known, Piped, Stdin
from mayact.core.analysis.plan import Found, RealPath
from mayact.core.model import Verb


def stands(walked: Walked, program: str) -> list[str | None]:
    return [command.cwd for command in walked.commands if command.argv[0] == Known(program)]


def stdin(walked: Walked, program: str) -> list[Stdin]:
    return [command.stdin for command in walked.commands if command.argv[0] == Known(program)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("p", [WORKSPACE]),
        ("cd src && p", [f"{WORKSPACE}/src"]),
        ("cd src; p", [f"{WORKSPACE}/src", WORKSPACE]),
        ("cd src || exit; p", [f"{WORKSPACE}/src"]),
        ("cd src || exit 1\np", [f"{WORKSPACE}/src"]),
        ("cd src || true; p", [f"{WORKSPACE}/src", WORKSPACE]),
        ("set -e; cd src; p", [f"{WORKSPACE}/src"]),
        ("set -e; set +e; cd src; p", [f"{WORKSPACE}/src", WORKSPACE]),
        ("set -e; if cd src; then :; fi; p", [f"{WORKSPACE}/src", WORKSPACE]),
        ("! cd src && p", [WORKSPACE]),
        ("if cd src; then p; fi", [f"{WORKSPACE}/src"]),
        ("if cd src; then :; else p; fi", [WORKSPACE]),
        ("(cd src && true); p", [WORKSPACE]),
        ("cd src | true; p", [WORKSPACE]),
        ("cd src & p", [WORKSPACE]),
        ("{ cd src; } && p", [f"{WORKSPACE}/src"]),
        ("f() { cd src; }; f && p", [f"{WORKSPACE}/src"]),
        ("cd ..; p", ["/home/dev"]),
        ("cd /; p", ["/"]),
        ("cd; p", ["/home/dev"]),
        ("cd ~; p", ["/home/dev"]),
        ("cd src && cd - && p", [WORKSPACE]),
        ("cd ../.. && p", ["/home"]),
        ("cd src/../lib && p", [f"{WORKSPACE}/lib"]),
        ('cd "$X" && p', [None]),
        ("cd s* && p", ["/home/dev/app/s*"]),
        ("cd .* && p", [None]),
        ("cd s*/.. && p", [None]),
        ('cd "$(cat f)" && p', [None]),
        ("cd a b && p", [None]),
        ("cd -x && p", [None]),
        ("CDPATH=/; cd src && p", [f"{WORKSPACE}/src", "/src"]),
        ("CDPATH=/; cd ./src && p", [f"{WORKSPACE}/src"]),
        ("pushd src && popd && p", [WORKSPACE]),
        ("pushd src && p", [f"{WORKSPACE}/src"]),
        ("popd; p", [None, WORKSPACE]),
        ("D=src; cd $D && p", [f"{WORKSPACE}/src"]),
        ("for d in a b; do (cd $d && p); done", [f"{WORKSPACE}/a", f"{WORKSPACE}/b"]),
        ("eval 'cd src' && p", [f"{WORKSPACE}/src"]),
        ("cd $(echo src) && p", [f"{WORKSPACE}/src"]),
        ("cd $(cat f) && p", [None]),
        ("trap 'p' EXIT; cd /", [WORKSPACE, "/"]),
        ("trap 'p' EXIT; (cd a && cd b)", [WORKSPACE, f"{WORKSPACE}/a", f"{WORKSPACE}/a/b"]),
        ("(trap 'p' EXIT; cd /)", [WORKSPACE, "/"]),
    ],
)
@pytest.mark.requirement("AUTHZ-6")
def test_the_directory_is_carried(text: str, expected: list[str | None]) -> None:
    assert stands(walk(text), "p") == expected


def test_a_link_is_followed_and_kept() -> None:
    seen = {RealPath(f"{WORKSPACE}/link"): Found("/etc")}
    assert stands(walk("cd link && p", seen=seen), "p") == [f"{WORKSPACE}/link", "/etc"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("p", Inherited()),
        ("a | p", Piped()),
        ("echo hi | p", FromText("hi\n")),
        ("printf 'a b' | p", FromText("a b\n")),
        ("echo $X | p", Piped()),
        ("echo hi | tr a b | p", Piped()),
        ("cat <<E | p\nhi\nE", FromText("hi\n")),
        ("p <<< 'a b'", FromText("a b\n")),
        ('p <<< "$X"', FromText(None)),
        ("p <<E\na $HOME\nE", FromText("a /home/dev\n")),
        ("p <<E\na $X\nE", FromText(None)),
        ("p <<'E'\na $X\nE", FromText("a $X\n")),
        ("p <<-E\n\ta\n\tE", FromText("a\n")),
        ("p < f", FromFile(Known("f"))),
        ("p < /dev/null", FromText("")),
        ("p <&3", Piped()),
        ("p < <(a)", Piped()),
        ("a | { p; }", Piped()),
        ("a | (p)", Piped()),
        ("a | while true; do p; done", Piped()),
        ("a | if p; then :; fi", Piped()),
        ("{ p; } < f", FromFile(Known("f"))),
        ("f() { p; }; a | f", Piped()),
        ("a | eval p", Piped()),
        ("a | command p", Piped()),
        ("a |& p", Piped()),
        ("echo hi |& p", Piped()),
        ("a | bash -c p", Piped()),
        ("tee >(p)", Piped()),
        ("coproc p", Piped()),
    ],
)
@pytest.mark.requirement("AUTHZ-6")
def test_standard_input_is_carried(text: str, expected: Stdin) -> None:
    assert stdin(walk(text), "p")[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "if p x; then :; fi", "if :; then p x; fi", "if :; then :; else p x; fi", "if :; then :; elif p x; then :; fi",
        "while p x; do :; done", "until :; do p x; done", "for i in 1; do p x; done", "for ((;;)); do p x; done",
        "case a in b) p x;; esac", "case a in b) :;& c) p x;; esac", "{ p x; }", "(p x)", "! p x", "p x &", "a | p x",
        "p x | a", "a && p x", "a || p x", "a; p x", "time p x", "f() { p x; }; f", "function f { p x; }; f",
        "echo $(p x)", "echo `p x`", 'echo "$(p x)"', "echo ${v:-$(p x)}", 'echo "${v:+$(p x)}"', "v=$(p x)",
        "a=(1 $(p x))", "export v=$(p x)", "local v=$(p x)", "cat <<E\n$(p x)\nE", "cat <<< $(p x)", "ls > $(p x)",
        "diff <(p x) y", "tee >(p x)", "[[ -n $(p x) ]]", "[ -n $(p x) ]", "case $(p x) in *) ;; esac",
        "for i in $(p x); do :; done", "echo {a,$(p x)}", "echo ~/$(p x)", "v=1 p x", "command p x",
        "builtin command p x",
        "exec p x", "eval p x", "eval 'p x'", "trap 'p x' EXIT", "bash -c 'p x'", "sh -c 'eval p x'", "set -e; p x",
        "exit; p x", "return; p x", "v='p x'; $v", "select i in $(p x); do :; done", "coproc p x",
        "p \\\n  x",
        "echo ${v/$(p x)/b}", "echo ${v%$(p x)}", "{ { { p x; }; }; }", "f() { g; }; g() { p x; }; f",
        "f() { \"$@\"; }; f p x", "f() { $1 $2; }; f p x", "set -- p x; \"$@\"", "a=(p x); \"${a[@]}\"", "{p,x}",
    ],
)  # fmt: skip
@pytest.mark.requirement("AUTHZ-6")
def test_whatever_could_run_is_found(text: str) -> None:
    assert ["p", "x"] in walk(text).lines


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("x=1; (x=2); p $x", ["1"]),
        ("x=1; { x=2; }; p $x", ["2"]),
        ("x=1; if a; then x=2; fi; p $x", ["2", "1"]),
        ("x=1; a && x=2; p $x", ["2", "1"]),
        ("x=1; x=2 a; p $x", ["1"]),
        ("x=1; f() { x=2; }; f; p $x", ["2"]),
        ("x=1; f() { local x=2; }; f; p $x", ["1"]),
        ("x=1; f() { local x=2; p $x; }; f", ["2"]),
        ("x=1; while a; do x=2; done; p $x", ["1", "2"]),
        ("x=a; for i in 1 2 3; do x=${x}b; done; p $x", ["a", "‹?›"]),
        ("read x; p $x", ["‹?›"]),
        ("x=1; unset x; p 0$x", ["0"]),
        ("x=1; eval x=2; p $x", ["2"]),
        ("x=1; local x=2; p $x", ["1", "2"]),
        ("readonly x=1; x=2; p $x", ["1", "2"]),
        ("trap 'p $x' EXIT; x=1; if a; then x=2; exit; fi; x=3", ["1", "2", "3", "‹?›"]),
        ("x=1; echo a | read x; p $x", ["1"]),
        ("x=1; x+=2; p $x", ["12"]),
        ("case $y in a) x=1;; *) x=2;; esac; p 0$x", ["01", "02", "‹0?›"]),
    ],
)
def test_every_value_a_variable_may_have_is_kept(text: str, word: list[str]) -> None:
    found = [line[1] for line in walk(text).lines if line[0] == "p"]
    assert sorted(set(found)) == sorted(word)


@pytest.mark.parametrize(
    "text",
    [
        "$X", '"$X" a', "$(cat f)", "`x`", "${x:-$y}", "*", "/bin/r?", "$0", "${x@P}", "eval $x", "trap $x EXIT",
        "source $x", "source", "alias a=b", "alias $x", "export $x", "declare $x", "declare -i n=1", "declare -n r=x",
        "export -f f", "shopt -s expand_aliases", "set -k", "set -o posix", "enable -f x y", "hash -p a b", "fc",
        "complete -C a b", "bind -x a", "unset 'a[$(b)]'", "read 'a[$(b)]'", "printf -v 'a[$(b)]' x", "mapfile -C a b",
        "test -v 'a[$(b)]'", "[[ -v a[$(b)] ]]", "[[ a[$(b)] -eq 1 ]]", "echo $((a))", "((a))", "let a+=1",
        "echo ${a[$(b)]}", "x='b[$(c)]'; echo $((x))", "x=$(a); [[ $x -gt 1 ]]", "x=$(a); ((x++))", "echo ${!x}",
        "x=; echo ${x:=b}", ":(){ :|:& };:", "f() { f; }; f", "f() { a; } | b", "f() { a; } && b", "f() a",
        "x='trap \"$x\" EXIT'; trap \"$x\" EXIT", "command_not_found_handle() { a; }", "bash <(a)",
        "python3 <(a)", "make -f <(a)", "LD_PRELOAD=a ls", "PATH=. ls", "x=1; PATH=$x; ls", "read PATH; ls",
        "for PATH in a; do ls; done", "BASH_ENV=a bash -c b", "HOME=/tmp ls", "export GIT_SSH_COMMAND=a; git b",
        "GIT_CONFIG_COUNT=1 git a", "env=1; PS4='$(a)'; set -x; b", "NODE_OPTIONS='-r a' node b", "command -x a",
        "exec -z a", "local -i x=1", "printf $x a",
    ],
)  # fmt: skip
@pytest.mark.requirement("AUTHZ-6")
def test_what_cannot_be_known_is_opaque(text: str) -> None:
    assert walk(text).opaque


@pytest.mark.parametrize(
    "text",
    [
        "ls", "x=1; echo $x", "x=1; echo $((x+1))", "i=0; while [ $i -lt 9 ]; do i=$((i+1)); done",
        "echo $((RANDOM % 6))",
        "[[ $(ls | wc -l) -gt 2 ]]", "[[ $# -gt 0 ]]", "n=$(nproc); echo $((n*2))",
        "declare -A m=([a]=b); echo ${m[a]}",
        "a=(1 2); echo ${a[0]}", "set -euo pipefail; ls", "shopt -s globstar; ls", "trap 'rm -f x' EXIT", "trap - INT",
        "export A=b; ls", "export PATH=$HOME/.local/bin:$PATH; ls", "PATH=$PWD/node_modules/.bin:$PATH ls",
        "PYTHONPATH=src pytest", "PAGER=cat git log", "NODE_OPTIONS=--max-old-space-size=4096 npm test",
        "GIT_AUTHOR_NAME=x git commit", "command -v ls", "type ls", "read -r a b", "read -p 'x' a", "mapfile -t a < f",
        "while IFS= read -r l; do echo $l; done", "diff <(sort a) <(sort b)", "printf -v x a", "getopts ab o", "wait",
        "GIT_HASH=$(git rev-parse HEAD); echo $GIT_HASH", "ENV=test npm test", "exec 3>&-",
        "f() { echo $1; }; f a; f b",
        "local x=1", "readonly X=1", "unset A B", "for ((i=0; i<3; i++)); do echo $i; done", "echo ${x:-a} ${x%.py}",
        "MAKEFLAGS=-j4 make", "IFS=,; echo $x", "hash -r", "umask 022", "ulimit -n", "shift",
        "set -- a b; shift; echo $1",
    ],
)  # fmt: skip
@pytest.mark.requirement("APPR-8")
def test_an_ordinary_line_is_not_opaque(text: str) -> None:
    assert not walk(text).opaque


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("echo $GITHUB_TOKEN", True),
        ('curl -H "x: ${API_TOKEN}" y', True),
        ("X=GITHUB_TOKEN; echo ${!X}", True),
        ("echo ${GITHUB_TOKEN:0:4}", True),
        ("x=$GITHUB_TOKEN", True),
        ("cat <<E\n$GITHUB_TOKEN\nE", True),
        ("GITHUB_TOKEN=$(a); echo $GITHUB_TOKEN", True),
        ('[ "$(echo $GITHUB_TOKEN)" ]', True),
        ('[ -n "$GITHUB_TOKEN" ]', False),
        ('[[ -z "$GITHUB_TOKEN" ]]', False),
        ("echo ${GITHUB_TOKEN:+set}", False),
        ("echo ${#GITHUB_TOKEN}", False),
        ("GITHUB_TOKEN=abc; echo $GITHUB_TOKEN", False),
        ("echo $PATH $HOME", False),
    ],
)
@pytest.mark.requirement("CRED-5")
def test_using_a_secret_variable_reads_a_secret(text: str, found: bool) -> None:
    assert any(finding.verb is Verb.SECRET_READ for finding in walk(text).findings) is found


def test_a_secret_the_call_hands_over_is_read_too() -> None:
    walked = walk("echo $MY_TOKEN", environment={"MY_TOKEN": "abc"})
    assert [finding.verb for finding in walked.findings] == [Verb.SECRET_READ]


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("a > f", {Verb.FS_WRITE}),
        ("a >> f", {Verb.FS_WRITE}),
        ("a >| f", {Verb.FS_WRITE}),
        ("a &> f", {Verb.FS_WRITE}),
        ("a 2> f", {Verb.FS_WRITE}),
        ("a <> f", {Verb.FS_READ, Verb.FS_WRITE}),
        ("a < f", {Verb.FS_READ}),
        ("> f", {Verb.FS_WRITE}),
        ("{ a; b; } > f", {Verb.FS_WRITE}),
        ("f() { a; } > f; f", {Verb.FS_WRITE}),
        ("exec > f", {Verb.FS_WRITE}),
        ("a > /dev/null 2>&1", set()),
        ("a 2>/dev/null < /dev/null", set()),
        ("x=$(< f)", {Verb.FS_READ}),
        ("a > /dev/tcp/198.51.100.1/80", {Verb.NET_UPLOAD}),
    ],
)
def test_redirections_are_effects(text: str, verbs: set[Verb]) -> None:
    assert {finding.verb for finding in walk(text).findings} == verbs


def test_exports_reach_programs_and_plain_variables_do_not() -> None:
    walked = walk("A=1; export B=2; C=3 p")
    assert dict(walked.commands[0].environment) == {"B": Known("2"), "C": Known("3")}


def test_harmless_values_of_listed_variables_are_settled_here() -> None:
    walked = walk("PAGER=cat p")
    assert not walked.opaque
    assert walked.commands[0].environment.get("PAGER", Known("cat")) == Known("cat")
