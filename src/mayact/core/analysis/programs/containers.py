"""Clients of containers and virtual machines.

Law: what runs inside a container is the container's; what it is given of this machine (mounts, devices, rights, the
socket of the engine) is named. Looking is said and low, a subcommand that is not listed counts as running one.
"""

import re
from dataclasses import replace
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Finding, FromFile, Inherited, Known, opaque
from mayact.core.analysis.programs.roles import argv, constant, finding
from mayact.core.analysis.programs.table import Program, Use, effects, names, row, sub
from mayact.core.analysis.words import known, lead
from mayact.core.errors import shown
from mayact.core.model import Verb

_ENGINE: Final = {
    "version|context ls|context show|context inspect|buildx ls|buildx version|plugin ls|builder ls": "",
    "ps|images|info|port|top|stats|container stats|diff|buildx inspect|buildx du|image list": "container.run@list",
    "image ls|image inspect|container ls|container ps|container list|container top": "container.run@list",
    "container port|container diff|volume ls|volume inspect|network ls|network inspect|system df|system info": (
        "container.run@list"
    ),
    "logs|events|system events|container logs|wait|container wait": "container.run@look",
    "manifest inspect|search|buildx imagetools inspect|scout|scan": "net.connect@docker.io",
    "pull|image pull": "container.run@pull net.download@docker.io",
    "push|image push|manifest push": "artifact.publish@registry net.upload@docker.io",
    "start|restart|unpause|container start|container restart": "container.run@container",
    "container unpause|play kube|pod create|pod start|kube play": "container.run@container",
    "stop|kill|pause|container stop|container kill|container pause|pod stop": (
        "container.run@stop proc.control@container"
    ),
    "rm|container rm|container prune|rmi|image rm|image prune|builder prune|buildx prune|buildx rm": (
        "container.run@remove"
    ),
    "system prune|network prune|network rm|pod rm": "container.run@remove",
    "login": "secret.read@credential-file net.connect@docker.io",
    "logout|tag|image tag|rename|network create|volume create|commit|network connect|update": "container.run@change",
    "network disconnect|container rename|container update|container commit|manifest create|manifest annotate": (
        "container.run@change"
    ),
    "buildx create|buildx use|from|config": "container.run@change",
    "swarm|service|stack|node|secret": "cloud.admin@swarm",
    "context use|context create|context update|context rm|plugin|plugin install|trust": "opaque@docker",
}
_COPIES: Final = "cp|container cp|export|container export|save|image save|load|image load|import|image import"
_COMPOSE: Final = {
    "version": "",
    "ps|images|ls|port|top|stats": "container.run@list",
    "logs|events|wait": "container.run@look",
    "build": "container.run@build exec.run@repository",
    "pull": "container.run@pull net.download@docker.io",
    "push": "artifact.publish@registry net.upload@docker.io",
    "up|run|start|create|restart|unpause|watch|scale": "container.run@container",
    "stop|kill|pause": "container.run@stop proc.control@container",
    "cp|export|commit": "container.run@copy",
}


def _removes(use: Use) -> tuple[Finding, ...]:
    """`compose down -v`: the data in the volumes goes, too."""
    return _data_goes(use) if use.has("-v") else ()


def _data_goes(use: Use) -> tuple[Finding, ...]:
    """Volumes hold databases; another engine than this machine's is opaque by the option that names it."""
    return (
        finding(Verb.CONTAINER_RUN, "volumes", use, _destroys=True),
        finding(Verb.DB_ADMIN, "volumes", use, local=True),
    )


_AFAR: Final = re.compile(r"(?i)^(?:\w[\w-]*=)?(?:[a-z][a-z0-9+.-]*://|git@|github\.com/)")
"""Contexts of a build that lie on a host (docs.docker.com/build/concepts/context)."""


