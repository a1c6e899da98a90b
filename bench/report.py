"""Printing: a row at a time, and where a total went."""

import sys

WIDTH = 52


def title(text: str) -> None:
    print(f"\n{text}", flush=True)


def say(text: str) -> None:
    """Progress, on standard error: what is printed stays the figures alone."""
    print(f"  … {text}", file=sys.stderr, flush=True)


def note(text: str) -> None:
    print(f"  {text}", flush=True)


def milliseconds(name: str, seconds: float, ratio: str = "") -> None:
    print(f"  {name:<{WIDTH}} {seconds * 1e3:9.3f} ms   {ratio}".rstrip(), flush=True)


def microseconds(name: str, seconds: float, ratio: str = "") -> None:
    print(f"  {name:<{WIDTH}} {seconds * 1e6:9.1f} µs   {ratio}".rstrip(), flush=True)


def ratio(name: str, found: float, *, at_least: float | None = None, at_most: float | None = None) -> None:
    """One ratio against its target."""
    if at_least is not None:
        against = f"target ≥ {at_least:g}: {'met' if found >= at_least else 'not met'}"
    elif at_most is not None:
        against = f"target ≤ {at_most:g}: {'met' if found <= at_most else 'not met'}"
    else:
        against = ""
    print(f"  {name:<{WIDTH}} {found:9.2f}      {against}".rstrip(), flush=True)


def shares(total: float, parts: dict[str, float], *, rest: str) -> None:
    """Where `total` went. Parts were measured on their own, so the last row is what they do not explain."""
    for name, seconds in sorted(parts.items(), key=lambda item: -item[1]):
        print(f"    {100 * seconds / total:5.1f} %  {name}")
    left = total - sum(parts.values())
    print(f"    {100 * left / total:5.1f} %  {rest}", flush=True)
