"""C and C++.

Law: a text only computes where it includes listed headers, or headers of the repository, and whatever is followed by
an opening bracket is a listed function, a keyword or a function that the text itself defines with a body. A library
function stands nowhere but in front of its bracket, so that no pointer to one is made; macros that take arguments or
join names, assembly, attributes, `extern`, and calls of anything that is reckoned are not understood. It refuses to
know what a program does to its own memory: that takes an exploit, not a line.
"""

import re
from typing import Final

from mayact.core.analysis.programs.table import names
from mayact.core.analysis.shell.written.sources.source import Source

_HEADERS: Final = names(
    "stdio.h stdlib.h string.h strings.h stdint.h inttypes.h stdbool.h stddef.h limits.h float.h math.h ctype.h "
    "assert.h "
    "errno.h time.h complex.h wchar.h wctype.h iso646.h stdalign.h tgmath.h iostream vector string map "
    "unordered_map set "
    "unordered_set algorithm numeric array deque list queue stack tuple utility optional variant iomanip sstream "
    "memory "
    "cstdio cstdlib cstring cstdint cinttypes cmath cctype cassert climits cfloat cstddef limits bitset chrono "
    "iterator "
    "string_view span ranges concepts type_traits complex ratio numbers bit compare initializer_list gtest/gtest.h "
    "gmock/gmock.h catch2/catch_test_macros.hpp catch2/catch.hpp doctest/doctest.h doctest.h catch.hpp"
)
_LIBRARY: Final = names(
    "printf puts putchar snprintf fflush perror malloc calloc realloc free qsort abs labs llabs atoi atol atof "
    "strtol "
    "strtoul strtoll strtoull strtod strtof exit abort rand srand strlen strcmp strncmp strcpy strncpy strcat "
    "strncat "
    "strchr strrchr strstr strtok strspn strcspn strpbrk strdup strndup strnlen strcasecmp strncasecmp memcpy "
    "memmove "
    "memset memcmp memchr isalpha isdigit isalnum isspace isupper islower ispunct isxdigit isprint iscntrl toupper "
    "tolower sqrt pow fabs floor ceil round trunc fmod exp log log2 log10 sin cos tan asin acos atan atan2 hypot "
    "cbrt "
    "fmin fmax lround llround isnan isinf isfinite ldexp frexp modf time clock difftime strerror strftime gmtime "
    "localtime mktime fprintf assert static_assert offsetof va_start va_end va_arg va_copy"
)
_TEMPLATES: Final = names(
    "string string_view pair complex bitset "
    "getline max min sort stable_sort swap move forward make_pair make_tuple make_unique make_shared to_string "
    "stoi "
    "stol stod accumulate iota find count reverse unique copy fill tie get begin end size setw setprecision setfill "
    "hash lower_bound upper_bound binary_search next_permutation all_of any_of none_of find_if count_if transform "
    "for_each inner_product partial_sum max_element min_element distance advance next prev clamp gcd lcm popcount"
)
_CHECKS: Final = re.compile(r"(?:EXPECT|ASSERT|REQUIRE|CHECK|WARN|SUBCASE|SUCCEED|FAIL|SECTION|INFO)(?:_[A-Z]+)*")
"""Macros of test libraries."""
_DEFINES: Final = names("TEST TEST_F TEST_P TEST_CASE SECTION")
"""Macros of test libraries behind which a body follows."""
_KEYWORDS: Final = names(
    "if while for switch return sizeof alignof case else do int char float double long short unsigned signed bool "
    "void "
    "size_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t uintptr_t intptr_t ptrdiff_t and or "
    "not "
    "constexpr throw catch new delete static_cast const_cast dynamic_cast noexcept auto const in co_return co_yield"
)
_NEVER: Final = re.compile(
    r"\b(?:extern|_Pragma|asm|typeof|typeof_unqual|decltype|reinterpret_cast|typedef\s+\w+\s+\w+\s*\(|import"
    r"|module|export|goto"
    r"|\w*exec\w*|\w*spawn\w*|memfd\w*|v?dprintf|fork\w*|clone\w*|pidfd\w*|prctl|set\w*[ug]id\w*|unshare|setns|v?splice"
    r"|sendfile\w*|dup[23]?|pipe2?|fcntl|ioctl|shm\w*|sem_\w+|process_vm\w*|io_\w+|userfaultfd|bpf|f?init_module|delete_module"
    r"|keyctl|pthread_\w+|thrd_\w+|scandir\w*|opendir|readdir\w*|fts_\w+|f(?:chmod|chown)\w*|lchown|mknod\w*|mkfifo\w*"
    r"|link\w*|symlink\w*|login_tty|openpty|posix_\w+|aio_\w+|lio_listio|iconv_open|clnt_\w+|catopen"
    r"|tcset\w*|killpg|tgkill|sigqueue|setitimer|timer_\w+|mremap|remap_\w+|mprotect|pkey_\w+|writev|readv"
    r"|pwrite\w*|pread\w*|swapo\w+|acct|quotactl|sethostname|utime\w*|dirfd|fdopendir|putw|vmsplice|mq_\w+|msg(?:get|snd|rcv|ctl)"
    r"|Create(?:Process|File|RemoteThread)\w*|ShellExecute\w*|WinExec|LoadLibrary\w*|GetProcAddress|VirtualAlloc\w*|NSTask|objc_\w+"
    r"|system|popen|exec\w*|fork|vfork|clone|posix_spawn\w*|dl\w+|syscall\w*|environ|getenv|setenv|putenv|unsetenv"
    r"|secure_getenv|fopen\w*|freopen\w*|fdopen|open\w*|creat\w*|remove\w*|rename\w*|unlink\w*|rmdir|mkdir\w*"
    r"|tmpfile\w*"
    r"|tmpnam|tempnam|mkstemp\w*|mkdtemp|mktemp|socket\w*|connect|send\w*|recv\w*|kill|ptrace|mmap\w*|mprotect|chmod"
    r"|chown|link|symlink|truncate|ftruncate|fstream|ifstream|ofstream|filebuf|filesystem|thread|atexit|at_quick_exit"
    r"|on_exit|signal|sigaction|longjmp|setjmp|__libc\w*|bsearch|function_ref|mem_fn|bind|invoke|wordexp|rexec|rcmd"
    r"|forkpty|mount|umount\w*|reboot|chroot|res_\w+|get(?:addr|host|pw|gr|serv)\w+|glob|n?ftw|read|write|pread"
    r"|pwrite)\b"
    r"|\b__(?!func__|LINE__|FILE__|cplusplus|STDC_VERSION__|SIZEOF_\w+__|BYTE_ORDER__|ORDER_\w+__|VERSION__"
    r"|GNUC__|clang__"
    r"|VA_ARGS__)\w*|\?\?[=/'()!<>-]|<%|%>|<:|:>|%:|##|\[\[(?!\s*(?:nodiscard|maybe_unused|fallthrough)\s*\]\])"
    r"|\bconst(?:ructor|eval)?\s*\(|\bmain\b(?!\s*\()"
)
_DIRECTIVE: Final = re.compile(r"^[ \t]*#[ \t]*(?P<word>\w*)(?P<rest>[^\n]*)$", re.MULTILINE)
_QUOTED: Final = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|.))'")
_LEXED: Final = re.compile(rf"//[^\n]*|/\*.*?\*/|{_QUOTED.pattern}", re.DOTALL)
_MEMBERS: Final = re.compile(r"\)\s*:\s*\w+[({][\w, .]*[)}](?:\s*,\s*\w+[({][\w, .]*[)}])*\s*\{")
"""What a constructor sets before its body."""
_CAST: Final = re.compile(
    r"\(\s*(?:(?:const|unsigned|signed|long|short|int|char|float|double|bool|struct\s+\w+|size_t|u?int\d+_t"
    r"|u?intptr_t)"
    r"[\s*]*)+\)\s*(?=\()"
)
_CALLED: Final = re.compile(r"(?P<member>(?:\.|->)\s*)?\b(?P<name>[A-Za-z_]\w*)\s*\(")
_SORTS: Final = re.compile(r"\bqsort\s*\([^;]{0,160},\s*(?P<name>\w+)\s*\)\s*;")
_MADE: Final = re.compile(
    r"\b(?P<name>[A-Za-z_]\w*)\s*\((?:[^(){};]"
    r"|\([^(){};]*\))*\)\s*(?:const\s*)?(?:noexcept\s*)?(?:override\s*)?(?:->\s*[\w:<>]+\s*"
    r"|:\s*\w+\([\w, ]*\)(?:,\s*\w+\([\w, ]*\))*\s*)?\{"
)
_LAMBDA: Final = re.compile(r"\bauto\s+(?P<name>\w+)\s*=\s*\[[\w&=, ]*\]\s*(?:\([^()]*\))?\s*(?:->\s*[\w:<>]+\s*)?\{")
_KIND: Final = re.compile(r"\b(?:struct|class|enum)\s+(?P<name>\w+)")
_HEAD: Final = re.compile(
    r"\b(?:if|while|for|switch)\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*\(|\]\s*\((?=[^()]*\)\s*(?:->|\{"
    r"|mutable))"
)
_OPERATES: Final = names("return else do case throw and or not new delete sizeof co_return co_yield goto operator")


