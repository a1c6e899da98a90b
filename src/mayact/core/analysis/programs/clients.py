"""Clients of containers, clusters, clouds and code hosts: what their subcommands change.

Law: reading is contact with the service, changing is named by what changes; a subcommand that is not listed counts as
a change.
"""

from typing import Final

from mayact.core.analysis import files, http
from mayact.core.analysis.command import Finding, Known, opaque
from mayact.core.analysis.programs import git_common, subcommands
from mayact.core.analysis.programs.fetchers import host_api
from mayact.core.analysis.programs.roles import constant, finding
from mayact.core.analysis.programs.table import Program, Use, names, row
from mayact.core.analysis.words import known, lead
from mayact.core.model import Verb

# ── containers ───────────────────────────────────────────────────────────────────────────────────────────

_CONTAINERS: Final = {
    "ps|images|logs|inspect|version|info|port|top|stats|diff|history|events|context ls|context show|image ls": "",
    "image inspect|container ls|container inspect|container logs|volume ls|volume inspect|network ls": "",
    "network inspect|system df|system info|compose ps|compose logs|compose config|compose images|compose version": "",
    "compose ls|buildx ls|manifest inspect|compose top|compose port|search|buildx version|container ps": "",
    "build|buildx build|image build|compose build|buildx bake|builder build": "container.run@build exec.run@repository",
    "pull|image pull|compose pull": "net.download@docker.io",
    "push|image push|compose push|manifest push": "artifact.publish@registry net.upload@docker.io",
    (
        "run|container run|create|container create|compose up|compose run|compose start|compose create|start|restart"
    ): "container.run@container",
    (
        "compose restart|unpause|compose unpause|container start|container restart|compose watch"
    ): "container.run@container",
    "exec|container exec|compose exec|attach": "container.run@exec",
    (
        "stop|kill|pause|wait|compose stop|compose kill|compose pause|container stop|container kill"
    ): "proc.control@container",
    (
        "rm|container rm|compose down|compose rm|rmi|image rm|image prune|container prune|builder prune"
    ): "container.run@remove",
    "volume rm|volume prune": "container.run@remove!",
    "system prune|network prune": "container.run@remove",
    "login": "secret.read@credential-file net.connect@docker.io",
    "logout|tag|image tag|rename|network create|volume create|commit|network connect|update": "container.run@change",
    "cp|compose cp|container cp|export|save|load|import|image save|image load": "container.run@copy",
    "swarm|service|stack|node|secret|config": "cloud.admin@swarm",
    "context use|context create|plugin|plugin install|trust": "opaque@docker",
}
_DOCKER_GLOBALS: Final = (
    "-H|--host=opaque -c|--context=opaque --config=opaque -l|--log-level= -D|--debug --tls --tlscacert= --tlscert= "
    "--tlskey= -f|--file= -p|--project-name= --env-file=read --profile= --project-directory= --ansi= --progress="
)
_ESCAPES: Final = names("--privileged --pid=host --ipc=host --uts=host --userns=host --cap-add=ALL --cap-add=SYS_ADMIN")


def _docker(use: Use) -> tuple[Finding, ...]:
    found = list(_DOCKER(use))
    words = use.command.argv[1:]
    texts = [lead(word) for word in words]
    if "prune" in texts and "--volumes" in texts:
        found.append(finding(Verb.CONTAINER_RUN, "volumes", use, _destroys=True))
    if use.name != "compose" and "down" in texts and {"-v", "--volumes"} & set(texts):
        found.append(finding(Verb.CONTAINER_RUN, "volumes", use, _destroys=True))
    if "--push" in texts:
        found.extend(constant("artifact.publish@registry net.upload@*", use))
    for at, text in enumerate(texts):
        following = texts[at + 1] if at + 1 < len(texts) else ""
        joined = f"{text}={following}"
        if text in _ESCAPES or joined in _ESCAPES or text.startswith(("--device", "--security-opt")):
            found.append(finding(Verb.PRIV_ESCALATE, "container", use))
        mounts = [text.partition("=")[2]] if text.startswith(("--volume=", "--mount=")) else []
        mounts += [following] if text in ("-v", "--volume", "--mount") else []
        mounts += [text[2:]] if text.startswith("-v") and len(text) > 2 and text[2] in "/~.$" else []
        for mount in mounts:
            found.extend(_mount(mount, use))
    return tuple(found)


