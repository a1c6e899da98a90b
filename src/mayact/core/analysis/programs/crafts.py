"""What people of other trades type all day: version control beside git, firmware and hardware, phones, graphics, sound,
games, templates and small text tools.

Law: what is built or simulated is the repository's code; what is put on a device or a simulator is `container.run`;
scripts of these programs are code, whether they are called settings, recipes, cells or filters.
"""

import re
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Finding, FromFile, FromText, Known, Pattern, Word, opaque
from mayact.core.analysis.places.secrets import is_secret_variable
from mayact.core.analysis.programs.databases import statement_verb
from mayact.core.analysis.programs.git import common as git_common
from mayact.core.analysis.programs.git import history as git_history
from mayact.core.analysis.programs.roles import constant, finding, in_role, runs, script
from mayact.core.analysis.programs.table import Program, Use, effects, names, row, sub
from mayact.core.analysis.words import known, lead
from mayact.core.canonical import Json
from mayact.core.errors import shown
from mayact.core.model import Verb

_RUNS: Final = "exec.run@repository"
_DEVICE: Final = f"container.run@device {_RUNS}"


def _uploads(use: Use) -> tuple[Finding, ...]:
    """`pio run -t upload`: a target that writes to the device."""
    targets = [known(word) for word in use.values("-t")]
    put = any(name is None or re.match(r"upload|program|erase|bootloader|fuses|nobuild", name) for name in targets)
    return constant("container.run@device", use) if put else ()


def _memory(use: Use) -> tuple[Finding, ...]:
    """What yara scans is a file, a directory, or by its number a process."""
    last = known(use.operands[-1]) if use.operands else ""
    unclear = last is None or last.isdigit()
    return (opaque("`yara` may look into the memory of a process"),) if unclear else ()


def _rakudo(use: Use) -> tuple[Finding, ...]:
    """Checking a file runs what it says is run while it is compiled, as `perl -c` does."""
    if not use.operands:
        return () if use.has("-v", "-e") else (opaque("what `raku` runs comes from standard input"),)
    return in_role("config" if use.has("-c") else "script", use.operands[0], use) + (
        (runs(use),) if use.has("-c") else ()
    )


def _pushes(use: Use) -> tuple[Finding, ...]:
    """Which branch goes where is in the settings, and a forced one is told by one letter."""
    facts: dict[str, Json] = {"remote": "", "ref": "", "host": "", "force": True}
    return tuple(
        Finding(verb=verb, kind="ref", resource="*:*", facts=facts, because=use.command.text or use.name)
        for verb in (Verb.GIT_PUSH, Verb.GIT_FORCE_PUSH)
    )


# ── text with holes ──────────────────────────────────────────────────────────────────────────────────────

_VARIABLE: Final = re.compile(r"\$\{?(\w+)")


def _substituted(use: Use) -> tuple[Finding, ...]:
    """envsubst prints variables: those of its operand, else whichever the text names."""
    stdin = use.command.stdin
    text = known(use.operands[0]) if use.operands else stdin.text if isinstance(stdin, FromText) else None
    if text is not None:
        shows = any(is_secret_variable(name) for name in _VARIABLE.findall(text))
        return (finding(Verb.SECRET_READ, "environment", use, **{"class": "token"}),) if shows else ()
    if isinstance(stdin, FromFile):
        return script(stdin.path, use)
    return (opaque("which variables `envsubst` prints is not known"),)


def _templates(use: Use) -> tuple[Finding, ...]:
    """m4, jinja2: a template includes files, and m4 runs programs; the first operand is it, data follows."""
    if not use.operands:
        stdin = use.command.stdin
        if isinstance(stdin, FromFile):
            return script(stdin.path, use)
        return (opaque(f"the template of {shown(use.name)} is not known"),)
    count = len(use.operands) if use.name == "m4" else 1
    ran = [item for word in use.operands[:count] for item in script(word, use)]
    return (*ran, *(item for word in use.operands[count:] for item in in_role("read", word, use)))


# ── sound ────────────────────────────────────────────────────────────────────────────────────────────────

_SOX_EFFECTS: Final = names(
    "allpass band bandpass bandreject bass bend biquad channels chorus compand contrast dcshift deemph "
    "delay dither divide downsample earwax echo echos equalizer fade fir flanger gain highpass hilbert "
    "loudness lowpass mcompand norm oops overdrive pad phaser pitch rate remix repeat reverb reverse "
    "silence sinc speed splice stat stats stretch swap synth tempo treble tremolo trim upsample vad vol "
)


def _sound(use: Use) -> tuple[Finding, ...]:
    """sox: inputs, the output, then effects; a name that begins with a bar is a program (sox(1), "
    ""Special filenames")."""
    named: list[Word] = []
    for word in use.operands:
        text = known(word)
        if text in _SOX_EFFECTS:
            break
        if text is None or text.startswith(("|", "http:", "https:", "ftp:", "@")):
            return (opaque(f"a file of {shown(use.name)} may be a program, or is not known"),)
        named.append(word)
    read = [item for word in named[:-1] for item in in_role("read", word, use)]
    return (*read, *(item for word in named[-1:] for item in in_role("write", word, use)))


