"""An approver's key: useless without its passphrase, never overwritten, never weakened."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mayact.core.approval import check_signature, key_id
from mayact.core.errors import ConfigInvalid, InvalidInput, MayactError, NotFound, Unauthenticated
from mayact.identity import keys

PASSPHRASE = "correct horse battery"
STATEMENT = {"type": "mayact/approval/v1", "answer": "approve"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "op.json"
    keys.create(str(path), name="op", passphrase=PASSPHRASE)
    return path


def altered(made: Path, tmp_path: Path, change: Any) -> Path:
    value = json.loads(made.read_text())
    change(value)
    path = tmp_path / "altered.json"
    path.write_text(json.dumps(value))
    path.chmod(0o600)
    return path


@pytest.mark.requirement("APPR-10")
def test_an_unlocked_key_signs_what_its_public_half_verifies(made: Path) -> None:
    locked = keys.read(str(made))
    key = keys.unlock(locked, PASSPHRASE)
    check_signature(public_key=locked.public_key, statement=STATEMENT, signature=key.sign(STATEMENT))
    assert key.id == locked.id == key_id(locked.public_key)
    with pytest.raises(Unauthenticated):
        check_signature(
            public_key=key.public_key, statement={**STATEMENT, "answer": "deny"}, signature=key.sign(STATEMENT)
        )


@pytest.mark.requirement("APPR-10")
@pytest.mark.parametrize("wrong", ["", "correct horse batterz", PASSPHRASE + " ", PASSPHRASE.upper(), "x" * 5_000])
def test_a_wrong_passphrase_unlocks_nothing(made: Path, wrong: str) -> None:
    with pytest.raises(Unauthenticated, match="passphrase"):
        keys.unlock(keys.read(str(made)), wrong)


def test_the_private_key_is_not_in_the_file(made: Path) -> None:
    key = keys.unlock(keys.read(str(made)), PASSPHRASE)
    raw = key._private.private_bytes_raw()
    content = made.read_bytes()
    assert raw not in content
    assert raw.hex().encode() not in content
    assert made.stat().st_mode & 0o777 == 0o600


def test_one_passphrase_in_two_unicode_forms_is_one_passphrase(tmp_path: Path) -> None:
    path = str(tmp_path / "k.json")
    keys.create(path, name="k", passphrase="caf\u00e9 und kuchen")
    assert keys.unlock(keys.read(path), "cafe\u0301 und kuchen").name == "k"


def test_a_key_is_never_overwritten(made: Path) -> None:
    before = made.read_bytes()
    with pytest.raises(InvalidInput, match="exists already"):
        keys.create(str(made), name="op", passphrase=PASSPHRASE)
    assert made.read_bytes() == before
    assert [entry.name for entry in made.parent.iterdir()] == ["op.json"]


@pytest.mark.parametrize("passphrase", ["", "eleven char", "x" * 2_000])
def test_a_weak_or_endless_passphrase_makes_no_key(tmp_path: Path, passphrase: str) -> None:
    with pytest.raises(InvalidInput, match="passphrase"):
        keys.create(str(tmp_path / "k.json"), name="k", passphrase=passphrase)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "..", "-rf", "a/b", "a b", "x" * 65, "a\n"])
def test_a_name_that_is_no_file_name_makes_no_key(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInput, match="name"):
        keys.create(str(tmp_path / "k.json"), name=name, passphrase=PASSPHRASE)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("time_cost", 2),
        ("time_cost", 1_000),
        ("memory_kib", 65_535),
        ("memory_kib", 2**31),
        ("lanes", 0),
        ("lanes", 1_000),
        ("name", "argon2i"),
        ("version", 16),
        ("salt", "AAAA"),
        ("salt", "not base64 !"),
        ("more", 1),
    ],
)
def test_stretching_below_the_floor_or_above_the_ceiling_is_refused(
    made: Path, tmp_path: Path, member: str, value: object
) -> None:
    path = altered(made, tmp_path, lambda key: key["kdf"].__setitem__(member, value))
    with pytest.raises(ConfigInvalid):
        keys.read(str(path))


@pytest.mark.parametrize("member", ["name", "kdf.time_cost", "kdf.memory_kib", "kdf.lanes"])
def test_every_byte_of_the_header_is_bound_to_the_ciphertext(made: Path, tmp_path: Path, member: str) -> None:
    def change(key: dict[str, Any]) -> None:
        if member == "name":
            key["name"] = "somebody-else"
        else:
            key["kdf"][member.removeprefix("kdf.")] += 1

    with pytest.raises(Unauthenticated):
        keys.unlock(keys.read(str(altered(made, tmp_path, change))), PASSPHRASE)


def test_a_renamed_header_does_not_unlock_even_when_the_stretching_is_the_same(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    keys.create(str(other), name="other", passphrase=PASSPHRASE)

    def swap(key: dict[str, Any]) -> None:
        theirs = json.loads(other.read_text())
        key["id"], key["public_key"] = theirs["id"], theirs["public_key"]

    with pytest.raises(MayactError):
        keys.unlock(keys.read(str(altered(made, tmp_path, swap))), PASSPHRASE)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_key_that_others_may_read_or_write_is_refused(made: Path, tmp_path: Path, mode: int) -> None:
    path = altered(made, tmp_path, lambda key: None)
    path.chmod(mode)
    with pytest.raises(ConfigInvalid, match="others"):
        keys.read(str(path))


def test_a_link_a_directory_and_nothing_are_no_keys(made: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(made)
    with pytest.raises(ConfigInvalid):
        keys.read(str(tmp_path / "link"))
    with pytest.raises(ConfigInvalid):
        keys.read(str(tmp_path))
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(ConfigInvalid):
        keys.read(str(tmp_path / "pipe"))
    with pytest.raises(NotFound):
        keys.read(str(tmp_path / "absent"))


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(min_value=0), flip=st.integers(min_value=1, max_value=255))
def test_a_damaged_key_file_is_refused_and_nothing_else_happens(
    made: Path, tmp_path: Path, cut: int, flip: int
) -> None:
    raw = bytearray(made.read_bytes())
    at = cut % len(raw)
    raw[at] ^= flip
    path = tmp_path / "damaged.json"
    path.write_bytes(raw)
    path.chmod(0o600)
    try:
        damaged = keys.read(str(path))
    except MayactError:
        return
    # Only a change that JSON does not notice (white space) may unlock; the header is bound, the ciphertext sealed.
    if damaged.header == keys.read(str(made)).header and damaged.ciphertext == keys.read(str(made)).ciphertext:
        return
    if damaged.header["kdf"] == keys.read(str(made)).header["kdf"]:
        with pytest.raises(MayactError):
            keys.unlock(damaged, PASSPHRASE)
