"""Secrets of well-known forms, made up anew from a seed: none of them ever opened anything, and none stands in a file
of this repository, where scanners of others would find it."""

import base64
import json
import random
import string
from collections.abc import Callable, Iterator
from typing import Final

_LETTERS: Final = string.ascii_letters + string.digits
_LOWER: Final = string.ascii_lowercase + string.digits
_HEX: Final = "0123456789abcdef"
_BASE32: Final = string.ascii_uppercase + "234567"
_URL: Final = _LETTERS + "_-"


def _any(rng: random.Random, alphabet: str, length: int) -> str:
    return "".join(rng.choice(alphabet) for _ in range(length))


def _jwt(rng: random.Random) -> str:
    parts = ({"alg": "HS256", "typ": "JWT"}, {"sub": _any(rng, _LETTERS, 12), "iat": rng.randrange(10**9, 2 * 10**9)})
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, _any(rng, _URL, 43)])


def _pem(kind: str) -> Callable[[random.Random], str]:
    def made(rng: random.Random) -> str:
        lines = "\n".join(_any(rng, _LETTERS + "+/", 64) for _ in range(6))
        return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----"

    return made


def _form(form: str, *parts: tuple[str, int]) -> Callable[[random.Random], str]:
    """`form` with one `{}` for each alphabet and length."""
    return lambda rng: form.format(*(_any(rng, alphabet, length) for alphabet, length in parts))


FORMS: Final[dict[str, Callable[[random.Random], str]]] = {
    "aws access key": _form("AKIA{}", (_BASE32, 16)),
    "aws session key": _form("ASIA{}", (_BASE32, 16)),
    "github personal": _form("ghp_{}", (_LETTERS, 36)),
    "github oauth": _form("gho_{}", (_LETTERS, 36)),
    "github app": _form("ghs_{}", (_LETTERS, 36)),
    "github refresh": _form("ghr_{}", (_LETTERS, 36)),
    "github fine-grained": _form("github_pat_{}_{}", (_LETTERS, 22), (_LETTERS, 59)),
    "gitlab personal": _form("glpat-{}", (_LETTERS, 20)),
    "gitlab deploy": _form("gldt-{}", (_LETTERS, 20)),
    "gitlab runner": _form("glrt-{}", (_LETTERS, 20)),
    "slack bot": _form("xoxb-{}-{}-{}", ("123456789", 12), ("123456789", 12), (_LETTERS, 24)),
    "slack user": _form(
        "xoxp-{}-{}-{}-{}", ("123456789", 12), ("123456789", 12), ("123456789", 12), (_LETTERS.lower(), 32)
    ),
    "slack app": _form("xapp-1-A{}-{}-{}", (_BASE32, 10), ("123456789", 13), (_HEX, 64)),
    "slack webhook": _form("https://hooks.slack.com/services/T{}/B{}/{}", (_BASE32, 10), (_BASE32, 10), (_LETTERS, 24)),
    "stripe live": _form("sk_live_{}", (_LETTERS, 24)),
    "stripe restricted": _form("rk_live_{}", (_LETTERS, 24)),
    "npm": _form("npm_{}", (_LOWER, 36)),
    "pypi": _form("pypi-AgEIcHlwaS5vcmc{}", (_URL, 60)),
    "openai": _form("sk-{}T3BlbkFJ{}", (_LETTERS, 20), (_LETTERS, 20)),
    "openai project": _form("sk-proj-{}T3BlbkFJ{}", (_URL, 74), (_URL, 74)),
    "anthropic": _form("sk-ant-api03-{}AA", (_URL, 93)),
    "google api": _form("AIza{}", (_LETTERS, 35)),
    "sendgrid": _form("SG.{}.{}", (_LETTERS, 22), (_LETTERS, 43)),
    "twilio": _form("SK{}", (_HEX, 32)),
    "mailgun": _form("mailgun_key = key-{}", (_HEX, 32)),
    "digitalocean": _form("dop_v1_{}", (_HEX, 64)),
    "hugging face": _form("hf_{}", (string.ascii_letters, 34)),
    "databricks": _form("dapi{}", (_HEX, 32)),
    "shopify": _form("shpat_{}", (_HEX, 32)),
    "linear": _form("lin_api_{}", (_LETTERS, 40)),
    "grafana": _form("glsa_{}_{}", (_LETTERS, 32), (_HEX, 8)),
    "vault": _form("hvs.{}", (_URL, 95)),
    "terraform cloud": _form("{}.atlasv1.{}", (_LETTERS, 14), (_LETTERS, 64)),
    "docker hub": _form("dckr_pat_{}", (_LETTERS, 27)),
    "doppler": _form("dp.pt.{}", (_LETTERS, 43)),
    "age": _form("AGE-SECRET-KEY-1{}", ("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58)),
    "postman": _form("PMAK-{}-{}", (_HEX, 24), (_HEX, 34)),
    "new relic": _form("NRAK-{}", (string.ascii_uppercase + string.digits, 27)),
    "telegram": _form("telegram_token = {}:A{}", ("123456789", 10), (_URL, 34)),
    "atlassian": _form("ATATT3{}={}", (_URL, 180), (_HEX.upper(), 8)),
    "jwt": _jwt,
    "rsa key": _pem("RSA PRIVATE KEY"),
    "ec key": _pem("EC PRIVATE KEY"),
    "openssh key": _pem("OPENSSH PRIVATE KEY"),
    "pkcs8 key": _pem("PRIVATE KEY"),
    "pgp key": _pem("PGP PRIVATE KEY BLOCK"),
}


def made(form: str, seed: int = 0) -> str:
    return FORMS[form](random.Random(f"{form}/{seed}"))


def github(seed: int = 0) -> str:
    """One that every test may use."""
    return made("github personal", seed)


def all_made(count: int) -> Iterator[tuple[str, str]]:
    """`(form, secret)`, `count` of each."""
    for form in FORMS:
        for seed in range(count):
            yield form, made(form, seed)
