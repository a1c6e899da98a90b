"""Toolchains of languages beyond the common runners: tests, builds, packages, documentation.

Law: what runs is the repository's own code behind a well-known runner; what brings packages is `pkg.install`; what
makes others see something is `artifact.publish`. Code on the command line is opaque.
"""

import re
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Finding, Known, opaque
from mayact.core.analysis.programs.builders import by_name
from mayact.core.analysis.programs.installers.words import locked, package
from mayact.core.analysis.programs.roles import argv, constant, in_role
from mayact.core.analysis.programs.table import Act, Program, Use, effects, row, sub
from mayact.core.analysis.words import known, lead

_RUNS: Final = "exec.run@repository"


def _brings(registry: str, *, operands: int = 0) -> Act:
    """An `act` for rows that install: each operand is a package, none means what the project's files name."""

    def act(use: Use) -> tuple[Finding, ...]:
        wanted = use.operands[operands:]
        return tuple(package(word, registry, use) for word in wanted) or (locked(registry, use, pinned=False),)

    return act


def _jar(use: Use) -> tuple[Finding, ...]:
    """`jar tf FILE`, `jar cf FILE …`: letters as `tar` has them."""
    words = [word for word in use.command.argv[1:] if not lead(word).startswith("--")]
    letters = (known(words[0]) or "").lstrip("-") if words else ""
    places = [word for word in words[1:] if not lead(word).startswith("-")]
    if "@" in "".join(lead(word)[:1] for word in words) or not letters or not set(letters) <= set("cxtuifevmM0n"):
        return (opaque("what `jar` does is not known"),)
    archive, rest = places[:1], places[1:]
    if "t" in letters:
        return tuple(item for word in archive for item in in_role("read", word, use))
    if "x" in letters:
        read = [item for word in archive for item in in_role("read", word, use)]
        return (*read, *files.writing(Known("./*"), use.command, use.context, recursive=True))
    return (*(item for word in archive for item in in_role("write", word, use)),
            *(item for word in rest for item in in_role("tree", word, use)))  # fmt: skip


def _deno(use: Use) -> tuple[Finding, ...]:
    """`deno run`, `test` …: a script of the repository, or one that is fetched."""
    named = use.operands[:1]
    if (named and "://" in lead(named[0])) or any(lead(word).startswith(("npm:", "jsr:")) for word in named):
        return (package(named[0], "deno", use), opaque("`deno` runs what it fetches"))
    return tuple(item for word in named for item in in_role("script", word, use))


def _swaps(use: Use) -> tuple[Finding, ...]:
    """`degit OWNER/REPO DIR`: a template from elsewhere."""
    target = use.operands[1] if len(use.operands) > 1 else Known(".")
    return in_role("writetree", target, use)


def _elixir(use: Use) -> tuple[Finding, ...]:
    return (opaque("code on the command line of `mix` is not analysed"),) if use.has("-e", "-r") else ()


def _foreman(use: Use) -> tuple[Finding, ...]:
    """`foreman run CMD …` hands the command on."""
    return argv(use.operands, use)


def _looked_at(use: Use) -> tuple[Finding, ...]:
    return tuple(item for word in use.operands for item in in_role("read", word, use))


def _jvm(use: Use) -> tuple[Finding, ...]:
    """`jcmd PID COMMAND`: some print, some write where they are told or load code."""
    verb = known(use.operands[1]) if len(use.operands) > 1 else "help"
    looks = (
        "help",
        "VM.version",
        "VM.flags",
        "VM.uptime",
        "VM.command_line",
        "Thread.print",
        "GC.class_histogram",
        "GC.heap_info",
    )
    return () if verb in looks else (opaque("what `jcmd` does is not known"),)


def _several(use: Use) -> tuple[Finding, ...]:
    """`concurrently 'npm:dev' 'make serve'`: each word is shell text, or a script of the project."""
    if use.name in ("run-s", "run-p"):
        return (*constant(_RUNS, use), *_releases(use))
    found: list[Finding] = list(constant(_RUNS, use))
    for word in use.operands:
        if not lead(word).startswith(("npm:", "pnpm:", "yarn:")):
            found.extend(in_role("shell", word, use))
    return tuple(found)


def _waits(use: Use) -> tuple[Finding, ...]:
    """`wait-on http://… tcp:HOST:PORT file:PATH`."""
    found: list[Finding] = []
    for word in use.operands:
        text = re.sub(r"^(?:http-get|https-get|http|https|tcp|socket|file):(?!//)", "", lead(word))
        if known(word) is None:
            found.append(opaque(f"what {use.name} waits for is not known"))
        elif "://" in text or re.fullmatch(r"[\w.-]*:\d+", text):
            target = text if not text.startswith(":") else f"localhost{text}"
            found.extend(in_role("url", Known(target.replace("-get://", "://")), use))
    return tuple(found)


def _releases(use: Use) -> tuple[Finding, ...]:
    """Runners whose words say that they change what others see."""
    if use.name in ("semantic-release", "release-it", "auto", "np", "python-semantic-release"):
        return () if use.has("--dry-run", "-n") else constant("artifact.publish@release net.upload@*", use)
    named = [item for word in use.operands for item in by_name(known(word) or "", use)]
    if use.has("--execute", "--inplace") or not named:
        return ()
    return tuple(named)


def _template(use: Use) -> tuple[Finding, ...]:
    """Templates bring hooks, which run: those of the repository are its code, any other is somebody else's."""
    words = [
        word for word in use.operands if known(word) not in ("copy", "update", "recopy", "create", "check", "diff")
    ]
    if not words:
        return constant(_RUNS, use)
    if files.area_of(words[0], use.command, use.context) == "workspace" and lead(words[0]).startswith("."):
        return constant(f"{_RUNS} fs.write@./*", use)
    return (package(words[0], "templates", use), opaque(f"the hooks of a template that {use.name} fetches run"))


