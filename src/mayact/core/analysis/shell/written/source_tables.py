"""What source text may name and only compute, for each language. Tables only.

A name belongs here when nothing that can be reached through it opens a file, starts a process, contacts anything,
reads
the environment, or calls what a name put together at run time says.
"""

import re
from collections.abc import Mapping
from typing import Final


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


SETTINGS: Final = re.compile(
    r"(?i)config|conf\.|rc\.|file\.|setup|build\.rs|plugin|preset|karma|wdio|protractor|plop|lint|release"
    r"|(?<!use)hook|pre-|post-|\A\.|mod\.go"
)
"""Names of sources that tools run as their settings: text in them is commands."""

PLACES: Final = re.compile(
    r"(?i)/(?:\.[^/]+|node_modules|vendor|scripts|bin|sbin|plugins|build-?scripts|xtask|ci|config)/"
)
"""Directories whose sources are run for more than they compute."""

NEVER: Final = re.compile(
    r"\.(?:ssh|aws|gnupg|netrc|kube|docker|npmrc|pypirc|bashrc|zshrc|profile|git-credentials|pgpass)\b"
    r"|\bid_(?:rsa|ed25519|ecdsa|dsa)\b"
    r"|authorized_keys|(?<![\w/.*-])\.env\b(?!\.(?:example|sample|template|test))|[\"'`(\s]/(?:etc|root|home|proc"
    r"|sys|dev|boot|Users|var/run)(?![\w-])"
    r"|[\"'`]~/(?=\.|[\"'`])|/\.git/|rm\s+-\w*[rf]\w*\s|169\.254\.169\.254|metadata\.google"
)
"""Places that no source which only computes names, in whatever language: the repository's own code might touch "
"them."""

ADDED_NEVER: Final = re.compile(
    r"(?i)\b(?:\w*exec\w*|\w*spawn\w*|fork|rm\w*|unlink\w*|system|popen|run\w*|shell\w*|sh|bash|fetch\w*|axios"
    r"|request\w*|remove\w*|delete\w*"
    r"|write\w*|read\w*|open\w*|fsp?|os|io|ioutil|filepath|http\w*|net|client|command\w*|cmd|process\w*|socket\w*"
    r"|file\w*|path\w*|dir\w*|upload\w*"
    r"|download\w*|send\w*|connect\w*|kill|vm|worker\w*|syscall|unsafe|reflect\w*|plugin|template|eval\w*"
    r"|compile\w*|load\w*|import|require|use"
    r"|include|mod|extern|macro_rules|execa|shelljs|zx|got|tar|archiver|copy\w*|move\w*|rename\w*|chmod|chown"
    r"|symlink|mkdir\w*|rimraf|del)\b|\$[`{]"
)
"""Names by which an import that already stands in a source may reach something."""

_SCRIPT_RUNNERS: Final = _names("node tsx ts-node npx bun bunx deno vitest jest")
RUNNERS: Final[Mapping[str, frozenset[str]]] = {
    "rs": frozenset({"rustc", "cargo"}), "go": frozenset({"go"}), "java": frozenset({"java", "javac"}),
    "rb": frozenset({"ruby"}), "php": frozenset({"php"}), "exs": frozenset({"elixir", "mix"}),
    **dict.fromkeys(("ts", "tsx", "mts", "js", "jsx", "mjs"), _SCRIPT_RUNNERS),
}  # fmt: skip
"""Programs that run a file of an ending as what the ending says."""

# ── Rust ─────────────────────────────────────────────────────────────────────────────────────────────────

