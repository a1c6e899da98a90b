"""gh, glab, tea and hub: each subcommand is an operation of the host's API, by the same catalogue as `curl`'s.

Law: what a subcommand does is what the operation it stands for does; which repository is only known where the line
names it. A subcommand that no row names is opaque. It refuses to know what operations do (`hosts`).
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from mayact.core.analysis import files, hosts, http
from mayact.core.analysis.command import Finding, FromText, Known, Word, opaque
from mayact.core.analysis.programs import code_questions
from mayact.core.analysis.programs.git import common as git_common
from mayact.core.analysis.programs.roles import argv, constant, finding
from mayact.core.analysis.programs.table import Program, Use, effects, row, sub
from mayact.core.analysis.words import drop, known, lead
from mayact.core.model import Verb

_GH_LOOKS: Final = (
    "pr view|pr list|pr status|pr diff|pr checks|issue list|issue view|issue status|run list|run view|run watch|"
    "release list|release view|release verify|release verify-asset|repo view|repo list|repo license|repo gitignore|"
    "repo autolink list|repo autolink view|workflow list|workflow view|search|gist list|gist view|label list|"
    "auth status|cache list|ruleset list|ruleset view|ruleset check|project list|project view|project item-list|"
    "project field-list|org list|secret list|variable list|variable get|status|browse|ssh-key list|gpg-key list|"
    "repo deploy-key list|codespace list|codespace logs|extension list|extension search|alias list|attestation verify|"
    "attestation trusted-root|preview prompter|agent-task list|agent-task view"
)

_GH: Final = {
    "pr create|pr new": "POST /repos/{repo}/pulls",
    "pr revert": "POST /repos/{repo}/pulls",
    "pr merge": "PUT /repos/{repo}/pulls/{n}/merge",
    "pr comment": "POST /repos/{repo}/issues/{n}/comments",
    "pr review": "POST /repos/{repo}/pulls/{n}/reviews",
    "pr edit|pr close|pr reopen|pr ready|pr lock|pr unlock": "PATCH /repos/{repo}/pulls/{n}",
    "pr update-branch": "PUT /repos/{repo}/pulls/{n}/update-branch",
    "issue create|issue new": "POST /repos/{repo}/issues",
    "issue comment": "POST /repos/{repo}/issues/{n}/comments",
    "issue edit|issue close|issue reopen|issue delete|issue transfer|issue pin|issue unpin|issue lock|issue unlock|"
    "issue develop": "PATCH /repos/{repo}/issues/{n}",
    "label create|label edit|label delete|label clone": "POST /repos/{repo}/labels",
    "project create|project edit|project delete|project close|project copy|project item-add|project item-create|"
    "project item-edit|project item-delete|project item-archive|project field-create|project field-delete|project link|"
    "project unlink|project mark-template": "POST /repos/{repo}/projects",
    "run rerun|run cancel|run delete": "POST /repos/{repo}/actions/runs/{n}/rerun",
    "workflow run": "POST /repos/{repo}/actions/workflows/{n}/dispatches",
    "workflow enable": "PUT /repos/{repo}/actions/workflows/{n}/enable",
    "workflow disable": "PUT /repos/{repo}/actions/workflows/{n}/disable",
    "cache delete": "DELETE /repos/{repo}/actions/caches/{n}",
    "release create|release upload|release edit": "POST /repos/{repo}/releases",
    "release delete|release delete-asset": "DELETE /repos/{repo}/releases/{n}",
    "gist create|gist new": "POST /gists",
    "gist edit|gist rename": "PATCH /gists/{n}",
    "gist delete": "DELETE /gists/{n}",
    "secret set": "PUT /repos/{repo}/actions/secrets/{n}",
    "secret delete|secret remove": "DELETE /repos/{repo}/actions/secrets/{n}",
    "variable set": "POST /repos/{repo}/actions/variables",
    "variable delete": "DELETE /repos/{repo}/actions/variables/{n}",
    "ssh-key add|gpg-key add": "POST /user/keys",
    "ssh-key delete|gpg-key delete": "DELETE /user/keys/{n}",
    "repo deploy-key add": "POST /repos/{repo}/keys",
    "repo deploy-key delete": "DELETE /repos/{repo}/keys/{n}",
    "repo autolink create|repo autolink delete": "POST /repos/{repo}/autolinks",
    "repo create|repo new": "POST /user/repos",
    "repo fork": "POST /repos/{repo}/forks",
    "repo sync": "POST /repos/{repo}/merge-upstream",
    "repo rename|repo edit|repo unarchive": "PATCH /repos/{repo}",
    "repo archive|repo delete": "DELETE /repos/{repo}",
    "codespace delete|codespace stop|codespace edit|codespace rebuild|codespace ports": "POST /repos/{repo}/codespaces",
    "auth login|auth logout|auth refresh|auth setup-git|auth switch": "POST /user/keys",
}
"""Subcommands of gh by the operation of the REST API that does the same (cli.github.com/manual)."""

_GLAB_LOOKS: Final = (
    "mr view|mr list|mr diff|mr issues|mr approvers|issue list|issue view|issue board view|ci view|ci list|ci status|"
    "ci trace|ci get|ci config|pipeline list|pipeline status|pipeline view|release list|release view|repo view|"
    "repo list|repo search|repo contributors|auth status|ci lint|label list|user events|ssh-key list|"
    "ssh-key get|deploy-key list|deploy-key get|snippet view|milestone list|schedule list|"
    "token list|incident list|incident view|iteration list|job artifact|stack list|changelog generate|check-update"
)
_GLAB: Final = {
    "mr create|mr new|mr for": "POST /projects/{repo}/merge_requests",
    "mr merge|mr accept": "PUT /projects/{repo}/merge_requests/{n}/merge",
    "mr note": "POST /projects/{repo}/merge_requests/{n}/notes",
    "mr approve|mr revoke": "POST /projects/{repo}/merge_requests/{n}/approve",
    "mr rebase": "PUT /projects/{repo}/merge_requests/{n}/rebase",
    "mr update|mr close|mr reopen|mr todo|mr subscribe|mr unsubscribe|mr delete": (
        "PUT /projects/{repo}/merge_requests/{n}"
    ),
    "issue create|issue new": "POST /projects/{repo}/issues",
    "issue note|issue update|issue close|issue reopen|issue delete|issue subscribe|issue unsubscribe|"
    "issue board create|incident note|incident close|incident reopen|incident subscribe": (
        "PUT /projects/{repo}/issues/{n}"
    ),
    "label create|label delete|label edit": "POST /projects/{repo}/labels",
    "milestone create|milestone edit|milestone delete": "POST /projects/{repo}/milestones",
    "ci run|ci create|ci trigger|ci retry|ci cancel|ci delete|ci run-trig|pipeline run|pipeline create|pipeline delete|"
    "pipeline retry": "POST /projects/{repo}/pipeline",
    "schedule create|schedule run|schedule update|schedule delete": "POST /projects/{repo}/pipeline_schedules",
    "release create|release upload": "POST /projects/{repo}/releases",
    "release delete": "DELETE /projects/{repo}/releases/{n}",
    "snippet create": "POST /projects/{repo}/snippets",
    "variable set|variable update": "POST /projects/{repo}/variables",
    "variable delete": "DELETE /projects/{repo}/variables/{n}",
    "deploy-key add|deploy-key delete": "POST /projects/{repo}/deploy_keys",
    "ssh-key add|ssh-key delete|auth login|auth logout|auth configure-docker": "POST /user/keys",
    "token create|token rotate": "POST /projects/{repo}/access_tokens",
    "token revoke": "DELETE /projects/{repo}/access_tokens/{n}",
    "repo create": "POST /projects",
    "repo fork": "POST /projects/{repo}/fork",
    "repo archive": "POST /projects/{repo}/archive",
    "repo transfer": "PUT /projects/{repo}/transfer",
    "repo update": "PUT /projects/{repo}",
    "repo delete": "DELETE /projects/{repo}",
    "repo members add|repo members remove|repo mirror": "POST /projects/{repo}/members",
}
_TEA: Final = {
    "pulls create|pull create|pr create": "POST /repos/{repo}/pulls",
    "pulls merge|pull merge|pr merge": "POST /repos/{repo}/pulls/{n}/merge",
    "pulls close|pulls reopen|pulls review|pulls approve|pulls reject|pr close|pr reopen|pr review|pr approve": (
        "POST /repos/{repo}/pulls/{n}/reviews"
    ),
    "issues create|issue create|issues close|issue close|issues reopen|issues edit|comment": (
        "POST /repos/{repo}/issues/{n}"
    ),
    "labels create|labels update|labels delete": "POST /repos/{repo}/labels",
    "milestones create|milestones close|milestones delete|milestones reopen": "POST /repos/{repo}/milestones",
    "releases create|releases edit|release create": "POST /repos/{repo}/releases",
    "releases delete|release delete": "DELETE /repos/{repo}/releases/{n}",
    "repos create|repo create|repos create-from-template": "POST /user/repos",
    "repos fork|repo fork": "POST /repos/{repo}/forks",
    "repos delete|repo delete|repos rm": "DELETE /repos/{repo}",
    "organizations create|organizations delete|login add|login delete|logins add|admin users": "POST /user/keys",
    "branches protect|branches unprotect": "POST /repos/{repo}/branch_protections",
    "actions secrets create|actions secrets delete|actions variables set|actions variables delete|webhooks create|"
    "webhooks update|webhooks delete": "POST /repos/{repo}/hooks",
}
_HUB: Final = {
    "pull-request": "POST /repos/{repo}/pulls",
    "issue create|issue update": "POST /repos/{repo}/issues",
    "release create|release edit": "POST /repos/{repo}/releases",
    "release delete": "DELETE /repos/{repo}/releases/{n}",
    "create": "POST /user/repos",
    "delete": "DELETE /repos/{repo}",
    "fork": "POST /repos/{repo}/forks",
    "gist create": "POST /gists",
}

_OWN_HOSTS: Final = {
    "github": ("GH_HOST", "GITHUB_HOST"),
    "gitlab": ("GITLAB_HOST", "GL_HOST"),
    "gitea": ("GITEA_HOST",),
}
_APIS: Final = {"github": "api.github.com", "gitlab": "gitlab.com", "gitea": ""}
"""Where a client goes unless it is told; tea goes where its own configuration says."""


# ── subcommands ──────────────────────────────────────────────────────────────────────────────────────────


def _rows(service: str, looks: str, operations: Mapping[str, str], does: Mapping[str, str]) -> tuple[Program, ...]:
    asks = tuple(
        sub(names, open=True, act=partial(_ask, service, operation, names)) for names, operation in operations.items()
    )
    listed = looks.split("|")
    rest = "|".join(name for name in listed if name not in code_questions.QUESTIONS)
    reading = [sub(rest, open=True, act=partial(_contact, service), looks=True)]
    reading.extend(
        sub(name, open=True, act=partial(_question, service, name), looks=True)
        for name in listed
        if name in code_questions.QUESTIONS
    )
    return (*reading, *asks, *effects(does))


def _ask(service: str, operation: str, names: str, use: Use) -> tuple[Finding, ...]:
    """The effects of the operation that the subcommand stands for, and its contact."""
    method, _, path = operation.partition(" ")
    host, repository = _repository(service, use)
    if names.startswith(("repo ", "repos ")) and "deploy-key" not in names and "autolink" not in names:
        repository = _operand(use) or repository
    path = path.replace("{repo}", repository if service != "gitlab" else repository.replace("/", "%2F"))
    home = host or (service if not _APIS[service] else "")
    because = use.command.text or use.name
    found = hosts.effects_of_operation(
        service, method, path.replace("{n}", "*"), fields=_given(use), host=home, because=because
    )
    content = _content(use)
    publishes = any(item.verb is Verb.ARTIFACT_PUBLISH for item in found)
    return (*found, *_contact(service, use, sends=bool(content) or publishes), *content)


def _given(use: Use) -> dict[str, str]:
    """Members that the options of `repo edit` stand for."""
    found = {"name": ""}
    for option in ("--visibility", "--default-branch", "--enable-issues", "--archived"):
        if use.has(option):
            found[option.strip("-").replace("-", "_")] = ""
    return found


def _content(use: Use) -> tuple[Finding, ...]:
    """Files whose content goes along."""
    words = use.values("-F", "--body-file", "--notes-file", "--input", "--env-file")
    read = (files.reading(word, use.command, use.context) for word in words if known(word) != "-")
    return tuple(item for found in read for item in found)


def _contact(service: str, use: Use, *, sends: bool = False) -> tuple[Finding, ...]:
    host = _repository(service, use)[0] or _APIS[service]
    if not host:
        return constant("net.upload@~gitea" if sends else "net.connect@~gitea", use)
    return http.contacting(http.parse_url(host, scheme="https"), sends_data=sends, because=use.command.text or use.name)


def _question(service: str, name: str, use: Use) -> tuple[Finding, ...]:
    host, repository = _repository(service, use)
    named = repository != "*/*" or (name == "repo view" and bool(use.operands))
    return code_questions.asked(_contact(service, use), use, host=host, named=named)


def _repository(service: str, use: Use) -> tuple[str, str]:
    """The host (empty: the public one) and `OWNER/NAME` (`*/*`: not on the line)."""
    host = ""
    for name in _OWN_HOSTS[service]:
        word = use.command.environment.get(name)
        if word is not None:
            host = known(word) or "*"
    named = use.value("--hostname")
    if named is not None:
        host = known(named) or "*"
    word = use.value("-R") or use.command.environment.get("GH_REPO")
    if word is None:
        for operand in use.operands:
            if "://" in lead(operand):
                word = operand
    if word is None:
        return _named(service, host), "*/*"
    found_host, repository = _split(known(word) or "")
    return _named(service, found_host or host), repository


def _named(service: str, host: str) -> str:
    return "" if host in ("", "github.com", "gitlab.com", _APIS[service]) else host


def _operand(use: Use) -> str:
    """The repository that an operand of `repo …` names."""
    for word in use.operands:
        text = known(word)
        if text is not None and "/" in text:
            return _split(text)[1]
    return ""


_ADDRESS: Final = re.compile(r"(?:https?://|ssh://git@|git@)(?P<host>[^/:]+)[/:](?P<path>[^?#]+)")


def _split(text: str) -> tuple[str, str]:
    """`[HOST/]OWNER/NAME` or an address of a repository or of something in it."""
    match = _ADDRESS.match(text)
    if match is not None:
        parts = [part for part in match["path"].removesuffix(".git").split("/") if part]
        end = parts.index("-") if "-" in parts else 2
        return match["host"].lower(), "/".join(parts[:end]) if len(parts) >= 2 else "*/*"
    parts = [part for part in text.split("/") if part]
    if len(parts) >= 3 and "." in parts[0]:
        return parts[0].lower(), "/".join(parts[1:])
    return "", "/".join(parts) if len(parts) >= 2 else "*/*"


# ── api ──────────────────────────────────────────────────────────────────────────────────────────────────


def _api(service: str, use: Use) -> tuple[Finding, ...]:
    """`gh api PATH`: the request is written out."""
    host = _repository(service, use)[0]
    fields, text = _api_fields(use)
    asked = use.value("-X")
    has_data = fields is None or bool(fields) or use.has("--input")
    method = (known(asked) or "").upper() if asked is not None else "POST" if has_data else "GET"
    path = _path(service, use)
    found = [item for word in use.values("--input") for item in files.reading(word, use.command, use.context)
             if known(word) != "-"]  # fmt: skip
    found.extend(_read_fields(use))
    because = use.command.text or use.name
    sends = method not in http.SAFE_METHODS or use.has("--input") or (has_data and method != "GET")
    if path is None:
        found.append(opaque("which operation of the API is asked for is not known", text=because))
    elif path.strip("/").lower() in ("graphql", "api/graphql"):
        document = None if fields is None else fields.get("query")
        changes = hosts.effects_of_graphql(service, document, host=host, because=because)
        found.extend(changes)
        # A query is a question that does not fit into an address.
        sends = bool(changes) or document is None or len(text or "") > _MAX_QUESTION
    else:
        plain, _, search = path.partition("?")
        query = dict(pair.partition("=")[::2] for pair in search.split("&") if pair)
        given = None if fields is None else {**query, **fields}
        for each in _methods(use, method):
            found.extend(hosts.effects_of_operation(service, each, plain, fields=given, host=host, because=because))
    target = http.parse_url(host or _APIS[service], scheme="https")
    carried = http.Carried(
        body="none" if not has_data else "json" if fields is not None else "unknown",
        text="" if not has_data else text,
        credential=True,
        redirects=True,
        proxy=False,
    )
    contact = http.contacting(target, sends_data=sends, method=method or "UNKNOWN", carried=carried, because=because)
    # What the request does was told here, by the service that the client knows.
    told = tuple(_plain(item) for item in contact)
    reads = method in http.SAFE_METHODS and not sends and not found
    return (*code_questions.asked_of_api(told, use, host=host, reads=reads), *found)


_MAX_QUESTION: Final = 4_000
"""A GraphQL query that is longer carries more than a question."""


def _plain(item: Finding) -> Finding:
    return replace(item, facts={key: value for key, value in item.facts.items() if key not in ("_request", "path")})


def _methods(use: Use, method: str) -> tuple[str, ...]:
    names = [lead(word).partition(":") for word in use.values("-H")]
    other = [value.strip().upper() for name, _, value in names if "method" in name.lower()]
    return tuple(dict.fromkeys((method, *other)))


def _path(service: str, use: Use) -> str | None:
    """The path that is asked for; None: not known."""
    word = use.operands[0] if use.operands else None
    text = known(word)
    if text is None:
        head = lead(word) if word is not None else ""
        # `repos/$OWNER/app/pulls` keeps its beginning only; what follows may be any operation.
        return None if not head or not _only_reads(use) else head
    if "://" in text:
        text = http.parse_url(text).path
        for base in hosts.SERVICES[service].bases:
            text = text.removeprefix(base) if base else text
    # gh fills in the repository it stands in; whose that is, is not on the line.
    text = re.sub(
        r"\{(owner|repo|branch)\}|:(owner|repo|branch|fullpath|id|namespace|group|user|username)\b", "*", text
    )
    return "/" + text.lstrip("/")


_PLACEHOLDER: Final = re.compile(
    r"\{(owner|repo|branch)\}|:(owner|repo|branch|fullpath|id|namespace|group|user|username)\b"
)


def _only_reads(use: Use) -> bool:
    asked = known(use.value("-X") or Known("")) or ""
    return asked.upper() in http.SAFE_METHODS or not (asked or use.has("-f", "-F", "--input"))


def _api_fields(use: Use) -> tuple[hosts.Fields, str | None]:
    """Members of the body and its text; None: not known."""
    if use.has("--input"):
        given = use.command.stdin
        if known(use.value("--input")) == "-" and isinstance(given, FromText) and given.text is not None:
            return hosts.members(given.text), given.text
        return None, None
    found: dict[str, str] = {}
    for option, word in use.options:
        if option.name not in ("-f", "-F") or word is None:
            continue
        name, _, value = lead(word).partition("=")
        exact = known(word)
        if exact is None or (option.name == "-F" and value.startswith("@")):
            if name == "query" or "=" not in lead(word):
                return None, None
            value = ""
        found[name.partition("[")[0]] = value
    return found, "&".join(f"{name}={value}" for name, value in found.items())


def _read_fields(use: Use) -> tuple[Finding, ...]:
    """`-F name=@file` sends the file."""
    found: list[Finding] = []
    for word in use.values("-F"):
        name, mark, value = lead(word).partition("=@")
        if mark and value != "-" and "=" not in name:
            inner: Word = drop(word, len(name) + 2)
            found.extend(files.reading(inner, use.command, use.context))
    return tuple(found)


# ── the clients ──────────────────────────────────────────────────────────────────────────────────────────


def _cloned(use: Use) -> tuple[Finding, ...]:
    """`gh repo clone OWNER/NAME [DIRECTORY] -- OPTION …`: what stands behind `--` goes to `git clone`."""
    words = use.command.argv[1:]
    at = next((at for at, word in enumerate(words) if known(word) == "--"), None)
    if at is None or at + 1 == len(words):
        return ()
    return argv((Known("git"), Known("clone"), *words[at + 1 :], Known("https://github.com/owner/name.git")), use)


def _gh(use: Use) -> tuple[Finding, ...]:
    words = [known(word) or "?" for word in use.operands]
    found: list[Finding] = []
    if words[:2] == ["pr", "checkout"]:
        found.extend(git_common.tree_changes(use, head=""))
    if words[:2] == ["repo", "clone"]:
        found.extend(_cloned(use))
    if words[:2] == ["auth", "status"] and use.has("-t", "--show-token"):
        found.append(finding(Verb.SECRET_READ, "github", use, **{"class": "token"}))
    if words[:2] in (["gist", "create"], ["release", "upload"], ["release", "create"]):
        for word in use.operands[2 if words[0] == "gist" else 3 :]:
            found.extend(files.reading(word, use.command, use.context))
    return tuple(found)


def _glab(use: Use) -> tuple[Finding, ...]:
    checks_out = [known(word) for word in use.operands[:2]] == ["mr", "checkout"]
    words = [lead(word) for word in use.operands]
    if (words[:2] == ["config", "get"] and "token" in words) or (words[:2] == ["auth", "status"] and use.has("-t")):
        return (finding(Verb.SECRET_READ, "glab", use, **{"class": "token"}),)
    return git_common.tree_changes(use, head="") if checks_out else ()


_OPTIONS: Final = "-X|--method= -f|--raw-field= -H|--header= --input= -q|--jq= --hostname= -R|--repo= --env-file= "

PROGRAMS: Final[tuple[Program, ...]] = (
    row("gh", _OPTIONS + "-F|--field|--body-file= --template= -t|--title= --show-token -b|--body= --json= -L|--limit= "
        "-s|--state= -l|--label= -a= -A= -B|--base= -h= --head= --notes-file= --notes= -n= -c= -e= --paginate -i "
        "--silent -m= -d|--delete-branch -w -u --visibility= --default-branch= --cache= --slurp --verbose "
        "-p|--preview=",
        open=True, act=_gh, otherwise="opaque@gh", subs=(
            *_rows("github", _GH_LOOKS, _GH, {
                "version|help|completion|config get|config list|repo set-default": "",
                "auth token": "secret.read@token",
                "pr checkout|repo clone|run download|release download|gist clone|attestation download": (
                    "net.download@github.com"
                ),
                "extension install|extension upgrade|extension exec|extension create": (
                    "pkg.install@gh exec.run@unknown"
                ),
                "extension remove": "fs.write@~/.local/share/gh/*",
                "alias set|alias import|alias delete|config set": "sys.persist@gh",
                "codespace create|codespace ssh|codespace cp|codespace code|codespace jupyter|copilot|"
                "agent-task create": "opaque@gh",
            }),
            sub("api", open=True, act=partial(_api, "github")))),
    row("glab", _OPTIONS + "-F|--field|--form= -t= -d= -b= -s= -l= -a= -m= --paginate -i|--include --silent",
        open=True, act=_glab, otherwise="opaque@glab", subs=(
            *_rows("gitlab", _GLAB_LOOKS, _GLAB, {
                "version|help|completion|config get": "",
                "variable list|variable export|variable get": "secret.read@token net.connect@gitlab.com",
                "repo clone|mr checkout": "net.download@gitlab.com",
                "config set|alias set|alias delete": "sys.persist@glab",
            }),
            sub("api", open=True, act=partial(_api, "gitlab")))),
    row("tea", _OPTIONS + "-r= -l|--login= -o|--output= -t|--title= -d|--description= -b= --head= -a= -L= -m= -y",
        open=True, otherwise="opaque@tea", subs=_rows("gitea",
            "pulls list|pulls|pull list|pr list|pr|issues|issues list|issue list|labels|labels list|milestones|"
            "milestones list|releases|releases list|repos|repos list|repos search|repo list|organizations list|"
            "notifications|branches|branches list|times list|whoami|open|actions secrets list|webhooks list", _TEA, {
                "version|help|logins|login list|login default|logout": "",
                "clone|pulls checkout|pull checkout|pr checkout": "net.download@~gitea",
            })),
    row("hub", _OPTIONS + "-m= -F= -b= -h= -l= -r= -a= -i= -d", open=True, otherwise="opaque@hub", subs=_rows("github",
            "ci-status|issue|issue show|issue labels|pr list|pr show|release|release show|browse|compare|gist show",
            _HUB, {
                "version|help": "",
                "clone|fetch|pr checkout|release download|sync": "net.download@github.com",
            })),
    row("jira linear acli", open=True, otherwise="ticket.write@tracker net.upload@*", subs=effects({
        "issue list|issue show|issue view|issues|version|help|me|sprint list|board list|epic list|release list|"
        "project list|open|team list": "net.connect@~tracker",
    })),
)  # fmt: skip
