"""What a short Python text may use, and what it does with it. Data, not code.

Law: a closed list. A name that is not here is not understood. `PURE` holds functions and classes that only compute,
print or wait, whatever they are given; `EFFECTS` says what of its arguments a function touches; attributes are
`PLAIN_ATTRIBUTES` (without effect on every object without power) or belong to a kind of object with a table.
Never listed: modules that a module uses (`json.codecs`), registries, hooks, frames, code objects, pickling, `ctypes`.

Effects are written `WAY:ARGUMENT`, arguments counted from 0, keywords allowed behind `;`, the result behind `->`:
    `read:0 write:1; follow_symlinks` reads the first argument and writes the second.
"""

from collections.abc import Mapping
from typing import Final

from mayact.core.analysis.programs.table import names

PURE_BUILTINS: Final = names(
    "print len sum min max abs round range repr any all ord chr hex oct bin divmod pow isinstance issubclass format "
    "int float bool bytes bytearray complex hash ascii callable id input slice exit quit dir "
    "Exception BaseException ValueError KeyError TypeError IndexError AttributeError RuntimeError OSError IOError "
    "FileNotFoundError FileExistsError PermissionError NotImplementedError StopIteration ZeroDivisionError "
    "UnicodeDecodeError UnicodeError SystemExit KeyboardInterrupt AssertionError ArithmeticError LookupError "
    "ModuleNotFoundError ImportError TimeoutError ConnectionError NameError RecursionError OverflowError "
    "NotImplemented Ellipsis __debug__ Warning UserWarning DeprecationWarning RuntimeWarning FutureWarning "
    "ResourceWarning PendingDeprecationWarning NotADirectoryError IsADirectoryError InterruptedError BrokenPipeError "
    "ConnectionRefusedError ConnectionResetError ConnectionAbortedError ProcessLookupError EOFError MemoryError "
    "GeneratorExit StopAsyncIteration SyntaxError SystemError UnicodeEncodeError ExceptionGroup FloatingPointError"
)
HOLDING_BUILTINS: Final = names("list tuple set frozenset sorted reversed filter iter dict zip enumerate map next")
"""Their result holds what their arguments hold."""

STARTED: Final = names(
    "sys os os.path io abc codecs stat posixpath genericpath builtins time itertools errno marshal gc __future__"
)
"""Modules that the interpreter has loaded, or carries in itself, before the text begins: no file can stand in."""