def _mount(mount: str, use: Use) -> tuple[Finding, ...]:
    """`-v HOST:INSIDE[:ro]`: what the container can read and write of the host."""
    source = mount.split(":", 1)[0]
    if "=" in mount:
        parts = dict(part.partition("=")[::2] for part in mount.split(","))
        source = parts.get("src") or parts.get("source") or ""
    if not source.startswith(("/", "~", ".")):
        return ()  # a named volume
    place = Known(source)
    read = files.reading(place, use.command, use.context, recursive=True)
    if source.rstrip("/") in ("", "/etc", "/root", "/var", "/proc", "/sys", "/dev") or "docker.sock" in source:
        return (finding(Verb.PRIV_ESCALATE, "container", use), *read)
    if mount.endswith(":ro") or "readonly" in mount or files.area_of(place, use.command, use.context) == "workspace":
        return read
    return (*read, *files.writing(place, use.command, use.context, recursive=True))


_DOCKER: Final = subcommands.act(_CONTAINERS, otherwise="container.run@other opaque@docker")

# ── clusters and infrastructure ──────────────────────────────────────────────────────────────────────────

_CLUSTER: Final = "kubernetes"
_KUBECTL: Final = {
    (
        "get|describe|logs|top|explain|api-resources|api-versions|cluster-info|version|diff|events|wait|auth can-i"
    ): "net.connect@~kubernetes",
    "config view|config get-contexts|config current-context|kustomize|completion|rollout status|rollout history": "",
    "config use-context|config set-context|config set|config set-credentials|config unset": "cloud.admin@kubeconfig",
    (
        "apply|create|replace|patch|edit|label|annotate|set|scale|autoscale|expose|run|rollout|taint|cordon|"
        "uncordon|drain"
    ): "cloud.admin@kubernetes deploy.run@kubernetes",
    "delete": "cloud.admin@kubernetes!",
    "exec|attach|debug|cp": "cloud.admin@kubernetes opaque@kubernetes",
    "port-forward|proxy": "net.connect@~kubernetes",
    "get secret|get secrets|describe secret": "secret.read@token net.connect@~kubernetes",
    (
        "auth reconcile|certificate|create token|create clusterrolebinding|create rolebinding|create role"
    ): "iam.change@kubernetes cloud.admin@kubernetes",
    "create clusterrole|create serviceaccount": "iam.change@kubernetes cloud.admin@kubernetes",
}
_HELM: Final = {
    "list|ls|status|history|show|search|get|version|env|repo list": "net.connect@~kubernetes",
    "dependency list|lint|verify": "net.connect@~kubernetes",
    "template|create|package|completion": "exec.run@repository",
    "install|upgrade|rollback|test": "cloud.admin@kubernetes deploy.run@kubernetes",
    "uninstall|delete": "cloud.admin@kubernetes!",
    "repo add|repo update|pull|dependency update|dependency build|repo remove": "net.download@~charts",
    "push": "artifact.publish@helm",
    "plugin install": "pkg.install@helm",
}
_TERRAFORM: Final = {
    "fmt|validate|version|graph|providers|metadata|workspace list|workspace show|get": "",
    "show|output|state list|state show|state pull|console": "secret.read@credential-file net.connect@~cloud",
    "plan|refresh": "net.connect@~cloud exec.run@repository",
    "init": "net.download@registry.terraform.io exec.run@repository",
    "apply|import|taint|untaint|workspace new|workspace select|state mv|state push|state "
    "replace-provider|force-unlock": "cloud.admin@terraform deploy.run@terraform",
    "destroy|state rm|workspace delete": "cloud.admin@terraform!",
    "login|logout|test": "cloud.admin@terraform",
}
_PULUMI: Final = {
    "preview|stack ls|stack|version|about|config get|logs|whoami": "net.connect@~cloud",
    "up|update|import|refresh|stack init|stack select|config set": "cloud.admin@pulumi deploy.run@pulumi",
    "destroy|stack rm": "cloud.admin@pulumi!",
}

