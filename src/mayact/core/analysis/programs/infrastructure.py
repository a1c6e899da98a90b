"""Clusters, infrastructure as code, configuration management.

Law: asking a cluster or a cloud is contact, rendering and checking one's own files is nothing more than reading them or
running what they bring (`exec.run`); whatever else is a change. A subcommand that is not listed counts as a change.
"""

from typing import Final

from mayact.core.analysis.command import Finding, Known
from mayact.core.analysis.programs.roles import constant, finding, in_role
from mayact.core.analysis.programs.table import Program, Use, effects, row, sub
from mayact.core.analysis.words import known, lead
from mayact.core.model import Verb

_READS: Final = "net.connect@~kubernetes"
_CHANGES: Final = "cloud.admin@kubernetes deploy.run@kubernetes"
_DRY: Final = "--dry-run=client --dry-run=server"


def _kinds(use: Use) -> tuple[Finding, ...]:
    """`get` and `describe`: of secrets they print them."""
    named = [*use.operands[:1], *(word for word in use.operands[1:] if "/" in lead(word)), *use.values("--raw")]
    texts = [known(word) for word in named]
    if any(text is None or "secret" in text.lower() for text in texts):
        return (finding(Verb.SECRET_READ, use.name, use, **{"class": "token"}),)
    return ()


def _rights(use: Use) -> tuple[Finding, ...]:
    """`create` of what says who may do what."""
    kind = known(use.operands[0]) if use.operands else ""
    grants = ("role", "clusterrole", "rolebinding", "clusterrolebinding", "serviceaccount", "sa", "token")
    return (finding(Verb.IAM_CHANGE, "kubernetes", use),) if kind is None or kind in grants else ()


_GLOBALS: Final = (
    "-n|--namespace= --context= --kubeconfig=opaque --cluster= --user= -s|--server=opaque --token= --as= --as-group= "
    "--kube-context= --kube-apiserver=opaque --kube-token= --kube-ca-file=read --request-timeout= -v|--v= "
    "--insecure-skip-tls-verify --certificate-authority=read --client-key=read --client-certificate=read "
    "--log-file=write --cache-dir= --profile-output=write --match-server-version --warnings-as-errors --debug"
)
_KUBECTL_OPTIONS: Final = (
    "-o|--output= -f|--filename=list -k|--kustomize=config -l|--selector= -A|--all-namespaces -w|--watch "
    "-c|--container= "
    "--dry-run? -p? -i -t --type= --image= --port= --field-selector= --sort-by= --tail= --since= --timeout= "
    "--replicas= "
    "--raw= --template= --cascade? --grace-period= --patch-file=list --from-file=read --from-env-file=read"
)
_KUBECTL: Final = (
    *effects(
        {
            "logs|top|explain|api-resources|api-versions|cluster-info|events|wait|auth can-i|auth whoami": _READS,
            "rollout status|rollout history|certificate list|plugin list": _READS,
            "config get-contexts|config get-clusters|config get-users|config current-context|completion|options": "",
            "config set-context|config set|config set-credentials|config unset|config "
            "set-cluster": "cloud.admin@kubeconfig",
            "config delete-context|config delete-cluster|config delete-user": "cloud.admin@kubeconfig",
            "port-forward|proxy": _READS,
            "exec|attach|debug": "cloud.admin@kubernetes opaque@kubernetes",
            "auth reconcile|certificate|create token": "iam.change@kubernetes cloud.admin@kubernetes",
        }
    ),
    # Which cluster later calls go to; those are judged as what they do there.
    sub(
        "config use-context|config rename-context",
        act=lambda use: (finding(Verb.CLOUD_ADMIN, "kubeconfig", use, _chooses=True),),
    ),
    sub("version", f"{_KUBECTL_OPTIONS} --client --short", does=_READS, looks_if="--client"),
    sub("get|describe", _KUBECTL_OPTIONS, open=True, does=_READS, act=_kinds),
    sub("diff", _KUBECTL_OPTIONS, open=True, does=_READS),
    sub(
        "kustomize",
        "-o|--output=write --enable-exec=opaque --enable-alpha-plugins=opaque --enable-helm "
        "--helm-command=program --load-restrictor= --network",
        "config",
        open=True,
        does="exec.run@repository",
    ),
    sub(
        "config view",
        "--raw --flatten --minify -o=",
        open=True,
        act=lambda use: (
            (finding(Verb.SECRET_READ, use.name, use, **{"class": "token"}),) if use.has("--raw", "--flatten") else ()
        ),
    ),
    sub(
        "apply|replace|patch|label|annotate|set|scale|autoscale|expose|rollout|taint|cordon|uncordon|drain|edit|run",
        _KUBECTL_OPTIONS,
        open=True,
        does=_CHANGES,
        looks_if=_DRY,
    ),
    sub("create", _KUBECTL_OPTIONS, open=True, does=_CHANGES, act=_rights, looks_if=_DRY),
    sub("delete", _KUBECTL_OPTIONS, open=True, does="cloud.admin@kubernetes!", looks_if=_DRY),
    sub("cp", _KUBECTL_OPTIONS, open=True, does="cloud.admin@kubernetes opaque@kubernetes"),
)

