"""Test runners, build tools, compilers, formatters and linters.

Law: what they run is the repository's own code behind a well-known runner: `exec.run` with the repository's trust, not
opaque. Code that an option brings in from elsewhere is opaque or a script of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Finding, FromText, Known, Pattern, Word, opaque
from mayact.core.analysis.places.path_tables import TEMP_ROOTS
from mayact.core.analysis.places.paths import escape
from mayact.core.analysis.programs import environment
from mayact.core.analysis.programs.machines import crossed
from mayact.core.analysis.programs.roles import argv, finding, in_role, runs, script
from mayact.core.analysis.programs.table import Program, Use, names, row
from mayact.core.analysis.words import known, lead
from mayact.core.errors import shown
from mayact.core.model import Verb

_DEPLOYS: Final = re.compile(r"(.*[:_.-])?(deploy|release|publish|upload|push|ship|promote|rollout)([:_-].*)?")
_CAMEL: Final = re.compile(
    r"(?:\w*:)?(?:(publish|upload|deploy)(?!ToMavenLocal)[A-Z]\w*|[a-z]\w*(Upload|Publish|Deploy))"
)


def by_name(task: str, use: Use) -> tuple[Finding, ...]:
    """A task whose name says that it changes what others see."""
    match = _DEPLOYS.fullmatch(task.lower())
    if match is None and _CAMEL.fullmatch(task):
        return (finding(Verb.ARTIFACT_PUBLISH, task, use),)
    if match is None:
        return ()
    if match[2] in ("publish", "upload", "release"):
        return (finding(Verb.ARTIFACT_PUBLISH, task, use),)
    return (finding(Verb.DEPLOY_RUN, task, use),)


def _make(use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = [runs(use)]
    for word in use.values("-C", "-f", "-I"):
        if known(word) == "-":
            found.append(opaque(f"{shown(use.name)} reads its rules from standard input"))
        else:
            found.extend(elsewhere(word, use))
    for operand in use.operands:
        text = known(operand)
        name, equals, value = (text or lead(operand)).partition("=")
        if text is None:
            found.append(opaque(f"a word of {shown(use.name)} could set a variable: it is not known"))
        elif equals:
            name = name.rstrip(":+?!")
            changes = environment.judged(name, Known(value))
            if changes or not _plain_value(name, value):
                found.append(opaque(f"the variable {shown(name)} changes what {shown(use.name)} runs"))
            elif value.startswith(("/", "~", "..")):
                found.extend(files.writing(Known(value), use.command, use.context, recursive=True))
                if any("clean" in lead(word) or "uninstall" in lead(word) for word in use.operands):
                    found.extend(files.deleting(Known(value), use.command, use.context, recursive=True))
        else:
            # `-n` prints what would run, but for what the rules run to know themselves.
            found.extend(() if use.plainly("-n") else by_name(text, use))
            if (
                text == "install"
                and not use.has("-n")
                and not any(re.match(r"(?:DESTDIR|PREFIX)=(?!/?$)", lead(word)) for word in use.operands)
            ):
                found.append(finding(Verb.SYS_CONFIGURE, "make install", use))
    return tuple(found)


_PLAIN: Final = re.compile(r"[\w ./:@%+,=~-]*")
_ARGUMENTS: Final = re.compile(r"(?i).*(args?|flags?|opts?|options|tests?|files?|targets?|pkgs?|packages|k)\Z")
_PLACES: Final = ("DESTDIR", "PREFIX", "DIR", "OUT", "OUTPUT", "ROOT")


def _plain_value(name: str, value: str) -> bool:
    """Whether a variable of `make` can only be text: one plain word, or arguments of what the rules run."""
    upper = name.upper()
    if not _PLAIN.fullmatch(value) or not name[:1].isalpha() or upper.endswith(("SHELL", "CMD", "COMMAND")):
        return False
    if value.startswith(("/", "~", "..")):
        return upper.endswith(_PLACES)
    return " " not in value.strip() or bool(_ARGUMENTS.match(name))


def elsewhere(word: Word, use: Use) -> tuple[Finding, ...]:
    """Code that lies outside the repository is not the repository's."""
    if files.inside(word, use.command, use.context):
        return ()
    return script(word, use)


def _tests(use: Use) -> tuple[Finding, ...]:
    reports = [lead(word).partition(":")[2] for word in use.values("--cov-report")]
    written = [files.writing(Known(path), use.command, use.context, recursive=True) for path in reports if path]
    tasks = [item for word in use.values("-e") if use.name == "tox" for item in by_name(known(word) or "", use)]
    return (runs(use), *tasks, *(item for found in written for item in found))


