"""The way out from inside a real sandbox: a listed host is reached through the proxy, and nothing else is."""

import shutil
from collections.abc import Iterator

import pytest
from tests.egress.test_door import Far, far
from tests.support.sandbox_real import ACCOUNTS, Place, place

__all__ = ["far"]

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.requirement("BOUND-2"),
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed"),
]

THROUGH = """
import os, socket, sys, urllib.parse
proxy = urllib.parse.urlsplit(os.environ["HTTPS_PROXY"])
for place in sys.argv[1:]:
    with socket.create_connection((proxy.hostname, proxy.port), 20) as made:
        made.sendall(f"CONNECT {place} HTTP/1.1\\r\\nHost: {place}\\r\\n\\r\\n".encode())
        made.shutdown(socket.SHUT_WR)
        said = made.makefile("rb").read()
    print(place.partition(":")[0], said.split()[1].decode(), said.rpartition(b"\\n")[2].decode())
"""


@pytest.fixture(params=[pytest.param(name, id=name or "ourselves") for name in ACCOUNTS])
def box(request: pytest.FixtureRequest) -> Iterator[Place]:
    with place(request.param) as made:
        (made.work / "through.py").write_text(THROUGH)
        yield made


def test_a_listed_host_is_reached_and_no_other(box: Place, far: Far) -> None:
    told, said = box.shell(
        f"/usr/bin/env python3 through.py model.test:{far.port} other.test:{far.port} 127.0.0.1:{far.port}; exit 3",
        hosts=(f"model.test:{far.port}=127.0.0.1",),
    )
    assert (told.get("code"), told.get("reasons")) == (3, []), told
    assert said.splitlines() == ["model.test 200 hello ", "other.test 403 ", "127.0.0.1 403 "]
    assert far.reached == ["connection"]
    probed = [["mayact-probe.invalid:443", False], ["169.254.169.254:80", False]]
    asked = [[f"model.test:{far.port}", True], [f"other.test:{far.port}", False], [f"127.0.0.1:{far.port}", False]]
    assert told["contacts"] == [*probed, *asked]


def test_without_a_list_there_is_no_way_out(box: Place, far: Far) -> None:
    told, said = box.shell(
        f"ls /run/door; env | grep -i proxy; /usr/bin/env python3 through.py model.test:{far.port}; exit 4"
    )
    assert told.get("code") == 4, told
    assert "KeyError" in said
    assert "proxy=" not in said.lower()
    assert far.reached == []


def test_the_relay_is_not_the_agents_child_and_keeps_nothing_open(box: Place, far: Far) -> None:
    """`wait` for all children ends, and so does whoever reads what the agent writes."""
    told, said = box.shell(
        "/usr/bin/env python3 -c \"import os\ntry: os.waitpid(-1, 0)\nexcept ChildProcessError: print('no child')\"",
        hosts=(f"model.test:{far.port}=127.0.0.1",),
    )
    assert told.get("code") == 0, told
    assert said == "no child\n"
