"""Clients of clouds, platforms and stores of secrets: what their subcommands change.

Law: reading is contact with the service, changing is named by what changes; a subcommand that is not listed counts as
a change.
"""

import re
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Finding
from mayact.core.analysis.programs.roles import argv, constant, finding, shell
from mayact.core.analysis.programs.table import Program, Use, effects, names, row
from mayact.core.analysis.words import known, lead
from mayact.core.model import Verb

# ── clouds ───────────────────────────────────────────────────────────────────────────────────────────────

_AWS_READS: Final = ("describe", "list", "get", "head", "lookup", "search", "ls", "wait", "help", "filter", "query",
                     "scan", "view", "show", "validate", "preview", "simulate", "verify", "lint", "batch-get",
                     "select", "tail", "check", "test", "estimate", "read")  # fmt: skip
_DESTROYS: Final = ("delete", "terminate", "remove", "rm", "rb", "purge", "destroy", "deregister", "disable", "revoke",
                    "reset", "wipe", "deprovision")  # fmt: skip
_IAM_SERVICES: Final = names("iam sts organizations sso-admin identitystore iam-policy role ad policy projects-iam kms")
_SECRET_CALLS: Final = names(
    "get-secret-value get-parameter get-parameters get-parameters-by-path get-login-password get-login "
    "get-session-token assume-role get-federation-token get-authorization-token export-credentials get-token "
    "print-access-token print-identity-token get-access-token get-credentials access create-access-key "
    "print-refresh-token get-password-data"
)


_LOCAL: Final = frozenset(
    {
        ("configure", "list-profiles"), ("configure", "list"), ("config", "get-value"), ("config", "list"),
            ("config", "get"),
        ("config", "configurations"), ("components", "list"), ("extension", "list"),
    }
)  # fmt: skip
"""Settings of the client that it prints, without asking the cloud."""


def _cloud(use: Use) -> tuple[Finding, ...]:
    """aws, gcloud, az, doctl …: words of a service, then an operation."""
    words = [known(word) or "?" for word in use.operands]
    if not words or words[0] in ("help", "version", "--version", "completion", "info", "feedback"):
        return ()
    if tuple(words[:2]) in _LOCAL and not set(words) & _SECRET_CALLS:
        return ()
    found: list[Finding] = list(_copies_out(words, use))
    looks = words[1:2] and words[1].startswith(_AWS_READS) if use.name == "aws" else set(_AWS_READS) & set(words[1:])
    if any(word in _SECRET_CALLS for word in words) or words[:2] == ["configure", "get"] or _prints_keys(words):
        found.append(finding(Verb.SECRET_READ, use.name, use, **{"class": "token"}))
    if words[0] in ("configure", "config", "login", "auth", "init", "account"):
        reading = {"list", "get", "show", "describe", "get-value", "list-profiles", "print-access-token"}
        if not reading & set(words[1:3]):
            found.append(finding(Verb.CLOUD_ADMIN, use.name, use))
        return (*found, *constant("net.connect@~cloud", use))
    if any(word.startswith(_DESTROYS) for word in words[1:4]) or words[:2] in (["s3", "rm"], ["s3", "rb"]):
        found.append(finding(Verb.CLOUD_ADMIN, use.name, use, _destroys=True))
    elif not looks and words[:2] not in (["s3", "cp"], ["s3", "sync"]):  # a copy to the cloud is said by what it copies
        found.append(finding(Verb.CLOUD_ADMIN, use.name, use))
    changes = any(item.verb is Verb.CLOUD_ADMIN for item in found)
    if changes and (set(words) & _IAM_SERVICES or any("policy" in word or "iam" in word for word in words)):
        found.append(finding(Verb.IAM_CHANGE, use.name, use))
    if "deploy" in words or "invoke" in words or "update-function-code" in words:
        found.append(finding(Verb.DEPLOY_RUN, use.name, use))
    return (*found, *constant("net.connect@~cloud", use))


def _prints_keys(words: list[str]) -> bool:
    """`az keyvault secret show`, `az storage account keys list`, `… show-connection-string`, `aws lambda
    get-function-configuration`: operations of which the answer is a secret, or holds the variables of a program."""
    last = words[-1] if words else ""
    shows = any(word in ("show", "list", "download", "get", "list-keys", "show-connection-string") for word in words)
    return (
        (
            shows
            and (
                (words[:2] == ["keyvault", "secret"] and "list" not in words)
                or any(word in ("keys", "key", "credential", "admin-password", "credentials") for word in words[1:-1])
                or last in ("list-keys", "show-connection-string")
                or words[1:3] == ["config", "appsettings"]
            )
        )
        or "get-function-configuration" in words
        or "--show-secrets" in words
    )


def _copies_out(words: list[str], use: Use) -> tuple[Finding, ...]:
    """`aws s3 cp|mv|sync A B`, `gcloud storage cp`: local paths go out or come in."""
    if not {"cp", "mv", "sync", "rsync", "upload", "put-object"} & set(words[:4]):
        return ()
    found: list[Finding] = []
    given = {lead(word) for word in use.command.argv[1:]}
    whole = "sync" in words or bool({"--recursive", "-r", "-R"} & given)
    places = use.operands[2:] if words[0] in ("s3", "storage") else use.operands[1:]
    for at, place in enumerate(places):
        remote = lead(place).startswith(("s3://", "gs://", "https://"))
        if not remote and at == 0:
            found.extend(files.reading(place, use.command, use.context, recursive=whole))
            found.extend(constant("net.upload@*", use))
        elif not remote:
            found.extend(files.writing(place, use.command, use.context, recursive=whole))
            found.extend(constant("net.download@~cloud", use))
    options = {lead(word).partition("=")[0] for word in use.command.argv[1:]}
    mirrors = bool(_MIRRORS & options) and not use.has("--dryrun")
    if len(places) > 1 and lead(places[1]).startswith(("s3://", "gs://")):
        found.append(finding(Verb.CLOUD_ADMIN, use.name, use, _destroys=mirrors))
    elif mirrors and len(places) > 1:
        found.extend(files.deleting(places[1], use.command, use.context, recursive=True))
    return tuple(found)