def _built(use: Use) -> tuple[Finding, ...]:
    """`--output type=local,dest=DIR` and `--secret id=x,src=FILE`: fields of which one is a path of this machine."""
    found: list[Finding] = []
    for word in (*use.operands, *use.values("-f", "--build-context")):
        if _AFAR.search(lead(word)):
            found.append(opaque(f"{shown(use.name)} builds what a host sends: {shown(lead(word))}"))
        elif known(word) == "-" and not isinstance(use.command.stdin, Inherited | FromFile):
            found.append(opaque(f"{shown(use.name)} builds what it is given as text"))
    for word in use.values("-o"):
        where = re.search(r"dest=([^,]*)", lead(word))
        found.extend(files.writing(Known(where[1]) if where else word, use.command, use.context, recursive=True))
    sends = use.has("--push") or any(
        "type=registry" in lead(word) or "push=true" in lead(word) for word in use.values("-o")
    )
    found.extend(constant("artifact.publish@registry net.upload@docker.io", use) if sends else ())
    for word in use.values("--secret"):
        source = re.search(r"(?:src|source)=([^,]*)", lead(word))
        found.extend(files.reading(Known(source[1]), use.command, use.context) if source else ())
    return tuple(found)


_WHOLE: Final = re.compile(r"\{\{\s*(?:json|println|printf[^}]*)?\s*\.(?:Config)?\s*\}\}|\brange\b|\bindex\b|^json$")


def _inspected(use: Use) -> tuple[Finding, ...]:
    """`inspect`: with the variables that a container was started with, passwords among them, unless a format leaves
    them out."""
    if lead(use.value("--type") or Known("")) in ("network", "volume", "image"):
        return constant("container.run@list", use)
    shown_as = use.value("-f")
    text = None if shown_as is None else known(shown_as)
    if text is not None and re.search(r"\.Config\.Env|\bEnv\b", text):
        return (finding(Verb.SECRET_READ, "environment", use, **{"class": "token"}),)
    return constant("container.run@look" if text is None or _WHOLE.search(text) else "container.run@list", use)


def _copied(use: Use) -> tuple[Finding, ...]:
    """`cp HERE NAME:THERE` and back, `save -o FILE`: what of this machine is read or written."""
    found: list[Finding] = []
    for at, place in enumerate(use.operands[:2]):
        inside = ":" in lead(place).split("/", 1)[0]
        if at == 0 and re.match(r"(?:/var)?/run/secrets\b", lead(place).partition(":")[2]):
            found.append(finding(Verb.SECRET_READ, lead(place), use, **{"class": "token"}))
        if inside or known(place) == "-" or len(use.operands) < 2:
            continue
        touch = files.reading if at == 0 else files.writing
        found.extend(touch(place, use.command, use.context, recursive=True))
    return tuple(found)


_KEPT_INSIDE: Final = frozenset({Verb.DB_WRITE, Verb.DB_ADMIN})
_NO_DATA: Final = re.compile(
    r"/(?:tmp|var/tmp|var/cache|var/log|run|proc|root/\.cache)(?:/|$)|/(?:node_modules|dist|build|target|coverage|__pycache__|"
    r"\.?cache|\.next|\.venv|logs?)(?:/|$)"
)
_INSIDE: Final = "/container"
"""Where a command inside a container stands: nowhere on this machine."""


def _tells_secret(item: Finding) -> bool:
    """A secret of the container that is asked for by its name."""
    named = item.resource.startswith(("/run/secrets", "/var/run/secrets")) or item.resource.endswith("/environ")
    return item.verb is Verb.SECRET_READ and (named or item.facts.get("class") == "token")


def _sends_away(item: Finding) -> bool:
    """Data that leave the container for a host on the net; names without a dot are its neighbours."""
    host = item.facts.get("host")
    outside = isinstance(host, str) and "." in host and item.facts.get("local") is not True
    return item.verb is Verb.NET_UPLOAD and outside


def _told_inside(use: Use) -> tuple[Finding, ...]:
    """What `exec CONTAINER COMMAND` does to data: statements for its database, and the trees that it deletes. All else
    inside is the container's."""
    words = use.operands[1:]
    if not words or not isinstance(words[0], Known):
        return ()
    found = argv(words, use, cwd=_INSIDE)
    kept = [item for item in found if item.verb in _KEPT_INSIDE or _tells_secret(item) or _sends_away(item)]
    gone = any(
        item.verb is Verb.FS_DELETE
        and item.resource.startswith("/")
        and not item.resource.startswith(_INSIDE)
        and not _NO_DATA.search(item.resource)
        for item in found
    )
    return (*kept, *(_data_goes(use) if gone else ()))


_DESTRUCTIVE: Final = re.compile(
    r"(?:^|[\s;&|(/'\"])(?:rm|shred|truncate|mkfs\S*|wipefs|dd|rmdir)(?:\s|$)|-delete\b|>\s*/|\b(?:rmtree|unlink|rimraf)\b"
)