_BACK: Final = 200  # a type and its stars stand in front of a name


def computes(source: Source) -> bool:
    """Whether the C or C++ of `source` can only compute and print."""
    text = source.text
    if text.rfind("/*") > text.rfind("*/") or not _includes(source) or re.search(r"(?:u8|[uUL])?R\"", text):
        return False
    code = _LEXED.sub(lambda found: " " if found[0].startswith("/") else '""', _DIRECTIVE.sub("", text))
    if _NEVER.search(code) or '"' in code.replace('""', "") or "'" in code or "/*" in code or "#" in code:
        return False
    code = _CAST.sub("", _MEMBERS.sub(") {", code.replace("if constexpr", "if")))
    own = source.inside and re.search(r'^[ \t]*#[ \t]*include[ \t]*"', text, re.MULTILINE) is not None
    return _closed(re.sub(r"\b(?:std\s*::\s*|::)(?=\w)", "", code), own=own)


def _includes(source: Source) -> bool:
    for found in _DIRECTIVE.finditer(source.text):
        rest = found["rest"].strip()
        match found["word"]:
            case "include":
                header = re.fullmatch(r"<([\w./]+)>", rest)
                own = re.fullmatch(r"\"((?:\.\./)?[\w-]+(?:/[\w-]+)*\.(?:h|hh|hpp|hxx))\"", rest)
                if not (header is not None and header[1] in _HEADERS) and not (
                    own is not None and source.inside and source.below.count("/") >= rest.count("../")
                ):
                    return False
            case "define":
                # A constant, and nothing that is spelled like a name but for itself.
                if not re.fullmatch(r"[A-Z_][A-Z0-9_]*(?:\s+(?:\(?-?[\d.]+[uUlLfF]*\)?|\"[^\"\\]*\"))?", rest):
                    return False
            case "ifdef" | "ifndef" | "endif" | "else" | "undef":
                continue
            case "pragma" if rest == "once":
                continue
            case _:
                return False
    return True