RUST_NEVER: Final = re.compile(
    r"\b(?:unsafe|extern|asm|global_asm|naked_asm|include|include_str|include_bytes|env|option_env|libc|link"
    r"|link_name|no_mangle"
    r"|export_name|proc_macro|macro_rules|concat_idents|fs|process|net|os|Command|Stdio|Child|File|OpenOptions"
    r"|DirBuilder|Path"
    r"|PathBuf|TcpStream|TcpListener|UdpSocket|Unix\w+|remove_\w+|create_dir\w*|read_dir|copy_to|transmute"
    r"|from_raw\w*"
    r"|var_os|set_var|current_dir|crate_type|reqwest|hyper|ureq|tokio|async_std|smol|duct|xshell|cmd_lib"
    r"|subprocess|git2|gix|rustix"
    r"|nix|winapi|windows|fs_extra|fs_err|walkdir|glob|ignore|tempfile|rusqlite|sqlx|diesel|postgres|redis|curl"
    r"|isahc|surf|ssh2"
    r"|aws_\w+|libloading|ctor|inventory|rhai|mlua|pyo3|wasmtime|open|opener|duct_sh|run_script|execute|shellfn"
    r"|sh|async_process|daemonize|fork|memmap\w*|fs2|fs4|cap_std|tempdir|trash"
    r"|webbrowser|attohttpc|minreq|awc|actix_\w+|axum|warp|rocket|zip|tar|syscalls?|dirs|sysinfo|notify|which|jni"
    r"|neon)\b|\bpath\s*="
)
RUST_STANDARD: Final = _names(
    """collections fmt cmp iter ops str string vec rc sync cell borrow convert hash num option result error time "
    "marker
    mem any default char array slice ascii boxed hint io thread prelude primitive u8 u16 u32 u64 u128 usize i8
    i16 i32 i64 i128 isize f32 f64 println print eprintln eprint format write writeln assert assert_eq assert_ne
    matches vec"""
)
RUST_ROOTS: Final = _names(
    """std core alloc crate self super u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 str char bool serde
    serde_json itertools thiserror anyhow regex chrono rand proptest quickcheck approx pretty_assertions
    predicates predicate insta criterion test_case maplit similar_asserts assert_matches indexmap smallvec num
    num_traits once_cell bitflags uuid semver unicode_segmentation rstest"""
)
RUST_MACROS: Final = _names(
    """println print eprintln eprint format vec assert assert_eq assert_ne debug_assert debug_assert_eq "
    "debug_assert_ne
    panic todo unimplemented unreachable matches write writeln dbg format_args stringify concat line column file
    assert_snapshot assert_json_snapshot assert_debug_snapshot assert_matches btreemap hashmap criterion_group
    criterion_main
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
    net/http net/http/httptest iter testing/fstest testing/iotest
    github.com/stretchr/testify/assert github.com/stretchr/testify/require github.com/google/go-cmp/cmp
    github.com/google/uuid golang.org/x/exp/slices golang.org/x/exp/maps"""
)

GO_HTTP_NEVER: Final = re.compile(
    r"\bhttp\.(?:Get|Post|PostForm|Head|Client|DefaultClient|Transport|DefaultTransport|RoundTripper"
    r"|ListenAndServe\w*|Serve\w*|"
    r"FileServer\w*|Dir|FS|File\w*|Proxy\w*|NewFileTransport|Server)\b|https?://(?!(?:[\w.-]*\.)?example\.(?:com"
    r"|org|net)|localhost|127\.0\.0\.1)"
    r"|[\w)\]]\.Client\b(?!\s*\{)"
)
"""What contacts a host or shows files; the other half of the package only describes requests and answers."""

# ── Java ─────────────────────────────────────────────────────────────────────────────────────────────────

