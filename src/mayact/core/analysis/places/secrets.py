"""Which files, variables and hosts hold secrets.

Law: a set of files (a glob, a tree) counts as holding a secret when a secret of the table could be in it, except that
names which may lie anywhere (`.env`, `*.pem`) count only where the set names them: otherwise every search of a
repository would be a secret read. Public halves (`*.pub`), examples and trust stores are not secrets.
"""

import re
from functools import lru_cache
from typing import Final

from mayact.core.analysis.places.folding import folded
from mayact.core.analysis.words import literal_lead

PRIVATE_KEY: Final = "private-key"
CREDENTIAL_FILE: Final = "credential-file"
ENVIRONMENT: Final = "environment"
TOKEN: Final = "token"  # noqa: S105
PASSWORD_STORE: Final = "password-store"  # noqa: S105
HISTORY: Final = "history"

ANCHORED: Final[tuple[tuple[str, str], ...]] = (
    ("~/.ssh/id_*", PRIVATE_KEY),
    ("~/.ssh/identity", PRIVATE_KEY),
    ("~/.ssh/*key*", PRIVATE_KEY),
    ("~/.ssh/*rsa*", PRIVATE_KEY),
    ("~/.ssh/*ed25519*", PRIVATE_KEY),
    ("/root/.ssh/id_*", PRIVATE_KEY),
    ("/home/*/.ssh/id_*", PRIVATE_KEY),
    ("/etc/ssh/ssh_host_*_key", PRIVATE_KEY),
    ("/etc/ssl/private/**", PRIVATE_KEY),
    ("/etc/letsencrypt/**", PRIVATE_KEY),
    ("/etc/wireguard/**", PRIVATE_KEY),
    ("~/.gnupg/private-keys-v1.d/**", PRIVATE_KEY),
    ("~/.gnupg/secring.gpg", PRIVATE_KEY),
    ("~/.config/mayact/**key*", PRIVATE_KEY),
    ("~/.local/share/mayact/**key*", PRIVATE_KEY),
    ("~/.local/state/mayact/**key*", PRIVATE_KEY),
    ("/etc/mayact/**key*", PRIVATE_KEY),
    ("~/.local/state/mayact/**.db*", CREDENTIAL_FILE),
    ("~/.local/share/mayact/**.db*", CREDENTIAL_FILE),
    ("/var/lib/mayact/**.db*", CREDENTIAL_FILE),
    ("~/.aws/credentials", CREDENTIAL_FILE),
    ("~/.aws/sso/cache/**", CREDENTIAL_FILE),
    ("~/.aws/cli/cache/**", CREDENTIAL_FILE),
    ("~/.config/gcloud/**", CREDENTIAL_FILE),
    ("~/.azure/**", CREDENTIAL_FILE),
    ("~/.kube/config", CREDENTIAL_FILE),
    ("~/.kube/cache/**", CREDENTIAL_FILE),
    ("/etc/kubernetes/**", CREDENTIAL_FILE),
    ("/etc/rancher/**", CREDENTIAL_FILE),
    ("/var/run/secrets/**", CREDENTIAL_FILE),
    ("/run/secrets/**", CREDENTIAL_FILE),
    ("~/.netrc", CREDENTIAL_FILE),
    ("~/_netrc", CREDENTIAL_FILE),
    ("~/.authinfo*", CREDENTIAL_FILE),
    ("~/.git-credentials", CREDENTIAL_FILE),
    ("~/.config/git/credentials", CREDENTIAL_FILE),
    ("~/.npmrc", CREDENTIAL_FILE),
    ("~/.yarnrc*", CREDENTIAL_FILE),
    ("~/.pypirc", CREDENTIAL_FILE),
    ("~/.config/pypoetry/auth.toml", CREDENTIAL_FILE),
    ("~/.gem/credentials", CREDENTIAL_FILE),
    ("~/.cargo/credentials*", CREDENTIAL_FILE),
    ("~/.m2/settings*.xml", CREDENTIAL_FILE),
    ("~/.gradle/gradle.properties", CREDENTIAL_FILE),
    ("~/.docker/config.json", CREDENTIAL_FILE),
    ("~/.config/containers/auth.json", CREDENTIAL_FILE),
    ("~/.config/gh/hosts.yml", CREDENTIAL_FILE),
    ("~/.config/glab-cli/**", CREDENTIAL_FILE),
    ("~/.config/hub", CREDENTIAL_FILE),
    ("~/.config/github-copilot/**", CREDENTIAL_FILE),
    ("~/.claude/.credentials.json", CREDENTIAL_FILE),
    ("~/.codex/auth.json", CREDENTIAL_FILE),
    ("~/.gemini/oauth_creds.json", CREDENTIAL_FILE),
    ("~/.gemini/google_accounts.json", CREDENTIAL_FILE),
    ("~/.local/share/opencode/auth.json", CREDENTIAL_FILE),
    ("~/.terraform.d/credentials*", CREDENTIAL_FILE),
    ("~/.terraformrc", CREDENTIAL_FILE),
    ("~/.vault-token", TOKEN),
    ("~/.config/op/**", CREDENTIAL_FILE),
    ("~/.config/heroku/**", CREDENTIAL_FILE),
    ("~/.fly/config.yml", CREDENTIAL_FILE),
    ("~/.config/doctl/**", CREDENTIAL_FILE),
    ("~/.pgpass", CREDENTIAL_FILE),
    ("~/.my.cnf", CREDENTIAL_FILE),
    ("~/.mylogin.cnf", CREDENTIAL_FILE),
    ("~/.rediscli_auth", CREDENTIAL_FILE),
    ("~/.s3cfg", CREDENTIAL_FILE),
    ("~/.boto", CREDENTIAL_FILE),
    ("~/.config/rclone/rclone.conf", CREDENTIAL_FILE),
    ("~/.smbcredentials", CREDENTIAL_FILE),
    ("~/.composer/auth.json", CREDENTIAL_FILE),
    ("~/.config/composer/auth.json", CREDENTIAL_FILE),
    ("~/.ansible/*pass*", CREDENTIAL_FILE),
    ("~/.databrickscfg", CREDENTIAL_FILE),
    ("~/.snowflake/*.toml", CREDENTIAL_FILE),
    ("~/.snowsql/config", CREDENTIAL_FILE),
    ("~/.oci/*", CREDENTIAL_FILE),
    ("~/.kaggle/kaggle.json", CREDENTIAL_FILE),
    ("~/.huggingface/token", TOKEN),
    ("~/.cache/huggingface/token", TOKEN),
    ("~/.subversion/auth/**", CREDENTIAL_FILE),
    ("~/.config/configstore/*", CREDENTIAL_FILE),
    ("~/.bundle/config", CREDENTIAL_FILE),
    ("~/.wgetrc", CREDENTIAL_FILE),
    ("~/.curlrc", CREDENTIAL_FILE),
    ("~/.msmtprc", CREDENTIAL_FILE),
    ("~/.mutt/*", CREDENTIAL_FILE),
    ("~/.muttrc", CREDENTIAL_FILE),
    ("~/.irssi/config", CREDENTIAL_FILE),
    ("~/.config/filezilla/**", CREDENTIAL_FILE),
    ("~/.filezilla/**", CREDENTIAL_FILE),
    ("~/.remmina/**", CREDENTIAL_FILE),
    ("~/.config/sops/age/**", PRIVATE_KEY),
    ("~/.age/**", PRIVATE_KEY),
    ("~/.config/stripe/*", CREDENTIAL_FILE),
    ("~/.config/netlify/*", CREDENTIAL_FILE),
    ("~/.netlify/*", CREDENTIAL_FILE),
    ("~/.vercel/auth.json", CREDENTIAL_FILE),
    ("~/.config/fly/config.yml", CREDENTIAL_FILE),
    ("~/.nuget/nuget/nuget.config", CREDENTIAL_FILE),
    ("~/.config/vercel/*", CREDENTIAL_FILE),
    ("~/.local/share/com.vercel.cli/auth.json", CREDENTIAL_FILE),
    ("~/.wrangler/config/*", CREDENTIAL_FILE),
    ("~/.config/.wrangler/config/*", CREDENTIAL_FILE),
    ("~/.pulumi/credentials.json", CREDENTIAL_FILE),
    ("~/.nuget/nuget.config", CREDENTIAL_FILE),
    ("~/.config/nuget/nuget.config", CREDENTIAL_FILE),
    ("~/.sentryclirc", CREDENTIAL_FILE),
    ("~/.config/doppler/**", CREDENTIAL_FILE),
    ("~/.doppler/**", CREDENTIAL_FILE),
    ("~/.config/ngrok/*", CREDENTIAL_FILE),
    ("~/.ngrok2/*", CREDENTIAL_FILE),
    ("~/.jira.d/**", CREDENTIAL_FILE),
    ("~/.circleci/cli.yml", CREDENTIAL_FILE),
    ("~/.travis/config.yml", CREDENTIAL_FILE),
    ("~/.gist", TOKEN),
    ("~/.openai/*", CREDENTIAL_FILE),
    ("~/.config/openai/*", CREDENTIAL_FILE),
    ("~/.config/anthropic/**", CREDENTIAL_FILE),
    ("~/.databricks/**", CREDENTIAL_FILE),
    ("~/.config/scw/config.yaml", CREDENTIAL_FILE),
    ("~/.config/hcloud/cli.toml", CREDENTIAL_FILE),
    ("~/.aliyun/config.json", CREDENTIAL_FILE),
    ("~/.tccli/*.credential", CREDENTIAL_FILE),
    ("~/.bluemix/config.json", CREDENTIAL_FILE),
    ("~/.railway/config.json", CREDENTIAL_FILE),
    ("~/.linode-cli", CREDENTIAL_FILE),
    ("~/.config/linode-cli", CREDENTIAL_FILE),
    ("~/.hex/hex.config", CREDENTIAL_FILE),
    ("~/.config/hex/hex.config", CREDENTIAL_FILE),
    ("~/.ivy2/.credentials*", CREDENTIAL_FILE),
    ("~/.sbt/*credentials*", CREDENTIAL_FILE),
    ("~/.sbt/*/*credentials*", CREDENTIAL_FILE),
    ("~/.local/share/uv/credentials/**", CREDENTIAL_FILE),
    ("~/.config/helm/repositories.yaml", CREDENTIAL_FILE),
    ("~/.config/helm/registry/config.json", CREDENTIAL_FILE),
    ("/run/user/*/containers/auth.json", CREDENTIAL_FILE),
    ("/run/containers/*/auth.json", CREDENTIAL_FILE),
    ("~/.config/signal/**", PASSWORD_STORE),
    ("~/.config/*/user/globalstorage/state.vscdb*", CREDENTIAL_FILE),
    ("~/.local/share/atuin/**", HISTORY),
    ("~/.thunderbird/**", PASSWORD_STORE),
    ("~/.config/slack/**", CREDENTIAL_FILE),
    ("/etc/shadow*", CREDENTIAL_FILE),
    ("/etc/gshadow*", CREDENTIAL_FILE),
    ("/etc/sudoers*", CREDENTIAL_FILE),
    ("/etc/sudoers.d/**", CREDENTIAL_FILE),
    ("/etc/krb5.keytab", CREDENTIAL_FILE),
    ("/etc/netrc", CREDENTIAL_FILE),
    ("/proc/*/environ", ENVIRONMENT),
    ("/proc/*/task/*/environ", ENVIRONMENT),
    ("/proc/*/mem", ENVIRONMENT),
    ("/dev/mem", ENVIRONMENT),
    ("/proc/kcore", ENVIRONMENT),
    ("~/.password-store/**", PASSWORD_STORE),
    ("~/.local/share/keyrings/**", PASSWORD_STORE),
    ("~/.local/share/kwalletd/**", PASSWORD_STORE),
    ("~/library/keychains/**", PASSWORD_STORE),
    ("~/.config/keepassxc/**", PASSWORD_STORE),
    ("~/.config/bitwarden*/**", PASSWORD_STORE),
    ("~/.config/1password/**", PASSWORD_STORE),
    ("~/.mozilla/firefox/**", PASSWORD_STORE),
    ("~/.config/google-chrome/**", PASSWORD_STORE),
    ("~/.config/chromium/**", PASSWORD_STORE),
    ("~/.config/bravesoftware/**", PASSWORD_STORE),
    ("~/.config/microsoft-edge/**", PASSWORD_STORE),
    ("~/snap/firefox/**", PASSWORD_STORE),
    ("~/library/application support/google/chrome/**", PASSWORD_STORE),
    ("~/library/application support/firefox/**", PASSWORD_STORE),
    ("~/.electrum/**", PASSWORD_STORE),
    ("~/.bitcoin/wallet*", PASSWORD_STORE),
    ("~/.ethereum/keystore/**", PASSWORD_STORE),
    ("~/.config/solana/id.json", PRIVATE_KEY),
    ("~/.bash_history", HISTORY),
    ("~/.zsh_history", HISTORY),
    ("~/.zhistory", HISTORY),
    ("~/.sh_history", HISTORY),
    ("~/.history", HISTORY),
    ("~/.local/share/fish/fish_history", HISTORY),
    ("~/.python_history", HISTORY),
    ("~/.node_repl_history", HISTORY),
    ("~/.psql_history", HISTORY),
    ("~/.dbshell", HISTORY),
    ("~/.mongodb/**", HISTORY),
    ("~/.mysql_history", HISTORY),
    ("~/.sqlite_history", HISTORY),
    ("~/.rediscli_history", HISTORY),
    ("~/.lesshst", HISTORY),
    ("/root/.bash_history", HISTORY),
    ("/home/*/.bash_history", HISTORY),
    ("/home/*/.aws/credentials", CREDENTIAL_FILE),
    ("/home/*/.netrc", CREDENTIAL_FILE),
    ("/home/*/.kube/config", CREDENTIAL_FILE),
    ("/home/*/.git-credentials", CREDENTIAL_FILE),
    ("/root/.aws/credentials", CREDENTIAL_FILE),
)
"""`(path, class)`: lower case; `*` stays within a segment, `**` crosses segments."""

