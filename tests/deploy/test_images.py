"""The Helm chart and the image description: linted, rendered, and held to what a cluster calls restricted.

No cluster and no container engine runs here; that the image's steps work is shown by `test_unit.py`, which installs
the same wheel with the same locked packages.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import helm_python
import pytest
from tests.support.deploy_place import PROJECT

from mayact.config import parse_settings

CHART = PROJECT / "deploy" / "helm" / "mayact"
CONTAINERFILE = PROJECT / "deploy" / "oci" / "Containerfile"
VALUES: dict[str, Any] = {
    "gate": {"origin": "gate.example/test", "logKey": "gate.example/test+0123abcd+AQID"},
    "store": {"url": "postgresql://mayact@db:5432/mayact"},
    "secretName": "mayact",
}


def rendered(values: dict[str, Any] = VALUES) -> dict[str, str]:
    with helm_python.Chart.load(CHART) as chart:
        found = chart.render(values, name="demo")
    return {name.rpartition("/")[2]: text for name, text in found.items()}


def test_the_chart_is_linted_strictly() -> None:
    found = helm_python.lint(CHART, VALUES, strict=True)
    assert (found["total_charts_linted"], found["errors"]) == (1, [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"secretName": ""},
        {"gate": {"origin": "", "logKey": ""}},
        {"store": {"url": "postgresql://mayact:secret@db/mayact"}},
        {"replica": 3},
        {"image": {"repository": "mayact", "tag": "latest"}},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_values_that_would_not_hold_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(helm_python.HelmError):
        rendered({**VALUES, **wrong})


@pytest.mark.requirement("OPS-1")
def test_its_settings_are_settings() -> None:
    text = rendered()["configmap.yaml"]
    body = text.split("mayact.toml: |\n")[1].split("  log.vkey:")[0]
    settings = parse_settings("\n".join(line[4:] for line in body.splitlines()).encode())
    assert (settings.origin, settings.store_url) == ("gate.example/test", "postgresql://mayact@db:5432/mayact")
    assert (settings.http_listen, settings.http_tls_key) == ("0.0.0.0:8443", "/var/lib/mayact/tls.key")


@pytest.mark.requirement("OPS-1")
def test_every_container_is_restricted() -> None:
    text = rendered()["statefulset.yaml"]
    for wanted in ("allowPrivilegeEscalation: false", "readOnlyRootFilesystem: true", "drop: [ALL]"):
        assert text.count(wanted) == 2, wanted
    assert text.count("runAsNonRoot: true") == 3
    assert "automountServiceAccountToken: false" in text
    assert "volumeClaimTemplates:" in text, "each replica keeps an anchor of its own"
    for path in ("/healthz", "/readyz"):
        assert f"path: {path}" in text
    assert not re.search(r"privileged: true|hostNetwork|hostPath|hostPID", text)


def test_no_secret_is_made_or_carried() -> None:
    assert not any("kind: Secret" in text for text in rendered().values())


def test_the_image_runs_as_nobody_special_and_from_named_bases() -> None:
    lines = CONTAINERFILE.read_text(encoding="utf-8").splitlines()
    bases = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert len(bases) == 2
    assert all(re.search(r":\d[\w.-]+$", base) for base in bases)
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001:10001"]
    assert any(line.startswith("HEALTHCHECK ") for line in lines)
    assert not any(line.startswith("ADD ") for line in lines)
    text = "\n".join(lines)
    assert "--frozen" in text
    assert text.count("--require-hashes") == 2


def hadolint(path: Path) -> "subprocess.CompletedProcess[str]":
    program = Path(sys.executable).with_name("hadolint")
    return subprocess.run(
        [program, "--no-color", "--failure-threshold", "style", path], capture_output=True, text=True, check=False
    )


def test_hadolint_accepts_the_image(tmp_path: Path) -> None:
    done = hadolint(CONTAINERFILE)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    # It does look: the same image on a base that may be any is not accepted.
    loose = tmp_path / "Containerfile"
    loose.write_text(re.sub(r"^(FROM [^:\s]+):\S+", r"\1:latest", CONTAINERFILE.read_text("utf-8"), flags=re.MULTILINE))
    refused = hadolint(loose)
    assert (refused.returncode, "DL3007" in refused.stdout) == (1, True)