# ── clouds ───────────────────────────────────────────────────────────────────────────────────────────────

_AWS_READS: Final = ("describe", "list", "get", "head", "lookup", "search", "ls", "wait", "help", "filter", "query",
                     "scan", "view", "show", "batch-get", "select", "tail", "check", "test", "estimate")  # fmt: skip
_DESTROYS: Final = ("delete", "terminate", "remove", "rm", "rb", "purge", "destroy", "deregister", "disable", "revoke",
                    "reset", "wipe", "deprovision")  # fmt: skip
_IAM_SERVICES: Final = names("iam sts organizations sso-admin identitystore iam-policy role ad policy projects-iam kms")
_SECRET_CALLS: Final = names(
    "get-secret-value get-parameter get-parameters get-parameters-by-path get-login-password get-login "
    "get-session-token assume-role get-federation-token get-authorization-token export-credentials get-token "
    "print-access-token print-identity-token get-access-token get-credentials access create-access-key "
    "print-refresh-token get-password-data"
)


def _cloud(use: Use) -> tuple[Finding, ...]:
    """aws, gcloud, az, doctl …: words of a service, then an operation."""
    words = [known(word) or "?" for word in use.operands]
    if not words or words[0] in ("help", "version", "--version", "completion", "info", "feedback"):
        return ()
    found: list[Finding] = list(_copies_out(words, use))
    looks = words[1:2] and words[1].startswith(_AWS_READS) if use.name == "aws" else set(_AWS_READS) & set(words[1:])
    if any(word in _SECRET_CALLS for word in words) or words[:2] == ["configure", "get"]:
        found.append(finding(Verb.SECRET_READ, use.name, use, **{"class": "token"}))
    if words[0] in ("configure", "config", "login", "auth", "init", "account"):
        reading = {"list", "get", "show", "describe", "get-value", "list-profiles", "print-access-token"}
        if not reading & set(words[1:3]):
            found.append(finding(Verb.CLOUD_ADMIN, use.name, use))
        return (*found, *constant("net.connect@~cloud", use))
    if any(word.startswith(_DESTROYS) for word in words[1:4]) or words[:2] in (["s3", "rm"], ["s3", "rb"]):
        found.append(finding(Verb.CLOUD_ADMIN, use.name, use, _destroys=True))
    elif not looks and words[:2] != ["s3", "cp"]:
        found.append(finding(Verb.CLOUD_ADMIN, use.name, use))
    changes = any(item.verb is Verb.CLOUD_ADMIN for item in found)
    if changes and (set(words) & _IAM_SERVICES or any("policy" in word or "iam" in word for word in words)):
        found.append(finding(Verb.IAM_CHANGE, use.name, use))
    if "deploy" in words or "invoke" in words or "update-function-code" in words:
        found.append(finding(Verb.DEPLOY_RUN, use.name, use))
    return (*found, *constant("net.connect@~cloud", use))


def _copies_out(words: list[str], use: Use) -> tuple[Finding, ...]:
    """`aws s3 cp|mv|sync A B`, `gcloud storage cp`: local paths go out or come in."""
    if not {"cp", "mv", "sync", "rsync", "upload", "put-object"} & set(words[:4]):
        return ()
    found: list[Finding] = []
    places = use.operands[2:] if words[0] in ("s3", "storage") else use.operands[1:]
    for at, place in enumerate(places):
        remote = lead(place).startswith(("s3://", "gs://", "https://"))
        if not remote and at == 0:
            found.extend(files.reading(place, use.command, use.context, recursive="sync" in words))
            found.extend(constant("net.upload@*", use))
        elif not remote:
            found.extend(files.writing(place, use.command, use.context, recursive="sync" in words))
            found.extend(constant("net.download@*", use))
    if len(places) > 1 and lead(places[1]).startswith(("s3://", "gs://")):
        found.append(finding(Verb.CLOUD_ADMIN, use.name, use))
    return tuple(found)


