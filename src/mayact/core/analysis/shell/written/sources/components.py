"""Vue and Svelte components.

Law: a component only computes where its scripts do, nothing else in it is loaded from elsewhere, and its markup and
styles hold none of the words that its scripts may not hold. A part that is neither script, markup nor style is not
understood, and neither is a language that makes code out of markup or styles.
"""

import re
from collections.abc import Callable
from typing import Final

from mayact.core.analysis.shell.written.sources.source import Source

_SCRIPT: Final = re.compile(
    r"<script(?P<told>(?:\s+(?:setup|generic=\"[\w ,]+\"|lang=[\"']tsx?[\"']|context=\"module\""
    r"|module))*)\s*>(?P<code>.*?)</script>",
    re.DOTALL,
)
_STYLE: Final = re.compile(
    r"<style(?:\s+(?:scoped|module|lang=[\"'](?:scss|css|postcss)[\"']))*\s*>(?P<code>.*?)</style>", re.DOTALL
)
_NEVER: Final = re.compile(
    r"(?i)<(?:script|style|iframe|object|embed|link|base|meta|component|svelte:element|i18n|docs)\b"
    r"|\bsrc\s*=\s*[\"']?\s*(?:https?:|//|data:|javascript)"
    r"|v-html|\{@html|lang=[\"'](?!tsx?)|\bimport\b|<!--\s*#|\{@debug"
)
_STYLES_NEVER: Final = re.compile(
    r"(?i)@(?!media|supports|keyframes|container|layer|apply|include|tailwind|font-face|use\s+['\"]sass:)"
    r"|url\(\s*['\"]?(?:https?:|//)|expression|`"
)


def reader(script: Callable[[Source], bool]) -> Callable[[Source], bool]:
    """A reader of components whose scripts `script` reads."""

    def computes(source: Source) -> bool:
        markup = _STYLE.sub("", _SCRIPT.sub("", source.text))
        if _NEVER.search(markup) or any(_STYLES_NEVER.search(found["code"]) for found in _STYLE.finditer(source.text)):
            return False
        scripts = [found["code"] for found in _SCRIPT.finditer(source.text)]
        spread = re.sub(r"=[\"'{]\s*\[", " = ", re.sub(r"\{#each|\[(?=[^\]]*\])(?=[\"'])", "", markup))
        whole = "\n".join([*scripts, spread])
        return script(Source(path=source.path, text=whole, workspace=source.workspace))

    return computes
