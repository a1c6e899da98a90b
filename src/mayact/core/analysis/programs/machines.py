"""Names of compilers that build for other machines: `arm-none-eabi-gcc` and its like."""

from typing import Final

_MACHINES: Final = (
    "arm-none-eabi", "arm-linux-gnueabihf", "arm-linux-gnueabi", "aarch64-linux-gnu", "aarch64-none-elf", "avr",
    "riscv64-unknown-elf", "riscv32-unknown-elf", "riscv64-linux-gnu", "xtensa-esp32-elf", "xtensa-esp32s3-elf",
    "riscv32-esp-elf", "x86_64-w64-mingw32", "i686-w64-mingw32", "msp430-elf", "mips-linux-gnu", "m68k-linux-gnu",
    "powerpc64le-linux-gnu", "x86_64-elf", "i686-elf",
)  # fmt: skip


def crossed(tools: str) -> str:
    """The names of `tools` (separated by blanks) for each of the machines."""
    return " ".join(f"{machine}-{tool}" for machine in _MACHINES for tool in tools.split())