PURE: Final[Mapping[str, frozenset[str]]] = {
    "json": names("loads dumps load dump JSONDecodeError"),
    "re": names(
        "sub subn match fullmatch search findall finditer split compile escape error purge "
        "I IGNORECASE M MULTILINE S DOTALL X VERBOSE A ASCII"
    ),
    "math": names(
        "sqrt ceil floor trunc pi e tau log log2 log10 log1p exp expm1 sin cos tan asin acos atan atan2 sinh cosh tanh "
        "gcd lcm factorial comb perm isclose isqrt isnan isinf isfinite hypot prod inf nan pow fsum dist degrees "
        "radians fabs fmod modf copysign cbrt"
    ),
    "cmath": names("sqrt exp log phase polar rect pi e"),
    "string": names(
        "ascii_letters ascii_lowercase ascii_uppercase digits punctuation whitespace hexdigits octdigits printable "
        "capwords"
    ),
    "textwrap": names("dedent indent wrap fill shorten"),
    "itertools": names(
        "chain product permutations combinations combinations_with_replacement groupby islice count cycle repeat "
        "accumulate zip_longest starmap takewhile dropwhile filterfalse pairwise tee compress batched"
    ),
    "collections": names("Counter defaultdict OrderedDict deque namedtuple ChainMap"),
    "functools": names("reduce lru_cache cache cmp_to_key wraps"),
    "operator": names("itemgetter add sub mul truediv floordiv mod eq ne lt le gt ge and_ or_ xor not_ neg"),
    "datetime": names("datetime date time timedelta timezone UTC"),
    "zoneinfo": names("ZoneInfo available_timezones"),
    "calendar": names("month monthrange isleap calendar TextCalendar day_name month_name weekday timegm"),
    "time": names(
        "time sleep strftime strptime monotonic monotonic_ns perf_counter perf_counter_ns process_time time_ns gmtime "
        "localtime ctime mktime asctime tzname timezone"
    ),
    "statistics": names("mean median mode stdev pstdev variance pvariance fmean quantiles multimode median_low "
                        "median_high harmonic_mean geometric_mean correlation linear_regression"),
    "decimal": names("Decimal ROUND_HALF_UP ROUND_HALF_EVEN ROUND_DOWN ROUND_UP getcontext localcontext"),
    "fractions": names("Fraction"),
    "random": names("random randint choice choices shuffle sample seed uniform randrange gauss Random getrandbits"),
    "secrets": names("token_hex token_urlsafe token_bytes randbelow choice compare_digest"),
    "uuid": names("uuid3 uuid4 uuid5 UUID NAMESPACE_DNS NAMESPACE_URL"),
    "hashlib": names(
        "md5 sha1 sha224 sha256 sha384 sha512 blake2b blake2s sha3_256 sha3_512 new file_digest pbkdf2_hmac scrypt "
        "algorithms_available algorithms_guaranteed"
    ),
    "hmac": names("new digest compare_digest"),
    "base64": names(
        "b64encode b64decode urlsafe_b64encode urlsafe_b64decode b32encode b32decode b16encode b16decode b85encode "
        "b85decode standard_b64encode standard_b64decode"
    ),
    "binascii": names("hexlify unhexlify crc32 b2a_hex a2b_hex"),
    "struct": names("pack unpack calcsize unpack_from iter_unpack"),
    "unicodedata": names("normalize name category lookup east_asian_width bidirectional unidata_version"),
    "platform": names("python_version system machine platform release node python_implementation "
                      "python_version_tuple"),
    "pprint": names("pprint pformat pp"),
    "html": names("escape unescape"),
    "csv": names("reader writer DictReader DictWriter QUOTE_ALL QUOTE_MINIMAL QUOTE_NONNUMERIC QUOTE_NONE"),
    "zlib": names("crc32 adler32 compress decompress"),
    "difflib": names("ndiff unified_diff context_diff get_close_matches SequenceMatcher Differ"),
    "ipaddress": names("ip_address ip_network ip_interface IPv4Address IPv4Network IPv6Address IPv6Network "
                       "collapse_addresses summarize_address_range"),
    "heapq": names("heappush heappop heapify nlargest nsmallest merge heappushpop heapreplace"),
    "bisect": names("bisect bisect_left bisect_right insort insort_left insort_right"),
    "fnmatch": names("fnmatch fnmatchcase filter translate"),
    "shlex": names("split quote join"),
    "copy": names("copy deepcopy"),
    "keyword": names("kwlist iskeyword softkwlist"),
    "typing": names("Any Optional Union List Dict Tuple Set Iterable Iterator Callable Sequence Mapping"),
    "ast": names(
        "parse walk dump literal_eval get_docstring unparse iter_child_nodes iter_fields get_source_segment "
        "fix_missing_locations AST Module Expr Expression FunctionDef AsyncFunctionDef ClassDef Import ImportFrom "
        "Assign AnnAssign AugAssign Name Attribute Call Constant Str Num List Tuple Dict Set If For While With Try "
        "Return Raise Assert Global Nonlocal Lambda Await Yield YieldFrom Compare BinOp BoolOp UnaryOp Subscript "
        "Starred keyword arg arguments alias ExceptHandler JoinedStr FormattedValue ListComp GeneratorExp DictComp "
        "SetComp Load Store Del stmt expr Delete Match"
    ),
    "tokenize": names("generate_tokens tokenize NAME OP STRING COMMENT NUMBER"),
    "tomllib": names("load loads TOMLDecodeError"),
    "urllib.parse": names(
        "quote unquote quote_plus unquote_plus urlencode urlparse urlsplit urljoin urlunparse urlunsplit parse_qs "
        "parse_qsl urldefrag"
    ),
    "urllib.error": names("URLError HTTPError"),
    "xml.etree.ElementTree": names("fromstring tostring Element SubElement ParseError Comment indent dump XML QName"),
    "importlib.metadata": names(
        "version metadata distributions distribution requires entry_points packages_distributions "
        "PackageNotFoundError files"
    ),
    "sys": names(
        "version version_info platform maxsize byteorder stdin stdout stderr exit getsizeof "
        "getrecursionlimit setrecursionlimit implementation prefix base_prefix exec_prefix flags float_info int_info "
        "getdefaultencoding getfilesystemencoding maxunicode hexversion stdlib_module_names builtin_module_names "
        "getrefcount intern api_version copyright hash_info thread_info abiflags"
    ),
    "sysconfig": names("get_path get_paths get_config_var get_config_vars get_platform get_python_version"),
    "site": names("getsitepackages getusersitepackages getuserbase ENABLE_USER_SITE"),
    "os": names(
        "getpid getppid getuid geteuid getgid getlogin cpu_count sep linesep name curdir pardir extsep altsep pathsep "
        "devnull uname times get_terminal_size getloadavg urandom stat lstat access F_OK R_OK W_OK X_OK statvfs "
        "isatty process_cpu_count"
    ),
    "os.path": names(
        "basename exists isfile isdir islink ismount getsize getmtime getatime getctime splitext split samefile "
        "commonprefix commonpath isabs lexists sep dirname"
    ),
    "shutil": names("disk_usage which get_terminal_size"),
    "io": names("StringIO BytesIO TextIOWrapper"),
    "errno": names("errorcode ENOENT EACCES EEXIST"),
    "getpass": names("getuser"),
    "socket": names("gethostname AF_INET AF_INET6 SOCK_STREAM SOCK_DGRAM SOL_SOCKET SO_REUSEADDR timeout error"),
    "locale": names("getpreferredencoding getlocale"),
    "signal": names("Signals SIGTERM SIGINT SIGKILL SIGHUP"),
    "contextlib": names("suppress"),
    "traceback": names("print_exc format_exc"),
    "gc": names("collect"),
    "yaml": names("safe_load safe_load_all safe_dump YAMLError"),
    "packaging.version": names("Version parse"),
    "asyncio": names(
        "run sleep gather wait_for TimeoutError CancelledError create_task Semaphore Queue Event Lock "
        "as_completed timeout "
        "to_thread"
    ),
    "concurrent.futures": names("as_completed wait TimeoutError FIRST_COMPLETED ALL_COMPLETED"),
    "inspect": names(
        "getsource signature getdoc getfile getsourcefile cleandoc isfunction isclass ismethod ismodule getsourcelines "
        "isgeneratorfunction iscoroutinefunction"
    ),
    "importlib.util": names("find_spec"),
    "sqlite3": names("sqlite_version version Row Error OperationalError IntegrityError DatabaseError Binary "
                     "PARSE_DECLTYPES PARSE_COLNAMES"),
    "subprocess": names("CompletedProcess CalledProcessError TimeoutExpired SubprocessError PIPE DEVNULL STDOUT"),
    "dis": names("dis disassemble Bytecode get_instructions code_info show_code stack_effect opname opmap"),
    "symtable": names("symtable"),
    "cProfile": frozenset(),
    "pstats": frozenset(),
    "timeit": names("default_timer"),
    "tracemalloc": names("start stop get_traced_memory"),
    "resource": names("getrusage getrlimit RUSAGE_SELF RUSAGE_CHILDREN RLIMIT_NOFILE"),
    "warnings": names("filterwarnings simplefilter warn"),
    "email.utils": names("formatdate parseaddr parsedate_to_datetime format_datetime"),
    "mimetypes": names("guess_type guess_extension"),
    "colorsys": names("rgb_to_hsv hsv_to_rgb rgb_to_hls hls_to_rgb"),
    "array": names("array"),
    "stat": names("filemode S_ISDIR S_ISREG S_IMODE"),
    "pwd": names("getpwuid getpwnam"),
    "grp": names("getgrgid getgrnam"),
    "http": names("HTTPStatus"),
    "queue": names("Queue Empty Full PriorityQueue"),
    "tempfile": names("gettempdir TemporaryFile SpooledTemporaryFile"),
    "multiprocessing": names("cpu_count"),
    "__future__": names("annotations division print_function"),
}  # fmt: skip
"""Full name of a module to what of it is pure. A name with a dot is reached through the module."""