def _tasks(use: Use) -> tuple[Finding, ...]:
    named = [item for operand in use.operands for item in by_name(known(operand) or "", use)]
    return (runs(use), *named)


def _compile(use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for name in use.unknown:
        if re.match(
            r"-(fplugin|fpass-plugin|-config|wrapper|specs|-specs|B|iplugindir|load|Xclang|C?linker=|fuse-ld)", name
        ):
            found.append(opaque(f"option {shown(name)} of {shown(use.name)} loads code"))
    output = use.value("-o")
    for name in use.unknown:
        if name.startswith("-o") and len(name) > 2:
            output = Known(name[2:])
    for operand in use.operands:
        if lead(operand).startswith("@"):
            found.append(opaque(f"options of {shown(use.name)} are in a file"))
        if known(operand) == "-":
            found.extend(_taken_in(use))
        else:
            found.extend(files.reading(operand, use.command, use.context))
    if use.operands and not use.has("-E", "-fsyntax-only"):
        found.extend(_compiled(output, use))
    return (*found, *_passed(use))


_TAKES_IN: Final = re.compile(
    r"""#\s*(?:include|include_next|import|embed)\s*["<]([^">\n]+)|\.(?:incbin|include)\s*\\?"([^"\\\n]+)|%:"""
)
"""What preprocessor and assembler take into the source; `%:` is another spelling of `#` (C23, 6.4.6)."""


def _taken_in(use: Use) -> Iterator[Finding]:
    """Files that source from standard input names: what it takes in is shown in errors and in the output."""
    stdin = use.command.stdin
    if not isinstance(stdin, FromText) or stdin.text is None:
        yield opaque(f"the source that {shown(use.name)} is given is not known")
        return
    joined = stdin.text.replace("\\\n", "")
    for found in _TAKES_IN.finditer(joined):
        if found[1] is None and found[2] is None:
            yield opaque(f"the source that {shown(use.name)} is given is spelled in digraphs")
        else:
            yield from files.reading(Known(found[1] or found[2]), use.command, use.context)


_PLUGIN: Final = re.compile(r"-+plugin(?:[=,].*)?|.*,-+plugin[,=].*")
_WRITTEN: Final = names(
    "-aux-info -dumpdir -dumpbase -MF -MJ -Map --output -odir -hidir -stubdir -outputdir --emit --prefix -l"
)
_ATTACHED: Final = re.compile(r"-(?:MF|MJ|o|of|od)(?P<path>[^=].*)")
_INSIDE: Final = re.compile(r"[=,:](?P<path>(?:/|~|\.\.?/).*)")
_GIVEN: Final = re.compile(
    r"-(?:fplugin|fpass-plugin|-config|-?specs|wrapper|load|I|L|l|D|U|isystem|iquote|idirafter|F|isysroot|Wl,-rpath|Wl,-rpath-link|Wl,-L|-sysroot|include|imacros|T|x|std|"
    r"f(?:file|macro|debug)-prefix-map|Wl,--version-script|Wl,-soname|Wl,-T|Wl,--dynamic-list)"
)
"""Options of compilers whose value is read, or is text."""
_TAKEN_IN: Final = re.compile(r"-(?:include|imacros|T)(?P<path>[^=].*)")


def _passed(use: Use) -> tuple[Finding, ...]:
    """What a compiler's options, and those it hands to assembler, preprocessor and linker, write and load."""
    found: list[Finding] = []
    before = ""
    for word in use.command.argv[1:]:
        text = lead(word)
        attached, taken = _ATTACHED.fullmatch(text), _TAKEN_IN.fullmatch(text)
        if _PLUGIN.fullmatch(text):
            found.append(opaque(f"{shown(use.name)} loads a plugin"))
        if taken and text not in ("-include", "-imacros"):
            found.extend(files.reading(Known(taken["path"]), use.command, use.context))
        elif before in _WRITTEN and not (before == "-l" and use.name != "nasm"):
            found.extend(files.writing(Known(text.rpartition("=")[2]), use.command, use.context))
        elif attached and not text.startswith("-of"):
            found.extend(files.writing(Known(attached["path"]), use.command, use.context))
        elif text.startswith("-") and not _GIVEN.match(text):
            inside = _INSIDE.search(text)
            if inside:
                found.extend(files.writing(Known(inside["path"]), use.command, use.context))
        before = text
    return tuple(found)


_BESIDE: Final = re.compile(
    r"-(?:MM?D|save-temps|gsplit-dwarf|fdump|fstack-usage|fcallgraph-info|-coverage|ftest-coverage)"
)
"""Options that make further files, named after the output."""


def _compiled(output: Word | None, use: Use) -> tuple[Finding, ...]:
    """What a compiler writes: the output, or one for each source where it stands."""
    ending = next((value for name, value in (("-c", ".o"), ("-S", ".s")) if use.has(name)), None)
    outputs: list[Word] = [output if output is not None else Known("a.out")]
    if output is None and ending is not None:
        stems = (known(word) for word in use.operands)
        outputs = [
            Pattern(f"./*{ending}") if stem is None else Known(stem.rpartition("/")[2].rpartition(".")[0] + ending)
            for stem in stems
        ]
    if any(_BESIDE.match(name) for name in use.unknown):
        outputs.extend(_stem(word) for word in tuple(outputs))
        outputs.extend(Pattern(f"./{_stem(word).glob.rpartition('/')[2]}") for word in use.operands)
    for path in re.findall(r"-W[al],(?:\S*,)?-(?:Map|a\w*)[=,]([^,\s]+)", " ".join(map(lead, use.command.argv[1:]))):
        outputs.append(Known(path))
    return tuple(item for word in dict.fromkeys(outputs) for item in files.writing(word, use.command, use.context))


def _stem(word: Word) -> Pattern:
    """Everything that is called like `word` up to its ending."""
    text = known(word)
    if text is None:
        return Pattern("./*")
    folder, slash, name = text.rpartition("/")
    return Pattern(f"{escape(folder + slash + (name.rpartition('.')[0] or name))}*")


_HANDED: Final = re.compile(
    r"-?C?(linker|link-arg|link-args)\b.*|--codegen=link.*|-+(processor|processorpath|processor-path|script|plugin|Xplugin"
    r"|load|fplugin|pass-plugin|J|javaagent|F|pgm\w|ppx|pp|eval|cc|clibdir|passC|passL|gcc\.\w+)\b.*|-e|-Z.*|@.*|-of.*"
)
_BROUGHT: Final = re.compile(r"(?:--extern[= ])?(?:[\w-]+=)?(?:/|~|\.\.(?:/|\Z)).*")
_SEARCHED: Final = names("-L --sysroot --extern -cp -classpath --class-path -package-db --cache-dir -I -i -p --path")
_LIBRARIES: Final = (".m2", ".gradle", ".ivy2", ".cargo", ".rustup", ".sdkman", ".cabal", ".ghcup", ".nimble")


def _compiler(use: Use) -> tuple[Finding, ...]:
    """Compilers that name a linker, plugins or code to run on their command line. What they link from outside the
    repository runs with the build: macros, annotation processors."""
    before = ""
    if use.name in ("tcc", "tinycc") and any(lead(word).startswith("-run") for word in use.command.argv):
        return tuple(item for word in use.operands[:1] for item in script(word, use)) or (opaque("`tcc` runs code"),)
    for word in use.command.argv[1:]:
        text = lead(word)
        if use.name in _RUNS_AT_BUILD and (_HANDED.fullmatch(text) or known(word) is None):
            return (opaque(f"option {shown(text)} of {shown(use.name)} may run code"),)
        value = text.partition("=")[2] if text.startswith("-") else text
        searched = text.partition("=")[0] if text.startswith("-") and "=" in text else before
        if use.name in _RUNS_AT_BUILD and searched in _SEARCHED:
            for place in value.rpartition("=")[2].split(":"):
                if _BROUGHT.fullmatch(place) and not _is_library(place, use):
                    return (opaque(f"{shown(use.name)} takes code from {shown(place)}"),)
        before = text
    classes = use.values("-d") if use.name in ("javac", "kotlinc") else ()
    written = (item for word in classes for item in in_role("writetree", word, use))
    return (runs(use), *_passed(use), *written, *_run_at_once(use))


_AT_ONCE: Final = {"nim": names("r e"), "zig": names("run test"), "crystal": names("run spec")}


def _run_at_once(use: Use) -> tuple[Finding, ...]:
    """`zig run FILE`, `nim c -r FILE`: what is compiled runs; from outside the repository it is somebody else's."""
    words = use.command.argv[1:]
    verb = known(use.operands[0]) if use.operands else None
    named = [words[at + 1] for at, word in enumerate(words[:-1]) if known(word) == "--build-file"]
    if verb in _AT_ONCE.get(use.name, ()) or (use.name == "nim" and {"-r", "--run"} & set(map(lead, words))):
        named.extend(word for word in use.operands[1:] if _BROUGHT.fullmatch(lead(word)))
    return tuple(item for word in named for item in elsewhere(word, use))


_RUNS_AT_BUILD: Final = names("rustc javac kotlinc ghc ocamlc ocamlfind nim zig crystal dmd ldc2")


def _is_library(place: str, use: Use) -> bool:
    where = files.absolute(Known(place), use.command, use.context) or ""
    if any(where.startswith(f"{use.context.home}/{name}/") for name in _LIBRARIES):
        return True
    if where in TEMP_ROOTS:
        return False
    return files.area_of(Known(place), use.command, use.context) in ("workspace", "system")


def _cmake(use: Use) -> tuple[Finding, ...]:
    if use.has("-E"):
        return _cmake_tool(use)
    ran = runs(use)
    found: list[Finding] = [replace(ran, facts={**ran.facts, "_script": True}) if use.has("-P") else ran]
    for word in (*use.values("-S", "-C", "--build", "--install", "-P"), *use.operands):
        found.extend(elsewhere(word, use))
    for word in use.values("-D"):
        found.extend(_cached(word, use))
    prefix = use.value("--prefix")
    if use.has("--install") and prefix is not None and files.area_of(prefix, use.command, use.context) == "workspace":
        found.extend(files.writing(prefix, use.command, use.context, recursive=True))
    elif use.has("--install"):
        found.append(finding(Verb.SYS_CONFIGURE, "cmake --install", use))
    return tuple(found)


_TOOLS: Final = re.compile(
    r"(?:/usr/bin/|/usr/local/bin/)?(?:cc|c\+\+|gcc|g\+\+|clang|clang\+\+|ld|lld|mold|gold|ninja|make|ccache|sccache|distcc)(?:-\d+)?"
)
_NAMES_CODE: Final = re.compile(
    r"TOOLCHAIN|COMPILER|LAUNCHER|PROGRAM|EXECUTABLE|INCLUDE|LINKER|COMMAND|RULE|EMULATOR|MODULE_PATH"
)
_LOADS: Final = re.compile(r"-f?plugin|-wrapper|-specs|-B|@|-Xclang|-fuse-ld=/|-load")


def _cached(word: Word, use: Use) -> tuple[Finding, ...]:
    """`-DNAME=VALUE`: some variables name programs or files that run, others are only text."""
    text = known(word)
    if text is None:
        return (opaque("a variable of `cmake` is not known"),)
    name, _, value = text.partition("=")
    plain = value.upper() in ("ON", "OFF", "TRUE", "FALSE", "YES", "NO", "0", "1", "")
    if "FLAGS" in name.upper() and _LOADS.search(value):
        return (opaque(f"{shown(name)} of `cmake` loads code"),)
    if plain or _TOOLS.fullmatch(value):
        return ()
    if _NAMES_CODE.search(name.upper()):
        inside = ("/" in value or "." in value) and files.area_of(Known(value), use.command, use.context) in (
            "workspace",
            "system",
        )
        return () if inside else (opaque(f"{shown(name)} of `cmake` names what runs"),)
    outside = value.startswith(("/", "~")) and files.area_of(Known(value), use.command, use.context) not in (
        "workspace",
        "system",
    )
    return elsewhere(Known(value), use) if outside and "INSTALL_PREFIX" not in name.upper() else ()


def _cmake_tool(use: Use) -> tuple[Finding, ...]:
    """`cmake -E`: the tools of a shell under one name."""
    words = (*use.values("-E"), *use.operands)
    tool = known(words[0]) if words else None
    same = {"copy": "cp", "copy_directory": "cp", "rm": "rm", "make_directory": "mkdir", "touch": "touch", "cat": "cat",
            "rename": "mv", "remove": "rm", "remove_directory": "rm", "echo": "echo", "env": "env", "time": "time",
            "create_symlink": "ln", "md5sum": "md5sum", "sha256sum": "sha256sum"}  # fmt: skip
    if tool not in same:
        return (opaque("what `cmake -E` does is not known"),)
    flags = (Known("-r"),) if tool in ("copy_directory", "remove_directory") else ()
    return argv((Known(same[tool]), *flags, *words[1:]), use)


def _pre_commit(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "run"
    if verb in ("install", "init-templatedir"):
        # What runs on a commit from now on are the repository's own checks, behind a well-known runner.
        written = files.writing(Known(".git/hooks/pre-commit"), use.command, use.context)
        hooks = tuple(item for item in written if item.verb is Verb.FS_WRITE)
        return (runs(use), *hooks)
    return (runs(use),)


def _linked(use: Use) -> tuple[Finding, ...]:
    """ldd may run what it looks at (ldd(1), "Security")."""
    others = [word for word in use.operands if files.area_of(word, use.command, use.context) != "system"]
    return tuple(item for word in others for item in script(word, use))


PROGRAMS: Final[tuple[Program, ...]] = (
    row(
        "make gmake bmake",
        "-C|--directory= -f|--file|--makefile= -j|--jobs? -k|--keep-going -n|--dry-run|--just-print -s|--silent "
        "-B|--always-make -W|--what-if= -o= -I= -l? -i|--ignore-errors -e -d -p -q -r -R -t -w -v --debug? "
        "--no-print-directory --output-sync? -O? --trace --eval=code -E=code --warn-undefined-variables --version "
        "--no-builtin-rules --environment-overrides=opaque",
        act=_make,
    ),
    row("ninja samu", "-C= -f= -j= -k= -l= -n -v -t= -d= -w= --quiet", act=_make),
    row(
        "just task rake invoke inv doit mage nox ant sbt lein mill bazel bazelisk buck2 pants scons waf gulp grunt",
        style="posix",
        open=True,
        act=_tasks,
    ),
    row(
        "gradle gradlew mvn mvnw mvnd",
        "-p|--project-dir= -b|--build-file= -f|--file= -I|--init-script=script "
        "-c|--settings-file= -s|--settings= -g= -P= -D? -x= -q --quiet -B -U -o --offline -T= -pl= -am -e -X -N -V "
        "-C -fae -ntp -v",
        style="long",
        open=True,
        act=_tasks,
    ),
    row("tox", "-e= -c=script -r -p? -q -v -l --workdir= -x=opaque", style="posix", open=True, act=_tests),
    row(
        "pytest py.test",
        "-k= -m= -n= -p= -c= -o= -W= -r= --rootdir= --cov? --cov-report= --junitxml|--junit-xml=write --maxfail= --tb= "
        "--durations= --ignore= --ignore-glob= --deselect= --basetemp=deltree --log-file=write --confcutdir= "
        "--cov-config= --timeout= --override-ini= --color= --import-mode= --pastebin=opaque --result-log=write "
        "--html=write --json-report-file=write --dist= --numprocesses= --config-file= --cov-fail-under= --seed= "
        "--capture= --show-capture= --last-failed-no-failures= --reruns= --benchmark-json=write",
        open=True,
        act=_tests,
    ),
    row(
        "jest vitest mocha ava tap jasmine karma cypress playwright rspec phpunit ctest nose2 behave robot bats busted",
        "-c|--config= -t= --testNamePattern= --outputFile=write --output-file=write "
        "--globalSetup=script --setupFiles=script --require=script -r=script --rootDir= --root= --reporter= "
        "--testTimeout= -w= --maxWorkers= -g= --grep= -o= -R= -j= --output-on-failure -L= -E= --test-dir=",
        open=True,
        act=_tests,
    ),
    row(
        "tsc vue-tsc webpack vite rollup esbuild parcel swc next nuxt astro svelte-kit remix turbo nx lerna ng "
        "storybook tailwindcss postcss babel tsup tsdown unbuild react-scripts "
        "vue-cli-service gatsby wireit moon",
        "-p|--project= --outDir= --outfile= -c|--config= -o=",
        open=True,
        act=_tasks,
    ),
    row(
        f"gcc g++ cc c++ clang clang++ gcc-12 gcc-13 clang-15 x86_64-linux-gnu-gcc {crossed('gcc g++ cpp')}",
        "-o= -c -E -S -I= -L= -l= -D= -include=read -MF=write -MT= -MQ= -x= -fsyntax-only -isystem= -U= -v -g",
        style="long",
        open=True,
        act=_compile,
    ),
    row(
        "rustc javac kotlinc ghc ocamlc ocamlfind nim zig crystal dmd ldc2 tinycc tcc as nasm ld lld gold",
        "-o=write -d= -cp= -classpath= --out-dir= --crate-type= --edition= -C=",
        style="long",
        open=True,
        operands="read*",
        act=_compiler,
    ),
    row(
        f"nm objdump readelf size addr2line c++filt otool dwarfdump pahole "
        f"{crossed('nm objdump readelf size addr2line c++filt')}",
        "-o= --plugin=opaque -plugin=opaque",
        style="long",
        open=True,
        operands="read*",
    ),
    row(
        "ldd", "-v|--verbose -u|--unused -d|--data-relocs -r|--function-relocs --version", act=lambda use: _linked(use)
    ),
    row("strip ranlib", "-o=write -O= -I= -j= -R= -plugin|--plugin=opaque", operands="write*", open=True),
    row(
        f"objcopy {crossed('objcopy')}",
        "-O|--output-target= -I|--input-target= -B= -F= -j|--only-section= -R|--remove-section= "
        "-S|--strip-all -g|--strip-debug -K= -N= -L= -G= -W= -x -X -w -p -D -U --gap-fill= --pad-to= "
        "--set-section-flags= "
        "--add-section= --update-section= --dump-section=opaque --rename-section= --change-addresses= --set-start= "
        "--only-keep-debug --add-gnu-debuglink=read -v -M --plugin=opaque --srec-len= --srec-forceS3 -b= -i= "
        "--interleave? --strip-unneeded --prefix-symbols= --redefine-sym= --verilog-data-width=",
        "read write",
    ),
    row(crossed("strip ranlib"), "-o=write -O= -I= -j= -R= -s -g -S -K= --strip-unneeded", operands="write*"),
    row(
        crossed("ld as"),
        "-o=write -T=config -L= -l= -Map=write -e= -g -m* --gc-sections -nostdlib -static -I= -r",
        operands="read*",
        style="long",
        act=lambda use: (runs(use),),
    ),
    row(crossed("ar gcc-ar"), "--plugin=opaque", operands="none write read*"),
    row(
        crossed("gdb"),
        "-batch -ex= -p=opaque -x=script -args -nx -n -q -quiet",
        style="long",
        act=lambda use: (
            (opaque(f"what {shown(use.name)} is told to do is not known"),)
            if not all(
                re.fullmatch(r"info \w+|disassemble \w+|list \w+|bt|print &?\w+|x/\d*\w* &?\w+", known(word) or "?")
                for word in use.values("-ex")
            )
            or not use.has("-batch")
            else tuple(item for word in use.operands for item in files.reading(word, use.command, use.context))
        ),
    ),
    row(
        "cmake",
        "-S= -B= -G= -D* -P= -E=rest --build= --install= --preset= -j? --target= -t= --config= --parallel? "
        "-C= -L -LA -N -W? --version --fresh --clean-first -v --prefix= --log-level= -U? --list-presets? --workflow",
        style="long",
        act=_cmake,
    ),
    row("meson", open=True, act=_tasks),
    row("autoconf automake autoreconf libtoolize aclocal autoheader", open=True, act=lambda use: (runs(use),)),
    row(
        "pre-commit lefthook husky lint-staged",
        "-a --all-files --files -c= --config= --hook-stage= -v",
        open=True,
        act=_pre_commit,
    ),
    row(
        "coverage",
        "-m --rcfile= --include= --omit= -d= -o= -i --source= -p -a --branch --fail-under= --show-missing "
        "--skip-covered --data-file= --title= --precision=",
        style="posix",
        open=True,
        act=_tests,
    ),
    row(
        "c8 nyc",
        "--reporter= -r= --exclude= -x= --include= -n= --all --check-coverage --src=",
        style="posix",
        open=True,
        act=lambda use: (runs(use), *argv(use.operands, use)),
    ),
    row(
        "mkdocs",
        "-d|--site-dir=deltree -f|--config-file=config -s|--strict -q|--quiet -v|--verbose -c|--clean --dirty "
        "-a|--dev-addr= -t|--theme=",
        open=True,
        act=_tasks,
    ),
    row(
        "sphinx-build sphinx-apidoc hugo jekyll docusaurus typedoc jsdoc doxygen pdoc mdbook vitepress quarto",
        open=True,
        act=_tasks,
    ),
    row("flit build maturin setuptools-scm bumpversion bump2version", open=True, act=_tasks),
    row(
        "alembic django-admin flask uvicorn gunicorn celery hypercorn rails elixirc rebar3 stack cabal dune opam "
        "flutter dart xcodebuild pm2 npm-run-all",
        open=True,
        act=_tasks,
    ),
)
