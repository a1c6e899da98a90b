"""The abstract shell: walks a tree once and collects what every run of it could do.

Law: all branches happen. A state (`state.py`) covers every run that reaches a point; loops are walked until the state
no longer changes. What cannot be resolved, followed or afforded becomes an `opaque` finding, never nothing. Programs
are known only through `ProgramTable`; the text of a shell inside a shell comes back here one level deeper.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final, TypeAlias, assert_never

from mayact.core.analysis import files, gate_processes
from mayact.core.analysis.command import (
    Context,
    Finding,
    FromText,
    Known,
    Listing,
    Piped,
    SimpleCommand,
    Stdin,
    Unknown,
    Word,
    opaque,
    placed,
)
from mayact.core.analysis.shell import (
    answers,
    arithmetic,
    assignments,
    branches,
    conditions,
    declarations,
    loops,
    outputs,
    parameters,
    pieces,
    redirects,
    substituted,
    tree,
    variables,
    words,
)
from mayact.core.analysis.shell.desk import Desk, SyntaxSource
from mayact.core.analysis.shell.flow import After, Streams, Surroundings, Trap, always, together
from mayact.core.analysis.shell.state import (
    NUMBER,
    SIGNED,
    State,
    Variable,
    bounded,
    join,
    merged,
)
from mayact.core.analysis.shell.variables import Ground, danger, rule_for
from mayact.core.analysis.shell.written import built, scratch
from mayact.core.analysis.shell.written.fresh import Fresh
from mayact.core.analysis.shell.written.planted import Planted, program_of
from mayact.core.analysis.shell.written.planted_tables import HIDES
from mayact.core.analysis.words import OBJECT
from mayact.core.errors import shown
from mayact.core.limits import MAX_SHELL_DEPTH
from mayact.core.model import Span

_MAX_TRAPS: Final = 16

# Measured costs, in units of `limits.MAX_ANALYSIS_WORK`.
_PROGRAM_WORD: Final = 700  # an operand may be a file, with its links, its class and its secrets
_PROGRAM_CHARACTER: Final = 30  # it may be a program in any language
_BUILTIN_WORD: Final = 30
_VARIABLE: Final = 60
_STATE: Final = 40

_CLEANS: Final = re.compile(
    r"(?i)(?:\A|[:_/-])(?:dist|real|mr|very|mostly)?(?:clean\w*|clobber|purge|uninstall|wipe|reset)\b"
)

_DEFAULT_PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

ProgramTable: TypeAlias = Callable[[SimpleCommand, Context], tuple[Finding, ...]]


ListingTable: TypeAlias = Callable[[SimpleCommand, Context], Listing | None]
"""What a command prints, when that are names of files (`programs.listings`)."""

Handler: TypeAlias = "Callable[[Evaluator, list[Word], State, Streams, str], After]"


class Evaluator(Desk):
    """One evaluation of one call. Not reusable."""

    def __init__(
        self,
        surroundings: Surroundings,
        *,
        parser: SyntaxSource,
        programs: ProgramTable,
        builtins: Mapping[str, Handler],
        listings: ListingTable | None = None,
    ) -> None:
        super().__init__(parser)
        self.surroundings = surroundings
        self.context = Context(
            home=surroundings.home,
            user=surroundings.user,
            workspace=surroundings.workspace,
            run_argv=self.run_argv,
            run_shell=self.run_shell,
            ask=surroundings.ask,
        )
        self.fresh = Fresh()
        self.planted = Planted(surroundings.workspace)
        self.started: tuple[str, ...] = ()
        """Where the call stands: these directories and those above them exist."""
        self.depth = 0
        self.traps: list[Trap] = []
        self.condition_depth = 0
        self.loops = 0
        self.locals: list[set[str]] = []
        self._programs = programs
        self._listings = listings
        self.foreign = False
        """Some `<(…)` prints what nobody in the call can have seen."""
        self.fed: Listing | None = None
        """What the last `<(…)` prints."""
        self._builtins = builtins
        self._calls = 0
        self._inherited: dict[str, Word] = {name: Known(value) for name, value in surroundings.environment.items()}
        self._inherited.setdefault("PATH", Known(_DEFAULT_PATH))
        self._inherited["IFS"] = Known(" \t\n")  # bash never takes it from the environment
        for name, value in (("HOME", surroundings.home), ("USER", surroundings.user), ("LOGNAME", surroundings.user)):
            self._inherited[name] = Known(value) if value else Unknown(f"`{name}` is not known")

    # ── entries ──────────────────────────────────────────────────────────────────────────────────────────

    def start(self, cwds: tuple[str | None, ...]) -> State:
        """The state that a shell starts in which stands in `cwds`."""
        if not self.started:
            self.started = tuple(cwd for cwd in cwds if cwd is not None)
        return State(cwds=cwds, inherited=self._inherited)

    def top(self, text: str, state: State, streams: Streams) -> tuple[tuple[Finding, ...], State]:
        """Everything `text` does, and the state it ends in."""
        self.stands_in(text)
        found, end = self._collected(text, state, streams)
        found = (*found, *self.fresh.code(self.context, self.run_argv, self.spend))
        found = (*map(self.fresh.vouched, found), *self.fresh.behind(found, self.context))
        found = built.settled(scratch.settled(found, self.planted.commands()), self.planted.commands())
        found = (*found, *(() if answers.stays(found) else self.given))
        return tuple([self.stamped(finding, self.span) for finding in found]), end

    def run_shell(self, text: str, command: SimpleCommand) -> tuple[Finding, ...]:
        """`Context.run_shell`."""
        if self.depth >= MAX_SHELL_DEPTH or command.depth >= MAX_SHELL_DEPTH:
            return (opaque(f"shells are nested deeper than {MAX_SHELL_DEPTH}", text=command.text),)
        variables = {name: Variable((word,)) for name, word in command.environment.items()}
        state = self.start((command.cwd,))
        state = replace(state, variables=variables, exported=frozenset(variables), positional=command.positional)
        outer = self.traps, self.condition_depth, self.locals, self.silent
        self.traps, self.condition_depth, self.locals, self.silent = [], 0, [], False
        self.depth += 1
        body = command.stdin.span if isinstance(command.stdin, FromText) else None
        try:
            with self.inside(self.origin_of(text, command.argv, body)):
                found, _ = self._collected(text, state, Streams(command.stdin, command.stdout_piped))
        finally:
            self.depth -= 1
            self.traps, self.condition_depth, self.locals, self.silent = outer
        return found

    def run_argv(self, command: SimpleCommand) -> tuple[Finding, ...]:
        """`Context.run_argv`."""
        outer, self.span = self.span, _written(command)
        try:
            return self.run(replace(command, span=self.span))
        finally:
            self.span = outer

    def run(self, command: SimpleCommand) -> tuple[Finding, ...]:
        """What one simple command does, its findings with where it is written."""
        if command.depth > MAX_SHELL_DEPTH:
            return (opaque(f"commands are wrapped deeper than {MAX_SHELL_DEPTH}", text=command.text),)
        name = command.argv[0] if command.argv else None
        if not isinstance(name, Known):
            return (opaque("which program runs is not known", text=command.text),)
        self.step()
        self.spend(_PROGRAM_WORD * len(command.argv) + _VARIABLE * len(command.environment))
        self.spend(_PROGRAM_CHARACTER * sum(len(word.text) for word in command.argv if isinstance(word, Known)))
        if isinstance(command.stdin, FromText) and command.stdin.text is not None:
            self.spend(_PROGRAM_CHARACTER // 3 * len(command.stdin.text))  # most programs do not run it
        ground = Ground(
            home=self.surroundings.home,
            workspace=self.surroundings.workspace,
            cwd=command.cwd,
            path=self.surroundings.environment.get("PATH", _DEFAULT_PATH),
        )
        found: list[Finding] = []
        environment: dict[str, Word] = {}
        for variable, word in command.environment.items():
            because = danger(variable, word, ground)
            if because is not None:
                found.append(opaque(because, text=command.text))
            elif rule_for(variable) is None:
                environment[variable] = word  # what is listed and harmless needs no second opinion
        places = variables.outputs(command.environment, ground)
        if len(environment) < len(command.environment):
            command = replace(command, environment=environment)
        if not substituted.is_data(name.text, command, self.context, foreign=self.foreign):
            found.append(opaque(f"{shown(name.text)} is given the output of a command as a file", text=command.text))
        did = self._programs(command, self.context)
        found.extend(did if command.cwd is None or "*" not in command.cwd else map(_in_each, did))
        if did and places:
            found.extend(self._told_outputs(command, places))
        located = tuple([self.stamped(finding, command.span) for finding in found])
        self.fresh.note(command, located)
        return (*located, *self.planted.command(command, located))

    def _told_outputs(self, command: SimpleCommand, places: tuple[str, ...]) -> Iterable[Finding]:
        """A variable says where the program puts what it makes, and a task that cleans takes it away from there."""
        cleans = any(isinstance(word, Known) and _CLEANS.search(word.text) for word in command.argv[1:])
        for path in places:
            yield from files.writing(Known(path), command, self.context, recursive=True)
            if cleans:
                yield from files.deleting(Known(path), command, self.context, recursive=True)

    def _collected(self, text: str, state: State, streams: Streams) -> tuple[tuple[Finding, ...], State]:
        outer, self.findings = self.findings, {}
        try:
            end = self.text(text, state, streams).state
            self._run_traps()
            return tuple(self.findings.values()), end
        finally:
            self.findings = outer

    def _run_traps(self) -> None:
        """A trap runs when its shell ends, at a signal, before or after a command: in any state since it was set."""
        outer = self.span, self.origin
        for trap in self.traps:  # a trap that sets a trap is met in the same loop
            if len(self.traps) > _MAX_TRAPS:
                self.report_opaque("traps set further traps")
                return
            self.span, self.origin = trap.span, trap.origin
            self.text(trap.body, trap.state, Streams())
        self.span, self.origin = outer

    def text(self, text: str, state: State, streams: Streams) -> After:
        """Walk `text` in the current shell (also `eval`)."""
        statements = self.parsed(text)
        return always(state) if statements is None else self.statements(statements, state, streams)

    def check_subscript(self, index: tree.Expression, state: State) -> None:
        arithmetic.value(index, state, self)

    def check_key(self, index: tree.Expression, state: State) -> None:
        if isinstance(index, tree.WordNode):
            words.scalar(index, state, self, assigned=False)
        else:
            self.report_opaque("the key of an array is not plain")

    # ── words ────────────────────────────────────────────────────────────────────────────────────────────

    def parameter(self, node: tree.Parameter, state: State, *, quoted: bool) -> tuple[pieces.Pieces, ...]:
        with self.at(node.span):
            return parameters.expand(node, self._counted(state), self, quoted=quoted)

    def substitution(self, node: tree.CommandSubstitution, state: State) -> tuple[Word, ...]:
        with self.silently(False), self.apart() as inner:
            after = self.statements(node.body, state, Streams(stdout_piped=True))
        only = len(node.body) == 1
        if only and after.output is not None:
            return (after.output,)
        if only and after.listing is not None and after.listing.names:
            # A search that finds nothing prints nothing: `rm -rf $(…)/x` is then another command.
            return bounded((*after.listing.names, Known("")))
        return (answers.LOCAL if answers.local(inner.values()) else Unknown("it is the output of a command"),)

    def process(self, node: tree.ProcessSubstitution, state: State) -> Word:
        before = self.planted.made()
        with self.silently(False), self.apart() as inner:
            after = self.statements(node.body, state, Streams(stdout_piped=True) if node.reads else Streams(Piped()))
        hides = any(
            program_of(made) in HIDES - {"sort", "uniq", "shuf"} for made, _ in self.planted.commands()[before:]
        )
        self.foreign = self.foreign or hides or answers.foreign(inner.values())
        self.fed = after.listing if node.reads and len(node.body) == 1 else None
        return Known(redirects.SUBSTITUTED if node.reads else redirects.CONSUMED)

    def arithmetic(self, node: tree.ArithmeticExpansion, state: State) -> Word:
        return arithmetic.value(node.expression, self._counted(state), self)

    def _counted(self, state: State) -> State:
        """`state` after the arithmetic that stands further left in the same statement."""
        if not self.numbers:
            return state
        return replace(state, variables={**state.variables, **{name: Variable((SIGNED,)) for name in self.numbers}})

    def argvs(self, nodes: tuple[tree.WordNode, ...], state: State) -> list[tuple[Word, ...]]:
        """The command lines that `nodes` may become."""
        parts = [self._placed(words.fields(node, state, self), node) for node in nodes]
        return list(dict.fromkeys(tuple(word for part in way for word in part) for way in words.combined(parts)))

    def _placed(self, ways: tuple[pieces.Fields, ...], node: tree.WordNode) -> tuple[pieces.Fields, ...]:
        span = self.absolute(node.span)
        return tuple([tuple([placed(word, span) for word in way]) for way in ways])

    # ── statements ───────────────────────────────────────────────────────────────────────────────────────

    def statements(self, body: tuple[tree.Statement, ...], state: State, streams: Streams) -> After:
        after = always(state)
        for at, statement in enumerate(body):
            after = self.statement(statement, state if at == 0 else after.state, streams)
            if (
                isinstance(statement.command, tree.Call)
                and not statement.negated
                and not self.condition_depth
                and "errexit" in after.success.options
            ):
                after = always(after.success, after.output, after.listing)
        # What the last of several prints is not what all of them print.
        return after if len(body) == 1 else replace(after, output=None, listing=None)

    def condition(self, body: tuple[tree.Statement, ...], state: State, streams: Streams) -> After:
        """As `statements`, where failure does not end a `set -e` shell."""
        self.condition_depth += 1
        after = self.statements(body, state, streams)
        self.condition_depth -= 1
        return after

    def statement(self, statement: tree.Statement, state: State, streams: Streams) -> After:
        self.step()
        # Branches, traps and commands go through all variables.
        self.spend((2 + len(self.traps)) * (_STATE + len(state.variables) + len(state.functions)))
        outer, self.source = (self.source, self.span), statement.text
        self.span = self.absolute(statement.span) or self.span
        ran, made = self.planted.mark(), self.planted.made()
        opened = redirects.apply(statement.redirections, state, streams, self, text=statement.text)
        if statement.command is None:
            after = always(state)
        else:
            after = self.command(statement.command, state, opened.streams)
        if self.numbers:
            after = after.mapped(self._counted)
            self.numbers = set()
        if self.defaults:
            given, self.defaults = self.defaults, {}
            after = after.mapped(lambda end: _given(end, given))
        self.source, self.span = outer
        for trap in self.traps:
            trap.state = join(trap.state, replace(after.state, ended=False))
        for path, whole in opened.files:
            if isinstance(after.output, Known):
                self.fresh.spelled(path, f"{after.output.text}\n", added=not whole)
                self.planted.spelled(path, after.output.text)
                continue
            if isinstance(opened.streams.stdin, FromText):
                self.fresh.spelled(path, None)
            self.planted.redirected(path, made)
        for glob in opened.sets:
            self.planted.redirected(glob, made, many=True)
        if statement.background:
            self.report(self.planted.again(ran))
            return always(state)
        if opened.stdout_moved:
            after = replace(after, output=None, listing=None)
        return replace(after, success=after.failure, failure=after.success) if statement.negated else after

    def command(self, command: tree.Command, state: State, streams: Streams) -> After:
        match command:
            case tree.Call():
                return self._call(command, state, streams)
            case tree.Binary():
                return self._binary(command, state, streams)
            case tree.Declaration():
                listing = Listing(environment=True) if declarations.lists_variables(command) else None
                return always(declarations.apply(command, state, self), None, listing)
            case tree.Group(body):
                return self.statements(body, state, streams)
            case tree.Subshell(body):
                return self._apart(self.statements(body, state, streams), state)
            case tree.If():
                return self._if(command, state, streams)
            case tree.While():
                return loops.waiting(command, state, streams, self)
            case tree.ForEach():
                return loops.over_items(command, state, streams, self)
            case tree.ForArithmetic():
                return loops.counting(command, state, streams, self)
            case tree.Case():
                return self._case(command, state, streams)
            case tree.Function(name, body):
                return self._define(name, body, state)
            case tree.Arithmetic(expressions):
                for expression in expressions:
                    arithmetic.value(expression, state, self)
                return always(state)
            case tree.Test(expression):
                with self.silently(True):
                    conditions.check(expression, state, self)
                return always(state)
            case tree.Timed(statement):
                return always(state) if statement is None else self.statement(statement, state, streams)
            case tree.Coprocess(statement):
                self.statement(statement, state, Streams(Piped(), stdout_piped=True))
                return always(state)
            case _:
                assert_never(command)

    @staticmethod
    def _apart(after: After, state: State) -> After:
        """A subshell changes nothing outside it."""
        return always(state, after.output, after.listing)

    def _binary(self, command: tree.Binary, state: State, streams: Streams) -> After:
        if command.op in ("|", "|&"):
            left = self.statement(command.left, state, Streams(streams.stdin, stdout_piped=True))
            stdin: Stdin = Piped()
            if isinstance(left.output, Known) and command.op == "|":
                stdin = FromText(left.output.text + "\n")
            elif left.output in (NUMBER, SIGNED) and command.op == "|":
                stdin = Piped(number=True, columns=left.listing.columns if left.listing is not None else None)
            elif left.listing is not None and command.op == "|":
                stdin = Piped(left.listing.names, left.listing.environment, columns=left.listing.columns)
            elif left.output == OBJECT and command.op == "|":
                stdin = Piped((OBJECT,))
            right = self.statement(command.right, state, Streams(stdin, streams.stdout_piped))
            return always(state, right.output, right.listing)
        left = self.condition((command.left,), state, streams)
        if command.op == "&&":
            right = self.statement(command.right, left.success, streams)
            return After(right.success, join(left.failure, right.failure))
        right = self.statement(command.right, left.failure, streams)
        return After(join(left.success, right.success), right.failure)

    def _if(self, command: tree.If, state: State, streams: Streams) -> After:
        condition = self.condition(command.condition, state, streams)
        then = self.statements(command.then, condition.success, streams).state
        if isinstance(command.otherwise, tree.If):
            otherwise = self._if(command.otherwise, condition.failure, streams).state
        else:
            otherwise = self.statements(command.otherwise, condition.failure, streams).state
        return always(join(then, otherwise))

    def _case(self, command: tree.Case, state: State, streams: Streams) -> After:
        words.scalar(command.word, state, self, assigned=False)
        end = state
        for patterns, body in command.items:
            for pattern in patterns:
                words.scalar(pattern, state, self, assigned=False)
            # `;&` falls through: the end of one branch is a possible start of the next.
            end = join(end, self.statements(body, end, streams).state)
        return always(end)

    # ── functions ────────────────────────────────────────────────────────────────────────────────────────

    def _define(self, name: str, body: tree.Statement, state: State) -> After:
        if name == "command_not_found_handle":
            self.report_opaque("a function runs whenever a program is not found")
        if name == gate_processes.NAME:
            self.report((gate_processes.tampering(f"`{name}` becomes a function"),))
        body = replace(body, origin=self.origin)
        return always(replace(state, functions={**state.functions, name: (body,)}))

    def _invoke_function(self, body: tree.Statement, args: list[Word], state: State, streams: Streams) -> After:
        if self._calls >= MAX_SHELL_DEPTH:
            self.report_opaque("a function calls itself, or functions are nested too deep")
            return always(state)
        self._calls += 1
        self.locals.append(set())
        with self.inside(body.origin):
            after = self.statement(body, replace(state, positional=tuple(args)), streams)
        hidden = self.locals.pop()
        self._calls -= 1
        return after.mapped(lambda s: self._returned(s, state, hidden))

    @staticmethod
    def _returned(inner: State, outer: State, hidden: set[str]) -> State:
        """The caller's view: its own positional parameters, and its own value of what was `local`."""
        return replace(inner, positional=outer.positional, variables=_restored(inner, outer, hidden))

    # ── simple commands ──────────────────────────────────────────────────────────────────────────────────

    def _call(self, call: tree.Call, state: State, streams: Streams) -> After:
        with self.silently(self._only_tests(call, state)):
            argvs = self.argvs(call.words, state) if call.words else [()]
        inner, names = state, frozenset(assignment.name for assignment in call.assigns)
        for assignment in call.assigns:
            inner = self.assign(assignment, inner)
        if names and call.words:
            inner = replace(inner, exported=inner.exported | names)
        ends: list[After] = []
        for argv in argvs:
            if not argv:
                ends.append(always(inner))
                continue
            after = self.invoke(list(argv), inner, streams, self.source)
            ends.append(after.mapped(lambda s: _unassigned(s, state, names)) if names else after)
        outputs_agree = len({(after.output, after.listing) for after in ends}) == 1
        success, failure = ends[0].success, ends[0].failure
        for after in ends[1:]:
            success, failure = join(success, after.success), join(failure, after.failure)
        if not outputs_agree:
            return After(success, failure, None, together(ends))
        return After(success, failure, ends[0].output, ends[0].listing)

    @staticmethod
    def _only_tests(call: tree.Call, state: State) -> bool:
        """`[ -n "$TOKEN" ]` looks whether a secret is there; it does not read it out."""
        if not call.words or len(call.words[0].parts) != 1 or "xtrace" in state.options:
            return False  # `set -x` prints every word
        part = call.words[0].parts[0]
        return isinstance(part, tree.Literal) and part.text in ("[", "test", ":") and part.text not in state.functions

    def assign(self, assignment: tree.Assignment, state: State) -> State:
        if assignment.name.startswith(gate_processes.SETTINGS):
            self.report((gate_processes.tampering(f"`{assignment.name}` says where the guard is"),))
        return assignments.apply(assignment, state, self)

    def invoke(self, argv: list[Word], state: State, streams: Streams, text: str, *, functions: bool = True) -> After:
        """Run one command line: a function, a builtin, or a program."""
        program = argv[0]
        if not isinstance(program, Known):
            self.report((opaque("which program runs is not known", text=text),))
            return always(state)
        name = program.text
        bodies = state.functions.get(name, (None,)) if functions else (None,)
        ends: list[After] = []
        for body in bodies:
            if body is not None:
                ends.append(self._invoke_function(body, argv[1:], state, streams))
            elif name in self._builtins:
                self.spend(len(argv) * (_BUILTIN_WORD + len(state.variables) // 4))
                ends.append(self._builtins[name](self, argv[1:], state, streams, text))
            else:
                ends.append(self.external(argv, state, streams, text))
        after = ends[0]
        for other in ends[1:]:
            after = After(join(after.success, other.success), join(after.failure, other.failure))
        return after

    def external(self, argv: list[Word], state: State, streams: Streams, text: str) -> After:
        """A program, in every directory where the shell may stand."""
        environment = {
            name: merged(variable.values)
            for name, variable in state.variables.items()
            if name in state.exported or "allexport" in state.options or self._may_be_exported(name)
        }
        output: Word | None = None
        listing: Listing | None = None
        made = frozenset[str]()
        checked_out: branches.Branch | None = None
        for cwd in state.cwds:
            command = SimpleCommand(
                argv=tuple(argv),
                cwd=cwd,
                environment=environment,
                stdin=streams.stdin,
                stdout_piped=streams.stdout_piped,
                text=text,
                depth=self.depth,
                span=self.span,
            )
            did = self.run(command)
            branch = None if self.traps else state.branch  # what a trap runs, it runs between commands
            self.report(branches.marked(command, built.marked(did, state.built), branch))
            made = made | built.outputs(command, did)
            output = outputs.printed(command, self.context) if len(state.cwds) == 1 else None
            # Names are as they are printed, wherever the command stands.
            listing = self._listings(command, self.context) if self._listings is not None else None
            checked_out = branches.made(command)
            if branches.moves(did):
                state = replace(state, branch=None)
        if (made or checked_out) and len(state.cwds) == 1:
            done = replace(state, built=state.built | made, branch=checked_out or state.branch)
            return After(done, state, output, listing)
        return always(state, output, listing)

    def _may_be_exported(self, name: str) -> bool:
        """A variable that the shell inherits stays exported when it is assigned to."""
        return name in self.surroundings.environment or rule_for(name) is not None


def _given(state: State, defaults: Mapping[str, tuple[Word, ...]]) -> State:
    for name, values in defaults.items():
        state = state.setting(name, *values)
    return state


def _in_each(finding: Finding) -> Finding:
    """What is done in one of the directories that a glob finds is done in each."""
    if finding.facts.get("many") is not False:
        return finding
    return replace(finding, facts={**finding.facts, "many": True})


def _written(command: SimpleCommand) -> Span | None:
    """Where a command is written that another one starts: from its program to the last of its words that stand behind
    it, where they are words of that other command; else that command as a whole."""
    start = command.argv[0].span if command.argv else None
    around = command.span
    if around is None or start is None or not around[0] <= start[0] < start[1] <= around[1]:
        return around
    ends = [word.span[1] for word in command.argv if word.span is not None and word.span[0] >= start[0]]
    return start[0], max(end for end in ends if end <= around[1])


def _unassigned(inner: State, outer: State, names: frozenset[str]) -> State:
    """The state after a command for which alone `names` were assigned."""
    exported = (inner.exported - names) | (outer.exported & names)
    return replace(inner, variables=_restored(inner, outer, names), exported=exported)


def _restored(inner: State, outer: State, names: Iterable[str]) -> dict[str, Variable]:
    variables = dict(inner.variables)
    for name in names:
        if name in outer.variables:
            variables[name] = outer.variables[name]
        else:
            variables.pop(name, None)
    return variables