JAVA_NEVER: Final = re.compile(
    r"\b(?:Runtime|ProcessBuilder|Process|ProcessHandle|Class|ClassLoader|Module|ModuleLayer|SecurityManager"
    r"|StackWalker"
    r"|getClass|getMethods?|getDeclared\w*|getConstructors?|getFields?|invoke\w*|newInstance|forName"
    r"|\w*ClassLoader|loadClass"
    r"|getResource\w*|reflect|Proxy|native|ServiceLoader|Formatter|Properties|Unsafe|MethodHandles?"
    r"|ScriptEngine\w*|File\w*"
    r"|Path|Paths|Socket\w*|URL|URI|HttpClient|Timer|Prefs|Preferences|ResourceBundle|Scheduled\w*)\b"
    r"|\bSystem\b(?!\s*\.\s*(?:out|err|nanoTime|currentTimeMillis|identityHashCode|lineSeparator)\b)"
    r"|\bThread\b(?!\s*\.\s*sleep\b)|\.\s*class\s*\."
    r"|\b(?:toUR[IL]|openStream|openConnection|getProtectionDomain|getCodeSource|protectionDomain|codeSource|classLoader"
    r"|getRecordComponents|getAccessor|getModule|getEnclosing\w*|describeConstable|resolveConstantDesc|asSubclass"
    r"|\w*Reflect\w*|reflection|\w*ResourceBundle|Whitebox|FieldSetter|PrintStream|PrintWriter|Scanner\s*\(\s*new"
    r"|tryToLoadClass|toPath|toFile|CsvFileSource)\b|[=?:]\s*[\w.]+\.class\s*[;:?]"
    # Properties whose name is put together, which may lead to where a class was loaded from.
    r"|\b(?:extracting|hasProperty|returns|flatExtracting)\s*\((?!\s*(?:\"\w+\"\s*[,)]|[\w:]+::\w+|\w+\s*->))"
)
JAVA_PURE: Final = re.compile(
    r"java\.util\.(?:[A-Z]|function\.|stream\.|regex\.|concurrent\.(?:[A-Z]|atomic\.)|\*)|java\.(?:time|math|text)\."
    r"|java\.io\.(?:StringReader|StringWriter|IOException|UncheckedIOException|Serializable)\b"
    r"|java\.lang\.(?:Math|String|Integer|Long|Double|Character|Boolean|Object)\b"
    r"|java\.nio\.charset\.StandardCharsets\b|org\.(?:junit|hamcrest|mockito|assertj\.core\.api)\b"
    r"|org\.jetbrains\.annotations\.|jakarta\.validation\."
)
JVM_LIBRARIES: Final = re.compile(
    r"(?:java|javax|jakarta|jdk|sun|kotlin|kotlinx|scala|groovy|android|androidx|okhttp\d?|okio|retrofit\d?)\b"
    r"|com\.(?:sun|google|squareup|amazonaws|"
    r"fasterxml|jcraft|github|oracle|ibm|microsoft|azure|mysql|zaxxer|hierynomus|typesafe|twitter|facebook"
    r"|jetbrains|intellij|apple|netflix)\b|"
    r"org\.(?:apache|springframework|eclipse|codehaus|zeroturnaround|jboss|hibernate|gradle|jsoup|junit|mockito"
    r"|slf4j|postgresql|"
    r"openqa|jetbrains|kohsuke|bouncycastle|graalvm|python|jruby|mozilla|h2|sqlite|testcontainers|apache)\b|"
    r"io\.(?:netty|ktor|vertx|grpc|micronaut|quarkus|github|reactivex|projectreactor|kotest|mockk|opentelemetry"
    r"|fabric8)\b|"
    r"software\.amazon\b|net\.(?:lingala|bytebuddy|java|sf|schmizz)\b"
)
"""Roots of packages that libraries have: nobody's own code lies there."""
KOTLIN_NEVER: Final = re.compile(
    r"\b(?:javaClass|memberFunctions|declaredMembers|call|callBy|Runtime|exec|readText|writeText"
    r"|deleteRecursively|walk"
    r"|JavaScript|js|external|dynamic|declared\w+|protectionDomain|codeSource|openStream|readBytes)\b"
    r"|(?<=[\w)])\s*\.\s*java\b(?!\s*[,)]|\s*\.\s*(?:util|time|math|text)\b)|::\s*class\s*\.\s*(?:java\s*\.\s*)?(?:get|methods|declared|constructors"
    r"|members|protection|class)"
)
KOTLIN_PURE: Final = re.compile(
    r"kotlin\.(?:test|math|random|collections|text|time|comparisons|sequences|ranges|properties)\."
    r"|kotlinx\.(?:coroutines\.test|"
    r"coroutines\.(?:runBlocking|delay|async|launch|flow|Deferred|Job|coroutineScope)\b|serialization\."
    r"|datetime\.|collections\.)|io\.kotest\.|io\.mockk\.|"
    r"org\.mockito\.|com\.google\.common\.truth\.|app\.cash\.turbine\."
)
# ── TypeScript and JavaScript ────────────────────────────────────────────────────────────────────────────