_HELM_OPTIONS: Final = (
    "-f|--values=list --set= --set-string= --set-file=read --version= --repo=url --post-renderer=program "
    "--output-dir=writetree -d|--destination=writetree -o= -l= --timeout= --username= --password= --ca-file=read "
    "--keyring=read --registry-config=opaque --repository-config=opaque --description="
)
_HELM: Final = (
    *effects(
        {
            "list|ls|status|history|hist|get values|get manifest|get notes|get hooks|get metadata|get all": _READS,
            "env|version|completion|repo list|plugin list|verify": "",
            "rollback|test": _CHANGES,
            "uninstall|delete|un|del": "cloud.admin@kubernetes!",
            "repo add|repo update|dependency update|dependency build|dep update|dep build|repo "
            "index": "net.download@~charts",
            "repo remove|registry logout": "",
            "push|cm-push": "artifact.publish@helm net.upload@*",
            "registry login": "secret.read@credential-file",
            "plugin install|plugin update|plugin uninstall": "pkg.install@helm exec.run@unknown",
        }
    ),
    sub("search|show", _HELM_OPTIONS, open=True, does="net.connect@~charts"),
    sub(
        "diff upgrade|diff revision|diff rollback|diff release",
        _HELM_OPTIONS,
        open=True,
        does=f"{_READS} exec.run@repository",
    ),
    sub("lint|dependency list|dep list", _HELM_OPTIONS, "tree", open=True),
    sub("template", _HELM_OPTIONS, open=True, does="exec.run@repository"),
    sub("package", _HELM_OPTIONS, "tree*", open=True, does="fs.write@./*"),
    sub("create", "-p|--starter=config", "writetree"),
    sub("pull|fetch", _HELM_OPTIONS, open=True, does="net.download@~charts fs.write@./*"),
    # A dry run of the client still asks the cluster for what it can do.
    sub("install|upgrade", f"{_HELM_OPTIONS} --dry-run?", open=True, does=_CHANGES, looks_if=f"--dry-run {_DRY}"),
)

_TF_OPTIONS: Final = (
    "-chdir=config -input= -var= -var-file=list -target= -no-color -json -refresh= -lock= -lock-timeout= -state=write "
    "-backup=write -state-out=write -parallelism= -compact-warnings -detailed-exitcode -help -out=write -replace= "
    "-destroy -auto-approve -generate-config-out=write -raw -upgrade -reconfigure -migrate-state -force-copy -get= "
    "-backend= -backend-config=list -from-module=opaque -plugin-dir=opaque -lockfile= -update -type= -draw-cycles "
    "-cloud= "
    "-test-directory= -filter= -verbose -junit-xml=write -allow-missing -id= -state-id= -dry-run "
    "-ignore-remote-version "
    "-allow-missing-config -force"
)


