#!/usr/bin/env python3
# ruff: noqa
# fmt: off
"""Scripted mock LLM server: drives real coding-agent clients offline.

Plays a fixed list of tool calls and then a final text, over four wire
protocols on one loopback port (standard library only, python >= 3.9):

  Anthropic Messages        POST /v1/messages            (JSON or SSE)
  OpenAI Responses          POST /v1/responses           (JSON or SSE)
  OpenAI Chat Completions   POST /v1/chat/completions    (JSON or SSE)
  Gemini                    POST /v1beta/models/M:generateContent
                                 /v1beta/models/M:streamGenerateContent

It is stateless: which step to play is read off the request itself (how many
tool-calling turns the model has already taken since the script was named), so
retries, side requests (titles, summaries) and parallel sessions do no harm.

The script is found in the conversation's user text, in this order:
  MOCKSCRIPT=[ {...}, {...} ]    inline JSON list, anywhere in the prompt
  MOCKSCRIPT64=...               the same, base64 (for clients that requote prompts)
  SCRIPT=name                    a script of the --scripts file
  (neither)                      the script "default" of that file, if any

See README.md beside this file for the step forms.
"""
from __future__ import annotations

import argparse
import base64
import json
import os
import re
import sys
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# --------------------------------------------------------------------------
# Abstract steps -> a tool the client really offered in this request.
# Each entry: (regex on the offered tool name, function(args) -> tool input).
# The first offered tool that matches wins, in table order.


def _sh_list(a):
    return {"command": ["bash", "-lc", a["command"]]}


ABSTRACT = {
    "shell": [
        (r"^Bash$", lambda a: {"command": a["command"], "description": "mock"}),
        (r"^run_shell_command$", lambda a: {"command": a["command"], "description": "mock"}),
        (r"^bash$", lambda a: {"command": a["command"], "description": "mock"}),
        (r"^exec_command$", lambda a: {"cmd": a["command"]}),
        (r"^shell_command$", lambda a: {"command": a["command"]}),
        (r"^shell$", _sh_list),
        (r"^execute_bash$", lambda a: {"command": a["command"]}),
        (r"^terminal$", lambda a: {"command": a["command"]}),
        (r"^run_terminal_cmd$", lambda a: {"command": a["command"]}),
        (r"^execute_command$", lambda a: {"command": a["command"], "requires_approval": False}),
    ],
    "write": [
        (r"^Write$", lambda a: {"file_path": a["path"], "content": a["content"]}),
        (r"^write_file$", lambda a: {"file_path": a["path"], "content": a["content"]}),
        (r"^write$", lambda a: {"filePath": a["path"], "content": a["content"]}),
        (r"^create$", lambda a: {"path": a["path"], "file_text": a["content"]}),
        (r"^apply_patch$", lambda a: {"__freeform__": "*** Begin Patch\n*** Add File: %s\n%s\n*** End Patch\n" % (
            a["path"], "\n".join("+" + ln for ln in a["content"].rstrip("\n").split("\n")))}),
        (r"^exec_command$", lambda a: {"cmd": "printf %%s '%s' > %s" % (a["content"], a["path"])}),
        (r"^shell_command$", lambda a: {"command": "printf %%s '%s' > %s" % (a["content"], a["path"])}),
    ],
    "read": [
        (r"^Read$", lambda a: {"file_path": a["path"]}),
        (r"^read_file$", lambda a: {"file_path": a["path"]}),
        (r"^read$", lambda a: {"filePath": a["path"]}),
        (r"^view$", lambda a: {"path": a["path"]}),
        (r"^exec_command$", lambda a: {"cmd": "cat %s" % a["path"]}),
        (r"^shell_command$", lambda a: {"command": "cat %s" % a["path"]}),
    ],
    "edit": [
        (r"^Edit$", lambda a: {"file_path": a["path"], "old_string": a["old"], "new_string": a["new"]}),
        (r"^replace$", lambda a: {"file_path": a["path"], "old_string": a["old"], "new_string": a["new"],
                                  "instruction": "mock"}),
        (r"^edit$", lambda a: {"filePath": a["path"], "path": a["path"], "oldString": a["old"],
                               "newString": a["new"], "old_str": a["old"], "new_str": a["new"]}),
        (r"^apply_patch$", lambda a: {"__freeform__": "*** Begin Patch\n*** Update File: %s\n@@\n-%s\n+%s\n*** End Patch\n" % (
            a["path"], a["old"], a["new"])}),
    ],
    "fetch": [
        (r"^WebFetch$", lambda a: {"url": a["url"], "prompt": "mock"}),
        (r"^web_fetch$", lambda a: {"prompt": a["url"], "url": a["url"]}),
        (r"^webfetch$", lambda a: {"url": a["url"], "format": "text"}),
    ],
}