def _destroyed(use: Use, mounts: list[str]) -> tuple[Finding, ...]:
    """`run` with the volumes of another container, or named ones, and a command that deletes."""
    texts = [lead(word) for word in use.command.argv[1:]]
    borrowed = any(text.split("=", 1)[0] == "--volumes-from" for text in texts)
    named = any(
        re.match(r"[A-Za-z0-9]", _source(mount)) and not re.search(r":ro\b|readonly", mount) for mount in mounts
    )
    return _data_goes(use) if (borrowed or named) and any(map(_DESTRUCTIVE.search, [" ".join(texts)])) else ()


def _destroyed_here(use: Use, mounts: list[str]) -> tuple[Finding, ...]:
    """The same with a tree of this machine that is no part of the repository: it goes, as far as the text tells."""
    if not _DESTRUCTIVE.search(" ".join(lead(word) for word in use.command.argv[1:])):
        return ()
    found: list[Finding] = []
    for mount in mounts:
        place = Known(_source(mount))
        outside = place.text.startswith(("/", "~", "..")) and not files.inside(place, use.command, use.context)
        if outside and not re.search(r":ro\b|readonly|\.sock", mount):
            found.extend(files.deleting(place, use.command, use.context, recursive=True))
    return tuple(found)


def _source(mount: str) -> str:
    """What of this machine, or which volume, `-v` and `--mount` name."""
    if "=" not in mount:
        return mount.split(":", 1)[0] if ":" in mount else ""
    parts = dict(part.partition("=")[::2] for part in mount.split(","))
    return parts.get("src") or parts.get("source") or ""


_EXEC_OPTIONS: Final = "-d|--detach -i|--interactive -t|--tty -T -e|--env= -u|--user= -w|--workdir= --env-file=read"

_COMPOSE_SUBS: Final = (
    *effects(_COMPOSE),
    sub(
        "config|convert",
        "-q|--quiet --services --images --volumes --networks --profiles --hash= --no-interpolate "
        "--format= -o|--output=write --no-normalize --no-path-resolution --resolve-image-digests --no-consistency",
        open=True,
        act=lambda use: (
            ()
            if use.has(
                "-q", "--services", "--images", "--volumes", "--networks", "--profiles", "--hash", "--no-interpolate"
            )
            else constant("container.run@look", use)
        ),
    ),
    sub(
        "exec|attach",
        f"{_EXEC_OPTIONS} --index= --privileged",
        style="posix",
        open=True,
        does="container.run@exec",
        act=_told_inside,
    ),
    sub(
        "down|rm",
        "-v|--volumes --rmi= -t= --remove-orphans -f -s",
        open=True,
        does="container.run@remove",
        act=_removes,
    ),
)
_ENGINE_SUBS: Final = (
    *effects(_ENGINE),
    sub(
        "exec|container exec|attach|container attach",
        _EXEC_OPTIONS,
        style="posix",
        open=True,
        does="container.run@exec",
        act=_told_inside,
    ),
    sub(
        "build|buildx build|image build|buildx bake|builder build|bud|build-using-dockerfile",
        "-f|--file=config -o|--output= --secret= --iidfile=write --metadata-file=write -t|--tag= --build-arg= "
        "--target= "
        "--platform= --cache-from= --cache-to= --label= --ssh=opaque --progress= --network= --add-host= --builder= "
        "--build-context= --set= -m= -c= --push --load",
        open=True,
        does="container.run@build exec.run@repository",
        act=_built,
    ),
    sub("inspect|container inspect", "-f|--format= -s|--size --type= -l", open=True, act=_inspected),
    sub(
        "history|image history",
        "--no-trunc -q|--quiet -H|--human --format= --platform=",
        open=True,
        # Arguments of a build stand in it, whole.
        act=lambda use: constant("container.run@look", use) if use.has("--no-trunc") else (),
    ),
    sub("volume rm|volume remove|volume prune", open=True, does="container.run@remove", act=_data_goes),
    sub(
        "run|container run|create|container create",
        "--env-file=read --cidfile=write --label-file=read",
        style="posix",
        open=True,
        does="container.run@container",
    ),
    sub(_COPIES, "-o|--output=write -i|--input=read -a -L -q", open=True, does="container.run@copy", act=_copied),
)
_DOCKER_GLOBALS: Final = (
    "-H|--host=opaque -c|--context=opaque --config=opaque -l|--log-level= -D|--debug --tls --tlscacert= --tlscert= "
    "--tlskey= --root=opaque --url=opaque --connection=opaque --remote=opaque --namespace= -n="
)
_COMPOSE_GLOBALS: Final = (
    "-f|--file= -p|--project-name= --env-file=read --profile= --project-directory= --ansi= --progress= --parallel= "
    "--verbose --compatibility --dry-run --all-resources"
)
_ESCAPES: Final = names("--privileged --pid=host --ipc=host --uts=host --userns=host --cap-add=ALL --cap-add=SYS_ADMIN")


