"""git: every common subcommand.

Law: git runs what its configuration names, so whatever sets configuration, chooses another repository or a transport
program is opaque unless it is known to be harmless. A subcommand that is not known may be an alias, which may be
anything. `add` and other changes of the index alone are no effect: nothing outside the index changes.
"""

from dataclasses import replace
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Context, Finding, Known, Pattern, SimpleCommand, opaque
from mayact.core.analysis.places import scratch
from mayact.core.analysis.programs.git import common as git_common
from mayact.core.analysis.programs.git import config as git_config
from mayact.core.analysis.programs.git import history as git_history
from mayact.core.analysis.programs.git import remotes as git_remotes
from mayact.core.analysis.programs.git import started as git_programs
from mayact.core.analysis.programs.git.push import PUSH
from mayact.core.analysis.programs.roles import apply, runs
from mayact.core.analysis.programs.table import Program, Use, names, row, use_of
from mayact.core.analysis.words import as_text, known, lead
from mayact.core.errors import shown

_DIFF: Final = "--output=write --ext-diff?opaque --no-ext-diff --no-index -O=read -o=write"
_QUIET: Final = (
    "status shortlog describe rev-parse rev-list ls-files ls-tree show-ref for-each-ref name-rev merge-base "
    "count-objects check-ignore check-attr check-mailmap check-ref-format cherry diff-tree diff-index diff-files help "
    "version range-diff whatchanged show-branch verify-commit verify-tag verify-pack fsck "
    "write-tree var stripspace column rerere "
    "pack-refs "
    "repack commit-graph multi-pack-index ls-remote-free maintenance-run merge-tree patch-id unpack-file "
    "get-tar-commit-id mktag mktree refs"
)

