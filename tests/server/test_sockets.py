"""A socket that is certainly ours, or none."""

import os
import socket
import stat
from pathlib import Path

import pytest

from mayact.core.errors import ConfigInvalid, Forbidden
from mayact.server.sockets import listen


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "agent" / "s.sock")


def mode(path: str) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


@pytest.mark.parametrize(("shared", "directory", "file"), [(False, 0o700, 0o600), (True, 0o711, 0o666)])
def test_modes(path: str, shared: bool, directory: int, file: int) -> None:
    bound = listen(path, shared=shared)
    assert (mode(os.path.dirname(path)), mode(path)) == (directory, file)
    bound.close()
    assert not os.path.exists(path)


def test_a_dead_socket_is_replaced_and_a_live_one_is_not(path: str) -> None:
    os.makedirs(os.path.dirname(path), mode=0o700)
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(path)
    dead.close()
    bound = listen(path, shared=False)
    with pytest.raises(Forbidden, match="another gate"):
        listen(path, shared=False)
    bound.close()


def test_a_live_socket_without_a_lock_is_not_replaced(path: str) -> None:
    os.makedirs(os.path.dirname(path), mode=0o700)
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(path)
        other.listen()
        with pytest.raises(Forbidden, match="listens"):
            listen(path, shared=False)
        assert os.path.exists(path)


@pytest.mark.parametrize("kind", ["file", "directory", "link"])
def test_what_is_not_a_socket_of_ours_is_left_alone(path: str, tmp_path: Path, kind: str) -> None:
    os.makedirs(os.path.dirname(path), mode=0o700)
    match kind:
        case "file":
            Path(path).write_text("mine")
        case "directory":
            os.mkdir(path)
        case _:
            os.symlink(tmp_path / "elsewhere", path)
    with pytest.raises(Forbidden, match="taken"):
        listen(path, shared=False)
    assert os.path.lexists(path)


@pytest.mark.requirement("BOUND-3")
def test_a_directory_that_others_may_write_is_refused(path: str) -> None:
    os.makedirs(os.path.dirname(path))
    os.chmod(os.path.dirname(path), 0o770)
    with pytest.raises(Forbidden, match="others may write"):
        listen(path, shared=False)


def test_a_linked_directory_is_refused(path: str, tmp_path: Path) -> None:
    os.mkdir(tmp_path / "real", 0o700)
    os.symlink(tmp_path / "real", os.path.dirname(path))
    with pytest.raises(Forbidden, match="not a directory of this user"):
        listen(path, shared=False)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a directory away")
def test_another_users_directory_is_refused(path: str) -> None:
    os.makedirs(os.path.dirname(path), mode=0o700)
    os.chown(os.path.dirname(path), 65534, 65534)
    with pytest.raises(Forbidden, match="not a directory of this user"):
        listen(path, shared=False)


@pytest.mark.parametrize("wrong", ["relative/s.sock", "/" + "x" * 120])
def test_a_path_that_no_socket_can_have_is_refused(wrong: str) -> None:
    with pytest.raises(ConfigInvalid):
        listen(wrong, shared=False)


def test_closing_leaves_what_somebody_else_put_there(path: str) -> None:
    bound = listen(path, shared=False)
    os.unlink(path)
    Path(path).write_text("not ours")
    bound.close()
    assert Path(path).read_text() == "not ours"