def _docker(use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = []
    words = use.command.argv[1:]
    texts = [lead(word) for word in words]
    if "prune" in texts and "--volumes" in texts:
        found.extend(_data_goes(use))
    if "--push" in texts:  # of whatever builds: `compose build`, `bake`
        found.extend(constant("artifact.publish@registry net.upload@docker.io", use))
    mounted: list[str] = []
    for at, text in enumerate(texts):
        following = texts[at + 1] if at + 1 < len(texts) else ""
        joined = f"{text}={following}"
        if text in _ESCAPES or joined in _ESCAPES or text.startswith(("--device", "--security-opt")):
            found.append(finding(Verb.PRIV_ESCALATE, "container", use))
        mounts = [text.partition("=")[2]] if text.startswith(("--volume=", "--mount=")) else []
        mounts += [following] if text in ("-v", "--volume", "--mount") else []
        mounts += [text[2:]] if text.startswith("-v") and len(text) > 2 and ":" in text else []
        mounted += mounts
    found.extend(item for mount in mounted for item in _mount(mount, use))
    return (*found, *_destroyed(use, mounted), *_destroyed_here(use, mounted))


def _mount(mount: str, use: Use) -> tuple[Finding, ...]:
    """`-v HOST:INSIDE[:ro]`: what the container can read and write of the host."""
    source = _source(mount) or mount.split(":", 1)[0]
    if not source.startswith(("/", "~", ".")):
        return ()  # a named volume
    place = Known(source)
    read = files.reading(place, use.command, use.context, recursive=True)
    if source.rstrip("/") in ("", "/etc", "/root", "/var", "/proc", "/sys", "/dev") or "docker.sock" in source:
        return (finding(Verb.PRIV_ESCALATE, "container", use), *read)
    if mount.endswith(":ro") or "readonly" in mount or files.area_of(place, use.command, use.context) == "workspace":
        return read
    return (*read, *files.writing(place, use.command, use.context, recursive=True))


_PREFIXED: Final = tuple(
    replace(entry, names="|".join(f"compose {name}" for name in entry.names.split("|"))) for entry in _COMPOSE_SUBS
)

_MACHINES: Final = {
    "list|ls|status|version|info|profile list|get clusters|get nodes|domifaddr|dominfo|domstate|dumpxml": "",
    "ip|logs|addons list|service list|service --url|kubectl config view|node list|cluster list|kubeconfig get": "",
    "global-status|port|validate|box list|snapshot list|remote list|image list|config show|net-list|pool-list": "",
    "start|up|create|resume|reload|restart|launch|create cluster|cluster create|cluster start|load docker-image": (
        "container.run@machine exec.run@repository"
    ),
    "load|image load|image import|image pull|box add|box update|pull": "container.run@machine net.download@*",
    "stop|halt|pause|suspend|shutdown|cluster stop": "container.run@machine proc.control@machine",
    "delete|destroy|rm|undefine|delete cluster|cluster delete|purge|box remove": "container.run@remove",
}

_SHARED: Final = names("build pull push run rm login logs start")
"""Rows of the engine, by their first name, that builders without an engine have, too."""

PROGRAMS: Final[tuple[Program, ...]] = (
    row("docker podman nerdctl", _DOCKER_GLOBALS, open=True, act=_docker,
        otherwise="container.run@other opaque@docker",
        subs=(*_ENGINE_SUBS, sub("compose", _COMPOSE_GLOBALS, does="container.run@other opaque@docker"), *_PREFIXED)),
    row("docker-compose podman-compose", f"{_DOCKER_GLOBALS} {_COMPOSE_GLOBALS}", open=True, act=_docker,
        subs=_COMPOSE_SUBS, otherwise="container.run@other opaque@compose"),
    row("buildah", "--root=opaque --runroot=opaque --log-level= --debug --storage-driver= --storage-opt=", open=True,
        act=_docker, otherwise="container.run@other opaque@buildah", subs=(
            *effects({"images|containers|ps|inspect|info|version|ls": "",
                      "add|copy|config|commit|mount|umount|unmount|rename|tag|manifest create|manifest add":
                          "container.run@change"}),
            *(entry for entry in _ENGINE_SUBS if entry.names.split("|")[0] in _SHARED),
        )),
    row("skopeo", "--debug --policy=read --insecure-policy --registries.d=read --tmpdir= --override-os= "
        "--override-arch=", open=True, otherwise="opaque@skopeo", subs=effects({
            "inspect|list-tags|manifest-digest": "net.connect@~registry",
            "copy|sync": "artifact.publish@registry net.upload@*",
            "delete": "artifact.publish@registry cloud.admin@registry!",
            "login|logout": "secret.read@credential-file net.connect@~registry",
        })),
    row("crane regctl oras", "--insecure --platform= --verbose -v --host= --logopt=", open=True,
        otherwise="opaque@registry", subs=effects({
            "ls|manifest|digest|config|catalog|version|validate|blob|image digest|image manifest|image config|tag ls":
                "net.connect@~registry",
            "discover|repo ls|manifest fetch|tag list|image inspect|image check-base": "net.connect@~registry",
            "pull|export|blob fetch": "net.download@~registry opaque@registry",
            "push|copy|cp|tag|append|mutate|rebase|flatten|attach|image copy": "artifact.publish@registry net.upload@*",
            "delete|tag delete|tag rm|manifest delete|image delete": "cloud.admin@registry!",
            "auth|login|logout|registry login": "secret.read@credential-file",
        })),
    row("dive", "--ci --source= -j|--json=write --ci-config=read --highestUserWastedPercent= --lowestEfficiency=",
        open=True, does="container.run@look"),
    row("crictl ctr", "-n|--namespace= -r= -a= --runtime-endpoint=opaque --address=opaque -D", open=True,
        otherwise="container.run@other opaque@containers", subs=effects({
            "ps|pods|images|version|info|inspect|inspectp|inspecti|stats|images ls|containers ls|tasks ls": "",
            "containers list|images list|namespaces ls|snapshots ls|plugins ls": "",
            "logs": "container.run@look",
            "pull|images pull": "container.run@pull net.download@*",
            "stop|rm|rmi|stopp|rmp|containers rm|images rm|tasks kill": "container.run@remove",
            "exec|run|start|create|runp|tasks exec": "container.run@exec",
        })),
    row("minikube k3d kind vagrant multipass colima limactl lima virsh lxc incus", "-p|--profile= --name= -c= "
        "--connect=opaque -o|--output= -q --quiet -v= --context= --log-level= --machine-readable --no-color", open=True,
        act=_docker, subs=effects(_MACHINES), otherwise="container.run@machine opaque@machine"),
    row("lxd k3s qemu-img systemd-nspawn firejail bwrap distrobox toolbox VBoxManage "
        "machinectl", handles_doubt=True, does="container.run@machine opaque@machine"),
    row("flatpak", "--user --system -v --columns= --app --runtime -a", open=True,
        otherwise="container.run@machine opaque@machine", subs=effects({
            "list|info|search|remotes|remote-ls|ps|history|config|--version": "",
            "run": "container.run@machine opaque@machine",
            "install|update|uninstall|remote-add|remote-delete|override|repair": "pkg.install@flatpak "
            "sys.configure@packages"})),
    row("devcontainer", "--workspace-folder=config --log-level= --docker-path=program --config=config", open=True,
        act=_docker, otherwise="container.run@machine opaque@devcontainer", subs=effects({
            "read-configuration|outdated": "",
            "build|up|run-user-commands|set-up": "container.run@machine exec.run@repository",
            "exec": "container.run@exec",
        })),
    row("hadolint dockle dockerfilelint", "-c|--config=config -f|--format= -t= --failure-threshold= --ignore= "
        "--trusted-registry= -V --no-fail --no-color --strict-labels -v", "sources*"),
)  # fmt: skip