# ── hardware ─────────────────────────────────────────────────────────────────────────────────────────────

_YOSYS_READS: Final = re.compile(r"read_(?:verilog|liberty|json|ilang|rtlil|blif|aiger)\b")
_YOSYS_WRITES: Final = re.compile(r"write_(?:verilog|json|ilang|rtlil|blif|aiger|edif|spice|smt2|cxxrtl|btor)\b")
_YOSYS_PLAIN: Final = re.compile(
    r"(?:hierarchy|proc\w*|opt\w*|fsm\w*|memory\w*|techmap|flatten|clean|check|stat|synth\w*|prep|select|setundef|"
    r"splitnets|rename|chparam|sat|equiv\w*|async2sync|clk2fflogic|dffunmap|alumacc|wreduce|peepopt|share|ls|dump|"
    r"scc|ltp|sta|abc|abc9|dfflegalize|simplemap|delete|cd|log|tribuf|deminout|pmuxtree|muxcover|autoname|design|"
    r"formalff|chformal|uniquify|submod|setattr|attrmap)\b(?![^;]*(?:-exe\b|-script\b|-o\b|-blif\b|-json\b|-edif\b|-outfile\b))"
)  # fmt: skip


def _yosys(use: Use) -> tuple[Finding, ...]:
    """A pass list; `exec`, `shell`, `tcl`, `plugin`, `show` and what an option names run something."""
    found: list[Finding] = [runs(use)]
    for word in use.values("-p"):
        for part in (known(word) or "?").split(";"):
            words = part.split()
            if not words:
                continue
            reads, writes = _YOSYS_READS.match(words[0]), _YOSYS_WRITES.match(words[0])
            if not set(part) & set('!{}"\n`|<>') and (reads or writes):
                role = "read" if reads else "write"
                paths = [text for text in words[1:] if not text.startswith("-")]
                found.extend(item for text in paths for item in in_role(role, Known(text), use))
            elif set(part) & set('!{}"\n`|<>') or not _YOSYS_PLAIN.match(words[0] + part.strip()[len(words[0]) :]):
                found.append(opaque("a command of `yosys` is not analysed"))
    return tuple(found)


def _asked(use: Use) -> tuple[Finding, ...]:
    """bq: one statement."""
    if use.plainly("--dry_run"):
        return constant("net.connect@~bigquery", use)
    verbs = [statement_verb(known(word) or "") for word in use.operands]
    verb = verbs[0] if len(verbs) == 1 and verbs[0] is not None else Verb.DB_ADMIN
    return (finding(verb, "bigquery", use), *constant("net.connect@~bigquery", use))


def _styles(use: Use) -> tuple[Finding, ...]:
    """`sass IN:OUT …` or `sass IN OUT`."""
    words = [lead(word) for word in use.operands]
    pairs = (
        [text.partition(":")[::2] for text in words if ":" in text]
        if any(":" in text for text in words)
        else ([(words[0], words[1])] if len(words) > 1 else [(text, "") for text in words])
    )
    found = [item for source, _ in pairs for item in in_role("tree", Known(source), use)]
    return (*found, *(item for _, target in pairs if target for item in in_role("writetree", Known(target), use)))


def _launched(use: Use) -> tuple[Finding, ...]:
    """A script that starts once for each processor; `accelerate` has words of its own before it."""
    words = list(use.operands)
    if (
        use.name in ("accelerate", "lightning", "deepspeed")
        and words
        and known(words[0])
        in (
            "launch",
            "run",
            "env",
            "config",
            "test",
            "estimate-memory",
        )
    ):
        verb = known(words.pop(0))
        if verb not in ("launch", "run"):
            return (runs(use),)
        while words and lead(words[0]).startswith("--") and "=" in lead(words[0]):
            words.pop(0)
    if use.has("-m", "--module"):
        return (runs(use),)
    if not words or not lead(words[0]).endswith(".py"):
        return (opaque(f"what {shown(use.name)} starts is not known"),)
    return script(words[0], use)


_PROPERTY: Final = re.compile(
    r"[-/](?:t|target|p|property|m|v|verbosity|restore|nologo|r|bl|clp|nr)(?::[\w.=;/\\-]*)?", re.I
)


def _projects(use: Use) -> tuple[Finding, ...]:
    """msbuild: a project of the repository; loggers and answer files bring code."""
    words = [known(word) or "?" for word in use.command.argv[1:]]
    plain = [word for word in words if not _PROPERTY.fullmatch(word)]
    if use.name == "nuget" and words[:1] not in (["list"], ["locals"], ["search"], ["help"]):
        return (opaque("what `nuget` does is not analysed"),)
    if any(not re.fullmatch(r"(?!/)[\w./-]+\.(?:sln|\w*proj)", word) for word in plain) and use.name != "nuget":
        return (opaque(f"an option of {shown(use.name)} is not known"),)
    return (runs(use),)


