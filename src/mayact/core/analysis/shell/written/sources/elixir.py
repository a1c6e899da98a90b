"""Elixir.

Law: a text only computes where it names no module that reaches files, processes, networks, code or the environment,
no module of Erlang, builds no name of a module, and holds no macro that makes code. Modules that are neither Elixir's
nor a known library's are the repository's. Words count wherever they stand.
"""

import re
from typing import Final

from mayact.core.analysis.shell.written.sources.source import Source

_NEVER: Final = re.compile(
    r"\b(?:System|File|Code|Port|IO(?!\s*\.\s*(?:puts|inspect)\b)|Path|Process|Node|Agent|Task|Application|Mix"
    r"|EEx|Macro|Module|Supervisor|GenServer"
    r"|DynamicSupervisor|Registry|Kernel|StringIO|Config|Logger|Req|HTTPoison|Tesla|Finch|Mint|Hackney|Rambo"
    r"|MuonTrap|Porcelain"
    r"|Exile|SSHEx|Rustler|Swoosh|Bamboo|Repo\s*\.\s*query\w*|Ecto\s*\.\s*Adapters|SQL"
    r"|Phoenix\s*\.\s*CodeReloader|ExAws|Oban|Briefly"
    r"|apply|spawn\w*|send|receive|exit|node|open|exec|eval|system|cmd|defmacro\w*|quote|unquote\w*|defdelegate"
    r"|defoverridable"
    r"|to_atom|to_existing_atom|binary_to_\w+|list_to_\w+|concat|safe_concat|struct!?|function_exported\?"
    r"|destroy_all|delete_all"
    r"|on_exit|on_load|before_compile|after_compile|external_resource|compile|fragment|__(?!MODULE__"
    r"|struct__)\w+__|Elixir|var!)\b"
    r"|\b(?:Function|to_charlist_atom|keys:\s*:atoms\w*)\b|[\"']:(?=\s|\d)|&\s*[a-z_]\w*\s*\.\s*\w+[!?]?/\d|\|>\s*[a-z_]\w*\s*\."
    r"|:\"|:'|~[A-Zb-oqs-vx-z]|(?<![\w\"':])\s*:[a-z_]\w*\s*\.|\.\s*\(|\bimport\s+[a-z]|<<<|\)\s*\.\s*[a-z_]\w*\s*\(|`"
    r"|(?<!\w):(?:os|file|erlang|inet|gen_\w+|http\w?|ssl|init|code|application|rpc|port|erl_\w+|compile|net_\w+"
    r"|disk_log|zip|epp"
    r"|erpc|ssh|ftp|prim_\w+|filelib|filename|slave|peer|timer|proc_lib|supervisor|ets|dets|mnesia|sys|heart"
    r"|global|cover|dbg)\b"
)
_OWNED: Final = re.compile(
    r"\b(?P<name>[a-z_]\w*)\s*\.\s*[a-z_]\w*[!?]?(?:\s*\(|[ \t]+(?:[\"'~:\[{%@^\d]|&(?!&)"
    r"|(?!(?:do|and|or|in|not|when|else|end|then|rescue|catch|after|fn)\b)[a-zA-Z_]))"
)
_ATOMS: Final = re.compile(r"[)\]}\"'/|>]a(?!\w)")


def computes(source: Source) -> bool:
    """Whether the Elixir of `source` can only compute and use the repository's own code."""
    # A function that is called on a variable is a function of whatever module that names.
    if "~w" in source.text and _ATOMS.search(source.text):
        return False  # names of modules that are words of a list
    return source.inside and not _NEVER.search(source.text) and not _OWNED.search(source.text)