class NoTool(Exception):
    pass


def resolve(step, offered):
    """step -> (tool name, namespace or None, kind, input).  offered: list of
    (name, namespace, kind) with kind 'function' or 'custom'."""
    kinds = {}
    for name, ns, kind in offered:
        kinds.setdefault(name, (ns, kind))
    if "tool" in step:  # raw: name and input as the client spells them
        ns, kind = kinds.get(step["tool"], (step.get("namespace"), "function"))
        if "namespace" in step:
            ns = step["namespace"]
        return step["tool"], ns, step.get("kind", kind), step.get("input", {})
    if "mcp" in step:  # "server/tool": matched on the end of the offered name
        server, tool = step["mcp"].split("/", 1)
        cand = []
        for name, ns, kind in offered:
            full = (ns or "") + "|" + name
            if name.endswith(tool) and (server in full):
                cand.append((len(name), name, ns, kind))
        if not cand:
            raise NoTool("no MCP tool %s among %s" % (step["mcp"], sorted(kinds)))
        _, name, ns, kind = min(cand)
        return name, ns, kind, step.get("input", {})
    what = step["do"]
    for pat, make in ABSTRACT[what]:
        for name in kinds:
            if re.match(pat, name):
                ns, kind = kinds[name]
                made = make(step)
                if "__freeform__" in made:
                    if kind != "custom":
                        made = {"input": made["__freeform__"]}
                if name == "write_file" and "absolute_path" in step:
                    made["file_path"] = step["absolute_path"]
                return name, ns, kind, made
    raise NoTool("no tool for %r among %s" % (what, sorted(kinds)))


# --------------------------------------------------------------------------
# Requests, normalised: user text, tool-calling turns taken, tool results.


class Seen:
    def __init__(self):
        self.events = []  # ("user", text) | ("call", n) | ("result", text)
        self.offered = []
        self.model = ""
        self.stream = False


def _txt(c):
    if c is None:
        return ""
    if isinstance(c, str):
        return c
    if isinstance(c, list):
        return "\n".join(_txt(x) for x in c)
    if isinstance(c, dict):
        if "text" in c:
            return _txt(c["text"])
        if "content" in c:
            return _txt(c["content"])
        if "output" in c:
            return _txt(c["output"])
        return ""
    return str(c)


def read_anthropic(b):
    s = Seen()
    s.model, s.stream = b.get("model", "mock"), bool(b.get("stream"))
    for t in b.get("tools") or []:
        s.offered.append((t.get("name"), None, "function"))
    for m in b.get("messages", []):
        content = m.get("content")
        if isinstance(content, str):
            content = [{"type": "text", "text": content}]
        if m.get("role") == "assistant":
            n = sum(1 for c in content if c.get("type") == "tool_use")
            if n:
                s.events.append(("call", n))
        else:
            for c in content:
                if c.get("type") == "tool_result":
                    s.events.append(("result", ("[is_error] " if c.get("is_error") else "") + _txt(c.get("content"))))
                elif c.get("type") == "text":
                    s.events.append(("user", c["text"]))
    return s


def read_responses(b):
    s = Seen()
    s.model, s.stream = b.get("model", "mock"), bool(b.get("stream"))

    def add(t, ns=None):
        ty = t.get("type")
        if ty == "namespace":
            for x in t.get("tools") or []:
                add(x, t.get("name"))
        elif ty == "custom":
            s.offered.append((t.get("name"), ns, "custom"))
        elif ty == "function":
            s.offered.append((t.get("name") or t.get("function", {}).get("name"), ns, "function"))
        elif ty:
            s.offered.append((t.get("name") or ty, ns, ty))

    for t in b.get("tools") or []:
        add(t)
    items = b.get("input")
    if isinstance(items, str):
        items = [{"type": "message", "role": "user", "content": items}]
    prev_call = False
    for it in items or []:
        ty = it.get("type", "message")
        if ty in ("function_call", "custom_tool_call", "local_shell_call"):
            if not prev_call:
                s.events.append(("call", 1))
            prev_call = True
            continue
        if ty == "reasoning":
            continue
        prev_call = False
        if ty.endswith("_output"):
            s.events.append(("result", _txt(it.get("output"))))
        elif ty == "message" and it.get("role") == "user":
            s.events.append(("user", _txt(it.get("content"))))
    return s