FLOATING: Final[tuple[tuple[str, str], ...]] = (
    (".env", CREDENTIAL_FILE),
    (".env.*", CREDENTIAL_FILE),
    ("*.env", CREDENTIAL_FILE),
    ("*.pem", PRIVATE_KEY),
    ("*.key", PRIVATE_KEY),
    ("*.p12", PRIVATE_KEY),
    ("*.pfx", PRIVATE_KEY),
    ("*.jks", PRIVATE_KEY),
    ("*.keystore", PRIVATE_KEY),
    ("*.ppk", PRIVATE_KEY),
    ("*.p8", PRIVATE_KEY),
    ("*.asc.key", PRIVATE_KEY),
    ("id_rsa*", PRIVATE_KEY),
    ("id_dsa*", PRIVATE_KEY),
    ("id_ecdsa*", PRIVATE_KEY),
    ("id_ed25519*", PRIVATE_KEY),
    ("*.kdbx", PASSWORD_STORE),
    (".netrc", CREDENTIAL_FILE),
    (".pgpass", CREDENTIAL_FILE),
    (".git-credentials", CREDENTIAL_FILE),
    (".htpasswd", CREDENTIAL_FILE),
    ("vault_pass*", CREDENTIAL_FILE),
    ("vault-pass*", CREDENTIAL_FILE),
    (".vault_pass*", CREDENTIAL_FILE),
    (".vault-pass*", CREDENTIAL_FILE),
    ("serviceaccount*.json", CREDENTIAL_FILE),
    ("firebase-adminsdk*.json", CREDENTIAL_FILE),
    ("gcp-key*.json", CREDENTIAL_FILE),
    ("gcp_key*.json", CREDENTIAL_FILE),
    ("token.json", CREDENTIAL_FILE),
    ("wp-config.php", CREDENTIAL_FILE),
    ("local.settings.json", CREDENTIAL_FILE),
    (".dev.vars", CREDENTIAL_FILE),
    (".secrets", CREDENTIAL_FILE),
    (".secret", CREDENTIAL_FILE),
    ("env.production", CREDENTIAL_FILE),
    ("*.mobileprovision", CREDENTIAL_FILE),
    ("credentials.json", CREDENTIAL_FILE),
    ("service-account*.json", CREDENTIAL_FILE),
    ("service_account*.json", CREDENTIAL_FILE),
    ("client_secret*.json", CREDENTIAL_FILE),
    ("secrets.y*ml", CREDENTIAL_FILE),
    ("secrets.json", CREDENTIAL_FILE),
    ("secrets.toml", CREDENTIAL_FILE),
    ("master.key", PRIVATE_KEY),
    ("*.tfvars", CREDENTIAL_FILE),
    ("*.tfstate", CREDENTIAL_FILE),
    ("kubeconfig", CREDENTIAL_FILE),
    ("*.kubeconfig", CREDENTIAL_FILE),
    ("kubeconfig.y*ml", CREDENTIAL_FILE),
    ("kubeconfig-*", CREDENTIAL_FILE),
    ("deploy_key", PRIVATE_KEY),
    ("deploy-key", PRIVATE_KEY),
    ("*.keytab", CREDENTIAL_FILE),
)
"""Names that are secret wherever they lie."""

