"""What `admit` refuses before anything is analysed or observed."""

import pytest

from mayact.core.errors import LimitExceeded
from mayact.core.limits import MAX_PATH_CHARS
from mayact.core.model import Hop, HopKind, Source, ToolCall
from mayact.gate.examine import admit


def call(cwd: str) -> ToolCall:
    chain = (Hop(HopKind.PERSON, "dev", Source.ASSERTED),)
    return ToolCall(tool="shell", arguments={"command": "ls"}, cwd=cwd, home="/home/dev", user="dev", chain=chain)


@pytest.mark.requirement("AUTHZ-6")
def test_a_directory_with_a_name_that_none_can_have_is_refused() -> None:
    admit(call("/" + "a" * (MAX_PATH_CHARS - 1)))
    with pytest.raises(LimitExceeded) as refused:
        admit(call("/" + "a" * MAX_PATH_CHARS))
    assert refused.value.field == "cwd"