def read_chat(b):
    s = Seen()
    s.model, s.stream = b.get("model", "mock"), bool(b.get("stream"))
    for t in b.get("tools") or []:
        s.offered.append((t.get("function", {}).get("name") or t.get("name"), None, "function"))
    for m in b.get("messages", []):
        if m.get("role") == "assistant" and m.get("tool_calls"):
            s.events.append(("call", len(m["tool_calls"])))
        elif m.get("role") == "tool":
            s.events.append(("result", _txt(m.get("content"))))
        elif m.get("role") == "user":
            s.events.append(("user", _txt(m.get("content"))))
    return s


def read_gemini(b, model):
    s = Seen()
    s.model = model
    for t in b.get("tools") or []:
        for f in t.get("functionDeclarations") or t.get("function_declarations") or []:
            s.offered.append((f.get("name"), None, "function"))
    for c in b.get("contents", []):
        parts = c.get("parts") or []
        if c.get("role") == "model":
            n = sum(1 for p in parts if "functionCall" in p)
            if n:
                s.events.append(("call", n))
        else:
            for p in parts:
                if "functionResponse" in p:
                    s.events.append(("result", json.dumps(p["functionResponse"].get("response"))))
                elif "text" in p:
                    s.events.append(("user", p["text"]))
    return s


# --------------------------------------------------------------------------
# Choosing what to play.

INLINE64 = re.compile(r"MOCKSCRIPT64=([A-Za-z0-9+/=_-]+)")
INLINE = re.compile(r"MOCKSCRIPT=(?=\[)")
NAMED = re.compile(r"\bSCRIPT=([A-Za-z0-9_.-]+)")


def find_script(s, scripts):
    """(script, index of the event that named it) -- the latest one named."""
    found, at = None, -1
    for i, (kind, text) in enumerate(s.events):
        if kind != "user":
            continue
        m = INLINE64.search(text)
        if m:
            found, at = json.loads(base64.urlsafe_b64decode(m.group(1).replace("+", "-").replace("/", "_"))), i
            continue
        m = INLINE.search(text)
        if m:
            try:
                found, at = json.JSONDecoder().raw_decode(text[m.end():])[0], i
                continue
            except ValueError as e:
                found, at = [{"text": "MOCK: bad inline script: %s" % e}], i
                continue
        m = NAMED.search(text)
        if m and m.group(1) in scripts:
            found, at = scripts[m.group(1)], i
    if found is None and "default" in scripts:
        return scripts["default"], -1
    return found, at


def plan(s, scripts):
    """-> ("text", str) or ("calls", [(name, ns, kind, input), ...])"""
    script, at = find_script(s, scripts)
    if script is None or not s.offered:
        return "text", "mock: no script"
    turns = sum(1 for k, _ in s.events[at + 1:] if k == "call")
    results = [t for k, t in s.events[at + 1:] if k == "result"]
    if turns >= len(script):
        return "text", "MOCK-DONE results=" + json.dumps(results)
    step = script[turns]
    if "text" in step:
        return "text", step["text"]
    step = fill(step, results)
    many = step["calls"] if "calls" in step else [step]
    try:
        return "calls", [resolve(x, s.offered) for x in many]
    except NoTool as e:
        return "text", "MOCK-NOTOOL " + str(e)


def fill(v, results):
    """"$last:REGEX" -> group 1 of the newest tool result that matches (an
    int when it is all digits): lets a script use an id a tool handed out."""
    if isinstance(v, dict):
        return {k: fill(x, results) for k, x in v.items()}
    if isinstance(v, list):
        return [fill(x, results) for x in v]
    if isinstance(v, str) and v.startswith("$last:"):
        for r in reversed(results):
            m = re.search(v[6:], r)
            if m:
                return int(m.group(1)) if m.group(1).isdigit() else m.group(1)
    return v


