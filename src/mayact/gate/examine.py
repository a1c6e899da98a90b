"""Plan, observe, analyse: rounds of questions until analysis has none left.

Law: rounds are bounded; what is still unanswered then stays unanswered, which analysis treats as the worst case.
"""

from dataclasses import replace

from mayact.core.analysis.catalogue import Catalogue
from mayact.core.analysis.places.guarded import with_guarded
from mayact.core.analysis.plan import Answer, Question, Study, Unavailable
from mayact.core.analysis.study import study
from mayact.core.canonical import refuse_keys_alike
from mayact.core.errors import InvalidInput, LimitExceeded, shown
from mayact.core.limits import MAX_HOPS, MAX_ID_CHARS, MAX_OBSERVATION_ROUNDS, MAX_PATH_CHARS
from mayact.core.model import HopKind, Source, ToolCall
from mayact.ports import Observer, ShellParser


def admit(call: ToolCall) -> None:
    """Refuse a call that could be read in two ways or that nobody stands behind.

    Raises `InvalidInput` or `LimitExceeded`, naming the field.
    """
    refuse_keys_alike(call.arguments)
    if not call.cwd.startswith("/"):
        raise InvalidInput(f"cwd {shown(call.cwd)} is not absolute", hint="send the full path", field="cwd")
    if len(call.cwd) > MAX_PATH_CHARS:
        raise LimitExceeded(f"cwd has {len(call.cwd)} characters", hint=f"at most {MAX_PATH_CHARS}", field="cwd")
    if not 0 < len(call.chain) <= MAX_HOPS:
        raise LimitExceeded(f"the chain has {len(call.chain)} hops", hint=f"1 to {MAX_HOPS}", field="chain")
    if call.chain[0].kind is not HopKind.PERSON or call.chain[0].source is Source.CLAIMED:
        # A chain that starts with nobody, or with whoever the caller says, gives authority to nobody.
        raise InvalidInput("no person stands behind this call", hint="the gate names the person", field="chain")
    for field, text in (("session", call.session), ("call_id", call.call_id), ("task", call.task or "")):
        if len(text) > MAX_ID_CHARS:
            raise LimitExceeded(f"{field} has {len(text)} characters", hint=f"at most {MAX_ID_CHARS}", field=field)
    names = [name for name, _ in call.environment]
    if names != sorted(set(names)):
        raise InvalidInput("the environment is not sorted or names a variable twice", field="environment")


class _Exhausted(dict[Question, Answer]):
    """What the rounds did not answer could not be looked at, also what is asked only now."""

    def get(self, question: Question, default: object = None) -> Answer:
        return super().get(question) or Unavailable("too many rounds of questions")


def examine(
    call: ToolCall, *, parser: ShellParser, observer: Observer, catalogue: Catalogue, guarded: tuple[str, ...]
) -> Study:
    """The effects of `call` and the pins it depends on, as the world is now. `guarded`: the gate's own directories."""
    seen: dict[Question, Answer] = {}
    observer = observer.for_user(call.user)
    result = study(call, parser=parser, seen=seen, catalogue=catalogue)
    for _ in range(MAX_OBSERVATION_ROUNDS):
        open_questions = [question for question in result.questions if question not in seen]
        if not open_questions:
            break
        seen.update((question, observer.answer(question)) for question in open_questions)
        result = study(call, parser=parser, seen=seen, catalogue=catalogue)
    if any(question not in seen for question in result.questions):
        # Never asked is another thing than asked without an answer: `mayact analyse` asks nobody.
        result = study(call, parser=parser, seen=_Exhausted(seen), catalogue=catalogue)
    return replace(result, analysis=with_guarded(result.analysis, guarded))