HOLDING: Final = names(
    "itertools.chain itertools.product itertools.permutations itertools.combinations itertools.islice itertools.cycle "
    "itertools.repeat itertools.zip_longest itertools.takewhile itertools.dropwhile itertools.filterfalse "
    "itertools.pairwise itertools.tee collections.deque collections.OrderedDict collections.defaultdict "
    "collections.ChainMap random.choice random.choices random.sample heapq.nlargest heapq.nsmallest heapq.merge "
    "copy.copy copy.deepcopy"
)
"""Of the pure ones: their result holds what their arguments hold (texts and paths stay known)."""

EFFECTS: Final[Mapping[str, str]] = {
    "os.remove": "delete:0",
    "os.unlink": "delete:0",
    "os.rmdir": "delete:0",
    "os.removedirs": "delete:0",
    "os.mkdir": "write:0; mode",
    "os.makedirs": "write:0; mode exist_ok",
    "os.rename": "delete:0 write:1",
    "os.replace": "delete:0 write:1",
    "os.renames": "delete:0 write:1",
    "os.chmod": "write:0",
    "os.utime": "write:0; times",
    "os.truncate": "write:0",
    "os.mkfifo": "write:0",
    "os.symlink": "read:0 write:0 write:1",
    "os.link": "read:0 write:0 write:1",
    "os.readlink": "",
    "os.system": "shell:0 -> plain",
    "os.popen": "shell:0",
    "shutil.rmtree": "deltree:0; ignore_errors",
    "shutil.copy": "read:0 write:1",
    "shutil.copy2": "read:0 write:1",
    "shutil.copyfile": "read:0 write:1",
    "shutil.copymode": "write:1",
    "shutil.copystat": "write:1",
    "shutil.copytree": "tree:0 writetree:1; dirs_exist_ok symlinks",
    "shutil.move": "deltree:0 writetree:1",
    "subprocess.run": "command:0",
    "subprocess.call": "command:0 -> plain",
    "subprocess.check_call": "command:0 -> plain",
    "subprocess.check_output": "command:0",
    "subprocess.getoutput": "shell:0",
    "subprocess.getstatusoutput": "shell:0",
    "urllib.request.urlopen": "contact:0 sends:1; timeout data",
    "urllib.request.urlretrieve": "download:0 write:1",
    "requests.get": "contact:0; timeout allow_redirects follow_redirects",
    "requests.head": "contact:0; timeout allow_redirects",
    "requests.post": "send:0; json data params headers timeout files auth",
    "requests.put": "send:0; json data params headers timeout files auth",
    "requests.patch": "send:0; json data params headers timeout files auth",
    "requests.delete": "send:0; json data params headers timeout auth",
    "httpx.get": "contact:0; timeout follow_redirects",
    "httpx.post": "send:0; json data params headers timeout files auth content",
    "xml.etree.ElementTree.parse": "read:0 -> thing:etree",
    "gzip.open": "open:0; encoding errors newline",
    "bz2.open": "open:0; encoding errors newline",
    "lzma.open": "open:0; encoding errors newline",
    "io.open": "open:0; encoding errors newline",
    "codecs.open": "open:0; encoding errors",
    "tokenize.open": "read:0",
    "linecache.getline": "read:0",
    "zipfile.ZipFile": "open:0 -> thing:zip",
    "zipfile.is_zipfile": "read:0",
    "tarfile.open": "open:0 -> thing:tar",
    "filecmp.cmp": "read:0 read:1; shallow",
    "sqlite3.connect": "database:0; uri timeout -> thing:sqlite",
}
"""Arguments that are not named here may be given by position without effect; keywords that are not named are not
understood (`opener=`, `onerror=`, `preexec_fn=`, `env=` and what later versions bring)."""