# ── code hosts ───────────────────────────────────────────────────────────────────────────────────────────

_GH: Final = {
    (
        "pr view|pr list|pr status|pr diff|pr checks|issue list|issue view|issue status|run list|run view|run watch"
    ): "net.connect@api.github.com",
    "release list|release view|repo view|repo list|workflow list|workflow view|search|gist list|gist view|label "
    "list": "net.connect@api.github.com",
    (
        "auth status|cache list|ruleset list|ruleset view|project list|project view|org list|secret list|variable list"
    ): "net.connect@api.github.com",
    (
        "status|browse|ssh-key list|gpg-key list|repo deploy-key list|codespace list|extension list|alias list"
    ): "net.connect@api.github.com",
    "version|help|completion|config get|config list": "",
    "auth token": "secret.read@token",
    "auth login|auth logout|auth refresh|auth setup-git|auth switch": "iam.change@github",
    "pr create": "pr.open@github net.connect@api.github.com",
    "pr merge": "pr.merge@github net.connect@api.github.com",
    (
        "pr comment|pr review|pr edit|pr close|pr reopen|pr ready|issue create|issue comment|issue edit|issue close"
    ): "ticket.write@github net.connect@api.github.com",
    (
        "issue reopen|issue delete|issue transfer|issue pin|label create|label edit|label delete|project item-add"
    ): "ticket.write@github net.connect@api.github.com",
    "pr checkout|repo clone|run download|release download|gist clone": "net.download@github.com",
    "run rerun|workflow run|run cancel|workflow enable|workflow disable|run delete": "ci.trigger@github",
    "release create|release upload|release edit": "artifact.publish@github net.upload@api.github.com",
    "release delete|release delete-asset": "artifact.publish@github",
    "gist create|gist edit": "artifact.publish@github net.upload@api.github.com",
    (
        "secret set|secret delete|variable set|variable delete|ssh-key add|ssh-key delete|gpg-key add|gpg-key delete"
    ): "iam.change@github",
    "repo deploy-key add|repo deploy-key delete": "iam.change@github",
    "repo create|repo fork|repo rename|repo edit|repo sync|repo set-default|cache delete": "cloud.admin@github",
    "repo delete|repo archive": "cloud.admin@github!",
    "extension install|extension upgrade|extension exec": "pkg.install@gh exec.run@unknown",
    "alias set|alias import|config set": "sys.persist@gh",
    "codespace create|codespace ssh|codespace cp|copilot|agent-task create": "opaque@gh",
}
_GLAB: Final = {
    (
        "mr view|mr list|mr diff|issue list|issue view|ci view|ci list|ci status|ci trace|pipeline list|release list"
    ): "net.connect@gitlab.com",
    "repo view|repo list|auth status|ci lint|label list|user events|ci get": "net.connect@gitlab.com",
    "version|help|completion|config get": "",
    "mr create": "pr.open@gitlab net.connect@gitlab.com",
    "mr merge": "pr.merge@gitlab net.connect@gitlab.com",
    (
        "mr note|mr update|mr close|mr reopen|mr approve|issue create|issue note|issue update|issue close"
    ): "ticket.write@gitlab net.connect@gitlab.com",
    "ci run|ci retry|ci trigger|pipeline run|ci cancel|ci delete": "ci.trigger@gitlab",
    "release create|release upload|snippet create": "artifact.publish@gitlab net.upload@gitlab.com",
    (
        "variable set|variable update|variable delete|ssh-key add|deploy-key add|token create|auth login"
    ): "iam.change@gitlab",
    "repo clone|mr checkout": "net.download@gitlab.com",
    "repo delete": "cloud.admin@gitlab!",
}


