"""What source text may name and only compute, for each language. Tables only.

A name belongs here when nothing that can be reached through it opens a file, starts a process, contacts anything, reads
the environment, or calls what a name put together at run time says.
"""

import re
from collections.abc import Mapping
from typing import Final


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


SETTINGS: Final = re.compile(
    r"(?i)config|conf\.|rc\.|file\.|setup|build\.rs|plugin|preset|karma|wdio|protractor|plop|lint|release|(?<!use)hook|pre-|post-|\A\.|mod\.go"
)
"""Names of sources that tools run as their settings: text in them is commands."""

PLACES: Final = re.compile(
    r"(?i)/(?:\.[^/]+|node_modules|vendor|scripts|bin|sbin|plugins|build-?scripts|xtask|ci|config)/"
)
"""Directories whose sources are run for more than they compute."""

_SCRIPT_RUNNERS: Final = _names("node tsx ts-node npx bun bunx deno vitest jest")
RUNNERS: Final[Mapping[str, frozenset[str]]] = {
    "rs": frozenset({"rustc", "cargo"}), "go": frozenset({"go"}), "java": frozenset({"java", "javac"}),
    **dict.fromkeys(("ts", "tsx", "mts", "js", "jsx", "mjs"), _SCRIPT_RUNNERS),
}  # fmt: skip
"""Programs that run a file of an ending as what the ending says."""

# ── Rust ─────────────────────────────────────────────────────────────────────────────────────────────────

RUST_NEVER: Final = re.compile(
    r"\b(?:unsafe|extern|asm|global_asm|naked_asm|include|include_str|include_bytes|env|option_env|libc|link|link_name|no_mangle"
    r"|export_name|proc_macro|macro_rules|concat_idents|fs|process|net|os|Command|Stdio|Child|File|OpenOptions|DirBuilder|Path"
    r"|PathBuf|TcpStream|TcpListener|UdpSocket|Unix\w+|remove_\w+|create_dir\w*|read_dir|copy_to|transmute|from_raw\w*"
    r"|var_os|set_var|current_dir|crate_type|reqwest|hyper|ureq|tokio|async_std|smol|duct|xshell|cmd_lib|subprocess|git2|gix|rustix"
    r"|nix|winapi|windows|fs_extra|fs_err|walkdir|glob|ignore|tempfile|rusqlite|sqlx|diesel|postgres|redis|curl|isahc|surf|ssh2"
    r"|aws_\w+|libloading|ctor|inventory|rhai|mlua|pyo3|wasmtime|open|opener|dirs|sysinfo|notify|which|jni|neon)\b|\bpath\s*="
)
RUST_STANDARD: Final = _names(
    """collections fmt cmp iter ops str string vec rc sync cell borrow convert hash num option result error time marker
    mem any default char array slice ascii boxed hint io thread prelude primitive u8 u16 u32 u64 u128 usize i8
    i16 i32 i64 i128 isize f32 f64 println print eprintln eprint format write writeln assert assert_eq assert_ne
    matches vec"""
)
RUST_ROOTS: Final = _names(
    """std core alloc crate self super u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 str char bool serde
    serde_json itertools thiserror anyhow regex chrono rand proptest quickcheck approx pretty_assertions
    indexmap smallvec num num_traits once_cell bitflags uuid semver unicode_segmentation rstest"""
)
RUST_MACROS: Final = _names(
    """println print eprintln eprint format vec assert assert_eq assert_ne debug_assert debug_assert_eq debug_assert_ne
    panic todo unimplemented unreachable matches write writeln dbg format_args stringify concat line column file
    json anyhow bail ensure proptest prop_assert prop_assert_eq thread_local if while return match in else"""
)
RUST_ATTRIBUTES: Final = _names(
    """derive test cfg inline allow warn deny must_use should_panic ignore non_exhaustive doc default serde error from
    rustfmt::skip repr cold track_caller deprecated expect rstest case"""
)

# ── Go ───────────────────────────────────────────────────────────────────────────────────────────────────

GO_MODULES: Final = _names(
    """fmt strings strconv errors sort math math/big math/bits math/cmplx math/rand math/rand/v2 unicode unicode/utf8
    unicode/utf16 bytes time testing testing/quick regexp bufio io context sync sync/atomic container/heap
    container/list container/ring encoding/json encoding/hex encoding/base64 encoding/base32 encoding/csv
    encoding/binary slices maps cmp iter hash hash/fnv hash/crc32 hash/maphash crypto/sha256 crypto/sha1
    crypto/md5 crypto/sha512 crypto/hmac text/tabwriter path net/url html unique
    github.com/stretchr/testify/assert github.com/stretchr/testify/require github.com/google/go-cmp/cmp
    github.com/google/uuid golang.org/x/exp/slices golang.org/x/exp/maps"""
)