PLAIN_ATTRIBUTES: Final = names(
    # text and bytes
    "capitalize casefold center count decode encode endswith expandtabs find format format_map index isalnum isalpha "
    "isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower "
    "lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split "
    "splitlines startswith strip swapcase title translate upper zfill hex fromhex "
    # what runs on the side
    "result done cancelled "
    # containers
    "append appendleft clear copy difference difference_update discard elements extend extendleft fromkeys get "
    "intersection intersection_update insert isdisjoint issubset issuperset items keys most_common move_to_end pop "
    "popitem popleft remove reverse rotate setdefault sort subtract symmetric_difference total union update values "
    "maxlen default_factory add "
    # numbers, dates, records
    "as_integer_ratio bit_length bit_count conjugate real imag is_integer numerator denominator to_bytes from_bytes "
    "limit_denominator quantize day month year hour minute second microsecond tzinfo date time timetz today now utcnow "
    "fromtimestamp fromisoformat isoformat isocalendar isoweekday weekday strftime strptime timestamp astimezone "
    "timetuple total_seconds days seconds microseconds combine utcoffset min max resolution utc prec "
    "tm_year tm_mon tm_mday tm_hour tm_min tm_sec st_size st_mtime st_mode st_atime st_ctime st_ino st_nlink st_uid "
    "st_gid st_mtime_ns total used free sysname nodename release version machine major minor micro releaselevel "
    # patterns
    "match fullmatch search findall finditer sub subn group groups groupdict start end span pos endpos lastgroup "
    "lastindex string pattern flags re expand msg lineno colno doc "
    # open files and streams
    "read readline readlines readinto write writelines seek tell flush close closed buffer encoding errors newlines "
    "isatty fileno getvalue truncate readable writable seekable detach reconfigure mode name line_num "
    "writeheader writerow writerows fieldnames dialect "
    # answers of a server
    "status code reason headers getheader getcode status_code text content ok json url elapsed info "
    "raise_for_status reason_phrase is_success is_error is_redirect history cookies cache_info cache_clear "
    # trees
    "tag attrib tail getroot iter itertext iterfind findtext set makeelement "
    "body targets value id attr func args keywords names module asname level orelse handlers test left right ops "
    "comparators elts ctx arg annotation returns decorator_list bases lineno col_offset end_lineno end_col_offset "
    "n s type finalbody items generators elt ifs iter slice operand op upper lower step posonlyargs kwonlyargs vararg "
    "kwarg defaults kw_defaults optional_vars context_expr is_async "
    # digests, ids, networks, packages
    "update digest hexdigest digest_size block_size int bytes hosts network_address broadcast_address netmask "
    "num_addresses prefixlen subnets supernet overlaps is_private is_loopback is_global is_multicast packed exploded "
    "compressed with_prefixlen metadata requires dist location "
    # differences, parsed addresses, command results, directory entries
    "ratio quick_ratio get_matching_blocks get_opcodes compare scheme netloc path params query fragment hostname port "
    "username geturl returncode stdout stderr is_file is_dir is_symlink stat inode filename file_size "
    "compress_size from_iterable randint shuffle choice sample seed random monthdayscalendar formatmonth "
    "args errno strerror filename2 output cmd public base_version is_prerelease release"
)
"""Without effect on every object without power."""