def _dumped(use: Use) -> tuple[Finding, ...]:
    """Which of the files goes to the device and which comes from it is told by words of each program."""
    named = [word for word in use.operands if re.search(r"[/.~]", lead(word)) or known(word) is None]
    return tuple(item for word in named for item in in_role("edit", word, use))


def _no_answers(use: Use) -> tuple[Finding, ...]:
    """Programs that take more options from `@FILE`."""
    if any(lead(word).startswith("@") for word in use.operands):
        return (opaque(f"options of {shown(use.name)} are in a file"),)
    return ()


def _rewrites(use: Use) -> tuple[Finding, ...]:
    """comby changes every file below with the endings it is given."""
    writes = use.has("-i") and not use.has("-stdin", "-diff", "-match-only", "-stdout")
    place = use.value("-d") or Known(".")
    touch = (files.reading, files.writing) if writes else (files.reading,)
    text = known(place)
    below: Word = Pattern("./*") if text in (".", "./") else place
    return tuple(item for one in touch for item in one(below, use.command, use.context, recursive=True))


def _back(use: Use, loses: bool) -> tuple[Finding, ...]:
    """hg and svn: files as a revision has them; `loses`: changes that nobody has committed go with it."""
    changed = git_common.tree_changes(use)
    return tuple(git_history.forced(item) for item in changed) if loses else changed


def _swept(use: Use) -> tuple[Finding, ...]:
    """`svn cleanup --remove-unversioned`: what is in no revision goes."""
    if not use.has("--remove-unversioned", "--remove-ignored"):
        return git_common.tree_changes(use)
    return files.deleting(Pattern("./*"), use.command, use.context, recursive=True)


def _on_server(use: Use) -> tuple[Finding, ...]:
    """`svn delete URL` is a commit on the server; properties can name what other work trees fetch and run."""
    if any("://" in lead(word) for word in use.operands):
        return constant("net.upload@~svn", use)
    if any(lead(word).lower().startswith(("svn:externals", "svn:hooks")) for word in use.operands):
        return (opaque(f"a property of {shown(use.name)} brings code from elsewhere"),)
    return ()


def _asks_policy(use: Use) -> tuple[Finding, ...]:
    """A query on the command line that asks the network or the environment is not analysed."""
    texts = [known(word) for word in use.operands]
    if any(
        text is None or re.search(r"http\.|opa\.runtime|net\.|crypto|io\.jwt|eval|\bwith\b", text) for text in texts
    ):
        return (opaque("a query of `opa` is not analysed"),)
    return ()