def _closed(code: str, *, own: bool) -> bool:
    """`own`: headers of the repository declare functions of its own."""
    made = {found["name"] for found in _MADE.finditer(code)} - _KEYWORDS
    if made & (_LIBRARY | _TEMPLATES) or re.search(r"[)\]]\s*\(", _HEAD.sub("(", code)):
        return False
    known = made | _KEYWORDS | _LIBRARY | _TEMPLATES | _DEFINES
    known |= {found["name"] for found in _LAMBDA.finditer(code)} | {found["name"] for found in _KIND.finditer(code)}
    for call in _CALLED.finditer(code):
        name = call["name"]
        if not (own or call["member"] or name in known or _CHECKS.fullmatch(name) or _declares(code, call, made)):
            return False
    pointers = [found for found in re.finditer(r"\b[a-z_]\w*\b(?!\s*\()", code) if found[0] in _LIBRARY]
    if any(
        code[max(found.start() - 4, 0) : found.start()].rstrip()[-2:] != "->"
        and code[max(found.start() - 1, 0) : found.start()] != "."
        for found in pointers
    ):
        return False  # a library function that is not called: a pointer to it
    sorted_by = _SORTS.findall(code)
    return all(name in made for name in sorted_by) and code.count("qsort") == len(sorted_by)


def _declares(code: str, call: re.Match[str], made: set[str]) -> bool:
    """Whether a name in front of a bracket is a variable that is made there, and no declaration of a function."""
    before = re.search(
        r"(?:\b(?P<type>[A-Za-z_]\w*)|[>\w]\s*[*&>])\s*\Z", code[max(call.start() - _BACK, 0) : call.start()]
    )
    if before is None or (before["type"] or "") in _OPERATES or (before["type"] or "").isupper():
        return False
    inside = re.match(r"[^();]*", code[call.end() :])
    said = inside[0] if inside is not None else ""
    return bool(said.strip()) and not re.search(
        r"\*|\.\.\.|\b(?:const|int|char|void|long|double|float|unsigned)\b", said
    )
