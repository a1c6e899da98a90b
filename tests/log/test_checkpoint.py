"""Checkpoints and signed notes: published examples, our own, and everything that is almost one."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.store import LOG_KEY, LOG_VERIFIER, ORIGIN, signing_key

from mayact.core.errors import ProofInvalid
from mayact.core.log.checkpoint import (
    Checkpoint,
    VerifierKey,
    open_checkpoint,
    parse_key,
    peek,
    sign_checkpoint,
)

ROOT = bytes(range(32))


def note(size: int = 7, root: bytes = ROOT) -> str:
    return sign_checkpoint(Checkpoint(ORIGIN, size, root), key=LOG_VERIFIER, sign=LOG_KEY.sign)


def test_a_published_verifier_key_has_the_hash_we_compute() -> None:
    # The verifier key of the Go checksum database, published in the documentation of its `note` package.
    published = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert parse_key(published).text() == published


def test_the_published_checkpoint_of_the_specification_parses() -> None:
    # The example of c2sp.org/tlog-checkpoint; its key is not published, so only the body is read.
    example = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa "
        "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    )
    assert peek(example).size == 20852163


@pytest.mark.requirement("AUDIT-1")
def test_what_was_signed_opens_as_what_it_was() -> None:
    assert open_checkpoint(note(), key=LOG_VERIFIER) == Checkpoint(ORIGIN, 7, ROOT)
    assert parse_key(LOG_VERIFIER.text()) == LOG_VERIFIER


def test_a_signature_of_a_witness_is_ignored() -> None:
    witness = VerifierKey("witness.example", signing_key(9).public_key().public_bytes_raw())
    body = Checkpoint(ORIGIN, 7, ROOT).body()
    line = base64.b64encode(witness.key_hash + signing_key(9).sign(body.encode())).decode()
    cosigned = f"{note()}— witness.example {line}\n"
    assert open_checkpoint(cosigned, key=LOG_VERIFIER).size == 7


def altered(text: str) -> list[str]:
    other = VerifierKey(ORIGIN, signing_key(9).public_key().public_bytes_raw())
    foreign = sign_checkpoint(Checkpoint(ORIGIN, 7, ROOT), key=other, sign=signing_key(9).sign)
    elsewhere = VerifierKey("other.example", LOG_VERIFIER.public_key)
    moved = sign_checkpoint(Checkpoint("other.example", 7, ROOT), key=elsewhere, sign=LOG_KEY.sign)
    bad = base64.b64encode(LOG_VERIFIER.key_hash + bytes(64)).decode()
    return [
        text.replace("\n7\n", "\n8\n"),
        text.replace("\n7\n", "\n07\n"),
        text.replace("\n7\n", "\n7 \n"),
        text.replace("\n7\n", "\n+7\n"),
        text.replace("\n7\n", "\n٧\n"),
        text.replace("\n7\n", "\n7\nextension\n"),
        text.replace(ORIGIN, "mayact.example/lag", 1),
        text.replace("— ", "- "),
        text.replace("\n\n", "\n"),
        text.rstrip("\n"),
        text + "\n",
        text.replace("\n", "\r\n"),
        text + f"— {ORIGIN} {bad}\n",
        text.split("\n\n")[0] + "\n\n",
        foreign,
        moved,
        "",
        "\n\n",
        "x" * 70_000,
        text.replace("AAECAw", "AAECAx"),
    ]


@pytest.mark.parametrize("number", range(20))
def test_whatever_is_almost_a_checkpoint_is_refused(number: int) -> None:
    changed = altered(note())[number]
    assert changed != note()
    with pytest.raises(ProofInvalid):
        open_checkpoint(changed, key=LOG_VERIFIER)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_single_changed_character_survives(data: st.DataObject) -> None:
    text = note()
    at = data.draw(st.integers(0, len(text) - 1))
    with_other = text[:at] + data.draw(st.characters(exclude_categories=["Cs"])) + text[at + 1 :]
    if with_other == text:
        return
    with pytest.raises(ProofInvalid):
        open_checkpoint(with_other, key=LOG_VERIFIER)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2003b", "a\nb", "a\u202eb"])
def test_a_name_that_would_be_read_two_ways_is_refused(name: str) -> None:
    with pytest.raises(ProofInvalid):
        VerifierKey(name, LOG_VERIFIER.public_key)


@pytest.mark.parametrize(
    "text",
    ["", "a", "a+b", "a+00000000+AAAA", LOG_VERIFIER.text()[:-4] + "AAAA", LOG_VERIFIER.text() + "=", "a+b+c+d"],
)
def test_a_key_text_that_is_not_whole_is_refused(text: str) -> None:
    with pytest.raises(ProofInvalid):
        parse_key(text)


@pytest.mark.parametrize("size", [-1, 10**15])
def test_a_head_that_could_not_be_read_back_is_not_signed(size: int) -> None:
    with pytest.raises(ProofInvalid):
        note(size)


@pytest.mark.parametrize("root", [b"", bytes(31), bytes(33)])
def test_a_root_of_another_length_is_not_signed(root: bytes) -> None:
    with pytest.raises(ProofInvalid):
        note(root=root)


def test_a_checkpoint_of_another_log_is_not_signed() -> None:
    with pytest.raises(ProofInvalid):
        sign_checkpoint(Checkpoint("other.example", 1, ROOT), key=LOG_VERIFIER, sign=LOG_KEY.sign)