def _modules(use: Use) -> tuple[Finding, ...]:
    """cpanm: `.` and paths are the project itself."""
    wanted = [word for word in use.operands if known(word) not in (".", "./", "install")]
    return tuple(package(word, "cpan", use) for word in wanted) or (locked("cpan", use, pinned=False),)


def _hatch(use: Use) -> tuple[Finding, ...]:
    """`hatch run ENV:SCRIPT`, or a command of its own."""
    name = known(use.operands[0]) if use.operands else None
    if name is not None and re.fullmatch(r"[\w.+-]*:?[\w.-]+", name) and (":" in name or len(use.operands) == 1):
        return by_name(name.rpartition(":")[2], use)
    return argv(use.operands, use)


_DENO: Final = (
    "-A|--allow-all --allow-read? --allow-write? --allow-net? --allow-env? --allow-run? --allow-ffi? --allow-sys? "
    "--allow-import? --allow-hrtime -c|--config=config --import-map=config --lock? --no-lock --no-check? --check? "
    "-q|--quiet "
    "-r|--reload? --no-remote --cached-only --node-modules-dir? --unstable --unstable-kv --unstable-node-globals "
    "--unstable-sloppy-imports --v8-flags=opaque --seed= --watch? --no-prompt --env-file?read --location= --cert=read "
    "-L= "
    "--log-level= --inspect?opaque --inspect-brk?opaque --preload=script --frozen --vendor? --no-npm --deny-net? "
    "--deny-read? "
    "--deny-write? --deny-env? --deny-run? --minimum-dependency-age= -R? -W? -N? -E? -S? -P?"
)
_GO_TEST: Final = (
    "-f|--format= --junitfile=write --jsonfile=write --jsonfile-timing-events=write --rerun-fails? --packages= --watch "
    "--max-fails= --no-color --raw-command?opaque --post-run-command=opaque --hide-summary= --debug "
    "--format-hide-empty-pkg "
    "--format-icons= --junitfile-project-name= --junitfile-hide-empty-pkg --rerun-fails-max-failures= --no-summary="
)

_DEVICE_LOOKS: Final = re.compile(
    r"(?:getprop|dumpsys|logcat|ps|id|date|uptime|df|getenforce|pidof|screencap|wm (?:size|density)|ip addr|"
    r"pm (?:list|path|dump)|am (?:start|force-stop|instrument|broadcast)|input (?:tap|swipe|keyevent|text)|"
    r"settings (?:get|list)|cmd (?:package|activity) (?:list|dump)|monkey -p|ls|top -n)\b[\w\s./:,@=*+-]*"
)
"""Commands of Android's shell that look, start an activity or type; no sign of them is one of a shell."""


def _on_device(use: Use) -> tuple[Finding, ...]:
    texts = [known(word) for word in use.operands]
    text = " ".join(word or "?" for word in texts)
    if not texts or None in texts or not _DEVICE_LOOKS.fullmatch(text):
        return (opaque("what runs on the device is not analysed"),)
    return ()


_LIST_CHANGES: Final = re.compile(r"\s*(?:set|add|delete|merge|import|copy|clear|revert|save|cd)\b", re.IGNORECASE)


def _listed(use: Use) -> tuple[Finding, ...]:
    """PlistBuddy: `Print` looks, `Merge` and `Import` read other files; without a command it waits for keys."""
    commands = [known(word) for word in use.values("-c")]
    if not commands or any(text is None or re.match(r"(?i)\s*(?:merge|import)\b", text) for text in commands):
        return (opaque("what `PlistBuddy` does is not known"),)
    changes = any(_LIST_CHANGES.match(text or "") for text in commands)
    role = "edit" if changes else "read"
    return tuple(item for word in use.operands for item in in_role(role, word, use))