def _shows(use: Use) -> tuple[Finding, ...]:
    """What Terraform marks as sensitive is hidden from people, not from programs; without a file it asks the state's
    keeper."""
    found: list[Finding] = []
    if use.has("-json"):
        found.append(finding(Verb.SECRET_READ, "terraform", use, **{"class": "credential-file"}))
    if not use.operands:
        found.extend(constant("net.connect@~cloud", use))
    return tuple(found)


def _applies(use: Use) -> tuple[Finding, ...]:
    return (finding(Verb.CLOUD_ADMIN, "terraform", use, _destroys=True),) if use.has("-destroy") else ()


_TERRAFORM: Final = (
    sub(
        "fmt",
        "-check -diff -recursive -list= -write= -no-color",
        "edit*",
        style="long",
        bare=".",
        edits_unless="-check -write=false",
    ),
    *(
        sub(names, _TF_OPTIONS, style="long", does=does)
        for names, does in {
            "version|workspace list|workspace show|providers schema|metadata functions": "",
            "validate|graph|providers|modules": "exec.run@repository",
            "state list|workspace select": "net.connect@~cloud",
            "state pull|console": "secret.read@credential-file net.connect@~cloud",
            "plan|refresh|test": "net.connect@~cloud exec.run@repository",
            "init|get|providers lock|providers mirror": "net.download@registry.terraform.io exec.run@repository",
            "import|taint|untaint|workspace new|state mv|state push|state "
            "replace-provider|force-unlock": "cloud.admin@terraform deploy.run@terraform",
            "destroy|state rm|workspace delete": "cloud.admin@terraform!",
            "login|logout": "iam.change@terraform",
        }.items()
    ),
    # For people, what is marked sensitive is hidden; as JSON it is not. A plan or state in a file asks nobody.
    sub("show", _TF_OPTIONS, "read*", style="long", does="exec.run@repository", act=_shows),
    sub("state show", _TF_OPTIONS, style="long", does="net.connect@~cloud", act=_shows),
    # Sensitive outputs are hidden unless one is asked for raw or as JSON.
    sub(
        "output",
        _TF_OPTIONS,
        style="long",
        does="net.connect@~cloud",
        act=lambda use: (
            (finding(Verb.SECRET_READ, "terraform", use, **{"class": "credential-file"}),)
            if use.has("-json", "-raw") or use.operands
            else ()
        ),
    ),
    sub("apply", _TF_OPTIONS, style="long", does="cloud.admin@terraform deploy.run@terraform", act=_applies),
)

_ANSIBLE: Final = (
    "-i|--inventory=config -e|--extra-vars= -l|--limit= -t|--tags= --skip-tags= -u|--user= -k -K -b|--become "
    "-C|--check "
    "-D|--diff -v -f|--forks= -m|--module-name= -a|--args= --syntax-check --list-tasks --list-hosts --list-tags --step "
    "--start-at-task= --vault-password-file=program --vault-id=opaque --ask-vault-pass -M|--module-path=opaque "
    "--private-key=read -c|--connection= -T= --flush-cache --force-handlers --become-user= --become-method= --graph "
    "--list --host= -y --yaml --toml --vars --export --output=write --playbook-dir=config -J --ask-become-pass"
)
_CHANGES_HOSTS: Final = "cloud.admin@hosts exec.run@repository opaque@ansible"
_LISTS: Final = "--syntax-check --list-tasks --list-hosts --list-tags"

