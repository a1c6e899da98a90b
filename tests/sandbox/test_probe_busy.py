"""What a file that is being run says about its mount: nothing, so the mount itself is asked."""

import shutil
import subprocess
from pathlib import Path

import pytest

from mayact.boundary.run import probe


@pytest.mark.requirement("BOUND-2")
def test_a_running_program_in_a_writable_place_proves_nothing(tmp_path: Path) -> None:
    program = tmp_path / "sleep"
    shutil.copy("/bin/sleep", program)
    process = subprocess.Popen([program, "60"])
    try:
        assert probe._makes_files([str(program)])[0] == probe.UNTRIED
    finally:
        process.kill()
        process.wait()
