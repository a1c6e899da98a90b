"""The agent socket's other language: a coding agent's hook, answered with the client's exact bytes.

1. read       the client's payload becomes one call; malformed denies
2. decide     as on every route, waiting for a person up to the hook's own deadline
3. hand over  a command is rewritten to `mayact exec --permit …`, which recomputes the digest and redeems; what the
              client executes itself is redeemed at once, and its end is what the client says afterwards
Law: whatever goes wrong is a deny with its reason. A hook that says nothing is never the answer to a tool call.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, assert_never

from mayact.core.errors import Forbidden, IllegalTransition, MayactError
from mayact.core.model import Risk, Strength, ToolCall
from mayact.core.wire import words
from mayact.core.wire.environment import kept
from mayact.core.wire.hooks.clients import Codec, codec_of
from mayact.core.wire.hooks.envelope import HookReply, HookRequest, encode_hook_reply, parse_hook_request
from mayact.core.wire.hooks.events import AfterTool, AskedAgain, BeforeTool, OtherEvent, deny_on_error, nothing, said
from mayact.core.wire.shell_words import permit_line
from mayact.core.wire.tools import SERVER as TOOLS_SERVER
from mayact.ports import Outcome, Pending, Permitted, Refused
from mayact.server.asking import Asker, Caller, refuse_obligations
from mayact.server.peer import Peer, call_of
from mayact.server.replies import answer_json
from mayact.server.settings import ServerSettings
from mayact.server.underway import Foreseen, Running


@dataclass(frozen=True, slots=True)
class HookDesk:
    asker: Asker
    settings: ServerSettings
    own_uid: int
    running: Running = field(default_factory=Running)
    foreseen: Foreseen = field(default_factory=Foreseen)

    async def answer(self, body: bytes, peer: Peer, caller: Caller) -> bytes:
        """The reply to one hook message. Raises only `CallerGone`."""
        deny: Callable[[str], HookReply] = deny_on_error
        try:
            request = parse_hook_request(body)
            codec = codec_of(request.client)
            deny = codec.deny
            reply = await self._reply(request, codec, peer, caller)
        except MayactError as error:
            # Unreadable, refused, failed: all the same to the tool, which must not run.
            reply = deny(words.failure({"message": error.message, "hint": error.hint}))
        return encode_hook_reply(reply)

    async def _reply(self, request: HookRequest, codec: Codec, peer: Peer, caller: Caller) -> HookReply:
        environment = kept(request.environment, extra=self.settings.keep_environment)
        event = codec.parse_event(request.payload, environment)  # 1
        match event:
            case BeforeTool():
                return await self._before(event, codec, peer, caller)
            case AskedAgain():
                if self.foreseen.take(peer, event):
                    return said({})
                raise Forbidden("no decision on this call came before", hint="it was refused, or its hook was cut off")
            case AfterTool():
                await self._after(event, peer)
                return nothing()
            case OtherEvent():
                return nothing()
            case _:
                assert_never(event)

    async def _before(self, event: BeforeTool, codec: Codec, peer: Peer, caller: Caller) -> HookReply:
        boundary = f"hook:{codec.client}"
        call = call_of(event.call, peer=peer, boundary=boundary, keep=self.settings.keep_environment)
        if peer.strength is Strength.SANDBOXED and _is_of_the_gates_tools(call):
            # Decided when `mayact tools` asks; asked here as well, a person would be asked twice.
            self._foresee(event, codec, peer, None)
            return codec.allow(event, None)
        wait_s = self.settings.hook_wait_ms / 1000
        answer = await self.asker.decide(call, strength=peer.strength, wait_s=wait_s, caller=caller)  # 2
        match answer:
            case Permitted():
                refuse_obligations(answer.obligations)
                rewritten = None
                stays = codec.shell_lives_on and _stays_in_the_clients_shell(answer)
                if event.rewritable is not None and not stays:
                    rewritten = self._rewritten(event.rewritable, answer.token, codec)
                else:
                    # The client runs it: spent here, and `unknown` until the client says how it ended.
                    permit = await self.asker.ask(self.asker.gate.redeem, answer.token, call, strength=peer.strength)
                    self.running.began(peer, event.call, permit)
                self._foresee(event, codec, peer, rewritten)
                return codec.allow(event, rewritten)
            case Refused():
                return codec.deny(words.refusal(answer_json(answer)))
            case Pending():
                return codec.deny(words.waiting(answer_json(answer, waited=True)))
            case _:
                assert_never(answer)

    def _foresee(self, event: BeforeTool, codec: Codec, peer: Peer, rewritten: dict[str, Any] | None) -> None:
        for key in codec.again(event, rewritten) if codec.again is not None else ():
            self.foreseen.foresee(peer, event.call.session, key)

    def _rewritten(self, given: Any, token: str, codec: Codec) -> dict[str, Any]:
        program = self.settings.mayact if codec.names_paths else os.path.basename(self.settings.mayact)
        line = permit_line(program, socket=self.settings.agent_socket, owner=self.own_uid, token=token)
        return {**given, "command": line}

    async def _after(self, event: AfterTool, peer: Peer) -> None:
        permit = self.running.ended(peer, event)
        if permit is None:
            return  # a rewritten command reports for itself
        outcome = Outcome(status=event.status, detail=f"as the client says {event.detail}".strip()[:500])
        try:
            await self.asker.ask(self.asker.gate.outcome, permit, outcome)
        except IllegalTransition:
            return  # reported or swept meanwhile: the first word stands


def _is_of_the_gates_tools(call: ToolCall) -> bool:
    # By its name alone, so only inside a sandbox: who calls another server by it gains a process that it could start
    # there without a hook anyway, and that has no other way out either.
    return call.tool == "mcp" and call.arguments.get("server") == TOOLS_SERVER


def _stays_in_the_clients_shell(answer: Permitted) -> bool:
    # A `cd` must change the directory of the client's own shell, so it cannot run in a process of ours. Only what is
    # low-risk may: here nothing recomputes the digest at execution.
    analysis = answer.decision.analysis
    return analysis.changes_directory and analysis.risk is Risk.LOW
