"""PHP.

Law: a text only computes where every function that it calls is listed or its own, what it calls on an object is named
by a plain word, and it names none of PHP's classes that reach files, code or the network. A function that is
handed on
is spelled out as a function: a text may be the name of one. Words count wherever they stand.
"""

import re
from typing import Final

from mayact.core.analysis.programs.table import names
from mayact.core.analysis.programs.texts.languages import PHP, PHP_FIRST, PHP_FIRST_PART
from mayact.core.analysis.shell.written.sources.source import Source

_FUNCTIONS: Final = PHP.words | names(
    "preg_replace preg_grep declare match catch function fn use array list and or not switch static empty isset "
    "unset "
    "print echo return if elseif while for foreach is_bool is_float is_int is_null is_object is_iterable "
    "is_countable "
    "gettype get_debug_type spl_object_id iterator_to_array iterator_count array_is_list array_key_first "
    "array_key_last "
    "array_fill_keys array_pad array_search array_product array_replace array_splice array_flip mb_strrev "
    "mb_str_split "
    "mb_strpos ctype_digit ctype_alpha ctype_alnum ctype_space ctype_upper ctype_lower ctype_punct fdiv fmod log "
    "log10 "
    "exp sin cos tan bin2hex hex2bin hash random_bytes uniqid str_word_count strstr stristr substr_count ucwords "
    "lcfirst "
    "nl2br sprintf vsprintf checkdate date_create bcadd bcsub bcmul bcdiv bccomp array_reduce_ trim serialize "
    "settype "
    "it test describe expect beforeEach afterEach uses covers todo dataset pest route now today collect fake "
    "trans __ "
    "getJson postJson putJson patchJson deleteJson get post put patch delete actingAs assertDatabaseHas "
    "assertDatabaseMissing assertDatabaseCount assertSame assertEquals assertTrue assertFalse assertNull assertCount "
    "abort_if abort_unless response redirect str self parent new array_map array_filter usort uasort uksort "
    "array_walk "
    "array_reduce array_find array_any array_all tap"
) - names("serialize tap")  # fmt: skip
_CALLING: Final = re.compile(
    r"\b(?:mapToGroups|mapSpread|eachSpread|tapEach|sequence|defer|takeUntil|takeWhile|skipUntil|skipWhile|countBy"
    r"|sortByDesc|some|pipeThrough|reduceSpread|catch|finally|whenEmpty|whenNotEmpty|map|each|filter|reject|transform|pipe|tap|sortBy|reduce|flatMap"
    r"|mapWithKeys|mapInto|when|unless|every|partition|first|willReturnCallback|callback|on|andReturnUsing|then"
    r"|groupBy"
    r"|keyBy|sum|uasort|usort|sort|through|afterCreating|afterMaking|value|times|retry|rescue|using|callback)"
    r"\s*\(\s*(?P<first>[^)]{0,200})"
)
_SPELLED: Final = re.compile(
    r"(?:static\s+)?(?:fn|function)\b|\Z|-?\d|[\"'][\w.-]+[\"']\s*(?:\Z|,)"
    r"|\[(?:[^\[\]\"'.$()#/]|[\"'][\w -]*[\"'])*\]\s*(?:\Z|,)"
    r"|\$\w+(?:->\w+)*\s*,\s*(?:(?:static\s+)?(?:fn|function)\b|[\"'][\w.-]+[\"']\s*\Z)"
)
_SORTS: Final = re.compile(
    r"\barray_map\b(?!\s*\(\s*(?:static\s+)?(?:fn|function)\b)"
    r"|\b(?:array_filter|usort|uasort|uksort|array_walk|array_reduce|array_find|array_any|array_all)\b"
    rf"(?!\s*\({PHP_FIRST},\s*(?:static\s+)?(?:fn|function)\b)(?!\s*\((?:[^()\[\]{{}},\"'#/]|{PHP_FIRST_PART})*\))"
)
_NEVER: Final = re.compile(
    r"`|\?>\s*\S|\$\$|\$\{|\$(?:_[A-Z]+|GLOBALS|argv|argc)\b|\$\w+\s*\(|->\s*[${(]|::\s*[${]"
    r"|\bnew\s*[$(](?!\s*class)|[\])}\"']\s*\("
    r"|\b(?:eval|include|include_once|require|require_once|exit|die|goto|__halt_compiler|system|exec|shell_exec"
    r"|passthru"
    r"|proc_open|popen|pcntl_\w+|posix_\w+|assert|create_function|call_user_func\w*|func_get_args?"
    r"|forward_static_call\w*"
    r"|register_\w+|set_\w+_handler|unserialize|extract|parse_str|ini_set|putenv|getenv|env|dl|mail|header|fopen|file"
    r"|file_\w+|unlink|rename|copy|symlink|link|chmod|chown|rmdir|mkdir|tempnam|tmpfile|opendir|scandir|glob|readfile"
    r"|curl_\w+|fsockopen|stream_\w+|socket_\w+|ftp_\w+|ssh2_\w+|mysqli\w*|pg_\w+|sqlite\w*|move_uploaded_file"
    r"|ob_start"
    r"|Reflection\w*|Closure|Spl\w+|\w*Iterator|ArrayObject|PDO|SQLite3|SoapClient|ZipArchive|Phar\w*|DOM[A-Z]\w+"
    r"|XML[A-Z]\w+"
    r"|SimpleXML\w+|FFI|CURL\w*|Imagick|finfo|COM|GlobIterator|Filesystem|Guzzle\w*|Symfony\\+Component\\+Process"
    r"|ExecutableFinder|PhpProcess|Flysystem|phpseclib\w*|eio_\w+|expect_popen)\b"
    r"|\b(?:Artisan|Storage|Process|File|DB|Http|Redis|Schema|Config|App|Blade|View|Artisan|Facade)\s*::(?!class\b)"
    r"|\.\.\.(?!\s*\$\w+\s*\)\s*(?::|\{))|(?:->|::)\s*(?:macro|extend|bind|singleton|listen|resolving|instance|swap)\s*\("
    r"|\buse\s+(?:function|const)\b|\\(?:x|u\{)[0-9a-fA-F]|\\[0-7]{2,3}|/\*(?!\*)|<<<|\$this\s*\[",
    re.IGNORECASE,
)
_DOCUMENTATION: Final = re.compile(r"^[ \t]*/\*\*(?!/)(?:[^\"'`*/]++|\*(?!/)|/(?!\*))*+\*/", re.MULTILINE)
"""Without quotes, so that it neither starts nor ends in a text: dropping it drops no code."""
_CALLED: Final = re.compile(r"(?:(?P<before>->|::|\bnew\s|\bfunction\s&?|\\)\s*)?(?P<name>\\?\b[A-Za-z_]\w*)\s*\(")
_OWN: Final = re.compile(r"\bfunction\s+&?\s*(\w+)\s*\(")
_IMPORT: Final = re.compile(r"^use\s+(?P<name>[\w\\]+(?:\\\{[\w, ]+\})?)(?:\s+as\s+\w+)?\s*;[ \t]*$", re.MULTILINE)
_LIBRARIES: Final = re.compile(
    r"PHPUnit\\Framework|Mockery|Carbon|Ramsey\\Uuid|Faker|Pest|DateTime\w*|DateInterval|InvalidArgumentException|"
    r"Illuminate\\(?:Foundation\\Testing|Support\\(?:Str|Carbon|Collection|Arr)\b|Database\\Eloquent"
    r"|Http\\(?:Request|Response|Resources|JsonResponse)|"
    r"Testing|Contracts|Support\\Facades\\(?:Event|Queue|Bus|Notification|Mail|Route|Auth|Gate|Cache|Hash)\b)|Psr\\|"
    r"Symfony\\(?:Component\\(?:HttpFoundation|HttpKernel|Validator|Form|Serializer|Uid|Clock|Routing)"
    r"|Bundle\\FrameworkBundle|Contracts)|"
    r"Doctrine\\(?:ORM\\Mapping|Common\\Collections)|Inertia|Livewire"
)
_KNOWN_ROOTS: Final = re.compile(
    r"(?:Illuminate|Symfony|GuzzleHttp|League|Doctrine|Laravel|Composer|Monolog|Aws|Google|phpseclib\d?|React|Amp"
    r"|Predis|"
    r"Twig|Spatie|Nette|Laminas|Zend|Phar\w*|PHPMailer|Swift|Psy|PhpParser|Webmozart|Sebastian\w*)(?:\\|\Z)"
)  # fmt: skip


def computes(source: Source) -> bool:
    """Whether the PHP of `source` can only compute and use the repository's own code."""
    text = _DOCUMENTATION.sub("", source.text)
    text = re.sub(r"^[ \t]*#\[\w+(?:\(['\"]\w+['\"]\))?\][ \t]*$", "", text, flags=re.MULTILINE)
    if not text.lstrip().startswith("<?php") or not source.inside:
        return False
    text = text.lstrip().removeprefix("<?php")
    for found in _IMPORT.finditer(text):
        name = found["name"]
        if _KNOWN_ROOTS.match(name) and not _LIBRARIES.match(name):
            return False
    rest = _IMPORT.sub("", text)
    if _NEVER.search(re.sub(r"\)\s*\(\s*\)\s*(?=->)", ") ", rest)) or _SORTS.search(rest):
        return False
    own = set(_OWN.findall(rest))
    for call in _CALLED.finditer(rest):
        before, name = call["before"] or "", call["name"]
        if before in ("->", "::") or before.startswith(("new", "function")):
            continue
        if name.startswith("\\"):
            name = name[1:]
        if name not in _FUNCTIONS and name not in own:
            return False
    return all(_SPELLED.match(found["first"].strip()) for found in _CALLING.finditer(rest))
