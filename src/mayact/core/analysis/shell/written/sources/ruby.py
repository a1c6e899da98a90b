"""Ruby that a test runner or an application loads.

Law: a text only computes where it requires listed libraries or the repository's own files, holds none of the words by
which Ruby reaches files, processes, networks, its environment or code in texts, and calls nothing by a name that is
put together: a method that takes the name of another takes it as a plain symbol. Words count wherever they stand, in
quotes and remarks, too. Constants that are neither Ruby's nor a known library's are the repository's.
"""

import re
from typing import Final

from mayact.core.analysis.shell.written.sources.source import Source

_REQUIRE: Final = re.compile(r"^[ \t]*require[ (]+(?P<quote>[\"'])(?P<name>[\w/-]+)(?P=quote)\)?[ \t]*$", re.MULTILINE)
_BESIDE: Final = re.compile(
    r"^[ \t]*require_relative[ (]+(?P<quote>[\"'])(?P<name>(?:\.\./|\./)*[\w/-]+)(?P=quote)\)?[ \t]*$", re.MULTILINE
)
_LIBRARIES: Final = re.compile(
    r"(?:(?:spec|rails|test|acceptance|system)_helper|minitest/(?:autorun|spec|mock|pride)|test/unit|rspec|set"
    r"|json|date|"
    r"time|bigdecimal|securerandom|digest|prime|matrix|ostruct|stringio|strscan|benchmark|forwardable|singleton|"
    r"observer|comparable|timeout|active_support(?:/[\w/]+)?|factory_bot(?:_rails)?|webmock/(?:rspec|minitest)"
    r"|mocha/minitest)"
)
_NEVER: Final = re.compile(
    r"\b(?:system|exec|gem|spawn|fork|popen\w*|eval|\w+_eval|\w+_exec|send|public_send|__(?!FILE__|dir__"
    r"|method__)\w+__"
    r"|load|autoload|require|require_relative|syscall|trap|at_exit|binding|method|methods|public_method"
    r"|instance_method"
    r"|define_\w+|alias_method|alias|undef_method|remove_method|const_(?:get|missing|set|source_location)|ancestors"
    r"|class_variable_\w+|instance_variable_\w+|method_missing|to_proc|to_sym|intern|callcc|constantize"
    r"|safe_constantize"
    r"|classify|camelize|try|try!|assert_send|singleton_class|superclass|included_modules|prepend|extend|refine|using"
    r"|Object|BasicObject|Kernel|Process|IO|File|Dir|FileTest|FileUtils|Pathname|Tempfile|Tmpdir|Open3|PTY|\w*Socket"
    r"|\w+Server|Net|OpenURI|Marshal|YAML|Psych|ERB|Erubi|Fiddle|DL|FFI|Etc|Syslog|WIN32OLE|ENV|ARGV|ARGF|STDIN|DATA"
    r"|RubyVM|TracePoint|ObjectSpace|Thread|Ractor|Signal|GC|Gem|Bundler|Rake|Module|Class|Method|UnboundMethod|Proc"
    r"|Binding|Refinement|Logger|PStore|SDBM|DBM|GDBM|Readline|Reline|IRB|Pry|CSV|SQLite3|Mysql2|PG|Redis|Sequel|Aws"
    r"|Google|Azure|Faraday|HTTParty|RestClient|Typhoeus|Excon|HTTP|HTTPX|Mechanize|Git|Rugged|Octokit|Zip|Archive"
    r"|MiniMagick|Vips|Terrapin|Cocaine|ChildProcess|TTY|Shellwords|Mail|Sidekiq|Resque|Childprocess|Thor|CLI"
    r"|ActionMailer|connection|execute|exec_query|establish_connection|delete_all|destroy_all|drop_\w+|truncate\w*"
    r"|credentials|secrets|render_inline|inline|create_additions|DEFAULT_PROC|DRb\w*|WEBrick|Socksify|Resolv|Open"
    r"|delegate_missing_to|instance_delegate|def_\w+|tmpdir|reopen|mktmpdir|setuid|chroot|exit!|byebug|debugger"
    r"|rm_\w+)\b"
    r"|`|%x\W|\$(?!stdout\b|stderr\b|~|[1-9]|_\b|[\"'/)\s.\\?|]|\Z)|&\s*(?!&|:\w|block\b|blk\b|\.|\s|=)"
    r"|<<~?[\"'`]?\s*`"
    r"|\b(?:to_enum|enum_for|each_entry|symbolize\w*|symbolize_names|to_method|curry|instance_method\w*)\b"
    # Symbols with filled or escaped letters, and letters of names that are escaped.
    r"|#\{(?:(?!#\{)[^\"\n])*\"\s*:(?!:)|%[Is]\W|\\(?:x[0-7]|u00[0-7]|u\{|[0-7]|c[^\s]|C-|M-)"
    r"|(?<![\"':])\bopen\b(?!\?)|\bRails\b(?!\s*\.\s*logger\b)|:[\"'][^\"'\n]*[#\\]|\bcoding[:=]\s*(?!utf-8)"
)
_BY_NAME: Final = re.compile(
    r"\b(?:inject|reduce)\b(?!\s*(?:\(\s*(?::[-+*|&]|\d+|0\.0|\[\]|\{\}|\"\")\s*(?:,\s*:[-+*|&]\s*)?\)|\{|do\b"
    r"|:[-+*|&]\B))"
    r"|\b(?:assert|refute)_operator\b(?!\s*\(?[^,\n]+,\s*:[-\w<>=!?+*]+\s*[,)\n])"
    r"|\b(?:assert|refute)_predicate\b(?!\s*\(?[^,\n]+,\s*:\w+\??\s*[,)\n])"
    r"|\b(?:must|wont)_be\b(?!\s*\(?\s*:[\w<>=?]+|_)|\bdelegate\b(?!\s*(?:\s*:\w+[?!]?,)+\s*to:\s*:\w+)"
    r"|\bassert_(?:no_)?(?:difference|changes)\b(?![ \t]*\(?\s*(?:->|lambda\b|([\"'])[^\"'#\\\n]*\1\s*(?:,|do\b|\)|\{)"
    r"|\[\s*(?:[\"'][^\"'#\\\n]*[\"'](?:\s*,\s*+)?)*\s*\]))"
)
_BLOCK: Final = re.compile(r"&\s*bl(?:oc)?k\b")
_BLOCK_BOUND: Final = re.compile(r"(?<![&\w])bl(?:oc)?k\b(?!\s*\.(?:call|nil)|_)")


def computes(source: Source) -> bool:
    """Whether the Ruby of `source` can only compute and use the repository's own code."""
    if not source.inside:
        return False
    text = source.text
    if any(not _LIBRARIES.fullmatch(found["name"]) and not _own(found["name"]) for found in _REQUIRE.finditer(text)):
        return False
    folders = source.below.count("/")
    if any(found["name"].count("../") > folders for found in _BESIDE.finditer(text)):
        return False
    text = _BESIDE.sub("", _REQUIRE.sub("", text))
    if _BLOCK.search(text) and _BLOCK_BOUND.search(text):
        return False  # a block that is a symbol calls what that names
    return not (_NEVER.search(text) or _BY_NAME.search(text))


def _own(name: str) -> bool:
    """`acme/slug`, which `-I lib` finds in the repository; a name alone may be any library's."""
    root, _, rest = name.partition("/")
    return bool(rest) and root not in (
        "net",
        "io",
        "open3",
        "rubygems",
        "bundler",
        "fiddle",
        "rake",
        "drb",
        "irb",
        "optparse",
    )
