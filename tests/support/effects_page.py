"""`docs/effects.md`, written from the code it describes. `python -m tests.support.effects_page > docs/effects.md`."""

from collections.abc import Mapping

from mayact.core.analysis.risk import TABLE
from mayact.core.canonical import Json
from mayact.core.policy.schema import FACTS

_HEAD = """# Effects

What a tool call would do is a list of effects: a **verb**, a **resource**, and **facts** about it. Risk and
reversibility follow from these by one table. This page is written from the code; a test keeps them the same.

## Verbs, risk and reversibility

The first row of a verb that fits decides. A row fits only on facts that are known, so what is not known falls to the
last row. In brackets: facts that only this table uses. A secret that is read beside something that leaves the machine
makes the second one critical and irreversible, whatever its row says.

| verb | when | risk | reversibility | in words |
|---|---|---|---|---|
"""

_KINDS = """
## Resources and facts

| kind | resource is written |
|---|---|
| file | absolute, normalised path; a set ends in `*`, and `/*` is any file |
| ref | `REMOTE:REF`; the remote by name or address, without a password; `*`: not known |
| host | `host` or `host:port`, lower case; `*`: not known; the name of a service whose address was not looked at |
| program | its name, or the path of the script that runs |
| package | `registry:name`; `*`: what the project's own files name |
| system | what is administered: `postgres:HOST/DB`, `kubernetes`, `systemd` |
| thing | anything else: whose token, which process; `code` of an opaque effect |

A fact that is absent is not known, and policy reads the worst case in its place (the default below).

| kind | fact | worst case | meaning |
|---|---|---|---|
"""

_TAIL = """
## How commands become effects

- Looking at names only (`ls`, `find` without an action, `git status`) has no effect; reading content is `fs.read`.
- A secret that is read is `secret.read` beside the `fs.read`; a set or a tree counts when a secret could be in it.
- A force push (`--force`, `--force-with-lease`, `+ref`, `--mirror`, `:ref`, `--delete`) is `git.push` and
  `git.force_push`.
- A push of a ref that is known says what it adds to what the remote was last seen to have: every commit counts, also
  what a later one takes out again. Lines are counted as sets, so that one that only moves counts as neither. A secret
  in a test's file counts as the likeness of one. Where the same call does anything that could change the repository,
  where tags or submodules go along, or where it is too much (1,000 files, 2,000 commits), only a secret that was found
  is said.
- A wrapper (`sudo`, `env`, `xargs`, `timeout`, `find -exec`, `bash -c` …) has the effects of what it runs.
- Code of the repository behind a well-known runner (`make`, `npm test`, `pytest`) is `exec.run` with trust
  `repository`; a script that is named is the same with its path, pinned when it could be read; code from outside the
  repository has trust `unknown`, but `shown` where the call itself writes it, or the source that it is compiled from,
  and the analyser read that without doubt.
- What every shell of the person starts with (`~/.bashrc`, `~/.cargo/env`, `~/.nvm/nvm.sh`) is `exec.run` with trust
  `configured` where a call sources it, and `sys.persist` where one writes it. What enters an environment of the work
  tree (`.venv/bin/activate`) stands with the programs of that environment.
- What a compiler of the call makes in a temporary place, from files of the work tree alone, is a script of the
  repository where it only runs when the compiler succeeded. Git in a directory that `mktemp -d` made for the call has
  trust `well-known` where only git and text of the call came there.
- A token that a service of this machine gave to the call is a `secret.read` only where something of the call leaves
  this machine.
- What git itself starts is said where it was looked for: a hook of the clone, and a program that the clone's or the
  person's settings name for that subcommand, is `exec.run` with trust `configured`; `well-known` where the value is
  what git is commonly told; a hook in the work tree is a script of the repository; one in a temporary directory has
  trust `unknown`. The pin `git.programs:…` binds them. From the text of a command alone nothing is added.
- What a call itself puts among that code before it runs is not the repository's: decoded, fetched, spelled out or
  brought from outside it is `opaque`; another version of it, a change that can hold no code, or source in Rust, Go,
  Java, TypeScript or JavaScript that can only compute (`shell/written/source.py`), is a script that runs.
- What a call writes down and then uses counts as said on the command line: a registry or index that packages come from
  (`index` is then `other`), and what of the machine a container may reach (`priv.escalate`). A variable that tells a
  program where to put what it makes (`OUT_DIR`, `LOG_FILE`) is a write there when that lies outside the repository, and
  a deletion where the task cleans.
- Stopping, replacing or shadowing what is called like the guard (a service, a container, a package, a function, its
  variables) is `guard.tamper`, whoever does it.
- What a call writes into something that starts by itself (build logic, a pipeline, a hook, an agent's instructions) is
  `sys.persist` where its text spells out that something is fetched and run, that secrets are sent, or that a home
  goes. What switches the checks of a repository off (`git config core.hooksPath /dev/null`, the settings of a scanner)
  is a change of its pipeline or hooks; `guard.tamper` is said of the guard alone.
- A program, option or text that is not understood is `opaque`, never nothing.
- A path is judged as it is written and, when it is a link, also as where it leads.
"""


def _when(facts: Mapping[str, tuple[Json, ...]]) -> str:
    parts = []
    for key, allowed in facts.items():
        values = " or ".join("yes" if value is True else "no" if value is False else str(value) for value in allowed)
        parts.append(f"({key[1:]}: {values})" if key.startswith("_") else f"{key}: {values}")
    return "; ".join(parts) or "otherwise"


def page() -> str:
    """The whole page."""
    lines = [_HEAD]
    for verb, rows in TABLE.items():
        for row in rows:
            cells = (verb.value, _when(row.when), row.risk.value, row.reversibility.value, row.why)
            lines.append(f"| {' | '.join(cells)} |\n")
    lines.append(_KINDS)
    for kind, facts in FACTS.items():
        for fact in facts:
            whole = "all of them" if isinstance(fact.default, tuple) else f"`{str(fact.default).lower()}`"
            default = "optional" if fact.default is None else whole
            lines.append(f"| {kind} | {fact.name} | {default if fact.default != '' else 'empty'} | {fact.means} |\n")
    lines.append(_TAIL)
    return "".join(lines)


if __name__ == "__main__":
    print(page(), end="")