PROGRAMS: Final[tuple[Program, ...]] = (
    # ── version control beside git ─────────────────────────────────────────────────────────────────────────
    row("jj", "-R|--repository=config --config=opaque --config-file=opaque --config-toml=opaque --tool=opaque "
        "--no-pager --color= --quiet --ignore-working-copy --at-op|--at-operation= --ignore-immutable?opaque",
        open=True, otherwise="opaque@jj", subs=(
            sub("file show|file annotate", open=True, operands="read*"), *effects({
            "log|status|st|op log|operation log|evolog|obslog|bookmark list|branch list|file list|interdiff|root|"
            "version|help|tag list|git remote list|workspace list|workspace root|config list|config get|config "
            "path": "",
            "show|diff": "",
            "commit|ci|describe|desc|new|bookmark create|bookmark set|bookmark track|duplicate": "git.commit@jj",
            "squash|amend|rebase|abandon|edit|undo|split|restore|op restore|op undo|parallelize|absorb|backout|revert|"
            "bookmark delete|bookmark move|next|prev": "git.rewrite_history@jj fs.write@./*",
            "git fetch": "net.connect@~origin"}),
            sub("git push", open=True, act=lambda use: _pushes(use)))),
    row("hg", "-R|--repository=config --config=opaque --cwd=config -y|--noninteractive -q|--quiet -v|--verbose "
        "--debug --color= --pager= --encoding= --time --traceback --debugger?opaque --profile --hidden",
        open=True, otherwise="opaque@hg", subs=(
            sub("cat|annotate|blame", open=True, operands="read*"),
            sub("push", open=True, act=lambda use: _pushes(use)),
            sub("update|up|checkout|co|revert", "-C|--clean -a|--all --no-backup -r|--rev= -c|--check -m|--merge "
                "-I|--include= -X|--exclude= -i|--interactive -n|--dry-run", open=True,
                act=lambda use: _back(use, use.has("-C", "-a") or use.name == "revert")),
            *effects({
                "status|st|log|history|branch|branches|tags|bookmarks|heads|identify|id|parents|root|summary|sum|files|"
                "manifest|paths|version|help|tip|phase|verify|locate|diff|export|grep": "",
                "add|addremove|forget|rename|mv|move|copy|cp|resolve|merge|graft|shelve|"
                "unshelve": "fs.write@./*",
                "commit|ci|tag|bookmark": "git.commit@hg",
                "incoming|in|outgoing|out": "net.connect@~hg",
                "pull": "net.download@~hg fs.write@./*",
                "rebase|histedit|strip|amend|uncommit|rollback": "git.rewrite_history@hg fs.write@./*"}))),
    row("svn", "--config-option=opaque --diff-cmd=program --diff3-cmd=program --merge-cmd=program --editor-cmd=shell "
        "--config-dir=config --username= --password= --non-interactive --trust-server-cert -q|--quiet -v|--verbose "
        "-r|--revision= -l|--limit= --depth= -R|--recursive -N --xml -c|--change= -u|--show-updates -x= --summarize "
        "--no-ignore --stop-on-copy -g --git --force -m|--message= -F|--file=read --parents --strict --no-auth-cache",
        otherwise="opaque@svn", subs=(
            sub("status|st|stat|diff|di|help|propget|pg|proplist|pl|info|log|list|ls|blame|praise|annotate|cat",
                operands="input*", does="net.connect@~svn"),
            sub("revert", "--changelist=", act=lambda use: _back(use, True)),
            sub("cleanup", "--remove-unversioned --remove-ignored", act=lambda use: _swept(use)),
            sub("add|move|mv|rename|copy|cp|delete|rm|resolve|resolved|mkdir|propset|ps|changelist|lock|"
                "unlock|patch|merge", operands="edit*", act=lambda use: _on_server(use)),
            sub("checkout|co|export", operands="none writetree*", does="net.download@~svn fs.write@./*"),
            sub("update|up|switch|sw", operands="input*", does="net.download@~svn fs.write@./*"),
            sub("commit|ci|import", operands="read*", does="net.upload@~svn"))),
    row("delta diff-so-fancy diff-highlight difft difftastic", "--pager=shell --diff-args= --width|-w= --syntax-theme= "
        "--features= -n|--line-numbers -s|--side-by-side --config=read --display= --color= --context= --language= "
        "--paging=", "read*", open=True),
    # ── code ───────────────────────────────────────────────────────────────────────────────────────────────
    row("ctags etags universal-ctags exuberant-ctags", "-f|-o=write -R|--recurse? -e -a|--append? -x -u -L=list "
        "--options=config --options-maybe=config --languages= --exclude= --fields= --extras= --kinds-all= --sort= "
        "--tag-relative? --langmap= --c-kinds= --python-kinds= --list-languages --list-kinds? --version -n -N "
        "--output-format= --links= --totals? --filter? --quiet? -V --regex= --declarations -I= --if0=", "tree*",
        act=lambda use: () if use.has("-f", "-x", "--version", "--list-languages", "--list-kinds")
        else files.writing(Known("./TAGS" if use.has("-e") or use.name == "etags" else "./tags"), use.command,
                           use.context)),
    row("cscope", "-b -R -q -k -u -c -d -L -v -C -f=write -i=list -s= -I= -p= -0= -1= -2= -3= -4= -6= -7= -8= -9=",
        "read*", does="fs.write@./cscope.out", act=lambda use: () if use.has("-b", "-L")
        else (opaque("`cscope` starts an editor"),)),
    row("comby", "-i|-in-place -d|-directory= -f= -matcher= -rule= -stdin -stdout -diff -match-only -json-lines "
        "-json-pretty -n|-match-n= -count -exclude-dir= -exclude= -depth= -jobs= -timeout= -config=opaque "
        "-templates=opaque -sequential -match-newline-at-toplevel -review?opaque -custom-metasyntax=config "
        "-custom-matcher=config -anonymous -newline-separated -color -verbose -statistics -version",
        style="long", act=_rewrites),
    row("ast-grep", "-p|--pattern= -r|--rewrite= -l|--lang= -U|--update-all -c|--config=config --rule=read "
        "--inline-rules= --json? -A= -B= -C= --color= --heading= -j|--threads= --globs= --no-ignore= --stdin "
        "--strictness= --selector= --debug-query? --follow --filter= --report-style= --error? --warning? --info? "
        "--format= --inspect= --max-results= -i|--interactive?opaque -V|--version -t= --skip-snapshot-tests",
        "edit*", edits_if="-U", does=_RUNS),
    row("buildifier gazelle", "-r -mode= -lint= -warnings= -type= -d -v -multi_diff -diff_command=program "
        "-config=config -path= -version -buildifier_disable= -add_tables=config -tables=config -add_warnings= "
        "-repo_root=config -go_prefix= -external= -build_file_name= -index= -proto= -repo_config=config", "edit*",
        style="long", bare=".", edits_unless="-mode=check -mode=diff -mode=print_if_changed", does=_RUNS),
    row("latexindent", "-w|--overwrite -wd|--overwriteIfDifferent -s|--silent -o|--outputfile=write -l|--local? "
        "-y|--yaml= -d|--onlydefault -g|--logfile=write -c|--cruft=writetree -m|--modifylinebreaks -r|--replacement "
        "-rr -rv -k|--check -kv -n|--lines= -t -tt -h -v", "edit*", style="long", edits_if="-w -wd", does=_RUNS),
    row("drawio", "-x|--export -f|--format= -o|--output=write -e|--embed-diagram -b|--border= -s|--scale= "
        "-t|--transparent -p|--page-index= -a|--all-pages -r|--recursive -q|--quality= --crop --width= --height= "
        "--no-sandbox -g= -u|--uncompressed --svg-theme=", "beside*"),
    row("pyreverse undill", "-o|--output= -p|--project= -d|--output-directory=writetree -k -A -S -b -m= -f= -a= -s= "
        "-c= --colorized --ignore= --source-roots= --rcfile=config", "sources*", does=f"{_RUNS} fs.write@./*"),
    row("nbdiff nbshow", "-s -o -a -m -d -i|--ignore-details --color-words --no-color --out=write "
        "-p= --ignore=", "read*", style="posix"),
    # ── firmware and hardware ──────────────────────────────────────────────────────────────────────────────
    row("idf.py", "-C|--project-dir=config -B|--build-dir=writetree -p|--port= -b|--baud= -D* -G= -v --preview "
        "--ccache --no-hints -w", open=True, otherwise=_RUNS, subs=effects({
            "build|all|menuconfig|size|size-components|size-files|clean|fullclean|reconfigure|set-target|"
            "list-targets|app|bootloader|partition-table|save-defconfig|python-clean|docs|create-component|"
            "create-project|partition_table": _RUNS,
            "flash|erase-flash|erase_flash|app-flash|bootloader-flash|partition-table-flash|monitor|gdb|openocd|"
            "encrypted-flash|read-otadata": _DEVICE,
            "efuse-burn|efuse-burn-key|secure-generate-signing-key": f"{_DEVICE} opaque@fuses",
            "add-dependency|update-dependencies": f"pkg.install@idf {_RUNS}"})),
    row("esptool esptool.py espsecure.py nrfjprog probe-rs st-flash st-info JLinkExe pyocd dfu-util avrdude "
        "teensy_loader_cli "
        "picotool stm32flash bossac openFPGALoader iceprog uuu", "-p|--port= -b|--baud= -c|--chip= -V|--version -l "
        "--list --log=write -C=config --command-file=opaque -CommanderScript=opaque -h|--help", open=True,
        does="container.run@device", act=lambda use: (*_no_answers(use), *_dumped(use))),
    row("pio platformio", "-c=config -f --no-ansi", open=True, otherwise="opaque@platformio", subs=(
        sub("run|test|check|ci|debug", "-e|--environment= -t|--target= -d|--project-dir=config "
            "-c|--project-conf=config "
            "-s -v --upload-port= --monitor-port= -f|--filter= -i= -j= --json-output --list-targets --skip-packages "
            "-b= -l=config -O= --board= --without-uploading --program-arg= --interface=opaque "
            "--junit-output-path=write "
            "--json-output-path=write", "config*", does=_RUNS, act=_uploads),
        *effects({"device list|project config|project metadata|boards|system info|lib list|pkg list|pkg show|pkg "
            "search|"
                  "lib search|lib show|--version|project init|init|settings get": _RUNS,
                  "device monitor": _DEVICE,
                  "lib install|pkg install|platform install|lib update|pkg update|update|lib uninstall|pkg "
                  "uninstall": f"pkg.install@platformio {_RUNS}"}))),
    row("arduino-cli", "--config-file=config --log-file=write --additional-urls=opaque --format= --json -v|--verbose "
        "--no-color --log-level=", otherwise="opaque@arduino", subs=(
            sub("compile", "-b|--fqbn= --build-path=writetree --output-dir=writetree --libraries=config "
                "--library=config --warnings= -e --clean --only-compilation-database --build-property=opaque -q -j= "
                "-u|--upload?opaque --export-binaries --show-properties? --dump-profile -m= --profile= "
                "--board-options= "
                "--optimize-for-debug --build-cache-path=writetree", "config", does=_RUNS),
            sub("upload|monitor|burn-bootloader|debug", "-p|--port= -b|--fqbn= -t -c= -q -i|--input-file=read "
                "--input-dir=config --programmer|-P= -l|--protocol= -m|--profile=", "config", does=_DEVICE),
            sub("version|board list|board listall|board details|board search|core list|core search|lib list|lib search|"
                "lib examples|lib deps|config dump|config get|outdated|sketch new|cache clean", open=True, does=_RUNS),
            sub("core install|core update-index|core upgrade|lib install|lib upgrade|lib update-index|lib uninstall|"
                "core uninstall|update|upgrade", open=True, does="pkg.install@arduino"))),
    row("west", "-v -q -z=config -V|--version", otherwise="opaque@west", subs=effects({
        "build|list|topdir|manifest|config|status|diff|compare|boards|shields|spdx|sign|completion|help|twister|"
        "blobs list|packages": _RUNS,
        "flash|debug|debugserver|attach|rtt": _DEVICE,
        "update|init|blobs fetch": "net.download@~git fs.write@./*"})),
    row("openocd", "-f|--file=config -c|--command=code -s|--search=config -d? -l|--log_output=write -v|--version "
        "-h|--help -p", style="gnu", act=lambda use: () if use.has("-v", "-h")
        else constant("container.run@device", use)),
    row("dtc fdtdump fdtget fdtput fdtoverlay", "-I= -O= -o=write -@ -i= -W= -E= -q -d=write -b= -S= -p= -a= -R= -A -f "
        "-s -T= -l -t= -v -V", "read*"),
    row("srec_cat srec_info srec_cmp hex2bin bin2hex objcopy-hex", "-o|-output=write -intel -binary -motorola -crop "
        "-offset= -fill= -unfill= -exclude", "read*", style="long", open=True, act=_no_answers),
    row("verilator", "--lint-only --cc --sc --exe --binary --build --Mdir|-Mdir=writetree -f|-F=config -CFLAGS=opaque "
        "-LDFLAGS=opaque -MAKEFLAGS=opaque --pins-inout-enables --top-module|--top= --xml-only --trace --trace-fst "
        "--coverage -o= -y|-I= --timing --no-timing --compiler=opaque --gdb=opaque --gdbbt?opaque "
        "--pipe-filter=opaque --getenv=", "read*", style="long", open=True, does=f"{_RUNS} fs.write@./obj_dir/"),
    row("iverilog", "-o=write -g= -I* -D* -s= -y* -Y* -c|-f=config -m=opaque -M=write -W= -t= -B=opaque -l=read "
        "-N=write -S -v -V -E -i -P= -T= -p=", "read*", does=_RUNS),
    row("vvp", "-M=opaque -m=opaque -n -N -s -v -V -q -l=write -i", "config none*", does=_RUNS),
    row("ghdl nvc", "--vpi=opaque --vhpi=opaque --load=opaque --workdir=writetree --work= --std= -a -e -r -i -s -m "
        "--ieee= -P= --vcd|--wave|--fst|--ghw=write --stop-time= --assert-level= --format= --dump-arrays -L= -M= "
        "--psl-report=write --elab-run --synth --version|-v", "none*", open=True, does=f"{_RUNS} fs.write@./*",
        style="long"),
    row("yosys", "-p|--commands=none -q|--quiet -Q -T -v= -l|--logfile=write -L=write -o|--outfile=write "
        "-s|--scriptfile=script "
        "-c|--tcl-scriptfile=script -C=opaque -m|--plugin=opaque -f|--frontend= -b|--backend= -S|--synth -V|--version "
        "-e= -w= -t -d -P=write -y=script -r= -D=", "read*", act=_yosys),
    row("nextpnr-ice40 nextpnr-ecp5 icepack icetime ecppack fujprog arachne-pnr", "--json=read --pcf|-p=read "
        "--lpf=read "
        "--asc|--textcfg|--write=write --up5k --hx1k --hx8k --lp1k --package= --freq= --seed= -o=write -d= -q -v "
        "--run=opaque --pre-pack=opaque --pre-place=opaque --pre-route=opaque --post-route=opaque --gui?opaque "
        "--report=write --sdf=write --log|-l=write --ignore-loops --placer= --router= -m -t --timing-allow-fail "
        "--25k --45k --85k --compress --svf=write --bit=write --pcf-allow-unconstrained", "read write",
        style="long", does=_RUNS),
    row(" ".join(f"qemu-system-{cpu}" for cpu in ("arm", "aarch64", "x86_64", "i386", "riscv32", "riscv64", "mips",
                                                   "xtensa", "avr", "ppc")),
        "-M|-machine= -cpu= -smp= -m= -nographic -kernel=config -bios=config -initrd=read -dtb=read -append= -s -S "
        "-display= -no-reboot -serial=opaque -semihosting -semihosting-config= -version|--version -help -icount= "
        "-d= -D=write -accel= -enable-kvm -nodefaults -no-shutdown -vga= -audio= -usb -rtc= -name= -boot= -device= "
        "-cdrom=read -hda=write -snapshot", style="long", does=f"container.run@machine {_RUNS}"),
    # ── policies, rules of monitoring, patterns ────────────────────────────────────────────────────────────
    row("promtool", open=True, otherwise="opaque@promtool", subs=(
        sub("check config|check rules|check web-config|test rules", operands="read*", open=True),
        sub("check metrics"))),
    row("amtool", "--config.file=read --alertmanager.url=opaque --http.config.file=opaque", open=True,
        otherwise="opaque@amtool", subs=(
            sub("check-config", operands="read*", open=True),
            sub("config routes test|config routes show", "--config.file=read --verify.receivers= --tree", open=True))),
    # A policy may ask the network and the environment, so that trying it is running the repository's code.
    row("opa", open=True, otherwise="opaque@opa", subs=(
        sub("test|check|inspect", "-v|--verbose -c|--coverage -b|--bundle -r|--run= -f|--format= -t|--timeout= "
            "--threshold= "
            "-S|--strict --ignore= -s|--schema=read -w|--watch -a --count= -m --var-values -z|--exit-zero-on-skipped "
            "--bench -p|--parallel= --fail-on-empty --v0-compatible --v1-compatible", "tree*", does=_RUNS),
        sub("fmt", "-w|--write -d|--diff -l|--list --fail --check-result= --rego-v1", "edit*", edits_if="-w"),
        sub("eval|exec", "-d|--data=tree -b|--bundle=tree -i|--input=read -f|--format= -I|--stdin-input --fail "
            "--fail-defined -s|--schema=read --strict -p|--partial --explain= --coverage --profile --instrument "
            "--package= --import= --count= --metrics --v0-compatible --v1-compatible -t= --timeout= --decision=",
            "none*", does=_RUNS, act=lambda use: _asks_policy(use)),
        sub("version|parse|deps|capabilities", "-f|--format= -c|--check -v --json-include=", "read*"))),
    # It renders and tests policies of files; with `--cluster` it asks the cluster.
    row("kyverno", open=True, otherwise="opaque@kyverno", subs=(
        sub("apply|test", "-r|--resource=tree -f|--file-name= -p|--policy-report --detailed-results --cluster?opaque "
            "-c?opaque -s|--set= --values-file=read -u= --userinfo=read -o|--output=write -v= -t --remove-color "
            "--fail-only --kubeconfig=opaque --context=opaque -b=opaque --git-branch=opaque --registry?opaque "
            "-i?opaque --stdin", "tree*", does=_RUNS),
        sub("version|help|docs|json|jp"))),
    row("gopls", open=True, otherwise="opaque@gopls", subs=(
        sub("check|symbols|references|definition|implementation|call_hierarchy|signature|highlight|links|folding_ranges|"
            "semtok|workspace_symbol|version|stats|vulncheck", open=True, does=_RUNS),)),
    row("yara", "-r|--recursive -w|--no-warnings -s|--print-strings -g|--print-tags -m|--print-meta -n|--negate "
        "-c|--count "
        "-f|--fast-scan -N|--no-follow-symlinks -L -X -e -S -D -M -t|--tag= -i|--identifier= -p|--threads= "
        "-a|--timeout= "
        "-l|--max-rules= -d|--define= -x|--module-data=opaque -k= -z= -C|--compiled-rules -v", "read* tree",
        act=_memory),
    row("afl-showmap afl-cmin afl-tmin afl-analyze", "-o=write -t= -m= -q -e -c -i=tree -f= -r -b -Z -C -Q -U -W -x "
        "-l= "
        "-s -S= -I=opaque", "command*", style="posix", does=_RUNS),
    row("raku rakudo perl6", "-c -v|--version -I=config -M=opaque -e=code -n -p --doc?", "none none*", style="posix",
        act=_rakudo),
    # ── phones ─────────────────────────────────────────────────────────────────────────────────────────────
    row("maestro detox appium", "--device= --udid= --platform= --verbose -p= --host= --config|-c=config "
        "--configuration= -e= --format= --output=write --no-ansi --include-tags= --exclude-tags=", open=True,
        otherwise="opaque@phone", subs=(
            sub("test|hierarchy|build|record|list-devices|check-syntax", open=True, operands="config*", does=_DEVICE),
            sub("--version|-v|doctor", open=True))),
    row("idevice_id ideviceinfo idevicesyslog ideviceinstaller ios-deploy idevicescreenshot", "-l -u= -k= -x -s -n "
        "--bundle= -c --debug -i|--install=read -m --match=", "write", does="container.run@device"),
    # ── graphics, sound, games ─────────────────────────────────────────────────────────────────────────────
    row("sox", "-r|--rate= -b|--bits= -c|--channels= -e|--encoding= -t|--type= -n -G -V? -q -S -v= -D -R -L -B -x "
        "-C= -m -M -p -d --norm? --combine= --no-dither --temp=writetree -s -T -a", act=_sound),
    row("blender", "-b|--background -P|--python=script --python-expr=code --python-text=opaque "
        "--python-console?opaque -o|--render-output=write -f|--render-frame= -a|--render-anim -s|--frame-start= "
        "-e|--frame-end= -E|--engine= -F|--render-format= -x= -t|--threads= -y|--enable-autoexec?opaque "
        "-Y|--disable-autoexec --factory-startup -noaudio -S|--scene= -v|--version --addons= --quiet --log-level= "
        "--python-exit-code=", "config*", style="long", does=_RUNS),
    row("love love2d lovr solar2d defold bob.jar", "--version --console --fused?opaque", "config none*", style="posix",
        does=_RUNS),
    row("unity Unity unity-editor unreal UnrealEditor-Cmd", "-batchmode -quit -nographics -projectPath=config "
        "-executeMethod= -runTests -testPlatform= -testResults=write -testFilter= -logFile=write -buildTarget= "
        "-buildLinux64Player|-buildWindows64Player|-buildOSXUniversalPlayer=writetree -silent-crashes -version "
        "-createProject=opaque -importPackage=opaque -exportPackage= -enableCodeCoverage "
        "-coverageResultsPath=writetree "
        "-accept-apiupdate -username=opaque -password=opaque -serial=opaque", style="long", does=_RUNS),
    row("glslangValidator glslang glslc spirv-val spirv-dis spirv-as spirv-opt spirv-cross spirv-link naga dxc fxc "
        "slangc", "-o|--output|-Fo|-Fh=write -V -G -H -S= -e= -I* -D* -l -t -T= -E= -x= -g -c -O -Os -O0 --target-env= "
        "-fshader-stage= -fentry-point= --entry= --stage= --version --quiet -q --reflect --msl --hlsl --es --no-es",
        "read*", style="long", open=True, act=_no_answers),
    row("aseprite libresprite", "-b|--batch --sheet|--data|--save-as=write --script=script --script-param= --list-tags "
        "--list-layers --format= --scale= --split-layers --split-tags --layer= --tag= --frame-range= --trim "
        "--sheet-type= --sheet-pack --ignore-empty --inner-padding= --shape-padding= --palette=read --color-mode= -p "
        "--version", "read*", style="long"),
    row("butler", "-j|--json -v|--verbose -i|--identity=opaque --dbpath=opaque", otherwise="opaque@butler",
        subs=effects({"version|which|ls|file|sizeof|fetch-info": "", "status": "net.connect@~itch",
                      "push": "artifact.publish@itch net.upload@itch.io", "login|logout": "iam.change@itch"})),
    row("bq", "--project_id= --location= --format= --dataset_id= -q|--quiet --use_legacy_sql? --nouse_legacy_sql "
        "--dry_run? --max_rows|-n= --api=opaque --bigqueryrc=opaque --schema --headless --maximum_bytes_billed= "
        "--parameter= --batch -a -j -d -p --filter=", otherwise="cloud.admin@bigquery", subs=(
            sub("ls|show|head|version|help|info|wait", open=True, does="net.connect@~bigquery"),
            sub("query", "--destination_table=opaque --append_table --replace --script", act=lambda use: _asked(use)))),
    row("sass dart-sass sassc lessc node-sass stylus", "--style|-s= --no-source-map --source-map --embed-sources "
        "-q|--quiet "
        "-I|--load-path=config --update --watch -w --color --no-color --stdin --indented --quiet-deps --trace "
        "--stop-on-error --no-error-css --error-css --clean-css --source-map-urls= --charset --include-path=config "
        "--output|-o=writetree --js?opaque --plugin=opaque --pkg-importer=opaque", "none*", does=_RUNS,
        act=lambda use: _styles(use)),
    row("tensorboard", "--logdir=tree --port= --bind_all?opaque --host=opaque --reload_interval= --samples_per_plugin= "
        "--path_prefix= --load_fast= --window_title=", "none*", does=f"{_RUNS} net.connect@http://localhost"),
    row("torchrun accelerate deepspeed horovodrun lightning", "--nproc_per_node|--nproc-per-node= --nnodes= "
        "--node_rank= "
        "--master_port= --rdzv_backend= --standalone --config_file=config --num_processes= --mixed_precision= -m= "
        "--module= "
        "--num_gpus= --hostfile=opaque --include= --master_addr=opaque --rdzv_endpoint=opaque", style="posix",
        act=lambda use: _launched(use)),
    row("scala-cli", "-q|--quiet -v|--verbose -S= --scala-version= --server= "
        "--jvm=", open=True, otherwise="opaque@scala",
        subs=effects({"compile|test|fmt|clean|doc|package|version|setup-ide|export|bsp|about|"
            "dependency-update|fix": _RUNS,
                      "publish": "artifact.publish@maven net.upload@*"})),
    row("msbuild MSBuild.exe xbuild nuget", "", "none*", handles_doubt=True, act=lambda use: _projects(use)),
    # ── small text tools ───────────────────────────────────────────────────────────────────────────────────
    row("envsubst", "-v?opaque -V|--version -h|--help", act=_substituted),
    row("m4 jinja2 j2 jinja jinja2-cli minijinja-cli", "-D|--define= -U= -P|--prefix-builtins -s|--synclines "
        "-I|--include=config -E -Q -g -L= -o|--outfile=write --format|-f= --strict --trim-blocks --autoescape= "
        "--version -t= -q", act=_templates),
    row("gomplate", "-f|--file=script -o|--out=write -i|--in=code -d|--datasource=opaque -c|--context=opaque "
        "-t|--template=script --input-dir=config --output-dir=writetree --plugin=opaque -V --left-delim= "
        "--right-delim= --missing-key= --exec-pipe?opaque --config=config", operands="none*", does=_RUNS),
    row("ts errno combine", "-r -s -i -m -l", "none*", open=True),
    row("ifne", "-v -e -n -p", "command*", style="posix"),
    row("namei", "-l -m -o -v -x -n -Z", "none*"),
    row("kubectl-neat", "-f|--file=read -o=", "none*"),
    row("erb", "-T|--trim-mode= -r|--require=opaque -P -v -d -n -x -U -K= -E=", "script none*"),
)  # fmt: skip