def _gh(use: Use) -> tuple[Finding, ...]:
    words = [known(word) or "?" for word in use.operands]
    if words[:1] == ["api"]:
        return _gh_api(use, words[1:])
    found = list(_GH_ACT(use))
    if words[:2] == ["pr", "checkout"]:
        found.extend(git_common.tree_changes(use, head=""))
    if words[:2] == ["auth", "status"] and use.has("-t", "--show-token"):
        found.append(finding(Verb.SECRET_READ, "github", use, **{"class": "token"}))
    for word in use.values("-F", "--body-file", "--notes-file"):
        if known(word) != "-":
            found.extend(files.reading(word, use.command, use.context))
    if words[:2] in (["gist", "create"], ["release", "upload"], ["release", "create"]):
        for word in use.operands[2 if words[0] == "gist" else 3 :]:
            found.extend(files.reading(word, use.command, use.context))
    return tuple(found)


def _glab(use: Use) -> tuple[Finding, ...]:
    checks_out = [known(word) for word in use.operands[:2]] == ["mr", "checkout"]
    return (*_GLAB_ACT(use), *(git_common.tree_changes(use, head="") if checks_out else ()))


def _gh_api(use: Use, words: list[str]) -> tuple[Finding, ...]:
    method = (known(use.value("-X") or Known("")) or "").upper()
    sends = method not in ("", "GET", "HEAD") or use.has("-f", "-F", "--input", "--body-file")
    path = "/" + (words[0] if words else "?").lstrip("/")
    target = http.Target("https", "api.github.com", path=path)
    found = http.contacting(target, sends_data=sends, method=method or ("POST" if sends else "GET"), because="gh api")
    read = [item for word in use.values("--input") for item in files.reading(word, use.command, use.context)]
    if path == "/graphql" and sends:
        found = (*found, opaque("a GraphQL operation is not analysed"))
    if method == "DELETE":
        found = (*found, finding(Verb.CLOUD_ADMIN, "github", use, _destroys=True))
    return (*found, *read, *host_api(target, sends=sends, use=use))


_GH_ACT: Final = subcommands.act(_GH, otherwise="opaque@gh")
_GLAB_ACT: Final = subcommands.act(_GLAB, otherwise="opaque@glab")

_COMPOSE: Final = {
    "|".join(key for key in keys.split("|") if key.startswith("compose ")): effects
    for keys, effects in _CONTAINERS.items()
    if any(key.startswith("compose ") for key in keys.split("|"))
}
_TERRAFORM_ACT: Final = subcommands.act(_TERRAFORM, otherwise="cloud.admin@terraform opaque@terraform")


def _terraform(use: Use) -> tuple[Finding, ...]:
    found = _TERRAFORM_ACT(use)
    destroys = use.has("-destroy") and known(use.operands[0] if use.operands else Known("")) == "apply"
    return (*found, finding(Verb.CLOUD_ADMIN, "terraform", use, _destroys=True)) if destroys else found