def rid(p):
    return p + uuid.uuid4().hex[:24]


# --------------------------------------------------------------------------
# Replies.


def anthropic_reply(s, p):
    mid = rid("msg_")
    usage = {"input_tokens": 10, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0, "output_tokens": 5}
    if p[0] == "text":
        blocks, stop = [{"type": "text", "text": p[1]}], "end_turn"
    else:
        blocks, stop = [{"type": "tool_use", "id": rid("toolu_"), "name": n, "input": i} for n, _, _, i in p[1]], "tool_use"
    msg = {"id": mid, "type": "message", "role": "assistant", "model": s.model, "content": blocks,
           "stop_reason": stop, "stop_sequence": None, "usage": usage}
    if not s.stream:
        return msg, None
    ev = [("message_start", {"type": "message_start", "message": dict(msg, content=[], stop_reason=None)})]
    for i, b in enumerate(blocks):
        if b["type"] == "text":
            ev.append(("content_block_start", {"type": "content_block_start", "index": i, "content_block": {"type": "text", "text": ""}}))
            ev.append(("content_block_delta", {"type": "content_block_delta", "index": i, "delta": {"type": "text_delta", "text": b["text"]}}))
        else:
            ev.append(("content_block_start", {"type": "content_block_start", "index": i, "content_block": dict(b, input={})}))
            ev.append(("content_block_delta", {"type": "content_block_delta", "index": i,
                                               "delta": {"type": "input_json_delta", "partial_json": json.dumps(b["input"])}}))
        ev.append(("content_block_stop", {"type": "content_block_stop", "index": i}))
    ev.append(("message_delta", {"type": "message_delta", "delta": {"stop_reason": stop, "stop_sequence": None}, "usage": usage}))
    ev.append(("message_stop", {"type": "message_stop"}))
    return None, ev


