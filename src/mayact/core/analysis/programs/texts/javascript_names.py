"""What JavaScript's names do, as data for `javascript.py`: what is not here is not understood."""

from collections.abc import Mapping
from typing import Final

from mayact.core.analysis.programs.python.effects import Way
from mayact.core.analysis.programs.table import names

KEYWORDS: Final = names(
    "const let var if else for while do of in return break continue true false null undefined new typeof "
    "function switch case default throw try catch finally async await NaN Infinity void delete instanceof"
)
LATER: Final = names("setTimeout setInterval setImmediate queueMicrotask")
"""They call a function of the text later; a text would be code."""
GLOBALS: Final = names(
    "Object Array String Number Boolean Map Set Math JSON Date RegExp Intl Buffer BigInt Symbol Promise Error "
    "URL URLSearchParams TextEncoder TextDecoder console process parseInt parseFloat isNaN isFinite "
    "encodeURIComponent decodeURIComponent structuredClone performance WeakMap WeakSet Bun Deno"
)
STATIC: Final[Mapping[str, frozenset[str]]] = {
    "Object": names("keys values entries assign fromEntries freeze is hasOwn"),
    "Array": names("isArray from of"),
    "String": names("fromCharCode"),
    "Number": names("isInteger parseFloat parseInt isFinite isNaN isSafeInteger MAX_SAFE_INTEGER MAX_VALUE EPSILON"),
    "Math": names(
        "max min abs floor ceil round trunc sqrt pow log log2 log10 exp sin cos tan atan atan2 hypot random PI E "
        "sign cbrt"
    ),
    "JSON": names("parse stringify"),
    "Date": names("now parse UTC"),
    "Buffer": names("from byteLength concat alloc isBuffer"),
    "Intl": names("NumberFormat DateTimeFormat Collator PluralRules RelativeTimeFormat ListFormat"),
    "Promise": names("all resolve allSettled"),
    "console": names("log error warn info table time timeEnd timeLog dir debug group groupEnd count assert"),
    "process": names(
        "version versions arch platform cwd argv memoryUsage uptime hrtime pid ppid exit stdout stderr exitCode "
        "release title execPath features config cpuUsage stdin nextTick"
    ),
    "performance": names("now"),
    "Bun": names("version revision"),
    "Deno": names("version"),
}
METHODS: Final = names(
    "map filter forEach find findIndex findLast some every reduce flatMap sort slice concat join split replace "
    "replaceAll trim trimStart trimEnd toLowerCase toUpperCase startsWith endsWith includes indexOf "
    "lastIndexOf padStart padEnd repeat match matchAll test exec charCodeAt codePointAt charAt at substring "
    "substr localeCompare normalize toString toFixed toPrecision toISOString toLocaleString toLocaleDateString "
    "getTime getFullYear getMonth getDate getDay getHours getMinutes getSeconds toJSON push pop shift unshift "
    "splice reverse flat fill keys values entries has get set add delete clear format log write end text json "
    "then catch finally writeUInt8 readUInt8 byteLength equals copyWithin toReversed toSorted hasOwnProperty "
    "toUTCString toSpliced with isInteger from update digest on once setEncoding resume isDirectory isFile "
    "isSymbolicLink"
)
CALLING: Final = names(
    "map filter forEach find findIndex findLast some every reduce flatMap sort then catch finally toSorted"
)
"""Methods whose first argument is called, and whose answer is kept."""
BAD: Final = names(
    "constructor __proto__ prototype caller callee arguments __defineGetter__ __defineSetter__ "
    "__lookupGetter__ __lookupSetter__ call apply bind eval Function mainModule binding dlopen _load "
    "_linkedBinding require module globalThis global this self valueOf toString then toJSON getBuiltinModule "
    "_events"
)
"""Never a name of the text's own, a key, or a part that is reached."""
REACHED: Final = names(
    "exec execSync execFile execFileSync spawn spawnSync fork child_process mainModule fs rmSync rm unlink "
    "unlinkSync rmdir rmdirSync writeFile writeFileSync eval Function constructor vm net http https"
)
"""Never beside code of the repository, which may hand on what these name."""
FUNCTIONS: Final[Mapping[str, Mapping[str, Way | None]]] = {
    "fs": {
        "readFileSync": "read", "existsSync": None, "statSync": None, "lstatSync": None, "readdirSync": None,
        "writeFileSync": "write", "appendFileSync": "write", "mkdirSync": "write", "unlinkSync": "delete",
        "rmSync": "deltree", "rmdirSync": "deltree", "createReadStream": "read", "accessSync": None,
    },
    "child_process": {"execSync": "shell"},
    "path": dict.fromkeys(
        ("join", "resolve", "basename", "dirname", "extname", "relative", "normalize", "sep", "parse", "isAbsolute",
         "delimiter", "posix"), None
    ),
    "os": dict.fromkeys(
        ("cpus", "totalmem", "freemem", "platform", "arch", "release", "homedir", "tmpdir", "EOL", "hostname", "type",
         "uptime", "loadavg", "availableParallelism", "version", "machine", "endianness"), None
    ),
    "util": dict.fromkeys(("inspect", "format", "isDeepStrictEqual"), None),
    "crypto": dict.fromkeys(("createHash", "randomUUID", "randomBytes", "randomInt", "getHashes"), None),
    "url": dict.fromkeys(("pathToFileURL", "fileURLToPath"), None),
    "assert": dict.fromkeys(("ok", "equal", "strictEqual", "deepEqual", "deepStrictEqual"), None),
}  # fmt: skip
"""Modules of Node itself: no file stands in for them (modules: "Built-in modules")."""
ALWAYS: Final = names(
    "fetch setTimeout http https http2 net tls dgram dns vm cluster child_process worker_threads repl "
    "inspector v8 wasi sqlite sea test"
)
"""Names that `node -e` has without an import: what seems bound may stand outside its scope."""
PLAIN_FUNCTIONS: Final = names(
        "parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent String Number Boolean BigInt "
        "Symbol Date Error"
    )  # fmt: skip
MADE: Final = names(
        "Map Set Date RegExp URL URLSearchParams Array Error Intl Promise TextEncoder TextDecoder WeakMap WeakSet"
    )  # fmt: skip