_PLATFORMS: Final = {
    (
        "logs|status|ps|whoami|list|ls|info|inspect|version|help|open|releases|apps|env ls|project ls|domains ls"
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
    "list|ls|status|--version|find|search|whoami": "net.connect@~platform",
    (
        "get|read|show|item get|run|inject|unlock|export|document get|cat|otp|lookup|list item"
    ): "secret.read@password-store",
}
_GLOBALS: Final = (
    "-n|--namespace= --context= --kubeconfig=opaque --cluster= --user= -o|--output= -f|--filename|--values=list "
    "-l|--selector= -A|--all-namespaces --server=opaque -s= --token= --as= -c|--container= --kube-context= -w|--watch "
    "--set= --version= -k|--kustomize= --dry-run? --field-selector= --sort-by= --tail= --since= --timeout= --replicas= "
    "-p= -i -t -it -h --help --type= --image= --port= --request-timeout= -v= --cascade? --grace-period= --force --now "
    "--wait? --all --ignore-not-found --show-labels --no-headers --previous --follow --template= --record --overwrite "
    "--raw= --repo= --post-renderer=program --create-namespace --atomic --install --reuse-values -R"
)

PROGRAMS: Final[tuple[Program, ...]] = (
    row("docker podman nerdctl", _DOCKER_GLOBALS, style="gnu", open=True, act=_docker),
    row("docker-compose podman-compose", _DOCKER_GLOBALS, open=True,
        act=subcommands.act({keys.replace("compose ", ""): effects for keys, effects in _COMPOSE.items()},
                            otherwise="container.run@other opaque@compose")),
    row("buildah skopeo crictl ctr lxc lxd incus vagrant virsh qemu-system-x86_64 multipass kind minikube k3d k3s "
        "systemd-nspawn firejail bwrap flatpak distrobox toolbox devcontainer colima lima limactl", handles_doubt=True,
        does="container.run@machine opaque@machine"),
    row("kubectl oc k", _GLOBALS, open=True,
        act=subcommands.act(_KUBECTL, otherwise="cloud.admin@kubernetes opaque@kubectl")),
    row("helm helmfile", _GLOBALS, open=True, act=subcommands.act(_HELM, otherwise="cloud.admin@kubernetes "
        "opaque@helm")),
    row("terraform tofu terragrunt", "-chdir= -auto-approve -input= -var= -var-file=list -out=write -target= -no-color "
        "-json -destroy -refresh= -lock= -state= -backend-config= -upgrade -reconfigure -migrate-state -check -diff "
        "-recursive -help -version -raw -parallelism= -replace= -compact-warnings -detailed-exitcode", style="long",
        open=True, act=_terraform),
    row("pulumi cdktf cdk sst serverless sls sam chalice copilot-cli eksctl kops argocd flux skaffold tilt "
        "nomad consul packer ansible ansible-playbook ansible-galaxy salt puppet chef knife waypoint cap", open=True,
        act=subcommands.act(_PULUMI, otherwise="cloud.admin@infrastructure deploy.run@infrastructure "
            "opaque@infrastructure")),
    row("aws gcloud az doctl linode-cli hcloud oci ibmcloud aliyun scw exo openstack", "--profile= --region= "
        "--output= -o= "
        "--query= --endpoint-url=url -g|--resource-group= -n|--name= --project= --zone= --format= --filter= "
        "--no-cli-pager "
        "--subscription= --bucket= --key= --body=read --cli-input-json=list --secret-id= --recursive --quiet -q "
        "--account= --configuration= --impersonate-service-account= --location= --include= --exclude= --acl= --dryrun",
        open=True, act=_cloud),
    row("gh", "-R|--repo= -X|--method= -f|--raw-field= -F|--field|--body-file= -H|--header= --input= -q|--jq= "
        "--template= -t|--title= --show-token -b|--body= --json= -L|--limit= -s|--state= -l|--label= -a= -A= "
        "-B|--base= "
        "-h|--hostname= --head= --notes-file= --notes= -n= -c= -e= --paginate -i --silent -m= -d -w -u", open=True,
        act=_gh),
    row("glab", "-R|--repo= -t= -d= -b= -s= -l= -a= -m= -f= -F=", open=True,
        act=_glab),
    row("hub tea jira linear acli", open=True, does="ticket.write@tracker net.upload@*"),
    row("heroku fly flyctl vercel netlify railway render wrangler firebase supabase surge now eb cf amplify "
        "dokku kamal deployctl planetscale pscale neonctl convex", "-a|--app= -p= -e= -r= -t|--token= -c=list",
        open=True, act=subcommands.act(_PLATFORMS, otherwise="cloud.admin@platform deploy.run@platform")),
    row("vault bao", "-address=url -namespace= -field= -format= -mount= -token=", style="long", open=True,
        act=subcommands.act(_VAULT, otherwise="cloud.admin@vault")),
    row("op pass bw lpass keepassxc-cli gopass doppler infisical secret-tool security keyring chamber aws-vault teller "
        "dotenvx", open=True,
        act=subcommands.act(_STORES, otherwise="secret.read@password-store opaque@password-store")),
    row("slack discord telegram-send ntfy pushover-cli twilio sendgrid", open=True, does="message.send@chat "
        "net.upload@*"),
    row("circleci travis buildkite-agent drone concourse jenkins-cli act", open=True, does="ci.trigger@pipeline"),
    row("sentry-cli datadog-ci codecov snyk trivy grype syft gitleaks trufflehog detect-secrets semgrep checkov tfsec "
        "sonar-scanner license-checker", open=True, does="exec.run@well-known net.upload@*"),
)  # fmt: skip
