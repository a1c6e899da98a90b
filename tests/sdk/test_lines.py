"""The ways to a gate that runs: TLS with a verified certificate, or a unix socket in a place of its own."""

from collections.abc import Callable, Mapping

import pytest
from tests.support.cli_gate import Machine
from tests.support.sdk import Driven
from tests.support.sdk_gate import certificate, gate

from mayact.core.errors import ConfigInvalid, GateUnreachable

pytestmark = pytest.mark.e2e


def tls(host: str, *, days: int = 1) -> Callable[[Machine], Mapping[str, str]]:
    def prepare(machine: Machine) -> Mapping[str, str]:
        file, key = certificate(machine, host, days=days)
        return {"tls_certificate": str(file), "tls_key": str(key)}

    return prepare


@pytest.mark.requirement("OPS-3", "CRED-5")
def test_tls_is_verified_against_the_file_that_is_named() -> None:
    with gate(tls("127.0.0.1")) as running:
        assert running.url.startswith("https://")
        for kind in ("sync", "async"):
            options = {"base_url": running.url, "token_file": running.tokens["metrics"], "timeout": 60.0}
            good = Driven(kind, ca_file=running.machine.home / "tls.pem", **options)
            assert good.call("status")["version"]
            assert good.call("metadata").policy_decision_point == running.url
            good.close()
            system = Driven(kind, **options)
            with pytest.raises(GateUnreachable, match=r"(?i)certificate"):
                system.call("status")
            system.close()
            with pytest.raises(ConfigInvalid):
                Driven(kind, **{**options, "base_url": running.url.replace("https://", "http://gate.")})


@pytest.mark.parametrize(("host", "days"), [("gate.example", 1), ("127.0.0.1", -1)], ids=["another name", "expired"])
def test_a_certificate_that_does_not_fit_is_refused(host: str, days: int) -> None:
    with gate(tls(host, days=days)) as running:
        for kind in ("sync", "async"):
            client = Driven(
                kind,
                base_url=running.url,
                token_file=running.tokens["metrics"],
                timeout=60.0,
                ca_file=running.machine.home / "tls.pem",
            )
            with pytest.raises(GateUnreachable, match=r"(?i)certificate"):
                client.call("status")
            client.close()


def test_over_a_unix_socket() -> None:
    def prepare(machine: Machine) -> Mapping[str, str]:
        place = machine.home / "http"
        place.mkdir(mode=0o700)
        return {"listen": f"unix:{place}/http.sock"}

    with gate(prepare) as running:
        assert running.url.startswith("unix:/")
        for kind in ("sync", "async"):
            client = Driven(kind, base_url=running.url, token_file=running.tokens["metrics"], timeout=60.0)
            assert client.call("status")["version"]
            client.close()
