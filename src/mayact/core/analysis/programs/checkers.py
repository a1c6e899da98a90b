"""Linters, formatters, scanners and counters.

Law: one row per program where letters differ. A checker that loads plugins or settings written in a language runs the
repository's code (`exec.run`); settings and plugins from elsewhere are somebody else's code. What a checker writes
(`--fix`, `-w`, reports) is named; the rest is reading.
"""

from typing import Final

from mayact.core.analysis.command import Finding, Known, opaque
from mayact.core.analysis.programs.roles import constant, in_role
from mayact.core.analysis.programs.table import Program, Use, effects, row, sub
from mayact.core.analysis.words import known, lead

_RUNS: Final = "exec.run@repository"


def _rules(use: Use) -> tuple[Finding, ...]:
    """semgrep: rules of its registry are fetched; `ci` sends what it finds."""
    verb = known(use.operands[0]) if use.operands else "scan"
    if verb in ("ci", "login", "logout", "publish", "install-semgrep-pro", "mcp", "lsp"):
        return (*constant("net.upload@semgrep.dev", use), opaque("what `semgrep` sends is not analysed"))
    fetched = any(lead(word).startswith(("p/", "r/", "s/", "auto", "http")) for word in use.values("-c"))
    return constant("net.connect@semgrep.dev", use) if fetched else ()