_MIRRORS: Final = frozenset({"--delete", "--delete-unmatched-destination-objects", "--delete-destination"})
"""Options of a copy that take away what the source does not have."""


_ENDS: Final = re.compile(r"(?i)(?:.*[:_-])?(?:reset|delete|destroy|drop|wipe|purge|truncate|rm|remove)")


def _ends(use: Use) -> tuple[Finding, ...]:
    """`pg:reset`, `sites:delete`, `d1 delete`: words of a subcommand that say that something is gone."""
    words = [known(word) or "" for word in use.operands[:3]] or [""]
    told = any(_ENDS.fullmatch(word) for word in words) or (words[1:2] == ["execute"] and "--remote" in use.unknown)
    if use.name in ("heroku", "dokku") and words[0].startswith("run"):
        return (finding(Verb.DEPLOY_RUN, "platform", use),)  # a command on the running system
    secrets = words[:1] in (["secrets"], ["secret"], ["env"], ["config"], ["variables"], ["domains"])
    return (finding(Verb.CLOUD_ADMIN, "platform", use, _destroys=True),) if told and not secrets else ()


def _behind_dashes(use: Use) -> tuple[Finding, ...]:
    """`doppler run -- COMMAND`, `aws-vault exec NAME -- COMMAND`: the command runs with the secrets."""
    words = use.command.argv[1:]
    at = next((at for at, word in enumerate(words) if known(word) == "--"), None)
    found = list(argv(words[at + 1 :], use) if at is not None else ())
    for word in use.values("--command"):
        found.extend(shell(word, use))
    return tuple(found)


_PLATFORMS: Final = {
    (
        "logs|status|ps|whoami|list|ls|info|inspect|version|help|open|releases|apps list|apps|env ls|project "
        "ls|domains ls"
    ): "net.connect@~platform",
    "deploy|up|push|publish|launch|redeploy|promote|rollback|start|restart|scale|release": "deploy.run@platform "
    "net.upload@*",
    "destroy|delete|rm|remove|down|stop": "cloud.admin@platform!",
    # What a family of subcommands may only list, these of its members destroy.
    "apps destroy|apps delete|apps:destroy|apps rm|project delete|project rm|domains rm": "cloud.admin@platform!",
    "machine destroy|machines destroy|volumes destroy|volumes delete|postgres destroy": "cloud.admin@platform!",
    "config|env|secrets|secret|env add|env pull|variables": "secret.read@token cloud.admin@platform",
    "login|logout|auth|tokens|access|team|teams": "iam.change@platform",
    "dev|build|run|init|link|pull": "exec.run@repository net.connect@~platform",
}
_VAULT: Final = {
    "status|version|path-help": "net.connect@~platform",
    "read|kv get|kv list|list|unwrap|print token|token lookup": "secret.read@token net.connect@~platform",
    "write|kv put|kv delete|kv patch|delete|lease|secrets|kv metadata": "secret.read@token cloud.admin@vault",
    "policy|auth|token|operator|audit|login": "iam.change@vault",
}
_STORES: Final = {
    "list|ls|status|--version|find|whoami": "net.connect@~platform",
    (
        "get|read|show|item get|run|inject|unlock|export|document get|cat|otp|lookup|list item|list items|search"
    ): "secret.read@password-store",
}
PROGRAMS: Final[tuple[Program, ...]] = (
    row("aws gcloud az doctl linode-cli hcloud oci ibmcloud aliyun scw exo openstack", "--profile= --region= "
        "--output= -o= "
        "--query= --endpoint-url=url -g|--resource-group= -n|--name= --project= --zone= --format= --filter= "
        "--no-cli-pager "
        "--subscription= --bucket= --key= --body=read --cli-input-json=list --secret-id= --recursive --quiet -q "
        "--account= --configuration= --impersonate-service-account= --location= --include= --exclude= --acl= --dryrun",
        open=True, act=_cloud),
    row("heroku fly flyctl vercel netlify railway render wrangler firebase supabase surge now eb cf amplify "
        "dokku kamal deployctl planetscale pscale neonctl convex", "-a|--app= -p= -e= -r= -t|--token= -c=list",
        open=True, act=_ends, subs=effects(_PLATFORMS), otherwise="cloud.admin@platform deploy.run@platform"),
    row("vault bao", "-address=url -namespace= -field= -format= -mount= -token=", style="long", open=True,
        subs=effects(_VAULT), otherwise="cloud.admin@vault"),
    row("op pass bw lpass keepassxc-cli gopass doppler infisical secret-tool security keyring chamber aws-vault teller "
        "dotenvx", "--command=", open=True, act=_behind_dashes,
        subs=effects(_STORES), otherwise="secret.read@password-store opaque@password-store"),
    row("slack discord telegram-send ntfy pushover-cli twilio sendgrid", open=True, does="message.send@chat "
        "net.upload@*"),
    row("circleci travis buildkite-agent drone concourse jenkins-cli", open=True, does="ci.trigger@pipeline"),
    row("act", "-l|--list -n|--dryrun -g|--graph -j|--job= -W|--workflows= -e|--eventpath=read --validate -q -v --json",
        open=True, does="ci.trigger@pipeline", looks_if="-l -n -g --validate"),
    row("sentry-cli datadog-ci codecov sonar-scanner", open=True, does="exec.run@well-known net.upload@*"),
)  # fmt: skip
