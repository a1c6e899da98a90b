"""One release, one number: `mayact.__version__` is its source, and nothing that is shipped says another."""

import re
import tomllib

from tests.support.deploy_place import PROJECT

from mayact import __version__


def test_the_package_takes_its_version_from_the_program() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "src/mayact/__init__.py"


def test_the_chart_and_its_image_are_of_this_release() -> None:
    chart = (PROJECT / "deploy" / "helm" / "mayact" / "Chart.yaml").read_text(encoding="utf-8")
    assert re.findall(r'^(?:appVersion|version): "?([^"\n]+)"?$', chart, re.MULTILINE) == [__version__] * 2
    for page in ("Containerfile", "README.md"):
        # The chart's default tag is its appVersion: an image that is built under another name is not found.
        text = (PROJECT / "deploy" / "oci" / page).read_text(encoding="utf-8")
        assert re.findall(r"-t (mayact\S*)", text) == [f"mayact:{__version__}"], page


def test_the_newest_changes_are_of_this_release() -> None:
    newest = re.search(
        r"^## (\S+)", (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8").replace(",", ""), re.MULTILINE
    )
    assert newest is not None
    assert newest[1] == __version__