SCRIPT_NEVER: Final = re.compile(
    r"\b(?:process|require|global|globalThis|window|eval|Function|fetch|XMLHttpRequest|WebSocket"
    r"|EventSource|Worker|SharedWorker|importScripts|Deno|Bun|WebAssembly|navigator|sendBeacon|localStorage"
    r"|constructor|__\w+__|prototype|Reflect|Proxy|getPrototypeOf|setPrototypeOf|getOwnProperty\w*|defineProperty"
    r"|importActual|requireActual|importMock|requireMock|cy|browser|chrome|callee|child_process"
    r"|execa|shelljs|ActiveXObject|document|executablePath|launch\w*|connectOverCDP|webServer|setInputFiles"
    r"|addInitScript|addScriptTag|evaluate\w*|exposeFunction"
    r"|defaultView|ownerDocument|innerHTML|outerHTML|appendChild|createElement|insertAdjacent\w*"
    r"|dangerouslySetInnerHTML"
    r"|setAttribute|srcdoc|javascript|prepareStackTrace|getThis|getFunction)\b"
    r"|\b(?:toRef|pluck|property|nestedProperty|its)\b(?=\s*\()(?!\(\s*(?:\w+\s*,\s*)?['\"][\w.-]+['\"]\s*[,)])"
    r"(?!\(\s*\(\)\s*=>\s*[\w.]+\s*\))"
    r"|\bmodule\b(?!\.exports\b)|\bimport\s*[(.]|\bconsole\b(?!\.(?:log|error|warn|info|table|debug|assert|time"
    r"|timeEnd)\b)"
    r"|\bset(?:Timeout|Interval|Immediate)\b(?!\(\s*(?:\(|function\b|async\b|\w+\s*=>))|\bwith\s*\(|\$`"
    r"|<\s*(?:script|iframe)\b|\bthis\b(?!\.)|@(?:vitest|jest)-environment"
    r"|\b(?:spyOn|replaceProperty)\b(?!\([\w.]+, *['\"]\w+['\"]\))|^#!",
    re.MULTILINE,
)
SCRIPT_MODULES: Final = re.compile(
    r"vitest|@jest/globals|react|react-dom|react/jsx-runtime|svelte|solid-js|preact|preact/hooks|zod|date-fns"
    r"|dayjs|luxon"
    r"|clsx|classnames|nanoid|uuid|assert|node:assert|assert/strict|node:assert/strict|node:test"
    r"|@testing-library/(?:react|vue|svelte|dom|user-event"
    r"|jest-dom|jest-dom/vitest|react-hooks)|prop-types|zustand|react-router|react-router-dom"
    r"|@?[a-z-]+\.(?:css|scss)|chai|supertest|sinon|sinon-chai|mocha|expect|ava|tape|uvu|uvu/assert|fast-check"
    r"|@playwright/test|vue|vue-router"
    r"|pinia|@pinia/testing|@vue/test-utils|svelte/(?:store|transition|motion|animate|easing)|next/(?:link"
    r"|navigation|image|router|head|font/google)"
    r"|redux|react-redux|@reduxjs/toolkit|@tanstack/react-query|react-hook-form|@hookform/resolvers/zod|immer"
    r"|ts-pattern|rxjs|rxjs/operators"
    r"|tailwind-merge|class-variance-authority|framer-motion|styled-components|lucide-react|react-i18next|i18next"
    r"|vue-i18n|swr|jotai|recoil"
    r"|@angular/(?:core|core/testing|common|forms|router|platform-browser)|@nestjs/(?:common|testing)"
    r"|vitest-mock-extended|jest-mock-extended"
    r"|@testing-library/jest-dom/(?:extend-expect|matchers)|@storybook/(?:react|vue3|test|addon-actions)"
)
HERE_NEVER: Final = re.compile(
    r"\b(?:fs|vm|http|https|http2|net|tls|dgram|dns|cluster|child_process|worker_threads|repl|inspector|v8|wasi|sqlite"
    r"|sea|module|os|stream|zlib|domain|trace_events|async_hooks|readline|exec\w*|spawn\w*|fork|rm\w*|unlink\w*|cp\w*"
    r"|rmdir\w*|writeFile\w*|require\s*\.|arguments|call|apply|bind)\b|[\w$)\]]\s*`"
    r"|\b(?:const|let|var)\s*\{[^}]*\}\s*=(?!\s*require\()"
)
"""`node -e` has the modules of Node as names without an import, and code of the repository may hand them on."""
SCRIPT_BUILT_IN: Final = re.compile(r"(?:node:)?(?:assert|assert/strict)|node:test")
"""Of the runtime itself: no file stands in for them."""
SCRIPT_ALIASES: Final = re.compile(r"(?:@|~|\$lib|\$app|#[\w-]+)/(?!.*\.\.)[\w@./-]+")
"""Paths of the repository by the names that bundlers give them; none is a package's."""
SCRIPT_WORDS: Final = _names("const let var return in case default typeof extends else")
"""Words behind which a bracket begins a list, and does not reach a part."""