def responses_reply(s, p):
    out = []
    if p[0] == "text":
        out.append({"type": "message", "id": rid("msg_"), "role": "assistant", "status": "completed",
                    "content": [{"type": "output_text", "text": p[1], "annotations": []}]})
    else:
        for n, ns, kind, i in p[1]:
            if kind == "custom":
                raw = i.get("__freeform__", i.get("input", json.dumps(i))) if isinstance(i, dict) else i
                it = {"type": "custom_tool_call", "id": rid("ctc_"), "call_id": rid("call_"), "name": n, "input": raw,
                      "status": "completed"}
            else:
                it = {"type": "function_call", "id": rid("fc_"), "call_id": rid("call_"), "name": n,
                      "arguments": json.dumps(i), "status": "completed"}
            if ns:
                it["namespace"] = ns
            out.append(it)
    rsp = {"id": rid("resp_"), "object": "response", "created_at": int(time.time()), "status": "completed", "model": s.model,
           "output": out, "parallel_tool_calls": True, "tools": [], "tool_choice": "auto", "error": None,
           "usage": {"input_tokens": 10, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 5,
                     "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 15}}
    if not s.stream:
        return rsp, None
    start = dict(rsp, status="in_progress", output=[], usage=None)
    ev = [("response.created", {"type": "response.created", "response": start})]
    for k, it in enumerate(out):
        blank = dict(it, status="in_progress")
        if it["type"] == "message":
            blank["content"] = []
        elif it["type"] == "function_call":
            blank["arguments"] = ""
        else:
            blank["input"] = ""
        ev.append(("response.output_item.added", {"type": "response.output_item.added", "output_index": k, "item": blank}))
        if it["type"] == "message":
            t = it["content"][0]["text"]
            part = {"type": "output_text", "text": "", "annotations": []}
            ev.append(("response.content_part.added", {"type": "response.content_part.added", "item_id": it["id"], "output_index": k, "content_index": 0, "part": part}))
            ev.append(("response.output_text.delta", {"type": "response.output_text.delta", "item_id": it["id"], "output_index": k, "content_index": 0, "delta": t}))
            ev.append(("response.output_text.done", {"type": "response.output_text.done", "item_id": it["id"], "output_index": k, "content_index": 0, "text": t}))
            ev.append(("response.content_part.done", {"type": "response.content_part.done", "item_id": it["id"], "output_index": k, "content_index": 0, "part": dict(part, text=t)}))
        elif it["type"] == "function_call":
            ev.append(("response.function_call_arguments.delta", {"type": "response.function_call_arguments.delta", "item_id": it["id"], "output_index": k, "delta": it["arguments"]}))
            ev.append(("response.function_call_arguments.done", {"type": "response.function_call_arguments.done", "item_id": it["id"], "output_index": k, "arguments": it["arguments"]}))
        ev.append(("response.output_item.done", {"type": "response.output_item.done", "output_index": k, "item": it}))
    ev.append(("response.completed", {"type": "response.completed", "response": rsp}))
    for n, (_, d) in enumerate(ev):
        d["sequence_number"] = n
    return None, ev


def chat_reply(s, p):
    cid, now = rid("chatcmpl-"), int(time.time())
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    if p[0] == "text":
        msg, fin = {"role": "assistant", "content": p[1]}, "stop"
    else:
        msg = {"role": "assistant", "content": None, "tool_calls": [
            {"id": rid("call_"), "type": "function", "function": {"name": n, "arguments": json.dumps(i)}} for n, _, _, i in p[1]]}
        fin = "tool_calls"
    if not s.stream:
        return {"id": cid, "object": "chat.completion", "created": now, "model": s.model, "usage": usage,
                "choices": [{"index": 0, "message": msg, "finish_reason": fin}]}, None

    def chunk(delta, f=None, u=None):
        return (None, {"id": cid, "object": "chat.completion.chunk", "created": now, "model": s.model,
                       "choices": [{"index": 0, "delta": delta, "finish_reason": f}] if delta is not None else [], "usage": u})
    ev = [chunk({"role": "assistant", "content": "" if p[0] == "text" else None})]
    if p[0] == "text":
        ev.append(chunk({"content": p[1]}))
    else:
        for k, tc in enumerate(msg["tool_calls"]):
            ev.append(chunk({"tool_calls": [dict(tc, index=k)]}))
    ev.append(chunk({}, fin))
    ev.append(chunk(None, None, usage))
    ev.append((None, "[DONE]"))
    return None, ev


def gemini_reply(s, p, stream):
    if p[0] == "text":
        parts = [{"text": p[1]}]
    else:
        parts = [{"functionCall": {"name": n, "args": i, "id": rid("fc_")}, "thoughtSignature": "bW9jaw=="} for n, _, _, i in p[1]]
    r = {"candidates": [{"content": {"role": "model", "parts": parts}, "finishReason": "STOP", "index": 0}],
         "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": 5, "totalTokenCount": 15},
         "modelVersion": s.model, "responseId": rid("r")}
    return (None, [(None, r)]) if stream else (r, None)


# --------------------------------------------------------------------------


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "mock-llm/1"
    scripts: dict = {}
    logf = None
    lock = threading.Lock()
    delay = 0.0

    def log_message(self, *a):
        pass

    def note(self, **kw):
        kw["t"] = round(time.time(), 3)
        with self.lock:
            if self.logf:
                self.logf.write(json.dumps(kw) + "\n")
                self.logf.flush()

    def body(self):
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            out = b""
            while True:
                n = int(self.rfile.readline().split(b";")[0].strip() or b"0", 16)
                if n == 0:
                    while self.rfile.readline().strip():
                        pass
                    break
                out += self.rfile.read(n)
                self.rfile.readline()
            raw = out
        else:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        enc = (self.headers.get("Content-Encoding") or "").lower()
        if enc == "gzip":
            import gzip
            raw = gzip.decompress(raw)
        elif enc == "deflate":
            import zlib
            raw = zlib.decompress(raw)
        elif enc:
            self.note(warn="content-encoding", enc=enc, size=len(raw))
        return raw

    def send_json(self, obj, code=200):
        data = json.dumps(obj).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def send_sse(self, events):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for name, d in events:
            text = ("event: %s\n" % name if name else "") + "data: %s\n\n" % (d if isinstance(d, str) else json.dumps(d))
            b = text.encode()
            self.wfile.write(b"%x\r\n" % len(b) + b + b"\r\n")
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def do_HEAD(self):
        self.note(method="HEAD", path=self.path)
        self.send_json({})

    def do_GET(self):
        self.note(method="GET", path=self.path)
        if self.path.startswith("/__health"):
            return self.send_json({"ok": True})
        if "/models" in self.path:
            ids = ["mock-model", "mock", "gpt-5", "claude-sonnet-4-5"]
            if "v1beta" in self.path:
                return self.send_json({"models": [{"name": "models/" + i, "supportedGenerationMethods": ["generateContent"]} for i in ids]})
            return self.send_json({"object": "list", "has_more": False, "first_id": ids[0], "last_id": ids[-1], "data": [
                {"id": i, "object": "model", "type": "model", "display_name": i, "created": 1, "created_at": "2025-01-01T00:00:00Z", "owned_by": "mock"} for i in ids]})
        self.send_json({"error": {"message": "mock: not found", "type": "not_found_error"}}, 404)

    def do_POST(self):
        raw = self.body()
        try:
            b = json.loads(raw or b"{}")
        except ValueError:
            self.note(method="POST", path=self.path, bad=raw[:200].decode("latin1"))
            return self.send_json({"error": {"message": "bad json"}}, 400)
        path = self.path.split("?")[0]
        if path.endswith("/count_tokens"):
            return self.send_json({"input_tokens": 10})
        m = re.search(r"/models/([^/:]+):(\w+)$", path)
        try:
            if m and m.group(2) == "countTokens":
                return self.send_json({"totalTokens": 10})
            if m and m.group(2) in ("generateContent", "streamGenerateContent"):
                s = read_gemini(b, m.group(1))
                p = plan(s, self.scripts)
                whole, ev = gemini_reply(s, p, m.group(2) == "streamGenerateContent")
            elif path.endswith("/messages"):
                s = read_anthropic(b)
                p = plan(s, self.scripts)
                whole, ev = anthropic_reply(s, p)
            elif path.endswith("/responses"):
                s = read_responses(b)
                p = plan(s, self.scripts)
                whole, ev = responses_reply(s, p)
            elif path.endswith("/chat/completions"):
                s = read_chat(b)
                p = plan(s, self.scripts)
                whole, ev = chat_reply(s, p)
            else:
                self.note(method="POST", path=self.path, other=raw[:500].decode("latin1"))
                return self.send_json({"error": {"message": "mock: not found", "type": "not_found_error"}}, 404)
        except Exception as e:  # a bug here must be seen, not retried silently
            self.note(method="POST", path=self.path, exc=repr(e))
            return self.send_json({"error": {"message": "mock: %r" % e, "type": "invalid_request_error"}}, 400)
        self.note(method="POST", path=self.path, model=s.model, stream=s.stream, played=p,
                  offered=[n if not ns else ns + "|" + n for n, ns, _ in s.offered], results=[t for k, t in s.events if k == "result"])
        if self.server.dump:
            with open(os.path.join(self.server.dump, "%.3f.json" % time.time()), "w") as f:
                json.dump({"path": self.path, "headers": {k: v for k, v in self.headers.items() if k.lower() not in ("authorization", "x-api-key", "x-goog-api-key")}, "body": b}, f, indent=1)
        if self.delay:
            time.sleep(self.delay)
        if ev is not None:
            self.send_sse(ev)
        else:
            self.send_json(whole)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    dump = None


def serve(port=0, scripts=None, log=None, dump=None, host="127.0.0.1"):
    """For tests: returns a started Server; its port is .server_address[1]."""
    h = type("H", (Handler,), {"scripts": scripts or {}, "logf": open(log, "a") if log else None})
    srv = Server((host, port), h)
    srv.dump = dump
    threading.Thread(target=srv.serve_forever, daemon=True).start()
    return srv


def main(argv=None):
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--port", type=int, default=8377)
    ap.add_argument("--scripts", help="JSON file: {name: [step, ...]}")
    ap.add_argument("--log", help="append one JSON line per request here")
    ap.add_argument("--dump", help="folder: write every model request body here")
    a = ap.parse_args(argv)
    scripts = json.load(open(a.scripts)) if a.scripts else {}
    if a.dump:
        os.makedirs(a.dump, exist_ok=True)
    srv = serve(a.port, scripts, a.log, a.dump)
    print("mock-llm on http://127.0.0.1:%d" % srv.server_address[1], flush=True)
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        srv.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