_NOT_SECRET: Final = re.compile(
    r".*\.pub|.*\.(example|sample|template|dist|tmpl|md|defaults?)|(example|sample|template)\.env|known_hosts.*"
    r"|[\w-][\w.*-]*\.log(?:[.*?\d-]|\[[\d-]+\])*(?:gz|bz2|xz|zst)?|authorized_keys.*|ca-?(certificates?|bundle|cert)?\.(pem|crt)|cacert\.pem|fullchain\.pem|chain\.pem|cert\.pem"
)


MAX_GLOB: Final = 512
"""Longer patterns are not compared (the comparison is quadratic); they count as holding a secret."""


def _expression(glob: str) -> str:
    out = re.escape(glob).replace(r"\*\*", "\0").replace(r"\*", "[^/]*").replace("\0", ".*")
    return out.replace(re.escape("~"), "~")


_ANCHORED: Final = tuple((re.compile(_expression(glob), re.DOTALL), label) for glob, label in ANCHORED)
_FLOATING: Final = tuple((re.compile(_expression(glob), re.DOTALL), label) for glob, label in FLOATING)


@lru_cache(maxsize=4096)
def secret_class(path: str, *, home: str) -> str | None:
    """The class of secret that one absolute, normalised path holds, or None."""
    low = folded(path)
    name = low.rsplit("/", 1)[-1]
    if _NOT_SECRET.fullmatch(name):
        return None
    root = folded(home).rstrip("/")
    short = "~" + low[len(root) :] if root and low.startswith(root + "/") else low
    for expression, label in _ANCHORED:
        if expression.fullmatch(short) or (short is not low and expression.fullmatch(low)):
            return label
    for expression, label in _FLOATING:
        if expression.fullmatch(name):
            return label
    return None