# ── Java ─────────────────────────────────────────────────────────────────────────────────────────────────

JAVA_NEVER: Final = re.compile(
    r"\b(?:Runtime|ProcessBuilder|Process|ProcessHandle|Class|ClassLoader|Module|ModuleLayer|SecurityManager|StackWalker"
    r"|getClass|getMethods?|getDeclared\w*|getConstructors?|getFields?|invoke\w*|newInstance|forName|\w*ClassLoader|loadClass"
    r"|getResource\w*|reflect|Proxy|native|ServiceLoader|Formatter|Properties|Unsafe|MethodHandles?|ScriptEngine\w*|File\w*"
    r"|Path|Paths|Socket\w*|URL|URI|HttpClient|Timer|Prefs|Preferences|ResourceBundle|Scheduled\w*)\b"
    r"|\bSystem\b(?!\s*\.\s*(?:out|err|nanoTime|currentTimeMillis|identityHashCode|lineSeparator)\b)"
    r"|\bThread\b(?!\s*\.\s*sleep\b)|\.\s*class\s*\."
)
JAVA_PURE: Final = re.compile(
    r"java\.util\.(?:[A-Z]|function\.|stream\.|regex\.|concurrent\.(?:[A-Z]|atomic\.)|\*)|java\.(?:time|math|text)\."
    r"|java\.io\.(?:StringReader|StringWriter|IOException|UncheckedIOException|Serializable)\b"
    r"|java\.lang\.(?:Math|String|Integer|Long|Double|Character|Boolean|Object)\b"
    r"|java\.nio\.charset\.StandardCharsets\b|org\.(?:junit|hamcrest|assertj\.core\.api)\b"
)
# ── TypeScript and JavaScript ────────────────────────────────────────────────────────────────────────────

SCRIPT_NEVER: Final = re.compile(
    r"\b(?:process|require|global|globalThis|window|eval|Function|fetch|XMLHttpRequest|WebSocket"
    r"|EventSource|Worker|SharedWorker|importScripts|Deno|Bun|WebAssembly|navigator|sendBeacon|localStorage"
    r"|constructor|__\w+__|prototype|Reflect|Proxy|getPrototypeOf|setPrototypeOf|getOwnProperty\w*|defineProperty"
    r"|importActual|requireActual|importMock|requireMock|cy|browser|chrome|callee|child_process"
    r"|execa|shelljs|ActiveXObject|document"
    r"|defaultView|ownerDocument|innerHTML|outerHTML|appendChild|createElement|insertAdjacent\w*|dangerouslySetInnerHTML"
    r"|setAttribute|srcdoc|javascript|prepareStackTrace|getThis|getFunction)\b"
    r"|\bmodule\b(?!\.exports\b)|\bimport\s*[(.]|\bconsole\b(?!\.(?:log|error|warn|info|table|debug|assert|time|timeEnd)\b)"
    r"|\bset(?:Timeout|Interval|Immediate)\b(?!\(\s*(?:\(|function\b|async\b|\w+\s*=>))|\bwith\s*\(|\$`|<\s*(?:script|iframe)\b|\bthis\b(?!\.)|@(?:vitest|jest)-environment"
    r"|\b(?:spyOn|replaceProperty)\b(?!\([\w.]+, *['\"]\w+['\"]\))|^#!",
    re.MULTILINE,
)
SCRIPT_MODULES: Final = re.compile(
    r"vitest|@jest/globals|react|react-dom|react/jsx-runtime|svelte|solid-js|preact|preact/hooks|zod|date-fns|dayjs|luxon"
    r"|clsx|classnames|nanoid|uuid|assert|node:assert|assert/strict|node:assert/strict|node:test|@testing-library/(?:react|vue|svelte|dom|user-event"
    r"|jest-dom|jest-dom/vitest|react-hooks)|prop-types|zustand|react-router|react-router-dom"
    r"|@?[a-z-]+\.(?:css|scss)"
)
SCRIPT_WORDS: Final = _names("const let var return of in case default yield await typeof extends else")
"""Words behind which a bracket begins a list, and does not reach a part."""
