"""Package managers: the rows of the table.

Law: see `package_words`.
"""

from typing import Final

from mayact.core.analysis.programs.installers import node as packages_node
from mayact.core.analysis.programs.installers import other as packages_other
from mayact.core.analysis.programs.installers import python as packages_python
from mayact.core.analysis.programs.installers import words as package_words
from mayact.core.analysis.programs.installers.words import package
from mayact.core.analysis.programs.table import Program, row

_PIP: Final = (
    "-r|--requirement= -e|--editable= -c|--constraint= -i|--index-url= --extra-index-url= -f|--find-links= "
    "-t|--target= "
    "--prefix= --root=opaque --user -U|--upgrade -q|--quiet -v|--verbose --pre --no-deps --no-cache-dir "
    "--require-hashes "
    "--force-reinstall -y|--yes --upgrade-strategy= --no-build-isolation --trusted-host=opaque --proxy=opaque "
    "--cert=read "
    "--timeout= --retries= --python= --break-system-packages --only-binary= --no-binary= --format= -d|--dest= "
    "-w|--wheel-dir= --outdated -o --use-pep517 --global-option=opaque --install-option=opaque --config-settings= "
    "--disable-pip-version-check --no-input --dry-run --report=write --progress-bar= --isolated --log=write "
    "--platform= "
    "--python-version= --index= --default-index= --with= --with-editable= --frozen --locked --extra= --group= "
    "--all-extras "
    "--dev --no-dev -p= --package= --project= --directory=opaque --no-sync --no-project --refresh --no-install-project "
    "--all-groups --only-group= --no-group= --seed --clear --system --script=opaque --offline --native-tls -n "
    "--no-editable --inexact --output-file=write --universal -m -s --active --env-file=read -l|--local --all "
    "--exclude-editable --exclude= --path= --not-required --uptodate --depth= --invert --no-dedupe --prune= --strict "
    "-V|--version"
)
_NPM: Final = (
    "-g|--global -D|--save-dev|--dev -S|--save -E|--save-exact -O|--save-optional -P|--save-prod --no-save "
    "--legacy-peer-deps "
    "-f|--force --ignore-scripts --registry= --prefix= -w|--workspace= --workspaces --production --omit= --include= "
    "--frozen-lockfile --immutable --silent -s --verbose --no-audit --no-fund --prefer-offline --offline "
    "--package-lock-only "
    "--tag= --access= --otp= --dry-run -y|--yes --script-shell= -C|--dir= --cwd= --filter= -F= -r|--recursive --json "
    "--depth= -p|--package= -c|--call= -T --exact --no-lockfile --prod --if-present --loglevel= --parallel -i "
    "--dangerously-allow-all-builds --strict-peer-dependencies --shamefully-hoist --watch"
)

PROGRAMS: Final[tuple[Program, ...]] = (
    row("pip pip3 pip3.11 pip3.12 pip3.13 pip-sync pip-compile", _PIP, act=packages_python.pip),
    row("uv", _PIP, open=True, act=packages_python.uv),
    row("uvx", _PIP, style="posix", open=True, act=lambda use: (*packages_python.brought_along(use),
        *package_words.elsewhere(use, "pypi"))),
    row("poetry pdm pipenv rye pixi", "-C|--directory|--project=opaque -q -v -n -G|--group= --with= --without= "
        "--only= "
        "--no-root --sync -D|--dev -E|--extras= --no-interaction", style="posix", open=True,
        act=packages_python.poetry),
    row("pipx", "--force --python=program --suffix= --include-deps --spec= -q --verbose --index-url=opaque "
        "--pip-args=opaque",
        style="gnu", open=True, act=packages_python.pipx),
    row("easy_install", handles_doubt=True, act=lambda use: tuple(package(word, "pypi", use) for word in use.operands)),
    row("twine", style="posix", open=True, act=packages_other.publishes),
    row("virtualenv", "-p|--python= --system-site-packages --clear -q|--quiet -v|--verbose --prompt= --no-download "
        "--download --no-periodic-update --copies --symlinks --always-copy --without-pip --no-setuptools --no-pip "
        "--no-wheel --pip= --setuptools= --wheel= --no-vcs-ignore --creator= --seeder=opaque --extra-search-dir=opaque "
        "--app-data=opaque --with-traceback --reset-app-data", operands="writetree*", act=packages_python.interpreter),
    row("npm pnpm yarn bun", _NPM, open=True, act=packages_node.npm),
    row("npx bunx pnpx", "-y|--yes --no-install --no -q --quiet -p|--package= -c|--call= --bun --silent",
        style="posix", open=True,
        act=packages_node.npx),
    row("corepack nvm fnm volta asdf mise rtx pyenv rbenv nodenv goenv jenv sdk rustup", open=True,
        act=lambda use: packages_other.versions(use)),
    row("cargo", "--manifest-path= -p|--package= --features= --release -q -n|--dry-run --target= --target-dir= -j= "
        "--git= --path= "
        "--version= "
        "--config= --bin= --example= --test= --profile= --registry=opaque --index=opaque -F= -Z= --tag= --branch= "
        "--rev= --root=",
        open=True, act=packages_other.cargo),
    row("go", "-C=opaque -o=write -run= -count= -timeout= -tags= -ldflags= -gcflags= -mod= -p= -bench= -cover "
        "-coverprofile=write "
        "-v -race -json -f= -m -u -w -cpuprofile=write -memprofile=write -buildmode= -asmflags= -short -vet= "
        "-parallel= "
        "-benchtime= -fuzz= -fuzztime= -coverpkg= -covermode= -trimpath -x -n -a -work", style="long", open=True,
        act=packages_other.go),
    row("gem bundle bundler", "-v= --version= --source=opaque -s= --path= -j= -N --no-document --dev "
        "--no-interaction -n -q "
        "--no-dev --prefer-dist -o --working-dir= -d= --without= --with= --deployment --jobs= --retry=", style="posix",
        open=True, act=packages_other.gems),
    row("composer", "-v --dev --no-interaction -n -q --no-dev --prefer-dist -o -d|--working-dir=config "
        "--repository=opaque",
        open=True, act=packages_other.gems),
    row("apt apt-get aptitude dpkg dnf yum rpm zypper apk pacman yay brew port snap choco winget scoop emerge "
        "xbps-install "
        "pkg nix-env guix apt-mark apt-key add-apt-repository dpkg-deb", handles_doubt=True, open=True,
        act=packages_other.system),
    row("apt-cache apt-file", "-o|--option=opaque -c|--config-file=opaque", open=True),
    row("dpkg-query rpm2cpio", open=True),
    row("conda mamba micromamba", "-n|--name= -p|--prefix= -c|--channel= -y|--yes -q -f|--file=read --add --set",
        open=True,
        act=packages_other.conda),
)  # fmt: skip