_DEPLOYERS: Final = {
    "version|help|completion": "",
    "status|list|ls|get|logs|describe|diff|history|preview|whoami|about|show|inspect|info|events|top": (
        "net.connect@~cloud exec.run@repository"
    ),
    "validate|lint|synth|synthesize|render|build|package|local|generate|test|print|doctor|plan|fmt|check|format": (
        "exec.run@repository"
    ),
    "dev|remote|invoke local|offline|run": "exec.run@repository net.connect@~cloud",
    "deploy|up|apply|sync|bootstrap|promote|rollback|update|import|refresh|watch|restart|scale|invoke|create": (
        "cloud.admin@infrastructure deploy.run@infrastructure exec.run@repository"
    ),
    "destroy|delete|remove|down|rm|terminate": "cloud.admin@infrastructure!",
    "config|secrets|secret|env|context|login|logout|account": "cloud.admin@infrastructure secret.read@token",
}
_PULUMI: Final = {
    "preview|stack ls|stack output|stack|version|about|logs|whoami|stack history|plugin ls": (
        "net.connect@~cloud exec.run@repository"
    ),
    "config|config get|stack export": "secret.read@token net.connect@~cloud",
    "up|update|import|refresh|stack init|stack select|config set|stack import|cancel|watch": (
        "cloud.admin@pulumi deploy.run@pulumi exec.run@repository"
    ),
    "destroy|stack rm|state delete": "cloud.admin@pulumi!",
    "new|plugin install|install": "net.download@~templates exec.run@unknown",
    "login|logout|org": "iam.change@pulumi",
}
_RUNS: Final = "exec.run@repository"
_OTHERWISE: Final = "cloud.admin@infrastructure deploy.run@infrastructure opaque@infrastructure"