PROGRAMS: Final[tuple[Program, ...]] = (
    # ── Go, Rust, C, C++ ───────────────────────────────────────────────────────────────────────────────────
    row("gotestsum", _GO_TEST, operands="none*", does=_RUNS),
    row("ginkgo richgo gotest gocov gocovmerge gocover-cobertura go-junit-report stringer mockgen mockery moq wire "
        "counterfeiter "
        "sqlc ent gqlgen oapi-codegen swag protoc-gen-go easyjson templ air "
        "reflex", "-o|--output|-out|-destination=write -r -p -v "
        "-package= -source= -type= -c=config --config=config -race -cover -coverprofile=write -f= -d= -outpkg= "
        "-generate= --tags= "
        "-build.cmd=opaque --build.cmd=opaque -linecomment -trimprefix= -nodes= -focus= -skip= -seed= "
        "-timeout=", "none*",
        style="long", open=True, does=f"{_RUNS} fs.write@./*"),
    row("goreleaser ko", "-f|--config=config --parallelism= --timeout= -p= --id= --single-target "
        "-o|--output=write", open=True,
        otherwise="artifact.publish@release opaque@release", subs=(
            *effects({"check|healthcheck|jsonschema|init|changelog|version|deps": _RUNS,
                      "build": f"{_RUNS} fs.write@dist/", "login": "secret.read@credential-file"}),
            sub("release", "--snapshot --skip= --clean --rm-dist --skip-publish --auto-snapshot --draft --nightly "
                "--release-notes=read",
                open=True, does=f"artifact.publish@release net.upload@* {_RUNS}", looks_if="--snapshot"))),
    row("dlv", "--headless?opaque --listen=opaque --init=opaque --backend= --log --log-output= --check-go-version= "
        "--wd=config "
        "--build-flags=opaque --api-version= --accept-multiclient?opaque --allow-non-terminal-interactive= "
        "-r=opaque", open=True,
        otherwise="opaque@dlv", subs=effects({"debug|test|exec|trace": f"{_RUNS} opaque@debugger", "version": "",
                                              "attach|connect|dap|core|replay": "opaque@debugger"})),
    row("protoc", "-I|--proto_path= --python_out=writetree --go_out=writetree --go-grpc_out=writetree "
        "--js_out=writetree "
        "--ts_out=writetree --java_out=writetree --cpp_out=writetree --csharp_out=writetree --grpc_out=writetree "
        "--ruby_out=writetree "
        "--php_out=writetree --kotlin_out=writetree --objc_out=writetree --pyi_out=writetree "
        "--grpc_python_out=writetree "
        "--grpc-web_out=writetree --descriptor_set_out|-o=write --include_imports --include_source_info --go_opt= "
        "--go-grpc_opt= "
        "--plugin=opaque --dependency_out=write --encode= --decode= --decode_raw --error_format= "
        "--experimental_allow_proto3_optional "
        "--version --fatal_warnings --print_free_field_numbers", "read*", style="long"),
    row("flatc thrift capnp asn1c swig re2c flex lex bison yacc byacc ragel gperf lemon antlr4 antlr "
        "rpcgen", "-o|--outfile|--output=write -I= -d|--defines?write -O= "
        "--gen= -r -out=writetree -b= -p= -v -t -l -y -W? -L= --cpp --python -python -c++ -module= -outdir=writetree "
        "-package= -visitor "
        "-Dlanguage= -no-listener -i -f -k --header-file?write -S=config --skeleton=config --graph?write "
        "--report=", "read*",
        style="long", open=True, does="fs.write@./*"),
    row("xmake premake5 premake4 conan vcpkg spack ibazel gn gyp tup redo please plz buck fpm cpack",
        "-P=config -F=config -v -D -y -j= -o= -c= -s= -pr= -b= --build= --output-folder=writetree -G= "
        "-C=config", open=True,
        operands="none*", does=_RUNS),
    row("ccache sccache distcc", "-s|--show-stats -c|--cleanup -C|--clear -z|--zero-stats -p|--show-config "
        "-V|--version -h "
        "-M|--max-size= -F|--max-files= -o|--set-config=opaque -k|--get-config= -v -x|--show-compression -d= -X= "
        "--start-server --stop-server --inspect= --show-log-stats --print-stats --print-version --dist-status "
        "--show-adv-stats --evict-older-than= --recompress= --recompress-threads= --trim-dir= -j= "
        "--show-hosts", "command*", style="posix"),
    row("llvm-objdump llvm-nm llvm-readelf llvm-size llvm-dwarfdump llvm-symbolizer llvm-cxxfilt llvm-cov "
        "llvm-profdata gcov gcovr lcov genhtml bloaty eu-readelf dwz abidiff abidw checksec lddtree rabin2",
        "-o|--output|--output-file|-output=write --html=write --html-details=write --xml?write --json?write "
        "--csv?write --txt?write "
        "--output-directory=writetree -d= -n= -w -C -S -t -c --capture --directory= --remove= --list= "
        "--add-tracefile=read "
        "-a=read -r= --root= -e= -f= --config-file=config --rc= --gcov-tool=program --gcov-executable=shell -q "
        "--demangle-cpp?opaque "
        "--source-filter= -s= --domain= -v -x --file= -instr-profile=read --format= -object=read",
        "none*", style="long", open=True, act=lambda use: _looked_at(use)),
    row("patchelf chrpath install_name_tool codesign lipo "
        "strip-nondeterminism", operands="edit*", open=True, style="long",
        handles_doubt=True),
    row("cargo-nextest cargo-watch cargo-expand cargo-audit cargo-deny cargo-outdated cargo-udeps cargo-machete "
        "cargo-bloat cargo-tarpaulin cargo-llvm-cov cargo-hack cargo-make wasm-pack wasm-bindgen trunk cross bindgen "
        "cbindgen trybuild wasm-opt wasm2wat wat2wasm wasm-objdump cargo-sweep", "-o|--output=write -w= -x=shell "
        "-s=shell -q -p= --out-dir|-d=writetree "
        "--target= --release --dev --features= -c=config --config=config --lang= "
        "--crate=", open=True, operands="none*", does=_RUNS),
    # ── JVM ────────────────────────────────────────────────────────────────────────────────────────────────
    row("jps", "-l -m -v -q -V -J?opaque"),
    row("jstat jinfo jstack", "-l -m -v -q -e -F -sysprops -flags -gc -gcutil -class -compiler -t -h=", style="long"),
    row("jcmd", "-l -h -f=opaque", operands="none*", act=lambda use: () if not use.operands else _jvm(use)),
    row("jmap", "-clstats -finalizerinfo -histo? -histo:live -dump:?opaque -F", style="long"),
    row("jar", handles_doubt=True, style="posix", act=_jar),
    row("javap jdeps jdeprscan", "-c -p|-private -v|-verbose -l -public -protected -package -sysinfo -constants "
        "-cp|-classpath|--class-path= --module-path= -m= --multi-release= -summary|-s -recursive|-R -jdkinternals "
        "--print-module-deps "
        "--ignore-missing-deps --list-deps -dotoutput=writetree -genmoduleinfo=writetree "
        "--generate-module-info=writetree -filter:none "
        "--for-removal -q -J?opaque", "none*", style="long"),
    row("javadoc jlink jpackage native-image groovydoc scaladoc", "-d|--output|--dest=writetree "
        "-cp|-classpath|--class-path= "
        "-sourcepath= -subpackages= -doclet=opaque -docletpath=opaque -taglet=opaque -tagletpath=opaque -J?opaque "
        "-quiet -private "
        "-link= -Xdoclint? -encoding= -windowtitle= --module-path= --add-modules= --strip-debug --no-man-pages "
        "--no-header-files "
        "--compress= --type= --input= --main-jar= --main-class= --name= -jar=read -o=write -H? "
        "--no-fallback", "none*", style="long",
        open=True, does=_RUNS),
    row("keytool jarsigner apksigner", "-list -v -keystore=read -storepass= -alias= -file= -printcert -rfc -verify "
        "-certs -verbose "
        "-storetype= -jarfile=read", "none*", style="long"),
    row("jshell jdb jconsole visualvm jhat", handles_doubt=True, does="opaque@java"),
    row("amm bloop coursier cs kscript kotlin jbang", "-d= -q -v", open=True, otherwise="opaque@jvm", subs=effects({
        "compile|test|fmt|format|doc|version|clean|projects|about|help": _RUNS,
        "search|resolve|complete|list": "net.connect@repo1.maven.org",
        "fetch|install|setup|bootstrap": "pkg.install@maven",
        "run": f"{_RUNS} opaque@jvm", "publish": "artifact.publish@maven net.upload@*"})),
    row("adb", "-s= -d -e -t= -H=opaque -P=opaque", open=True, otherwise="opaque@device", subs=(
        sub("shell", "-n -T -t -x", style="posix", does="container.run@device", act=lambda use: _on_device(use)),
        sub("pull", "-a -p -z= -Z", "none* write", does="container.run@device"),
        sub("exec-out", style="posix", does="container.run@device", act=lambda use: _on_device(use)),
        *effects({
        "devices|version|get-state|get-serialno|help|logcat|bugreport": "", "start-server|wait-for-device": "",
        "kill-server|reconnect|reboot|root|disconnect": "proc.control@device",
        "install|uninstall|push|sync": "container.run@device",
        "forward|reverse|connect|pair": "net.connect@~device"}))),
    row("aapt aapt2 apkanalyzer bundletool d8 r8 zipalign", "-o|--output|--out=writetree -v -f -p -c --human-readable "
        "--apks=read --bundle=read --ks=read --ks-pass= --device-spec=read --mode= --aapt2=program --lib=read "
        "--min-api= --release --debug --pg-conf=config", "none*", open=True, does=_RUNS),
    row("sdkmanager avdmanager", "--list --list_installed --version --sdk_root=config --channel= --licenses --verbose "
        "--update --uninstall --no_https?opaque --proxy=opaque --proxy_host=opaque -n= -k= -d= -f -c -v -s", "none*",
        does="exec.run@well-known pkg.install@android", looks_if="--list --list_installed --version --licenses"),
    row("emulator", "-list-avds -version -avd= -no-window -no-audio -no-boot-anim -no-snapshot -wipe-data -gpu= -port= "
        "-memory= -cores= -netdelay= -netspeed= -accel-check -verbose -no-snapshot-load -no-snapshot-save",
        "none*", style="long", does="container.run@device", looks_if="-list-avds -version -accel-check"),
    row("xcrun", "--sdk|-sdk= --toolchain= -f|--find -l|--log -n|--no-cache -k|--kill-cache -v|--verbose -r|--run "
        "--show-sdk-path|-show-sdk-path --show-sdk-version --show-sdk-build-version --show-toolchain-path "
        "--show-sdk-platform-path --version",
        style="posix", act=lambda use: () if use.has("-f") or not use.operands else argv(use.operands, use)),
    row("simctl", "--set=opaque --profiles=opaque -j -v", open=True, otherwise="opaque@simulator", subs=(
        sub("io", operands="none none write", open=True, does="container.run@simulator"),
        sub("install", operands="none read", open=True, does="container.run@simulator"),
        *effects({"list|help|listapps|get_app_container|appinfo|getenv": "",
                  "boot|shutdown|erase|launch|terminate|openurl|create|delete|uninstall|push|privacy|status_bar|ui|"
                  "location|bootstatus|clone|rename|keyboard|addmedia": "container.run@simulator",
                  "spawn": "container.run@simulator opaque@simulator"}))),
    row("plutil", "-p -lint -s -convert= -o=write -r -e= -extract= -type= -replace= -insert= -remove= -n -expect= "
        "-create=", "edit*", style="long", edits_if="-convert -replace -insert -remove -create"),
    row("PlistBuddy", "-c= -x -h", act=lambda use: _listed(use)),
    row("xcode-select", "-p|--print-path -v|--version -s|--switch=opaque --install?opaque -r?opaque",
        act=lambda use: ()),
    row("xctest xcbeautify xcpretty xcodegen tuist actool ibtool momc coremlc", "-q -r|--report= -o|--output=write "
        "--color -s= --spec=config --path= --compile=write --platform= --minimum-deployment-target=", "none*",
        open=True, does=_RUNS),
    row("fastlane pod carthage mint agvtool pkgutil altool notarytool", open=True, otherwise="opaque@apple",
        subs=effects({
            "test|tests|scan|build|gym|snapshot|lint|generate|outdated|env|version|list|--version|help|lanes|spec "
            "lint|lib lint|what-version|next-version|bump": _RUNS,
            "ipc spec|--pkgs|--files": "",
            "install|update|repo update|bootstrap|checkout|fetch": "pkg.install@apple~ exec.run@repository",
            "edit": "opaque@apple",
            "deliver|pilot|release|supply|beta|deploy|trunk push|repo "
            "push|upload_to_testflight|upload_to_app_store|submit":
                f"artifact.publish@apple net.upload@* {_RUNS}",
            "match|sigh|cert|produce|pem": "iam.change@apple"})),
    # ── JavaScript ─────────────────────────────────────────────────────────────────────────────────────────
    row("deno", "-q|--quiet -L|--log-level= --unstable", otherwise="opaque@deno", subs=(
        sub("run", _DENO, style="posix", act=_deno),
        sub("test|bench|compile|bundle|check|cache|doc|info|coverage", f"{_DENO} -o|--output|--output-dir=write "
            f"--filter= --doc --parallel --fail-fast? "
            "--reporter= --junit-path=write --coverage?writetree --permit-no-files --shuffle? --json --html --private "
            "--target= --lcov "
            "--include=read --exclude= --no-run --trace-leaks --name= --ignore? "
            "-j?", "config*", style="gnu", does=_RUNS),
        sub("fmt", "--check --ext= -c|--config=config --ignore? --use-tabs? --line-width= --indent-width= "
            "--single-quote? --prose-wrap= "
            "--no-semicolons? -q --watch? --unstable-component "
            "--unstable-sql", "edit*", bare=".", edits_unless="--check"),
        sub("lint", "--fix --rules --rules-tags= --rules-include= --rules-exclude= --json --compact --ignore? "
            "-c|--config=config --watch? -q",
            "edit*", bare=".", edits_if="--fix"),
        sub("task", "--cwd=config -c|--config=config -f|--filter= -r --eval?opaque -q", style="posix", does=_RUNS),
        sub("add|install|i|outdated|update", f"{_DENO} -g|--global?opaque -D|--dev -e|--entrypoint= --latest -u -n= "
            f"-f --root=opaque "
            "--npm --jsr", act=_brings("deno")),
        *effects({"types|help|completions|jupyter --display": "", "init|remove|uninstall|clean": "fs.write@./*",
                  "publish": "artifact.publish@jsr net.upload@jsr.io", "repl|upgrade|serve|x": "opaque@deno"}),
        sub("eval", "-p|--print -T --ext= --no-check? --check? -q --no-config", act=lambda use: argv(
            (Known("node"), Known("-e"), use.operands[0]), use) if len(use.operands) == 1
            else (opaque("the code that `deno` runs is not known"),)))),
    row("ts-node-dev tsnd nodemon node-dev vite-node esno esmo jiti swc-node", "-w|--watch= -e|--ext= -i|--ignore= "
        "-x|--exec=shell -q -V -d= --respawn "
        "--transpile-only --clear --exit-child --notify= -r=script --config=config --inspect?opaque -L --delay= "
        "--signal= -P=config", "script",
        style="posix"),
    row("concurrently run-s run-p", "-n|--names= -c|--prefix-colors= -k|--kill-others --kill-others-on-fail -r|--raw "
        "-s|--success= "
        "-p|--prefix= -g|--group --no-color --hide= --timings --max-processes|-m= --restart-tries= --restart-after= -i "
        "-l= --silent --print-label --continue-on-error --parallel", "none*", act=lambda use: _several(use)),
    row("cross-env env-cmd dotenv dotenv-cli", "-f|--file=read -e= -o|--override -v= -c= -p= -x=opaque --silent "
        "--fallback",
        style="posix", act=lambda use: argv((Known("env"), *use.operands), use) if use.operands else ()),
    row("kill-port fkill fkill-cli", "-p= -m= -f -s -v --method=", "none*", does="proc.control@process"),
    row("browserslist update-browserslist-db vite-bundle-visualizer tsc-alias tsc-watch doctoc npkill "
        "check-dependency-version-consistency cost-of-modules es-check yarn-deduplicate pnpm-deduplicate "
        "bundle-phobia-cli tsd dpdm skott", "-o|--output=write -p|--project=config -c|--config=config -w -t= "
        "--onSuccess=shell --onFailure=shell --onFirstSuccess=shell --open? --template= --coverage= --json -s -l -f",
        "none*", open=True, does=_RUNS),
    row("rimraf trash del", "-g|--glob --no-preserve-root --preserve-root -v --no-glob --dry-run "
        "-f|--force", "deltree*"),
    row("shx", "", "command*", style="posix"),
    row("mkdirp", "-p -m= --mode= --parents -v", "write*"),
    row("cpy cpx copyfiles ncp cpr", "-u= -f -a -e= -E -s -V -F -o -v -w --up= --flat --all --exclude= --soft "
        "--verbose "
        "-t=opaque --transform=opaque -c=opaque --command=opaque --cwd=config --rename=", "read* writetree"),
    row("degit tiged giget", "-f|--force -v|--verbose -c|--cache -m|--mode= --install?opaque --offline "
        "--prefer-offline --cwd= --registry=opaque",
        "none*", does="net.download@github.com", act=_swaps),
    row("wait-on wait-port", "-t|--timeout= -i|--interval= -l|--log -d|--delay= -s= -v|--verbose -w= -h= -o= "
        "--httpTimeout= --tcpTimeout= -r|--reverse "
        "-c=script", "none*", act=lambda use: _waits(use)),
    row("start-server-and-test", "--expect=", "none*", does=_RUNS),
    row("prisma drizzle-kit knex typeorm sequelize sequelize-cli mikro-orm kysely", "--schema=config --config=config "
        "-d=config --knexfile=config "
        "--name= -n= --env= --create-only --skip-generate --url=host "
        "--migrations-dir=", open=True, otherwise=f"db.admin@database {_RUNS} opaque@orm",
        subs=effects({
            "generate|validate|format|version|--version|migrate:make|migration:generate|migration:create|check|help|"
            "introspect|"
            "migrate dev|db push|db "
            "seed|migrate:latest|migrate:up|db:migrate|migration:run|push|migrate|seed:run|db:seed:all|up|"
            "migrate:list|migrate:status|db:migrate:status|migration:show|migrate "
            "status|entity:create|model:generate|seed:make|init": _RUNS,
            "studio": f"{_RUNS} net.connect@localhost",
            "migrate deploy": f"db.write@database {_RUNS}",
            "migrate "
            "reset|migrate:rollback|migrate:down|db:drop|schema:drop|db:migrate:undo|db:migrate:undo:all|"
            "migration:revert|drop|"
            "migrate resolve|db execute|query|down|schema:sync": f"db.admin@database {_RUNS}",
            "migrate diff|db pull": f"db.query@database {_RUNS}"})),
    row("expo eas react-native cap ionic cordova nativescript ns electron electron-forge electron-builder tauri "
        "quasar", "-p|--platform= --profile= --config=config "
        "--no-dev --port= --clear -c --non-interactive --device?", open=True, otherwise=f"{_RUNS} "
        f"opaque@app", subs=effects({
            "start|run|build|prebuild|export|config|doctor|lint|test|bundle|run:ios|run:android|run-android|run-ios|"
            "dev|info|customize|make|"
            "package|sync|copy|open|ls|generate|serve|upgrade|prepare|add|install|bundle-js|.": _RUNS,
            "publish|submit|update|deploy|upload": f"artifact.publish@app net.upload@* {_RUNS}",
            "login|logout|credentials|secret|device": "iam.change@app", "whoami|diagnostics": "net.connect@~app"})),
    row("nest ng-packagr plop hygen yo  schematics graphql-codegen "
        "graphql-code-generator openapi-generator openapi-generator-cli openapi-typescript orval swagger-codegen "
        "quicktype json2ts typescript-json-schema ts-json-schema-generator svelte-check svelte-package vue-docgen ngc "
        "compodoc docgen documentation api-documenter changeset release-it semantic-release standard-version "
        "commit-and-tag-version auto np conventional-changelog git-cliff commitlint commitizen cz czg lage rush "
        "beachball patch-package simple-git-hooks is-ci zx ultra-runner wp-scripts wp-env percy chromatic backstop "
        "reg-suit",
        "-i|--input=input -o|--output|--out=writetree -g= -c|--config=config --dry-run|-d --ci -p= -t= "
        "--template=config -e|--edit= --from= --to= "
        "--plugins=config --generator-name= -l= --lang= -s= --src= -r=", open=True, operands="none*", does=_RUNS,
        act=lambda use: _releases(use)),
    row("verdaccio json-server prism mockoon-cli msw wiremock localstack moto_server", "-p|--port= -H|--host= "
        "-c|--config=config -w|--watch -l|--listen= -d= -m -r|--routes=config",
        "none*", open=True, does=f"{_RUNS} net.connect@localhost"),
    # ── Python ─────────────────────────────────────────────────────────────────────────────────────────────
    row("hatch", "-e|--env=  -p|--project=config -v|--verbose -q|--quiet --color --no-color --interactive "
        "--no-interactive --data-dir= --cache-dir= --config=config",
        otherwise=f"{_RUNS} opaque@hatch", subs=(
            sub("run", style="posix", open=True, does=_RUNS, act=lambda use: _hatch(use)),
            *effects({"test|build|fmt|version|dep show|dep hash|env show|env find|env create|env prune|env "
                "remove|project metadata|clean|status|new|config show|"
                      "python show|env run|--version": _RUNS,
                      "publish": "artifact.publish@pypi net.upload@pypi.org", "python "
                      "install|self": "pkg.install@python",
                      "shell": "opaque@shell"}))),
    row("snakemake nextflow luigi prefect dagster airflow kedro metaflow dbt dlt great_expectations papermill "
        "nbconvert nbstripout nbdime nbqa jupytext mlflow wandb streamlit gradio panel bokeh voila chainlit scrapy "
        "locust pelican nikola sphinx-autobuild sphinx-quickstart manage.py briefcase "
        "pyinstaller nuitka cx_Freeze py2app shiv pex cython cythonize mypyc f2py pybabel django-upgrade pip-review "
        "pipreqs pyside6-rcc pyrcc5 pyuic5 towncrier bumpver scriv reno versioningit python-semantic-release asv "
        "pyperf pytest-watch ptw mutmut cosmic-ray schemathesis tavern robotidy allure",
        "-n|--dry-run|--dryrun -c|--cores= -j|--jobs= -s|--snakefile=config -p -q -v --configfile=config "
        "--config=config -m= --use-conda --profile=config "
        "--profiles-dir=config --project-dir=config --target= --select|-S= --to= --output|-o=write "
        "--output-dir=writetree --inplace --execute --template=config "
        "-f= --port= --host= --server.port= -t= --vars= --exclude= -d= -x= -y -w -k= -r= --checkpoint= --no-input "
        "--directory=config "
        "--until= -R= -U= --report=write --dag --rulegraph --lint --summary --archive=write --cluster=shell "
        "--wrapper-prefix=opaque",
        open=True, operands="none*", does=_RUNS, act=lambda use: _releases(use)),
    row("cookiecutter copier cruft", "--no-input --checkout= -c= -d|--data= -r= --vcs-ref= -o|--output-dir=writetree "
        "-f|--force "
        "--overwrite-if-exists --replay --config-file=config --directory= --trust?opaque --UNSAFE?opaque --defaults "
        "-a= -q -v "
        "--data-file=read --skip= -x=", act=lambda use: _template(use)),
    row("create-react-app create-next-app create-vite create-remix create-astro create-svelte create-vue create-t3-app "
        "create-expo-app create-nx-workspace create-turbo sv shadcn shadcn-ui", open=True,
        does="pkg.install@npm fs.write@./*"),
    row("dvc", "-v -q --cd=config", open=True, otherwise="opaque@dvc", subs=effects({
        "status|list|ls|diff|metrics show|metrics diff|params diff|plots show|plots "
        "diff|dag|version|doctor|config|data status|root|stage list|exp show|exp list|exp diff|"
        "check-ignore|remote list|queue status|du": _RUNS,
        "repro|run|exp run|stage add|init|add|checkout|commit|move|remove|freeze|unfreeze|unprotect|exp apply|exp "
        "branch|install": f"{_RUNS} fs.write@./*",
        "pull|fetch|get|import|import-url|get-url|update|exp pull": "net.download@~dvc fs.write@./*",
        "push|exp push": "net.upload@~dvc", "gc|destroy|exp remove|exp clean": "fs.delete@.dvc/cache/",
        "remote add|remote modify|remote default|remote remove|cache dir": "sys.persist@dvc"})),
    # ── Ruby, PHP, Perl, Lua, Haskell, OCaml, Erlang, R, Julia, Nim, Dart … ─────────────────────────────────
    row("foreman overmind hivemind honcho goreman", "-f|--procfile=config -e|--env=read -p|--port= "
        "-c|-m|--formation|--concurrency= -d|--root=config -t|--timeout= -l= -r -D -s=",
        otherwise="opaque@procfile", subs=(
            sub("start|s|check|version|restart|stop|ps|echo|kill|quit|status", open=True, does=_RUNS), sub("run",
                style="posix", does=_RUNS, act=_foreman),
            sub("export", operands="none writetree", open=True, does="sys.persist@services"))),
    row("yard rdoc sdoc", "-o|--output-dir=writetree -d= -r= -p|--template-path=config -e|--load=script -n -q "
        "--plugin=opaque --private --no-private --main= "
        "--markup= --title= --list-undoc --compact --exclude=", open=True, operands="none*", does=_RUNS),
    row("irb pry ripl iex utop ocaml ghcid", handles_doubt=True, does="opaque@repl"),
    row("guard minitest cucumber spinach spring rackup puma unicorn thin passenger sidekiq resque kitchen chefspec "
        "middleman nanoc bridgetown rubycritic racc rex overcommit capistrano mina annotate "
        "i18n-tasks", "-c|--config=config -C=config -p|--port= -e= -r|--require=config -o= -b= -d -t= -q -I= -n= -f= "
        "--format= --out|--output=write -E= -P=write -w= -D -R= -v", open=True, operands="none*", does=_RUNS),
    row("artisan symfony drush wp wp-cli magento typo3 phpdbg phing robo deployer box "
        "humbug laravel phpdoc phpdocumentor doctrine sail valet", "-c|--configuration|--config=config "
        "--filter= --testsuite= -v -q -n -d= -p= --path=config --env= --url= --group= --processes=", open=True,
        otherwise=f"{_RUNS} opaque@php", subs=effects({
            "list|about|help|run|test|check|route:list|migrate:status|config:show|debug:router|debug:container|"
            "lint:yaml|lint:twig|lint:container|plugin list|"
            "theme list|core version|option "
            "get|cache:clear|config:clear|view:clear|route:clear|optimize|status|build|clean|make:model|"
            "make:controller|make:migration|"
            "make:test|make:request|make:command|make:seeder|key:generate|storage:link|serve|queue:work|schedule:run|"
            "schedule:list|inspire|up|down": _RUNS,
            "migrate|db:seed|doctrine:migrations:migrate|doctrine:schema:update|updb|core "
            "update-db": _RUNS,
            "migrate:fresh|migrate:reset|migrate:refresh|migrate:rollback|db:wipe|doctrine:database:drop|"
                "doctrine:schema:drop|db reset|db drop|sql:drop|site:install":
                f"db.admin@database {_RUNS}",
            "tinker|eval|eval-file|shell|php:eval|php:cli|db query|sql:query|sql:cli|db cli": "opaque@php",
            "deploy|rsync": f"deploy.run@php {_RUNS}", "user create|user update|role "
            "create|user:role:add": "iam.change@site"})),
    row("cpan cpanm cpm carton carmel", "--installdeps -L|--local-lib= -l= -n|--notest -q|--quiet -v|--verbose "
        "-f|--force -S|--sudo?opaque --mirror=opaque "
        "--mirror-only --from=opaque --with-develop --with-test --cpanfile=config -g -i -T --reinstall "
        "--skip-satisfied --no-man-pages --test-only",
        act=lambda use: _modules(use)),
    row("prove perlcritic dzil minil mbtiny plackup morbo hypnotoad", "-l|--lib -b|--blib -r|--recurse -v|--verbose "
        "-q -j= -I= -s|--shuffle -e|--exec=shell -P=script -m --timer "
        "--state= -Q -w -T --formatter=config --harness=config --profile=config --severity= -p= --exclude= "
        "--archive=write", open=True, operands="none*", does=_RUNS),
    row("pest paratest codecept phpbench phpspec behat kahlan", "-c|--configuration|--config=config "
        "--bootstrap=script --filter= --coverage? "
        "--testsuite= --group= --exclude-group= --log-junit|--coverage-clover|--testdox-html|--log-teamcity=write "
        "--coverage-html|--coverage-xml=writetree -d=opaque -p= --processes= --runner= -v --report= "
        "--output=", "none*", open=True,
        does=_RUNS),
    row("luarocks", "--local --tree=config --server=opaque --global?opaque --only-server=opaque --lua-version= --dev "
        "--verbose --timeout= --project-tree=config",
        otherwise="opaque@luarocks", subs=(
            sub("install|build|make", "--only-deps --deps-only --force --keep --pin --no-doc --branch= "
                "--verify", open=True, act=_brings("luarocks")),
            *effects({"list|show|search|doc|path|which|lint|config|help|--version|test|init|write_rockspec|"
                "new_version|pack|unpack": _RUNS,
                      "remove|purge": "fs.delete@lua_modules/", "upload": "artifact.publish@luarocks "
                      "net.upload@luarocks.org"}))),
    row("luac luac5.1 luac5.3 luac5.4", "-o=write -l -p -s -v", "read*", act=lambda use: () if use.has("-p", "-o")
        else files.writing(Known("luac.out"), use.command, use.context)),
    row("luacov ldoc moonc teal tl fennel", "-o=write -l -p -s -c=config -d=writetree -t= "
        "--compile?opaque", "none*", open=True, does=_RUNS),
    row("hpack hoogle haddock hspec-discover ghc-pkg hie implicit-hie alex happy c2hs hsc2hs odoc esy spago pulp purs "
        "elm elm-test psc-package rescript bsb gleam rebar relx typer erlfmt erlc fsc fsharpc paket fake",
        "-o|--output=write -i= -d= -c=config --output-directory=writetree -f -q -v -I= -pa= --input=read "
        "--outdir=writetree", open=True, operands="none*",
        does=_RUNS),
    row("mix", "-e|--eval=code -r|--require=script --no-start --no-compile --no-halt "
        "-q", style="posix", otherwise=_RUNS, act=_elixir, does=_RUNS, subs=(
        sub("deps.get|deps.update|local.hex|local.rebar|archive.install|escript.install", open=True,
            act=_brings("hex")),
        sub("format", "--check-formatted --check-equivalent --dry-run --dot-formatter=config --no-exit "
            "--stdin-filename= --migrate", "edit*",
            bare=".", edits_unless="--check-formatted --dry-run"),
        sub("run|eval|rpc", "-e|--eval=code -r|--require=script --no-start --no-halt "
            "--no-compile", "script", style="posix"),
        sub("hex.publish|hex.retire", open=True, does="artifact.publish@hex "
            "net.upload@hex.pm"), sub("hex.user|hex.organization|hex.owner", open=True, does="iam.change@hex"),
        sub("ecto.drop|ecto.reset|ecto.rollback", open=True, does="db.admin@database"),
            sub("ecto.migrate|ecto.create|ecto.setup", open=True),
        sub("release|phx.gen.release", open=True))),
    row("littler r radian", handles_doubt=True, does="opaque@R"),
    row("nimble shards raco dub v vlang odin zls alr gprbuild gnatmake fpc lazbuild idris2 agda coqc coqtop lean lake "
        "isabelle racket gambit-gsc sml mlton smlnj roc koka hare ponyc ucm ballerina pharo "
        "gforth", "-o|--output|-out=write -v -q -d= -c=config -e=code --eval=code -I= -L=", open=True,
        operands="none*", does=_RUNS),
    row("melos fvm dartfmt pub flutterfire very_good build_runner", "-v "
        "-q", open=True, operands="none*", does=_RUNS, act=lambda use: _releases(use)),
    row("antora docfx gitbook honkit zola eleventy gridsome hexo metalsmith docsify redoc-cli slate wyam statiq nbdev "
        "sphinx-multiversion styleguidist "
        "fractal", "-o|-d|--out|--output|--output-dir|--to-dir|--destination=writetree -c|--config=config -p|--port= "
        "-s= --playbook=config "
        "--fetch --stacktrace --clean --extension=config -r|--require=config --ui-bundle-url=input --attribute= "
        "--url= --title= --input=config --formats= --theme= -u= --log-level=",
        open=True, operands="none*", does=_RUNS, act=lambda use: _releases(use)),
    row("earthly dagger garden werf okteto devspace telepresence", "-P|--push?opaque -i -b= --ci --no-output "
        "--no-cache -a --artifact= --image --secret= --config=config --satellite=opaque -V --strict",
        open=True, operands="none*", does=f"container.run@build {_RUNS}", act=lambda use: _releases(use)),
    row("k6 artillery gatling", "--vus|-u= --duration|-d= --iterations|-i= -e|--env= --out|-o=write -q|--quiet "
        "--summary-export=write --config|-c=config "
        "--no-summary --stage|-s= --tag= --address|-a= --linger --insecure-skip-tls-verify --http-debug? -t= -n= "
        "--output=write --target=url --console-output=write -v", open=True,
        otherwise="opaque@load", subs=(sub("run|quick|archive|inspect|new|report|scenario", open=True,
            operands="config", does=f"{_RUNS} net.connect@~load"),
                                       *effects({"version|help|stats|pause|resume|scale|status": "",
                                           "cloud|login": "net.upload@*"}))),
    row("newman bru hurl httpyac step-ci dredd pact-broker", "-e|--environment=read -g|--globals=read -d=read "
        "-r|--reporters= -n= --bail --insecure|-k --test --variable= --variables-file=read "
        "--report-html|--report-junit|--report-json|--report-tap=write "
        "--reporter-json-export|--reporter-html-export|--reporter-junit-export=write "
        "--export-environment|--export-globals|--export-collection=write --env= --env-var= -v --verbose "
        "-o|--output=write --json --glob= --to-entry= --retry= --delay= --color --env-file=read --tests-only --format=",
        "none*", open=True, does=f"{_RUNS} net.connect@~services"),
)  # fmt: skip