_SPECIAL: Final = frozenset("*?[{\\")


@lru_cache(maxsize=1024)
def secret_in_glob(glob: str, *, home: str) -> str | None:
    """The class of a secret that a path matching `glob` (absolute, `**` crosses segments) could hold, or None."""
    if len(glob) > MAX_GLOB:
        return CREDENTIAL_FILE
    if not _SPECIAL.intersection(glob):
        return secret_class(glob, home=home)
    low = glob.lower()
    head = literal_lead(low)[0]
    root = home.lower().rstrip("/")
    last = low.rsplit("/", 1)[-1]
    for secret, label in ANCHORED:
        if low.startswith("/**/"):
            # A name in a directory that is not known: only what is secret by its name.
            name = secret.rpartition("/")[2]
            if name.strip("*") and _named(last, literal_lead(last)[0], name) and intersects(last, name):
                return label
            continue
        full = root + secret[1:] if secret.startswith("~") else secret
        start = full.split("*", 1)[0]
        if (start.startswith(head) or head.startswith(start)) and (
            # What `find` walks lies below, or right in, where it starts.
            intersects(low, full) or intersects(low.replace("/**/", "/"), full)
        ):
            return label
    start = literal_lead(last)[0]
    if _CHOSEN.search(last):
        return None
    if not last.replace("*", "").replace("?", "").strip(".[]{}!^-\\") or _NOT_SECRET.fullmatch(last):
        # `*`, `**` and `*.*` name nothing: see the law. `.*` does: it asks for dot files.
        return CREDENTIAL_FILE if last.startswith((".*", ".?")) else None
    kept = _KEPT.search(low) is not None
    for name, label in FLOATING:
        if ((kept and name.startswith("*")) or _named(last, start, name)) and intersects(last, name):
            return label
    return None