PROGRAMS: Final[tuple[Program, ...]] = (
    row("kubectl oc k kubecolor", f"{_GLOBALS} {_KUBECTL_OPTIONS}", open=True, subs=_KUBECTL,
        otherwise="cloud.admin@kubernetes opaque@kubectl"),
    row("kustomize", open=True, otherwise="opaque@kustomize", subs=(
        sub("build", "-o|--output=write --enable-exec=opaque --enable-alpha-plugins=opaque --enable-helm "
            "--helm-command=program --load-restrictor= --network --mount= -e= --env= --reorder=", "config",
            open=True, does="exec.run@repository"),
        *effects({"version|cfg tree|cfg cat|cfg count|cfg grep": "",
                  "create|edit|cfg fmt|cfg set|localize": "fs.write@./*"}))),
    row("helm", f"{_GLOBALS} {_HELM_OPTIONS}", open=True, subs=_HELM, otherwise="cloud.admin@kubernetes opaque@helm"),
    row("helmfile", "-f|--file=config -e|--environment= -l= -n= --debug -q --state-values-set= "
        "--state-values-file=list "
        "--helm-binary=program", open=True, otherwise="cloud.admin@kubernetes opaque@helmfile", subs=effects({
            "list|version|build|lint|template|cache|write-values|show-dag": "exec.run@repository",
            "diff|status|deps|repos|fetch": "net.connect@~kubernetes exec.run@repository",
            "sync|apply|test": f"{_CHANGES} exec.run@repository",
            "destroy|delete": "cloud.admin@kubernetes!",
        })),
    row("kubectx kubens", "-c -h -u -d=", operands="none*",
        act=lambda use: (finding(Verb.CLOUD_ADMIN, "kubeconfig", use),) if use.operands or use.has("-u", "-d") else ()),
    row("k9s stern kubetail", f"{_GLOBALS} -o= -t --since= --tail= -l= -c= --template= -A --exclude= --include=",
        open=True, does=_READS),
    row("kubeconform kubeval kube-linter kube-score kubesec pluto polaris conftest datree nova popeye",
        "-f|--file= --schema-location= -output= -o= --config=config -strict -summary -ignore-missing-schemas "
        "--policy=config -p=config --update=opaque --format= -d=", "sources*", open=True),
    row("terraform tofu", _TF_OPTIONS, style="long", subs=_TERRAFORM,
        otherwise="cloud.admin@terraform opaque@terraform"),
    row("terragrunt", f"{_TF_OPTIONS} --terragrunt-non-interactive --terragrunt-working-dir=config "
        "--terragrunt-config=config --terragrunt-tfpath=program --non-interactive --working-dir=config "
        "--config=config --tf-path=program", style="long",
        does="exec.run@repository", subs=_TERRAFORM, otherwise="cloud.admin@terraform opaque@terragrunt"),
    row("tflint terraform-docs tfsec terrascan infracost checkov kics cfn-lint cfn_nag cfn-guard tfupdate hclfmt",
        "-c|--config=config --chdir=config -f|--format= -o|--output= --output-file=write --init=opaque -d|--directory= "
        "--file= -t|--template= -r|--regions= -i= --ignore-checks= -l|--level= --framework= --quiet --compact "
        "--skip-check= "
        "--check= --external-checks-dir=script --external-checks-git=opaque --path= --recursive "
        "--minimum-failure-severity= "
        "--rules-dir=script --override-spec=config --append-rules=script -a=script --output-file-path=writetree "
        "--enable-plugin=opaque --fix -w -write",
        open=True, does="exec.run@repository", act=lambda use: _fixes(use)),
    row("ansible ansible-console ansible-pull", _ANSIBLE, does=_CHANGES_HOSTS),
    row("ansible-playbook", _ANSIBLE, operands="config*", does=_CHANGES_HOSTS, looks_if=_LISTS),
    row("ansible-inventory", _ANSIBLE, does="exec.run@repository"),
    row("ansible-lint", "-c|--config-file=config -p -q -v -x|--skip-list= -t|--tags= -w|--warn-list= -f|--format= "
        "--offline --profile= --fix? --write? -L -T -R -r=script --rules-dir=script --exclude= --nocolor "
        "--sarif-file=write --strict --force-color", "sources*", open=True, does="exec.run@repository",
        act=lambda use: _fixes(use)),
    row("ansible-doc ansible-config", _ANSIBLE.replace("-l|--limit= ", "-l -s "
        ""), open=True, does="exec.run@repository"),
    row("ansible-galaxy", "-r|--role-file|--requirements-file=list -p|--roles-path|--collections-path= -f|--force -s= "
        "-c -n -v --api-key= --token= --offline", open=True, otherwise="opaque@ansible-galaxy", subs=effects({
            "list|role list|collection list|search|info|role search|role info|collection verify": "net.connect@galaxy",
            "install|role install|collection install|collection download": "pkg.install@ansible",
            "init|role init|collection init|collection build|remove|role remove": "fs.write@./*",
            "collection publish|import|role import|delete|role delete|setup": "artifact.publish@galaxy net.upload@*",
        })),
    row("ansible-vault", "--vault-password-file=program --vault-id=opaque --ask-vault-pass --output=write -n= "
        "--encrypt-vault-id= --new-vault-password-file=program -p", open=True, otherwise="opaque@vault", subs=(
            sub("view|decrypt|edit|rekey", operands="edit*", open=True, does="secret.read@credential-file"),
            sub("encrypt|create", operands="write*", open=True),
            sub("encrypt_string", open=True))),
    row("packer", style="long", otherwise="cloud.admin@infrastructure opaque@packer", subs=(
        sub("fmt", "-check -diff -recursive -write=", "edit*", style="long", bare=".",
            edits_unless="-check -write=false"),
        *(sub(names, "-var= -var-file=list -only= -except= -color= -debug -force -on-error= -syntax-only "
            "-evaluate-datasources "
              "-machine-readable -parallel-builds= -timestamp-ui -upgrade", "config", style="long", does=does)
          for names, does in {
            "version|plugins installed|plugins required": "",
            "validate|inspect|console|fix|hcl2_upgrade": "exec.run@repository",
            "init|plugins install": "pkg.install@packer exec.run@repository",
            "build": "cloud.admin@infrastructure exec.run@repository",
          }.items()))),
    row("pulumi", "-C|--cwd=config -s|--stack= --non-interactive --color= --emoji -v= --logflow --tracing=url "
        "--profiling= -y|--yes --json -j --diff --config-file=list", open=True, subs=effects(_PULUMI),
        otherwise=_OTHERWISE),
    row("argocd", "--server=opaque --auth-token= --grpc-web --insecure --plaintext -o|--output= --core --config=opaque "
        "-N= -l= -p= --refresh --hard-refresh --local=config --revision= --kube-context= --argocd-context= "
        "--http-retry-max=",
        otherwise=_OTHERWISE, subs=effects({
            "version|context|completion": "",
            "app list|app get|app diff|app history|app logs|app manifests|app resources|app wait|app get-resource|"
            "cluster list|cluster get|repo list|proj list|proj get|appset list|appset get|account get-user-info|"
            "admin settings validate|cert list|gpg list": "net.connect@~argocd",
            "app sync|app set|app rollback|app create|app patch|app terminate-op|app actions run|app unset": (
                "cloud.admin@argocd deploy.run@argocd"),
            "app delete|app delete-resource|cluster rm|repo rm|proj delete|appset delete": "cloud.admin@argocd!",
            "login|logout|relogin|account update-password|account generate-token": "iam.change@argocd"})),
    row("consul", "-http-addr=opaque -token= -token-file=read -datacenter= -stale -format= -detailed -wan -keys "
        "-separator= "
        "-recurse -service= -node= -tags", style="long", otherwise=_OTHERWISE, subs=effects({
            "version|validate|keygen": "", "fmt": "fs.write@./*",
            "members|info|catalog nodes|catalog services|catalog datacenters|operator raft list-peers|monitor|rtt|"
            "operator autopilot get-config|intention list|intention get|services": "net.connect@~consul",
            "kv get|kv export": "net.connect@~consul secret.read@credential-file",
            "kv put|kv import|config write|services register": "cloud.admin@consul",
            "kv delete|config delete|leave|services deregister": "cloud.admin@consul!"})),
    row("istioctl linkerd", "-n|--namespace= -f|--filename=list -o|--output= --context= --kubeconfig=opaque -i= "
        "-A|--all-namespaces -v --revision= -l= --color --recursive --short "
        "-d=config", otherwise=_OTHERWISE, subs=effects({
            "version|help|validate|completion|kube-inject|manifest generate|profile list|profile "
            "dump|diagnostics|inject": _RUNS,
            "analyze|proxy-status|ps|proxy-config|pc|check|stat|top|tap|edges|routes|viz stat|viz top|describe|"
            "x describe|experimental describe|verify-install|precheck|x precheck|viz "
            "check": "net.connect@kubernetes"})),
    row("skaffold", "-f|--filename=config -p|--profile= -m|--module= -v= -q -d|--default-repo= -n|--namespace= "
        "-o|--output=write --kube-context= --tag|-t= --digest-source= --offline? --yaml-only? --cache-artifacts? "
        "--skip-tests? --color=", otherwise=_OTHERWISE, subs=effects({
            "version|help|schema list|schema get|completion|options": "",
            "diagnose|render|inspect|config list|lint|fix|verify|test|filter": _RUNS,
            "build": f"container.run@build {_RUNS}",
            "dev|run|deploy|debug|apply|exec": f"cloud.admin@kubernetes deploy.run@kubernetes {_RUNS}",
            "delete": "cloud.admin@kubernetes!"})),
    row("cdk cdktf sst serverless sls sam chalice copilot-cli eksctl kops flux tilt nomad salt "
        "puppet chef knife waypoint copilot-aws crossplane kapp velero",
        "-a|--app=shell -c|--context= --profile= -e|--env|--environment= --stage= -s= -r|--region= -t|--template= "
        "--stack-name= -n|--namespace= -f|--filename=list --kubeconfig=opaque --kube-context= -o|--output= -v -q "
        "--server=opaque --auth-token= --debug --quiet --config=config --config-file=config -p= --address=opaque "
        "--host=opaque -m=", open=True, subs=effects(_DEPLOYERS), otherwise=_OTHERWISE),
)  # fmt: skip


def _fixes(use: Use) -> tuple[Finding, ...]:
    """Checkers that mend what they look at when told to."""
    from_here = use.operands or (Known("."),)
    if not use.has("--fix", "--write", "-w", "-write"):
        return ()
    return tuple(item for word in from_here for item in in_role("edit", word, use))