SUBCOMMANDS: Final[tuple[Program, ...]] = (
    row(_QUIET.replace(" ls-remote-free maintenance-run", ""), _DIFF.replace("-o=write",
        "-o= --open-files-in-pager=opaque --pathspec-from-file=read"),
        open=True),
    row("add stage", "-n|--dry-run -v|--verbose -f|--force -i|--interactive -p|--patch -e|--edit -u|--update "
        "-A|--all|--no-ignore-removal "
        "--no-all|--ignore-removal -N|--intent-to-add --refresh --ignore-errors --ignore-missing --renormalize "
        "--chmod= --sparse "
        "--pathspec-from-file=read --pathspec-file-nul", act=lambda use: git_common.secrets(use, use.operands)),
    row("notes commit-tree fmt-merge-msg", "-F|--file=read -m= -p= -C= -c= --ref= -S? --into-name=", open=True),
    row("hash-object", "-t= -w --stdin --stdin-paths --path= --no-filters --literally", operands="read*",
        act=git_common.listed),
    row("read-tree", "-m -u --reset --prefix= --index-output=write -i -n -v --trivial --aggressive --empty "
        "--no-sparse-checkout --exclude-per-directory= --recurse-submodules? -q --dry-run --super-prefix=",
        act=git_history.read_tree),
    row("update-index", "--cacheinfo= --index-info", open=True, act=git_common.index),
    row("interpret-trailers", "--in-place --trim-empty --where= --if-exists= --if-missing= --only-trailers "
        "--only-input --unfold --parse --trailer= --no-divider --separator= --key-value-separator=", operands="read*",
        act=git_common.in_place),
    row("merge-file", "-p|--stdout -q|--quiet --object-id -L= --ours --theirs --union --diff3 --zdiff3 "
        "--marker-size= --diff-algorithm=", operands="read*", act=git_common.in_place),
    row("bugreport diagnose", "-o|--output-directory=write -s|--suffix= --diagnose? --mode= --no-suffix",
        act=lambda use: () if use.has("-o") else files.writing(Pattern("./*"), use.command, use.context)),
    row("log show blame annotate cat-file grep", _DIFF.replace("-O=read -o=write", "-O?opaque "
        "--open-files-in-pager?opaque -e= -f=read --textconv --filters -n= --max-count= --since= --until= --author= "
        "--grep= -S= -G= -L= --contents=read --format= --pretty? --date= -C? -A= -B= -m"), open=True,
        act=git_common.looks),
    row("diff", _DIFF.replace("-o=write", "-S= -G= -U= --stat? --word-diff? --diff-filter= --color? -M? -C? -B? -l= "
        "--relative? --unified= --inter-hunk-context= --ignore-submodules? --submodule? --src-prefix= --dst-prefix="),
        open=True, act=git_common.diff),
    row("commit", "-a|--all -m|--message= -F|--file= -t|--template= --amend -C|--reuse-message= -c|--reedit-message= "
        "--fixup= --squash= --author= --date= -n|--no-verify -s|--signoff --no-signoff -S|--gpg-sign? --no-gpg-sign "
        "--allow-empty --allow-empty-message -q|--quiet -v|--verbose -e|--edit --no-edit -p|--patch -u? --trailer= "
        "--reset-author --cleanup= --dry-run -o|--only -i|--include --pathspec-from-file=read --pathspec-file-nul "
        "--short --porcelain --status --no-status --no-post-rewrite --untracked-files? --long -z --branch",
        act=git_history.commit),
    row("checkout switch", "-b= -B= -c|--create= -C|--force-create= --orphan= -f|--force -t|--track? --no-track "
        "-q|--quiet "
        "-d|--detach -m|--merge -p|--patch --ours --theirs --conflict= --guess --no-guess --progress --discard-changes "
        "--ignore-other-worktrees --recurse-submodules? --pathspec-from-file=read -l --overlay --no-overlay",
        act=git_history.checkout),
    row("restore", "-s|--source= -S|--staged -W|--worktree -p|--patch -q|--quiet --ours --theirs -m|--merge "
        "--conflict= --ignore-unmerged --overlay --no-overlay --pathspec-from-file=read --progress "
        "--recurse-submodules?", act=git_history.restore),
    row("reset", "--hard --soft --mixed --merge --keep -q|--quiet -p|--patch -N --pathspec-from-file=read --no-refresh "
        "--refresh --recurse-submodules?", act=git_history.reset),
    row("rebase", "-i|--interactive --onto= --root --continue --skip --abort --quit --edit-todo --show-current-patch "
        "-x|--exec= --autosquash --no-autosquash --autostash --no-autostash -q|--quiet -v|--verbose -n|--no-stat "
        "--stat -r? "
        "--rebase-merges? -X= -s= --strategy= --strategy-option= --no-verify --verify -f|--force-rebase|--no-ff "
        "--fork-point "
        "--no-fork-point --keep-base --empty= --update-refs --no-update-refs --committer-date-is-author-date "
        "--ignore-date "
        "--reset-author-date -S|--gpg-sign? --signoff --keep-empty --no-keep-empty --apply -m|--merge -C=",
        act=git_history.rebase),
    row("merge cherry-pick revert", "--no-ff --ff --ff-only --squash --no-squash --abort --continue --quit --skip "
        "-m= -F=read -s= -X= --strategy= --strategy-option= -n|--no-commit --commit -e|--edit --no-edit -q -v --stat "
        "--no-stat "
        "--mainline= -x -S? --gpg-sign? --signoff --allow-unrelated-histories --autostash --no-verify --allow-empty "
        "--keep-redundant-commits --log? --into-name= --no-rerere-autoupdate --rerere-autoupdate --progress "
        "--verify-signatures --message= --empty= --reference", act=git_history.merges),
    row("stash", "-u|--include-untracked -a|--all -k|--keep-index -p|--patch -m|--message= -q|--quiet -S|--staged "
        "--index --no-keep-index --pathspec-from-file=read --stat --only-untracked --format= --pretty= --oneline "
        "--name-only --name-status --numstat --date= -#", act=git_history.stash),
    row("branch", "-a -r -v? -vv -d|--delete -D -m|--move -M -c|--copy -C -f|--force -u|--set-upstream-to= "
        "--unset-upstream -l|--list --show-current -t|--track? --no-track --contains? --no-contains? --merged? "
        "--no-merged? --sort= --points-at= --format= -q -i --color? --column? --no-color --edit-description "
        "--all --remotes --verbose --abbrev= --ignore-case --quiet", act=git_history.branch),
    row("tag", "-a|--annotate -m|--message= -F|--file=read -s|--sign -u|--local-user= -d|--delete -f|--force "
        "-l|--list -n? "
        "-v|--verify --sort= --contains? --no-contains? --merged? --no-merged? --points-at= --format= -i --column? -e "
        "--color? --cleanup= --create-reflog --no-sign --trailer=", act=git_history.tag),
    row("reflog", "--expire= --expire-unreachable= --all --rewrite --updateref --stale-fix -n= --dry-run --verbose "
        "--date= "
        "--format= --pretty? --oneline -# --single-worktree", act=git_history.gone),
    row("gc", "--prune? --aggressive --auto -q|--quiet --force --keep-largest-pack --no-prune --cruft --no-detach",
        act=lambda use: git_history.gone(use) if "--prune=now" in map(lead, use.command.argv) or
        "--prune=all" in map(lead, use.command.argv) else ()),
    row("prune filter-repo replace", open=True, act=git_history.gone),
    row("filter-branch", "--tree-filter= --index-filter= --env-filter= --msg-filter= --commit-filter= --parent-filter= "
        "--tag-name-filter= --subdirectory-filter= -d= --original= -f|--force --prune-empty --setup=shell "
        "--state-branch= "
        "--all", act=git_history.gone),
    row("update-ref symbolic-ref fast-import replay", "-d -m= --no-deref --create-reflog -z -q --short --stdin",
        handles_doubt=True, act=git_history.update_ref),
    row("fetch", "--all -p|--prune -P --tags -t -n|--no-tags --depth= --deepen= --unshallow -f|--force -q|--quiet "
        "-v|--verbose --progress -j|--jobs= --multiple --dry-run --shallow-since= --shallow-exclude= "
        "--recurse-submodules? --no-recurse-submodules -k --filter= --refetch -4 -6 -o= --set-upstream -u "
        "--upload-pack=opaque --update-head-ok --porcelain --no-auto-maintenance --atomic --append -a --prune-tags "
        "--refmap= --negotiation-tip= --server-option= --update-shallow", act=git_remotes.fetch),
    row("pull", "-r|--rebase? --no-rebase --ff-only --ff --no-ff --autostash --no-autostash -q|--quiet -v|--verbose "
        "--all "
        "-p|--prune --tags -t --depth= --unshallow -f|--force -s= -X= --no-edit --edit -e --squash --no-commit "
        "--commit --stat -n "
        "--progress --allow-unrelated-histories --recurse-submodules? --upload-pack=opaque --no-verify -j= --dry-run "
        "--set-upstream -4 -6 -S? --strategy= --strategy-option= --no-tags --verify-signatures --log? --shallow-since=",
        act=git_remotes.pull),
    row("clone", "--depth= -b|--branch= --single-branch --no-single-branch --recurse-submodules? --recursive "
        "--shallow-submodules -q|--quiet -v|--verbose --progress -n|--no-checkout --bare --mirror -o|--origin= "
        "-c|--config= "
        "--template=opaque --reference= --reference-if-able= --dissociate -l|--local --no-hardlinks -s|--shared "
        "--filter= --sparse --no-tags -j|--jobs= --separate-git-dir=opaque -u|--upload-pack=opaque -4 -6 "
        "--shallow-since= --shallow-exclude= --also-filter-submodules --remote-submodules --bundle-uri=opaque "
        "--server-option= --reject-shallow --ref-format=", act=git_remotes.clone),
    row("ls-remote", "-h|--heads|--branches -t|--tags --refs -q|--quiet --exit-code --get-url --sort= --symref -o= "
        "--upload-pack|--exec=opaque --server-option=",
        act=git_remotes.ls_remote),
    PUSH,
    row("remote", "-v|--verbose -f -t= -m= --tags --no-tags --mirror? --push --add --delete --all -n -a|--auto -d "
        "--dry-run -p "
        "--prune --progress --no-progress", act=git_remotes.remote),
    row("config", "--global --system --local --worktree -f|--file= --blob= --get --get-all --get-regexp --get-urlmatch "
        "-l|--list --add --unset --unset-all --replace-all --rename-section --remove-section -e|--edit --type= "
        "--bool --int "
        "--path --bool-or-int --expiry-date -z|--null --name-only --show-origin --show-scope --includes --no-includes "
        "--default= --get-color --get-colorbool --all --value= --fixed-value --append --regexp --url= --comment=",
        act=git_remotes.config),
    row("submodule", "--init --recursive --remote --merge --rebase --checkout -q|--quiet -b= --name= --depth= "
        "-f|--force --cached "
        "-j|--jobs= --reference= --single-branch --progress --no-fetch -N --all --branch= --recommend-shallow",
        style="posix", open=True, act=git_remotes.submodule),
    row("worktree", "-b= -B= -f|--force -d|--detach --lock --no-checkout --porcelain -v --track --no-track --orphan "
        "--reason= -q --guess-remote --expire= -n|--dry-run --relative-paths -z", act=git_remotes.worktree),
    row("clean", "-f|--force -d -x -X -n|--dry-run -i|--interactive -q|--quiet -e|--exclude=", act=git_remotes.clean),
    row("apply am", "--check --stat --numstat --summary --apply --index --cached -3|--3way -R|--reverse --reject -p= "
        "-C= "
        "--unidiff-zero --directory= --unsafe-paths --whitespace= -v -q --exclude= --include= --recount --abort "
        "--continue "
        "--skip -s|--signoff -k --keep-non-patch --no-verify --quit -i --ignore-whitespace --allow-empty --scissors "
        "--show-current-patch? --committer-date-is-author-date -S? --binary --no-add --build-fake-ancestor=write -m "
        "--ignore-date --patch-format= --empty=", act=git_remotes.patches),
    row("format-patch", "--stdout -o|--output-directory= -n -N -k -s -v= --cover-letter --start-number= "
        "--subject-prefix= "
        "--in-reply-to= --to= --cc= --thread? --base= --output=write -# --ext-diff?opaque --root --zero-commit --rfc "
        "--signature= --no-signature --attach? --inline? --numbered-files --suffix= -q --keep-subject --range-diff= "
        "--interdiff= --creation-factor= --cover-from-description= --signature-file=read", open=True,
        act=git_remotes.formatted),
    row("archive", "-o|--output=write --format= --prefix= --remote= --exec=opaque -v -l --add-file=read "
        "--worktree-attributes -# --add-virtual-file= --mtime=", act=git_remotes.archive),
    row("bundle", operands="none write none*", act=git_common.shows),
    row("bisect", "--term-old= --term-new= --no-checkout --first-parent", style="posix", act=git_remotes.bisect),
    row("sparse-checkout", "--cone --no-cone --sparse-index --no-sparse-index --stdin --skip-checks --rules-file=read "
        "-z", act=git_remotes.sparse),
    row("init", "-q|--quiet --bare -b|--initial-branch= --template=opaque --separate-git-dir=opaque --shared? "
        "--object-format= --ref-format=", act=git_remotes.init),
    row("rm mv", "-r -f|--force -n|--dry-run --cached -k -v -q|--quiet --ignore-unmatch --sparse "
        "--pathspec-from-file=read", act=git_remotes.remove),
    row("checkout-index", "-a|--all -f|--force -q|--quiet -u|--index -n|--no-create --prefix=write --stage= "
        "--temp --stdin -z --ignore-skip-worktree-bits", act=git_common.anything),
    row("lfs", open=True, act=git_remotes.lfs),
    row("credential credential-store credential-cache", handles_doubt=True, act=git_remotes.credential),
    row("send-email imap-send request-pull", handles_doubt=True, does="message.send@mail"),
    row("maintenance", style="posix", handles_doubt=True, act=git_remotes.maintenance),
    row("mergetool difftool", handles_doubt=True, act=git_remotes.tools),
)  # fmt: skip