HOLDING_ATTRIBUTES: Final = names("get pop popleft popitem setdefault values keys items copy elements union difference "
                                  "intersection symmetric_difference most_common")  # fmt: skip

DUNDERS: Final = names(
    "__version__ __file__ __doc__ __name__ __all__ __path__ __mro__ __annotations__ __module__ __qualname__"
)

PATH_METHODS: Final[Mapping[str, str]] = {
    "read_text": "read",
    "read_bytes": "read",
    "write_text": "write",
    "write_bytes": "write",
    "touch": "write",
    "mkdir": "write",
    "chmod": "write",
    "unlink": "delete",
    "rmdir": "delete",
}
"""Methods of a path that touch just it."""
PATH_QUIET: Final = names(
    "exists is_file is_dir is_symlink is_absolute is_relative_to is_mount is_reserved match full_match stat lstat "
    "as_uri owner group samefile"
)
PATH_TEXTS: Final = names("name stem suffix suffixes parts anchor root drive")
PATH_STRANGE: Final = names(
    "parser with_segments link_to copy_into move_into move lchmod info from_uri cwd home readlink walk "
    "is_block_device is_char_device is_fifo is_socket is_junction"
)
"""Attributes of paths that are not understood; every other name that is in no list here is none of a path."""

THING_METHODS: Final[Mapping[tuple[str, str], str]] = {
    ("executor", "map"): "",
    ("executor", "submit"): "",
    ("executor", "shutdown"): "",
    ("etree", "getroot"): "",
    ("etree", "iter"): "",
    ("etree", "find"): "",
    ("etree", "findall"): "",
    ("etree", "findtext"): "",
    ("etree", "iterfind"): "",
    ("etree", "write"): "write",
    ("zip", "namelist"): "",
    ("zip", "infolist"): "",
    ("zip", "read"): "",
    ("zip", "printdir"): "",
    ("zip", "getinfo"): "",
    ("zip", "testzip"): "",
    ("zip", "close"): "",
    ("zip", "extractall"): "writetree",
    ("zip", "writestr"): "",
    ("tar", "getnames"): "",
    ("tar", "getmembers"): "",
    ("tar", "close"): "",
    ("tar", "list"): "",
    ("sqlite", "execute"): "query",
    ("sqlite", "executemany"): "query",
    ("sqlite", "executescript"): "query",
    ("sqlite", "commit"): "",
    ("sqlite", "rollback"): "",
    ("sqlite", "fetchone"): "",
    ("sqlite", "fetchall"): "",
    ("sqlite", "fetchmany"): "",
    ("sqlite", "lastrowid"): "",
    ("sqlite", "rowcount"): "",
    ("sqlite", "description"): "",
    ("sqlite", "total_changes"): "",
    ("sqlite", "iterdump"): "",
    ("socket", "connect"): "local",
    ("socket", "connect_ex"): "local",
    ("socket", "bind"): "local",
    ("socket", "settimeout"): "",
    ("socket", "setsockopt"): "",
    ("socket", "getsockname"): "",
    ("socket", "close"): "",
    ("local", "request"): "",
    ("local", "getresponse"): "",
    ("local", "close"): "",
    ("session", "get"): "request",
    ("session", "head"): "request",
    ("session", "post"): "request",
    ("session", "put"): "request",
    ("session", "patch"): "request",
    ("session", "delete"): "request",
    ("session", "close"): "",
    ("sqlite", "cursor"): "same",
    ("sqlite", "close"): "",
    ("rows", "fetchone"): "",
    ("rows", "fetchall"): "",
    ("rows", "fetchmany"): "",
    ("rows", "description"): "",
    ("request", "full_url"): "",
}
"""`WAY` of the first argument; empty: nothing. Extracting with names from the archive may leave the directory, which
Python's own `extractall` prevents for zip files only (zipfile, tarfile: documentation)."""