PROGRAMS: Final[tuple[Program, ...]] = (
    # ── Python ─────────────────────────────────────────────────────────────────────────────────────────────
    row("black", "-c|--code= -l|--line-length= -t|--target-version= --pyi --ipynb -S|--skip-string-normalization "
        "-C|--skip-magic-trailing-comma --preview --unstable --enable-unstable-feature= --check --diff --color "
        "--no-color "
        "--fast --safe --required-version= --include= --exclude= --extend-exclude= --force-exclude= --stdin-filename= "
        "-W|--workers= -q|--quiet -v|--verbose --version --config=read --line-ranges= --no-cache "
        "-x|--skip-source-first-line",
        "edit*", edits_unless="--check --diff"),
    row("isort", "--check|--check-only|-c --diff|-d --profile= -l|--line-length|-w= -s|--skip= --skip-glob= "
        "-p|--project= "
        "-o|--thirdparty= --src|--src-path= --settings-path|--settings-file=read --float-to-top --combine-as "
        "--force-sort-within-sections "
        "--ac|--atomic -q|--quiet -v|--verbose --df --stdout --sg= --gitignore --filter-files -j|--jobs? "
        "-m|--multi-line= "
        "-e --tc --trailing-comma --sl --force-single-line-imports --py= --ext= --dont-follow-links --show-settings "
        "--show-files -a|--add-import= --rm|--remove-import= --only-modified --version --only-sections", "edit*",
        edits_unless="--check --diff --stdout --show-files --show-settings"),
    row("autopep8", "-i|--in-place -d|--diff -a|--aggressive -r|--recursive -j|--jobs= -p|--pep8-passes= "
        "--experimental "
        "--exclude= --list-fixes --ignore= --select= --max-line-length= --line-range= --hang-closing --exit-code "
        "-v|--verbose "
        "--global-config=read --ignore-local-config --indent-size= --version", "edit*", edits_if="-i"),
    row("yapf", "-i|--in-place -d|--diff -q|--quiet -r|--recursive -p|--parallel -l|--lines= -e|--exclude= --style= "
        "--style-help --no-local-style -m|--print-modified -vv --version", "edit*", edits_if="-i"),
    row("docformatter autoflake pyupgrade add-trailing-comma unify eradicate ssort usort ufmt",
        "-i|--in-place -r|--recursive -c|--check --diff -d --config=read --black --wrap-summaries= "
        "--wrap-descriptions= "
        "--remove-all-unused-imports --remove-unused-variables --imports= --expand-star-imports "
        "--ignore-init-module-imports "
        "--exclude= -j= --py36-plus --py37-plus --py38-plus --py39-plus --py310-plus --py311-plus --py312-plus "
        "--keep-percent-format --exit-zero-even-if-changed -v -q|--quiet --remove-duplicate-keys -s|--stdout", "edit*"),
    row("ruff", "--config=input --isolated -q|--quiet -v|--verbose -s|--silent --color=", subs=(
        sub("check", "--fix --fix-only --unsafe-fixes --no-unsafe-fixes --diff -w|--watch --select= --ignore= "
            "--extend-select= "
            "--extend-ignore= --fixable= --unfixable= --extend-fixable= --per-file-ignores= --extend-per-file-ignores= "
            "--exclude= --extend-exclude= --force-exclude --no-force-exclude --output-format= -o|--output-file=write "
            "--target-version= --preview --no-preview --statistics --show-files --show-settings --show-fixes "
            "--no-show-fixes "
            "-n|--no-cache --cache-dir=writetree --stdin-filename= -e|--exit-zero --exit-non-zero-on-fix --add-noqa "
            "--respect-gitignore --no-respect-gitignore --line-length= --no-fix --extension= "
            "--ignore-noqa", "edit*", bare=".",
            edits_if="--fix --fix-only --add-noqa", edits_unless="--diff"),
        sub("format", "--check --diff -n|--no-cache --cache-dir=writetree --exclude= --force-exclude "
            "--no-force-exclude "
            "--line-length= --target-version= --preview --no-preview --stdin-filename= --range= --respect-gitignore "
            "--no-respect-gitignore --extension= --exit-non-zero-on-format --output-format=", "edit*", bare=".",
            edits_unless="--check --diff"),
        *effects({"rule|linter|config|version|help|server|analyze|analyze "
            "graph": "", "clean": "fs.delete@.ruff_cache/"}))),
    row("flake8", "--config=config --append-config=config --isolated --select= --ignore= --extend-ignore= "
        "--extend-select= "
        "--max-line-length= --max-complexity= --exclude= --extend-exclude= --filename= --format= --output-file=write "
        "-q|--quiet -v|--verbose --count --statistics --show-source --exit-zero -j|--jobs= --per-file-ignores= "
        "--doctests "
        "--benchmark --bug-report --stdin-display-name= --tee --color= --max-doc-length= --version --disable-noqa",
        "sources*", open=True, does=_RUNS),
    row("pycodestyle pydocstyle pep257", "--config=read --select= --ignore= --max-line-length= --exclude= --count "
        "--statistics "
        "--show-source --show-pep8 -q|--quiet -v|--verbose --first --diff --format= --convention= --add-ignore= "
        "--add-select= "
        "--match= --match-dir= -e|--explain -s|--source -d|--debug --max-doc-length= --hang-closing -r --repeat "
        "--testsuite= "
        "--benchmark --ignore-decorators= --property-decorators=", "sources*"),
    row("vulture", "--min-confidence= --exclude= --ignore-names= --ignore-decorators= --make-whitelist --sort-by-size "
        "-v|--verbose --version --config=read", "sources*"),
    row("radon", open=True, otherwise="opaque@radon", subs=(
        sub("cc|mi|hal|raw", "-e|--exclude= -i|--ignore= -s|--show-complexity -a|--average -j|--json -n|--min= "
            "-x|--max= -o|--order= "
            "-O|--output-file=write --total-average --no-assert -S|--summary --show-closures -m -f --md --xml "
            "--codeclimate "
            "--include-ipynb --ipynb-cells", "sources*"),)),
    row("xenon mccabe cohesion lizard wily complexipy", "-b|--max-absolute= -m|--max-modules= -a|--max-average= "
        "-e|--exclude= "
        "-i|--ignore= -l= -t= -C= -L= -w -x= -s= -o=write --csv --xml --html -E=config --min= -q "
        "-d", "sources*", open=True,
        does=_RUNS),
    row("bandit", "-r|--recursive -a= -n= -c|--configfile=read -p|--profile= -t|--tests= -s|--skip= -l|--level -ll "
        "-lll "
        "-i|--confidence -ii --severity-level= --confidence-level= -f|--format= --msg-template= -o|--output=write "
        "-v|--verbose "
        "-d|--debug -q|--quiet|--silent --ignore-nosec -x|--exclude= -b|--baseline=read --ini=read --exit-zero "
        "--version",
        "sources*", does=_RUNS),
    row("interrogate pydoclint darglint docstr-coverage", "-v|--verbose -q|--quiet -f|--fail-under= -e|--exclude= "
        "-i -I -m -M -n -N -p -P -s -S -C -c|--config=read -g|--generate-badge=writetree -o|--output=write "
        "-r|--ignore-regex= "
        "-R --badge-format= --style= --whitelist-regex= --omit-covered-files --no-color", "sources*"),
    row("pyflakes dodgy pylama prospector wemake refurb pyroma check-manifest check-wheel-contents validate-pyproject "
        "deptry pip-licenses pipdeptree import-linter lint-imports tach griffe slotscheck fixit perflint flynt "
        "absolufy-imports "
        "dead creosote", "-v|--verbose -q|--quiet -c|--config=config -f|--format= -o|--output|--output-file=write "
        "--fix -w "
        "--json -p= --exclude= --ignore= -s= -d= --known-first-party= -r= -e= -a -l --tree --check", "edit*", open=True,
        edits_if="--fix -w", does=_RUNS),
    row("mypy dmypy pytype pyre pyright basedpyright ty pyrefly", "--config-file|--project|--pythonpath=config "
        "-p|--package= -m|--module= "
        "-c|--command=code --python-version= --exclude= --cache-dir=writetree --junit-xml=write "
        "--html-report|--any-exprs-report=writetree "
        "--python-executable=program --strict --ignore-missing-imports --show-error-codes --no-error-summary --pretty "
        "--follow-imports= --disallow-untyped-defs --install-types?opaque --non-interactive "
        "--txt-report|--linecount-report=writetree "
        "--custom-typeshed-dir=config --shadow-file=opaque --outputjson --stats --verbose -v --watch -w --level= "
        "--threads? "
        "--venvpath=config -V= --xml-report|--cobertura-xml-report=writetree --lineprecision-report=writetree "
        "--createstub= --verifytypes= --skipunannotated --warnings -t= --typeshedpath=config --pythonplatform= "
        "--platform=",
        "sources*", open=True, does=_RUNS),
    row("pylint", "--rcfile=config --load-plugins=config --init-hook=code --ignore= --ignore-patterns= "
        "--ignore-paths= -d|--disable= "
        "-e|--enable= -f|--output-format= -j|--jobs= -E|--errors-only -r|--reports= -s|--score= --fail-under= "
        "--fail-on= "
        "--output=write --recursive= -v|--verbose --msg-template= --generate-rcfile --list-msgs --exit-zero "
        "--max-line-length= "
        "--py-version= --source-roots= --persistent= --from-stdin", "sources*", open=True, does=_RUNS),
    # ── JavaScript, styles, markup ─────────────────────────────────────────────────────────────────────────
    row("eslint xo standard semistandard neostandard tslint jshint jscs", "-c|--config=config --ext= --fix "
        "--fix-dry-run --fix-type= "
        "--ignore-path=read --ignore-pattern= --rulesdir=script --resolve-plugins-relative-to=script "
        "-f|--format=config "
        "-o|--output-file=write --plugin= --parser=config --parser-options= --rule= --env= --global= --max-warnings= "
        "--quiet "
        "--cache --cache-location=write --cache-file=write --cache-strategy= --no-eslintrc --no-config-lookup --stdin "
        "--stdin-filename= --debug --print-config= --init?opaque --report-unused-disable-directives --flag= "
        "--no-ignore "
        "--no-error-on-unmatched-pattern --color --no-color --inspect-config?opaque --stats --pass-on-no-patterns "
        "-p=config "
        "--project=config", "edit*", open=True, edits_if="--fix", does=_RUNS),
    row("prettier prettierd", "-w|--write -c|--check -l|--list-different --config=config --no-config "
        "--ignore-path=read "
        "--plugin=config --parser= --print-width= --tab-width= --single-quote --no-semi --trailing-comma= "
        "--arrow-parens= "
        "--prose-wrap= --stdin-filepath= --log-level|--loglevel= --cache --cache-location=write --cache-strategy= "
        "--ignore-unknown|-u --no-error-on-unmatched-pattern --end-of-line= --config-precedence= --no-editorconfig "
        "--with-node-modules --find-config-path= --file-info= --support-info --color --no-color "
        "--html-whitespace-sensitivity= "
        "--embedded-language-formatting= --experimental-ternaries --use-tabs",
        "edit*", open=True, edits_if="-w", does=_RUNS),
    row("stylelint", "-c|--config=config --config-basedir=script --fix? -f|--formatter= --custom-formatter=script "
        "-o|--output-file=write -s|--custom-syntax=config -i|--ignore-path=read --ip= --cache --cache-location=write "
        "--max-warnings|--mw= -q|--quiet --allow-empty-input --stdin --stdin-filename= --print-config --rd "
        "--risd", "edit*",
        open=True, edits_if="--fix", does=_RUNS),
    row("biome rome", "--config-path=config --colors= --verbose --use-server --log-level= --log-kind= "
        "--max-diagnostics= "
        "--skip-parse-errors --diagnostic-level= --reporter= --vcs-enabled= "
        "--files-max-size=", otherwise="opaque@biome", subs=(
            sub("check|lint|format|ci", "--write --apply --apply-unsafe --fix --unsafe --changed --staged --since= "
                "--formatter-enabled= --linter-enabled= --only= --skip= --stdin-file-path= --no-errors-on-unmatched "
                "--indent-style= --indent-width= --line-width= --quote-style= --assist-enabled= "
                "--suppress?opaque", "edit*", bare=".",
                edits_if="--write --apply --apply-unsafe --fix", does=_RUNS),
            *effects({"explain|version|rage|search|lsp-proxy": _RUNS, "init|migrate": "fs.write@biome.json"}))),
    row("oxlint oxfmt", "-c|--config=config --fix --fix-suggestions --fix-dangerously -A= -D= -W= --quiet "
        "--deny-warnings --max-warnings= "
        "-f= --format= --ignore-path=read --ignore-pattern= --no-ignore --tsconfig=config --threads= --print-config "
        "--rules "
        "--import-plugin --react-plugin --jsx-a11y-plugin --nextjs-plugin --jest-plugin --vitest-plugin --node-plugin "
        "--type-aware "
        "--check --silent --init?opaque", "edit*", bare=".", edits_if="--fix --fix-suggestions "
        "--fix-dangerously", does=_RUNS),
    row("dprint", "-c|--config=config -L= --verbose --plugins=opaque", otherwise="opaque@dprint", subs=(
        sub("fmt", "--diff --stdin= --staged --incremental? --excludes= --allow-no-files "
            "--skip-stable-format", "edit*", bare="."),
        sub("check|output-file-paths|output-resolved-config|output-format-times", "--list-different --incremental? "
            "--staged --excludes= "
            "--allow-no-files", "sources*", bare="."),
        *effects({"help|license|version": "", "init|add|config add|config update|config "
            "init|upgrade": "pkg.install@dprint"}))),
    row("markdownlint markdownlint-cli2 mdl remark textlint write-good proselint retext mdformat "
        "markdown-link-check", "-c|--config=config -f|--fix|-w -i|--ignore= -o|--output=write "
        "-r|--rules=config "
        "-d|--dot -q|--quiet -s= -j|--json -p|--ignore-path=read -u=config --use=config --rcfile|-rc-path=config "
        "--no-stdout "
        "--frail --preset=config --plugin=config --format= --check --number --wrap= --enable= --disable= -e=", "edit*",
        open=True, edits_if="-f", edits_unless="--check", does=_RUNS),
    row("npm-check npm-check-updates ncu taze", "-u|--upgrade|-w|--write -t|--target= -f|--filter= -x|--reject= "
        "--format= "
        "--packageFile=edit --dep= -e|--errorLevel= -m|--minimal -p|--packageManager= --jsonUpgraded --deep -r -l= "
        "--peer -s|--silent --color -g|--global?opaque -d|--doctor?opaque --install=opaque --registry=opaque "
        "--configFilePath=config --configFileName=config --packageData=", "none*", does=_RUNS,
        act=lambda use: (*constant("net.connect@https://registry.npmjs.org", use),
                         *(in_role("edit", Known("./package.json"), use) if use.has("-u") else ()))),
    row("htmlhint html-validate htmltest linkinator pa11y lighthouse axe bundlesize size-limit webhint "
        "source-map-explorer depcheck knip madge dependency-cruiser depcruise unimported ts-prune ts-unused-exports "
        "license-checker license-checker-rseidelsohn syncpack manypkg publint attw "
        "are-the-types-wrong "
        "api-extractor type-coverage cspell sort-package-json npm-package-json-lint lockfile-lint",
        "-c|--config=config -o|--output|--output-path|--out=write -f|--format= -u|--upgrade?opaque --fix --write "
        "--json --html? -d= -p= "
        "-r= -i= -e= --extensions= -x= --exclude= --ignores= --circular --image=write --ts-config=config "
        "--output-type= "
        "--include-only= --reporter= --chrome-flags=opaque --no-progress -v --summary --production --failOn= "
        "--only=", "sources*",
        open=True, does=_RUNS),
    # ── shells, containers, pipelines, prose ───────────────────────────────────────────────────────────────
    row("shellcheck", "-s|--shell= -e|--exclude= -i|--include= -f|--format= -x|--external-sources -a|--check-sourced "
        "-o|--enable= "
        "-S|--severity= -P|--source-path= -W|--wiki-link-count= -C|--color? --norc --rcfile=read --list-optional "
        "-V|--version "
        "--extended-analysis=", "sources*"),
    row("shfmt", "-w|--write -l|--list -d|--diff -s|--simplify -i|--indent= -bn|--binary-next-line -ci|--case-indent "
        "-sr|--space-redirects -kp|--keep-padding -fn|--func-next-line -mn|--minify -ln|--language-dialect= -p|--posix "
        "-f|--find --to-json --from-json --filename= --apply-ignore --version", "edit*", style="long", edits_if="-w"),
    row("bashate checkbashisms shellharden", "-i= -e= -v -f -l -x -n -p --replace --check --suggest", "edit*", edits_if=
        "--replace"),
    row("yamllint", "-c|--config-file=read -d|--config-data= -f|--format= -s|--strict --no-warnings --list-files "
        "-v", "sources*"),
    row("yamlfmt yamlfix", "-w -dry -lint -conf=read -formatter= -exclude= -extensions= -dstar -q -v -in "
        "-quiet", "edit*", style="long",
        edits_unless="-dry -lint"),
    row("actionlint zizmor action-validator check-github-workflows", "-color -no-color -format= -ignore= "
        "-config-file=read "
        "-shellcheck=program -pyflakes=program -verbose -oneline -debug -stdin-filename= -version -init-config?opaque "
        "--offline "
        "--gh-token= --persona= --config=read --min-severity= -q", "sources*", style="long"),
    row("codespell", "-w|--write-changes -D|--dictionary=read -I|--ignore-words=read -L|--ignore-words-list= "
        "-x|--exclude-file=read "
        "-S|--skip= -r|--regex= -i= -q|--quiet-level= -C= -A= -B= -f|--check-filenames -H --config=read --toml=read "
        "-c --builtin= "
        "--summary --count --ignore-regex= --uri-ignore-words-list= -d -e --context= "
        "--stdin-single-line", "edit*", edits_if="-w"),
    row("typos", "-w|--write-changes --diff --config|-c=read --format= --exclude= --force-exclude --hidden "
        "--no-ignore --locale= "
        "--isolated -t= --type-list --files --words --identifiers --dump-config=write -j= --color= -v|--verbose "
        "-q|--quiet --sort "
        "--no-check-filenames --no-check-files --highlight-words", "edit*", edits_if="-w"),
    row("vale", "--config=config --glob= --ext= --filter= --ignore-syntax --minAlertLevel= --no-exit --no-wrap "
        "--output=config --normalize "
        "--path --version --no-global --help", "tree*", does=_RUNS),
    row("editorconfig-checker ec editorconfig", "-config=read -debug -dry-run -exclude= -format= -ignore-defaults "
        "-no-color -v -verbose "
        "-version -init?opaque -disable-end-of-line -disable-trim-trailing-whitespace -disable-indentation -color "
        "-f=", "sources*",
        style="long", bare="."),
    row("lychee muffet linkchecker blc", "--offline -c|--config=read --exclude= --exclude-path= --include= "
        "-v|--verbose -q --no-progress "
        "-f|--format= -o|--output=write --cache --max-concurrency= -t|--timeout= -r|--max-redirects= -a|--accept= "
        "-b|--base= "
        "--dump --root-dir= -E --exclude-all-private -i -n --mode= -m= --remap=opaque -H|--header= --basic-auth= "
        "-u|--user-agent= "
        "--github-token= --max-retries= --suggest "
        "--archive=", "input*", looks_if="--offline", does="net.connect@~links"),
    row("cloc scc tokei gocloc sloc loc pygount git-sizer git-quick-stats gitinspector git-of-theseus "
        "ohcount", "--vcs=program -o|--output|--out=write "
        "--report-file=write -t|--types|--type= -s|--sort= -e|--exclude= -f|--files|--format= -i|--include-ext= "
        "--json --yaml --csv --md "
        "--exclude-dir= --include-lang= --exclude-lang= --by-file --quiet -v -w -M= -N= -c --no-cocomo "
        "--no-complexity --git --diff "
        "--hidden --no-ignore --by-file-by-lang --exclude-ext= --match-d= --not-match-d= --match-f= --not-match-f= "
        "--list-file=list "
        "--skip-uniqueness --unix --sum-one --counted=write --ignored=write --extract-with=shell --config=read "
        "--read-lang-def=read "
        "--force-lang-def=read --threshold= --critical --no-progress --write-lang-def=write --sql=write "
        "--categorized=write "
        "--found=write --by-percent=", "tree*", bare="."),
    row("jscpd pmd cpd simian", "-o|--output=writetree -r|--reporters= -k= -l= -i|--ignore= -p= -c=config -R=config "
        "-f= -d= -t= "
        "--min-tokens= --rulesets=config --report-file|-r-file=write", "none*", open=True, does=_RUNS),
    # ── C, C++, Go, Rust, JVM, .NET, others ────────────────────────────────────────────────────────────────
    row("clang-format astyle uncrustify indent cmake-format gersemi", "-i|--in-place -style|--style= --files=list "
        "--dry-run|-n --Werror "
        "--lines= --fallback-style= --assume-filename= --sort-includes --verbose -c|--config|--config-files=read "
        "--check -q -l= "
        "--options= -f=list --replace --no-backup -o=write --suffix=", "edit*",
        style="long", edits_if="-i --replace --no-backup", edits_unless="--dry-run --check"),
    row("clang-tidy clang-check include-what-you-use iwyu cpplint", "-p=config -checks|--checks= -fix|--fix "
        "-fix-errors|--fix-errors "
        "--header-filter= --config= --config-file=config --load=opaque --extra-arg=opaque --extra-arg-before=opaque "
        "-quiet "
        "--export-fixes=write --format-style= --warnings-as-errors= --list-checks --dump-config --use-color "
        "--vfsoverlay=opaque "
        "--filter= --linelength= --recursive --extensions= --verbose= --counting= --root= --exclude= --quiet "
        "--line-filter= "
        "--enable-check-profile --store-check-profile=writetree", "edit*", style="long", edits_if="-fix "
        "-fix-errors", does=_RUNS),
    row("run-clang-tidy", "-p=config -checks= -fix -format -j= -header-filter= -quiet -clang-tidy-binary=program "
        "-clang-apply-replacements-binary=program -export-fixes=write -config= -extra-arg=opaque "
        "-load=opaque", "none*", style="long",
        does="exec.run@repository fs.write@./*"),
    row("cppcheck", "--enable= --quiet|-q --std= --language= -I= -D= -U= -i= --suppress= --suppressions-list=read "
        "--inline-suppr "
        "--error-exitcode= --xml --xml-version= --output-file=write --template= --project=config "
        "--cppcheck-build-dir=writetree "
        "-j= --force|-f --platform= --library=config --addon=opaque --max-configs= --check-level= --inconclusive "
        "--verbose|-v "
        "--file-list=list --plist-output=writetree --dump --rule= --rule-file=config --checkers-report=write "
        "--clang?opaque "
        "--max-ctu-depth= --showtime= --report-progress --includes-file=list --file-filter= --exception-handling "
        "--config-exclude= "
        "--config-excludes-file=read --doc --errorlist --fsigned-char --performance-valueflow-max-time= "
        "--premium=opaque",
        "tree*"),
    row("flawfinder rats splint sparse", "--minlevel= --html --dataonly --quiet --context --csv --sarif -m= -c -i -n "
        "-H -D -Q -v "
        "--columns --neverignore --singleline", "tree*"),
    row("scan-build intercept-build bear infer oclint CodeChecker", "-o|--output=writetree -v -k -V -enable-checker= "
        "-disable-checker= "
        "--status-bugs --exclude= --append --config=read --cdb=write -stats -plist "
        "-html-title=", "command*", style="posix"),
    row("gofmt gofumpt goimports", "-w -l -d -s -e -r= -local= -format-only -srcdir= -v -extra -lang= -modpath= "
        "-cpuprofile=write -memprofile=write -trace=write", "edit*", style="long", edits_if="-w"),
    row("golines gci goimports-reviser", "-w -l -d -s -e -v -local= -srcdir= -m= -max-len= --shorten-comments "
        "--base-formatter=program --ignore-generated -rm-unused -set-alias -company-prefixes= --skip-generated "
        "--custom-order", "edit*", style="long", edits_if="-w"),
    row("golangci-lint", "-c|--config=config --no-config -v|--verbose --color= -j|--concurrency= "
        "--cpu-profile-path=write "
        "--mem-profile-path=write --trace-path=write -h", otherwise="opaque@golangci-lint", subs=(
            sub("fmt", "-E|--enable= -d|--diff --diff-colored "
                "--stdin", "edit*", bare=".", edits_unless="-d", does=_RUNS),
            sub("run", "--fix -E|--enable= -D|--disable= --enable-all --disable-all -p|--presets= --fast --timeout= "
                "--tests= "
                "--out-format= --new --new-from-rev= --new-from-patch=read --build-tags= --modules-download-mode= "
                "--issues-exit-code= --max-issues-per-linter= --max-same-issues= --allow-parallel-runners "
                "-e|--exclude= "
                "--path-prefix= --sort-results --default= --diff --whole-files --enable-only= --fast-only "
                "--output.text.path=write --output.json.path=write --output.sarif.path=write --show-stats=",
                "edit*", open=True, edits_if="--fix", does=_RUNS),
            *effects({"linters|formatters|help|version|config path|config verify|completion|cache status|config": _RUNS,
                      "cache clean": "", "migrate": "fs.write@.golangci.yml", "custom": "opaque@plugins"}))),
    row("staticcheck revive errcheck ineffassign gocyclo gocognit gosec govet deadcode unparam misspell unconvert "
        "dupl goconst "
        "gocritic godot nilaway exhaustive structcheck varcheck gosimple unused apidiff gorelease benchstat benchcmp "
        "go-licenses "
        "goweight goda go-callvis gomodifytags gotests impl fieldalignment go-mod-outdated nancy", "-w -fix -checks= "
        "-tests= -f= "
        "-format= -formatter= -config=config -exclude= -over= -top= -avg -ignore= -set_exit_status -tags= -fmt= "
        "-out=write -o=write "
        "-quiet -severity= -confidence= -exclude-dir= -conf=config -col= -delta-test= -alpha= -row= -filter= -geomean "
        "-test -flags= "
        "-blank -asserts -all -i= -j= -html=write -stdout -no-fail -include= -terse -nocolor "
        "-stdin", "edit*", style="long", open=True, edits_if="-w -fix", does=_RUNS),
    row("govulncheck", "-json -mode= -show= -test -tags= -C=config -db=url -format= -scan= "
        "-version", "none*", style="long",
        does=f"{_RUNS} net.connect@vuln.go.dev"),
    row("rustfmt cargo-fmt leptosfmt", "--check --edition= --config= --config-path=read --emit= -l|--files-with-diff "
        "-q|--quiet "
        "-v|--verbose --backup --color= --print-config=opaque --skip-children --unstable-features "
        "--error-on-unformatted --all -p= "
        "--style-edition=", "edit*", edits_unless="--check"),
    row("rubocop standardrb reek brakeman fasterer rails_best_practices haml-lint slim-lint erblint erb_lint flay "
        "flog bundler-audit "
        "bundle-audit solargraph sorbet srb steep rbs", "-a|--autocorrect|--auto-correct|--safe-auto-correct "
        "-A|--autocorrect-all|"
        "--auto-correct-all -x --fix -c|--config=config -f|--format= -o|--out|--output=write -r|--require=config -q "
        "-p|--path= "
        "-D -S -P --only= --except= -l --lint --parallel --fail-fast --fail-level= --force-exclusion --cache= "
        "--cache-root=writetree "
        "--auto-gen-config?opaque --regenerate-todo?opaque -w= -t= -i= -n -z --no-pager --no-progress -E -L "
        "--enable-pending-cops "
        "--display-only-fail-level-offenses --stdin= --lint-all --update --confidence-level= --color "
        "--no-color", "edit*", open=True,
        edits_if="-a -A -x --fix", does=_RUNS),
    row("ktlint ktfmt detekt google-java-format palantir-java-format checkstyle spotbugs errorprone diktat scalafmt "
        "scalafix scalastyle "
        "cljfmt clj-kondo joker eastwood kibit", "-F|--format -i|--replace -c|--config|--conf=config "
        "-R|--ruleset|--plugins=opaque -n|--dry-run "
        "--reporter= --relative --editorconfig=read -o|--output|--report=write -r=write -p= --input= --excludes= "
        "--build-upon-default-config "
        "--auto-correct -a -s --set-exit-if-changed --aosp --lines= --baseline=write -f= --check --test --lint "
        "--stdin --diff "
        "--non-interactive --classpath=opaque --tool-classpath=opaque --rules=opaque -jar=script -textui -html "
        "-xml:withMessages -auxclasspath= "
        "--kotlinlang-style --google-style", "edit*", open=True, edits_if="-F -i --auto-correct -a", edits_unless="-n "
        "--check --test",
        does=_RUNS),
    row("swiftlint swiftformat swift-format periphery", "--config|--configuration=config --fix --autocorrect "
        "-i|--in-place --lint --strict "
        "--quiet --reporter= --output|-o=write --cache= --cache-path=writetree --path= --format --baseline=read "
        "--write-baseline=write "
        "-r --recursive --parallel -p --dryrun --dry-run --swiftversion= --rules= --disable= --enable= --options= "
        "--exclude= "
        "--index-store-path=config --targets= --schemes= --project= "
        "--report=write", "edit*", open=True, edits_if="--fix --autocorrect -i "
        "--format", edits_unless="--lint --dryrun --dry-run", does=_RUNS),
    row("phpstan psalm phan phpcs php-cs-fixer phpcbf phpmd phpcpd phploc deptrac rector pint parallel-lint ecs "
        "infection churn",
        "-c|--configuration|--config=config -l|--level= -a|--autoload-file=script --memory-limit= --error-format= "
        "--no-progress "
        "--standard=config --report= --report-file|--report-full=write --fix --dry-run --diff --test --rules= "
        "--allow-risky= "
        "--path-mode= --cache-file=write --using-cache= --generate-baseline?write --set-baseline=write --show-info= "
        "--threads= "
        "--output-format= --alter?opaque --bootstrap=script --extensions= --ignore= -n -p -s -q -v -d=opaque "
        "--exclude= -j= -w "
        "--parallel= --dirty --runtime-set=opaque", "sources*", open=True, does=_RUNS),
    row("credo dialyzer elvis hlint ormolu fourmolu stylish-haskell hindent brittany weeder stan ocamlformat "
        "elm-format elm-review "
        "fantomas csharpier luacheck stylua selene nimpretty nixfmt nixpkgs-fmt alejandra deadnix dfmt zprint "
        "lintr styler juliaformatter "
        "openapi-generator-lint pgformatter pg_format squawk curlylint",
        "-i|--inplace|--in-place -w|--write --fix|--yes -m=write -c|--config=config --mode= -e= --exclude= --check "
        "--verify --verify-only -o|--out|--output=write "
        "--dialect= --rules= --templater= --format= -f= -q|--quiet -v|--verbose --profile= --lint --reformat "
        "--indent= -r|--ruleset=config "
        "-F= -D= --fail-severity= --refactor?opaque --templates= --plugin=opaque --search-parent-directories "
        "--validate --diff --stdin "
        "--no-color -s= -l= -t= -u= --all-files", "edit*", open=True, edits_unless="--check --verify --lint "
        "--diff", does=_RUNS),
    row("djlint", "--reformat --check --lint --profile= --indent= -e|--extension= --configuration=read --quiet "
        "--ignore= --include= "
        "--format-css --format-js --max-line-length= --warn --statistics --require-pragma "
        "--preserve-blank-lines", "edit*",
        edits_if="--reformat", edits_unless="--check"),
    row("sqlfluff", "--nocolor -v --version", otherwise="opaque@sqlfluff", subs=(
        sub("fix|format", "--dialect= --rules=  --exclude-rules= --templater= --config=config -f|--force "
            "-x|--fixed-suffix= --check -q "
            "--stdin-filename= --disable-progress-bar -p= --processes= -e= --encoding= "
            "--show-lint-violations", "edit*", bare=".",
            does=_RUNS),
        sub("lint|parse|render", "--dialect= --rules= --exclude-rules= --templater= --config=config -f|--format= "
            "--write-output=write --annotation-level= --nofail -q -p|--processes= --stdin-filename= "
            "--disable-progress-bar "
            "--library-path=config", "sources*", bare=".", does=_RUNS),
        *effects({"dialects|rules|version": ""}))),
    row("sqlfmt", "--check --diff --exclude= -l|--line-length= -d|--dialect= --quiet --no-progressbar --fast "
        "--config=read "
        "--single-process --no-jinjafmt", "edit*", edits_unless="--check --diff"),
    row("taplo", "-c|--config=config --colors= --verbose --log-spans", otherwise="opaque@taplo", subs=(
        sub("fmt|format", "--check --diff -f|--force -o|--option= "
            "--stdin-filepath=", "edit*", bare=".", edits_unless="--check --diff"),
        sub("lint|check|validate", "--schema=input --schema-catalog=url --default-schema-catalogs "
            "--no-schema", "sources*", bare="."),
        sub("get", "-f|--file-path=read -o= -s= --separator="))),
    row("jsonlint", "-i|--in-place -q|--quiet -c|--compact -s|--sort-keys -t= -V|--validate=read -e= "
        "-p|--pretty-print -M", "edit*",
        edits_if="-i"),
    row("statix", otherwise="opaque@statix", subs=(
        sub("check|list|explain", "-i= -o= -c=read -u --format=", "sources*", bare="."),
        sub("fix|single", "-n|--dry-run -i= -c=read -u -p=", "edit*", bare=".", edits_unless="-n"))),
    row("spectral redocly swagger-cli vacuum protolint prototool api-linter graphql-schema-linter "
        "swagger", "-r|--ruleset=config -f|--format= "
        "-o|--output=write -q|--quiet -v|--verbose --fail-severity= -F= -D --config=config --extends= --ext= "
        "--skip-rule= -d -e "
        "--lint-config=config --generate-ignore-file?opaque --max-problems= "
        "--resolver=opaque", open=True, otherwise="opaque@api",
        subs=(
            sub("lint|validate|check|stats|report|inspect|version|preview-docs", "-fix|--fix?opaque", "input*",
                open=True, does=_RUNS),
            sub("bundle|build-docs|join|split|html-report|spectral-report|generate|flatten|mixin|expand",
                "-o|--output|--outDir=writetree",
                "input*", open=True, does=f"{_RUNS} fs.write@./*"),
            *effects({"push|login|logout": "artifact.publish@api net.upload@*"}))),
    row("buf", "--debug --timeout= --log-format=", open=True, otherwise="opaque@buf", subs=(
        sub("format", "-w|--write -d|--diff --exit-code -o|--output=writetree --path= --exclude-path= "
            "--config=config", "edit", bare=".",
            edits_if="-w"),
        sub("lint|breaking|build|ls-files|config|convert|stats", "--against= --path= --exclude-path= --config=config "
            "-o|--output=write "
            "--error-format= --type= --as-file-descriptor-set", "config", open=True, does=_RUNS),
        sub("generate", "--template=config -o|--output=writetree --path= --include-imports "
            "--clean", "config", open=True,
            does=f"{_RUNS} fs.write@./*"),
        *effects({"dep update|mod update|dep prune": "net.download@buf.build", "push": "artifact.publish@buf "
            "net.upload@buf.build",
                  "export|curl": "net.download@buf.build opaque@buf", "registry "
                  "login": "secret.read@credential-file"}))),
    # ── scanners for secrets and vulnerabilities ───────────────────────────────────────────────────────────
    row("gitleaks trufflehog detect-secrets ggshield whispers talisman noseyparker git-secrets", "-c|--config=read "
        "-s|--source=config -r|--report-path=write "
        "-f|--report-format= -v|--verbose --redact? --no-git --baseline|-b|--baseline-path=read --log-opts=opaque "
        "--exit-code= --no-banner --json "
        "--only-verified --no-verification --since-commit= --branch= --exclude-paths=read --include-paths=read --fail "
        "--no-update --staged "
        "--pre-commit -l= --log-level= --max-target-megabytes= --enable-rule= -n -d --output=write "
        "--datastore=writetree", "none*",
        open=True, does=_RUNS),
    row("trivy grype syft osv-scanner dependency-check retire audit-ci pip-audit safety bomber cdxgen cyclonedx "
        "cyclonedx-py "
        "cyclonedx-bom cyclonedx-npm spdx-sbom-generator guarddog", "-f|--format= -o|--output|--output-file=write "
        "--severity= --exit-code= --ignore-unfixed --ignorefile=read "
        "--scanners= --skip-dirs= --skip-files= -c|--config=config --quiet -q --cache-dir=writetree --server=url "
        "--template=opaque "
        "--fail-on= --only-fixed --scope= -r|--recursive -L|--lockfile=read --sbom=read --skip-db-update "
        "--offline-scan --db-repository= "
        "--policy=config --config-policy=config --username= --password= --fix?opaque -S -l --desc? "
        "--vulnerability-service= -s= "
        "--file|--requirement=read --json --full-report --ignore|-i= --report-type= --moderate --high --critical "
        "--timeout= --debug -v "
        "--list-all-pkgs --dependency-tree --experimental -e= -h", "none*", open=True, does=f"{_RUNS} "
        f"net.connect@~advisories"),
    row("semgrep opengrep", "-c|--config|-f=config -e|--pattern= -l|--lang= --json --sarif -o|--output=write --error "
        "--exclude= "
        "--include= --severity= --metrics= --quiet|-q --verbose|-v --autofix|-a --dryrun --baseline-commit= "
        "--timeout= --jobs|-j= "
        "--no-git-ignore --max-target-bytes= --disable-version-check --strict --test --validate --text --vim --emacs "
        "--gitlab-sast "
        "--junit-xml --oss-only --pro --max-memory= --no-rewrite-rule-ids --exclude-rule= --debug --time "
        "--force-color --dataflow-traces "
        "--skip-unknown-extensions --allow-untrusted-validators?opaque", "edit*", bare=".",
        edits_if="--autofix", edits_unless="--dryrun", does=_RUNS, act=_rules),
    row("snyk fossa mend whitesource sonar codeql checkmarx veracode bearer "
        "horusec", open=True, does="exec.run@repository net.upload@*"),
)  # fmt: skip