_BY_NAME: Final = {name: program for program in SUBCOMMANDS for name in program.names.split()}

_GLOBAL_FLAGS: Final = names(
    "-p --paginate -P --no-pager --no-replace-objects --bare --literal-pathspecs --glob-pathspecs --noglob-pathspecs "
    "--icase-pathspecs --no-optional-locks --no-lazy-fetch --no-advice"
)
_HARMLESS_GLOBALS: Final = names("--version --help --html-path --man-path --info-path --exec-path -v -h")


def git(use: Use) -> tuple[Finding, ...]:
    """Global options, then the subcommand by its own row."""
    words = list(use.command.argv[1:])
    command = use.command
    unchecked = False
    found: list[Finding] = []
    while words and lead(words[0]).startswith("-"):
        text, exact = lead(words[0]), known(words[0])
        if exact in _HARMLESS_GLOBALS and len(words) == 1:
            return tuple(found)
        if exact in ("-C", "-c") and len(words) > 1:
            value = words[1]
            if exact == "-c":
                found.extend(git_remotes.settings((value,), use))
                unchecked = unchecked or lead(value).lower().startswith(f"{git_config.HOOKS}=")
            else:
                made = scratch.standing(value.glob) if isinstance(value, Pattern) else ""
                command = replace(command, cwd=made or files.absolute(value, command, use.context))
            words = words[2:]
        elif exact in _GLOBAL_FLAGS:
            words = words[1:]
        else:
            # --git-dir, --work-tree, --exec-path, --namespace, --config-env, --super-prefix, and what is not known.
            return (*found, opaque(f"the option {shown(text)} of `git` may choose another repository or program"))
    if files.area_of(Known("."), command, use.context) == "temp":
        # Whoever laid a repository where everybody writes also wrote its settings.
        item = runs(replace(use, command=command), name="git")
        found.append(replace(item, facts={**item.facts, "_scratch": scratch.root(command.cwd)}))
    if not words:
        return tuple(found)
    done = _subcommand(replace(command, argv=tuple(words)), use.context)
    return (*found, *(git_history.past_checks(item) if unchecked else item for item in done))


def _subcommand(command: SimpleCommand, context: Context) -> tuple[Finding, ...]:
    name = known(command.argv[0])
    entry = _BY_NAME.get(name or "")
    if entry is None:
        return (opaque(f"{shown(as_text(command.argv[0]))} is no subcommand of `git`; it may be an alias"),)
    found = apply(entry, command, context)
    return (*found, *git_programs.started(use_of(entry, command, context), found))


PROGRAMS: Final[tuple[Program, ...]] = (
    row("git", style="posix", handles_doubt=True, act=git),
    row("tig lazygit gitk git-gui", handles_doubt=True, does="opaque@git"),
    row("bfg", handles_doubt=True, does="git.rewrite_history@history"),
    row("git-lfs", open=True, act=git_remotes.lfs),
)