_CHOSEN: Final = re.compile(r"\A[\w.-]*(?:\[0-9a-za-z\]){3,}\Z")
"""A name that `mktemp` chose, as a glob in lower case (`places.scratch`: no other is spelled so)."""

_KEPT: Final = re.compile(
    r"\A/(?:etc|opt|srv|var|usr/local)/(?:.*/)?(?:certs?|certificates|ssl|tls|pki|private|keys?)/"
)
"""Directories of a machine in which keys lie beside certificates."""


def _named(last: str, start: str, name: str) -> bool:
    """Whether a glob asks for such names rather than for many: `*.p*` for `*.pem`, `.e*` for `.env`; not `*.json` for
    `credentials.json`, not `index.*` for either, and not `access.log*` because of an `access.log.pem`."""
    if name.startswith("*"):
        asked = last.rpartition(".")[2]
        ends = not last.endswith("*")  # then that it meets the name at all is by its end
        return bool(asked.strip("*?[]{}")) and (ends or intersects(asked, name.rpartition(".")[2]))
    return bool(start) and name.startswith(start[:3])


@lru_cache(maxsize=1024)
def secret_in_tree(directory: str, *, home: str) -> str | None:
    """The class of a secret of the table that lies below `directory` (absolute, normalised), or None."""
    low = directory.lower().rstrip("/")
    root = home.lower().rstrip("/")
    for secret, label in ANCHORED:
        full = root + secret[1:] if secret.startswith("~") else secret
        start = full.split("*", 1)[0]
        if start.startswith(low + "/") or (start != full and start.startswith(low)):
            return label
        if low.startswith(start) and full.endswith("**"):
            return label
    return secret_class(directory, home=home)


def intersects(left: str, right: str) -> bool:
    """Whether some text matches both globs (`*` within a segment, `**` across, `?` and `[…]` one character,
    `\\` quotes). `{` counts as `**`. Over-approximates character classes."""
    a, b = _tokens(left), _tokens(right)
    seen: set[tuple[int, int]] = set()
    pending = [(0, 0)]
    while pending:
        state = pending.pop()
        if state in seen:
            continue
        seen.add(state)
        i, j = state
        if i == len(a) and j == len(b):
            return True
        one = a[i] if i < len(a) else ""
        other = b[j] if j < len(b) else ""
        if one in _STARS:
            pending.append((i + 1, j))
            if other and (other != "/" or one == "**"):
                pending.append((i, j + 1))
        if other in _STARS:
            pending.append((i, j + 1))
            if one and (one != "/" or other == "**"):
                pending.append((i + 1, j))
        if one and other and _one(one, other):
            pending.append((i + 1, j + 1))
    return False


_STARS: Final = ("*", "**")


def _one(left: str, right: str) -> bool:
    if left in _STARS or right in _STARS:
        return False
    if left == right:
        return True
    return (left == "?" and right != "/") or (right == "?" and left != "/")


def _tokens(glob: str) -> tuple[str, ...]:
    """Literal characters (a quoted special is itself with a leading backslash), `?`, `*`, `**`."""
    out: list[str] = []
    at = 0
    while at < len(glob):
        ch = glob[at]
        if ch == "\\" and at + 1 < len(glob):
            at += 1
            out.append("\\" + glob[at] if glob[at] in "*?" else glob[at])
        elif ch == "{":
            out.append("**")
            break
        elif ch == "*":
            crosses = glob.startswith("**", at)
            out.append("**" if crosses else "*")
            at += crosses
        elif ch == "[":
            end = glob.find("]", at + 2)
            out.append("?" if end > 0 else "[")
            at = end if end > 0 else at
        else:
            out.append(ch)
        at += 1
    return tuple(out)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SEGMENTS: Final = _words(
    "TOKEN TOKENS SECRET SECRETS PASSWORD PASSWORDS PASSWD PASSPHRASE APIKEY CREDENTIAL CREDENTIALS CREDS JWT BEARER "
    "PAT COOKIE AUTHTOKEN"
)
_KEY_BEFORE: Final = _words(
    "API ACCESS PRIVATE SECRET SIGNING ENCRYPTION MASTER DEPLOY ACCOUNT SERVICE LICENSE AUTH SSH GPG STORAGE "
    "WEBHOOK APP"
)
_NAMES: Final = _words(
    "DATABASE_URL REDIS_URL MONGODB_URI MONGO_URL AMQP_URL PGPASSWORD MYSQL_PWD SENTRY_DSN NETRC "
    "AWS_ACCESS_KEY_ID GOOGLE_APPLICATION_CREDENTIALS_JSON SLACK_WEBHOOK_URL"
)
_ENDINGS: Final = ("PASSWORD", "PASSWD", "TOKEN", "SECRET", "APIKEY", "_KEY_ID", "_CONNECTION_STRING", "_DSN")


def is_secret_variable(name: str) -> bool:
    """Whether an environment variable of this name usually holds a secret (`GITHUB_TOKEN`, `PGPASSWORD`)."""
    upper = name.upper()
    if upper in _NAMES or upper.endswith(_ENDINGS):
        return True
    parts = upper.split("_")
    if any(part in _SEGMENTS for part in parts):
        # `TOKEN_COUNT`, `SECRETS_DIR` name a secret's surroundings; which is which cannot be told, so they count.
        return True
    return any(part == "KEY" and parts[at - 1] in _KEY_BEFORE for at, part in enumerate(parts) if at)
