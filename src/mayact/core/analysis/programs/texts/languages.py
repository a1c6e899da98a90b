"""Ruby, Perl, PHP, Lua and R: the words of each that have no effect, and the functions that touch a named file.

Law: data. A word is listed only when nothing that can stand around it makes it run, write, connect or load something.
"""

import re
from typing import Final

from mayact.core.analysis.programs.table import names
from mayact.core.analysis.programs.texts.language import Language
from mayact.core.analysis.programs.texts.tokens import NUMBER

_NOWHERE: Final = re.compile(r"(?!)(?P<name>)")

_SYMBOLS: Final = (
    "to_s to_i to_f to_sym strip chomp upcase downcase capitalize length size first last empty? nil? zero? even? "
    "odd? "
    "positive? negative? abs round floor ceil reverse sort uniq sum count keys values compact flatten inspect succ "
    "chars "
    "any? min max ord hex to_a"
)
"""Methods that `&:name` may hand on: each of them is in the list of methods."""

RUBY: Final = Language(
    words=names(
        "puts print p pp printf format sprintf if unless else elsif end while until do then and or not nil true "
        "false in when case begin rescue ensure next break return for Integer Float String Array Hash rand raise "
        "gsub sub chomp chop RUBY_VERSION RUBY_PLATFORM RUBY_ENGINE RUBY_PATCHLEVEL self? block_given? loop"
    )
    - {"self?", "raise"},
    methods=names(
        "each map select reject find detect inject reduce sum count size length first last sort sort_by sort! uniq "
        "uniq! reverse join split strip lstrip rstrip chomp chop gsub sub gsub! sub! tr delete squeeze upcase "
        "downcase capitalize swapcase include? start_with? end_with? index rindex match match? scan =~ to_s to_i "
        "to_f to_sym to_a to_h inspect keys values key? has_key? fetch dig merge each_with_index each_with_object "
        "with_index with_object each_slice each_cons group_by partition zip flatten compact tally min max min_by "
        "max_by minmax take drop take_while drop_while any? all? none? empty? nil? zero? even? odd? positive? "
        "negative? abs round floor ceil times upto downto step each_char chars bytes lines each_line ljust rjust "
        "center push pop shift unshift insert concat rotate sample shuffle product combination permutation "
        "transpose each_pair transform_values transform_keys filter filter_map flat_map to_set sum divmod gcd lcm "
        "pow digits bit_length chr ord hex oct unpack1 unpack pack encode force_encoding valid_encoding? "
        "unicode_normalize succ between? clamp freeze dup captures named_captures pre_match post_match sqrt "
        "strftime year month day hour min sec wday yday to_date iso8601 each_entry lazy force is_a? respond_to? "
        "frozen? eql? equal? hash slice except values_at assoc delete_if keep_if slice! compact! flatten! reverse! "
        "map! select! reject! sum tally cycle chunk_while each_key each_value read readlines fdiv minmax_by "
        "partition "
        "each_index rotate values_at key find_index sum none? one? then_by delete_prefix delete_suffix squeeze"
    )
    - names("respond_to? find detect force"),
    members={
        "File.read": "read", "File.readlines": "read", "File.foreach": "read", "File.write": "write",
        "File.exist?": None, "File.basename": None, "File.extname": None, "File.dirname": None, "File.size": None,
        "File.file?": None, "File.directory?": None, "File.mtime": None, "File.binread": "read",
        "File.delete": "delete", "File.unlink": "delete",
        "Dir.pwd": None, "Dir.exist?": None, "Dir.children": None, "Dir.entries": None, "Dir.glob": None,
        "JSON.parse": None, "JSON.pretty_generate": None, "JSON.generate": None,
        "YAML.safe_load_file": "read", "YAML.load_file": "read", "YAML.safe_load": None, "YAML.dump": None,
        "CSV.parse": None, "CSV.read": "read", "CSV.foreach": "read",
        "Math.sqrt": None, "Math.log": None, "Math.log2": None, "Math.log10": None, "Math.sin": None, "Math.cos": None,
        "Math.hypot": None, "Time.now": None, "Date.today": None, "Date.parse": None, "Time.at": None,
        "Hash.new": None, "Array.new": None,
        "STDIN.read": None, "STDIN.each_line": None, "STDIN.readlines": None, "Time.parse": None, "Time.iso8601": None,
        "Date.strptime": None, "Time.strptime": None, "Date.new": None, "Time.new": None, "CSV.parse_line": None,
        "SecureRandom.hex": None, "SecureRandom.uuid": None, "Set.new": None, "File.join": None, "File.stat": None,
        "ARGF.read": None, "ARGF.each_line": None, "ARGF.readlines": None, "ARGF.each_with_index": None,
        "ARGF.map": None, "ARGF.lineno": None, "ARGF.first": None, "ARGF.each": None, "Gem.path": None, "Gem.dir":
        None, "Process.clock_gettime": None,
    },
    listed=frozenset({"Dir"}),
    drops=re.compile(
        r"\A(?:\s*(?:require\s*\(?[\"'](?:json|yaml|csv|set|date|time|pp|digest|bigdecimal|securerandom|stringio|strscan|prime)"
        r"[\"']\)?[ \t]*(?:;|\n|\Z)|#[^\n]*\n))+"
    ),
    running=frozenset({"YAML.load_file"}),
    access=frozenset({".", "&."}),
    signs=re.compile(
        r"\*\*|=>|->|==|!=|<=>|<=|>=|=~|!~|&&|\|\||\+=|-=|\*=|\|\|=|\.\.\.|\.\.|&\.|<<(?=\s)|[-+*<>=!&"
        r"|?:,;.(){}\[\]%]"
    ),
    comments=("#",),
    filled='"',
    raw="'",
    hole=re.compile(
        r"#\{(?!(?:\w+(?:\[\d+\])?|\$[._])(?:\.(?:size|length|count|first|last|to_s|to_i|to_f|inspect|upcase"
        r"|downcase|strip|chomp|sum"
        r"|max|min|keys|values|sort|uniq|reverse|round|capitalize|succ))*\})|#[@$]"
    ),
    fills=re.compile(r"#\{(?P<name>\$[._]|\w*)"),
    variable=re.compile(r"[@$]+(?:\w+|[^\s\w])"),
    variables=re.compile(r"\$(?:_|\d|\.|~|stdin|stdout|stderr|,|;)|@\w+"),
    keyed=re.compile(r":[a-z_]\w*(?![?!\w:])|[a-z_]\w*:(?=\s)|[A-Z]\w*::VERSION\b"),
    patterns=names("if unless while until and or not when then"),
    flags=re.compile(r"[imxo]*"),
    special=re.compile(r"%[wi]\[[\w\s./-]*\]"),
    refused=re.compile(r"`|<<[-~\"'A-Za-z_]|%[qQxsrWI(\[{<|!/]|__\w+__|=begin|\?[A-Za-z0-9]|::(?!VERSION\b)"
        r"|\b(?:create_additions|object_class|permitted_\w+|aliases|external_encoding)\b"
        rf"|&\s*:(?!(?:{'|'.join(map(re.escape, _SYMBOLS.split()))})\s*\))|&\s*\w+\s*\)|->|\\\n"
        # A method that is named by a symbol or text, and what a block is made of.
        r"|\b(?:inject|reduce)\b(?!\s*\(\s*(?:(?:-?[\d.]+|\[\]|\"\")\s*,\s*)?:[-+*|&/]+\s*\)|[ \t]+:[-+*|]+\B(?!\s*,)"
        r"|[ \t]*(?:\((?:[^(),]|\([^(),]*\))*\)[ \t]*)?(?:\{|do)\s*\|)"
        r"|(?<!&)&(?![&\s.:=])|[(,]\s*&\s"),
    never=names(
        "system exec spawn fork eval open load require require_relative autoload syscall trap test select gets "
        "readline readlines putc sleep srand exit abort at_exit binding caller catch throw lambda proc send "
        "public_send method methods instance_eval class_eval define_method trace_var set_trace_func warn fail "
        "callcc display extend tap then instance_variable_get instance_variable_set singleton_method"
    ),
    command=True,
)  # fmt: skip

_PHP_TEXT: Final = r"\"[^\"\\]*\"|'[^'\\]*'"
PHP_FIRST_PART: Final = (
    rf"{_PHP_TEXT}|\((?:[^()\"'#/]|{_PHP_TEXT})*\)"
    rf"|\[(?:[^\[\]\"'#/()]|{_PHP_TEXT}|\[(?:[^\[\]\"'#/()]|{_PHP_TEXT})*\])*\]"
)
PHP_FIRST: Final = rf"(?:[^()\[\]{{}},\"'#/]|{PHP_FIRST_PART})+"
"""The first argument of a function, to the comma or bracket behind it: texts and lists are read as wholes."""

PHP: Final = Language(
    words=names(
        "echo print if else elseif foreach for while as true false null return break continue PHP_EOL PHP_VERSION "
        "PHP_OS array isset empty count strlen strtolower strtoupper ucfirst ucwords trim ltrim rtrim str_replace "
        "substr strpos stripos strrpos str_contains str_starts_with str_ends_with str_repeat str_pad implode "
        "explode join sprintf printf number_format round floor ceil abs min max intdiv sqrt pow pi rand mt_rand "
        "random_int array_keys array_values array_merge array_slice array_sum array_unique array_reverse "
        "array_key_exists array_flip array_combine array_column array_count_values array_chunk array_fill "
        "array_diff array_intersect array_pop array_push array_shift in_array range sort rsort ksort krsort asort "
        "arsort json_encode json_decode JSON_PRETTY_PRINT JSON_UNESCAPED_SLASHES JSON_THROW_ON_ERROR print_r "
        "var_dump var_export is_array is_string is_int is_numeric intval floatval strval boolval date time mktime "
        "strtotime microtime preg_match preg_match_all preg_replace preg_split preg_quote htmlspecialchars "
        "html_entity_decode strip_tags nl2br md5 sha1 crc32 base64_encode base64_decode urlencode urldecode "
        "rawurlencode http_build_query parse_url basename dirname pathinfo phpversion php_uname memory_get_usage "
        "memory_get_peak_usage PHP_INT_MAX PHP_INT_SIZE M_PI php_sapi_name extension_loaded get_loaded_extensions "
        "sys_get_temp_dir getcwd version_compare mb_strlen mb_substr mb_strtolower mb_strtoupper wordwrap strrev "
        "ucwords strcmp strncmp similar_text levenshtein soundex metaphone chr ord dechex hexdec bindec decbin "
        "str_split array_rand shuffle usleep gettype int float string bool"
    )
    - {"preg_replace"}
    | names(
        "ini_get token_get_all token_name password_hash password_verify PASSWORD_BCRYPT PASSWORD_DEFAULT fn "
        "function use "
        "static array_map array_filter usort uasort uksort array_reduce array_walk hash hash_algos bin2hex "
        "random_bytes "
        "ctype_digit ctype_alpha ctype_alnum var_export get_debug_type gettype array_is_list array_key_first "
        "sodium_bin2hex "
        "array_key_last array_search array_product array_pad array_splice array_fill_keys fdiv fmod "
        "PHP_MAJOR_VERSION "
        "JSON_ERROR_NONE json_last_error json_last_error_msg mb_internal_encoding mb_str_split lcfirst "
        "str_word_count "
        "substr_count similar_text strstr hash_equals iconv_strlen checkdate cal_days_in_month gmdate idate E_ALL "
        "date_default_timezone_get timezone_identifiers_list get_extension_funcs opcache_get_status zend_version "
        "memory_reset_peak_usage spl_object_id is_callable is_bool is_float is_null is_object match default and "
        "or xor"
    ),
    access=frozenset({"->", "?->"}),
    parts=True,
    functions={
        "file_get_contents": "read", "file": "read", "file_put_contents": "write", "file_exists": None, "is_file": None,
        "is_dir": None, "filesize": None, "filemtime": None, "unlink": "delete", "mkdir": "write", "readfile": "read",
        "parse_ini_file": "read", "hash_file": None, "scandir": None,
    },
    signs=re.compile(
        r"=>|\?->|->|===|!==|==|!=|<=>|<=|>=|&&|\|\||\?\?=|\?\?|\+\+|--|\+=|-=|\*=|\.=|\*\*|[-+*/<>=!|?:,;.(){}\[\]%]"
    ),
    comments=("//", "#"),
    filled='"',
    raw="'",
    hole=re.compile(r"\{\$|\$\{|\$\w+\s*(?:\[|->|\?->)"),
    fills=re.compile(r"(?P<name>\$\w+)"),
    variable=re.compile(r"\$+\w*"),
    variables=re.compile(r"\$(?!GLOBALS\b|_SERVER\b|_ENV\b|_|this\b)[a-zA-Z_]\w*"),
    refused=re.compile(
        r"\barray_map\b(?!\s*\(\s*(?:static\s+)?(?:fn|function)\b)|\b(?:array_filter|usort|uasort|uksort"
        rf"|array_reduce|array_walk)\b(?!\s*\({PHP_FIRST},\s*(?:static\s+)?(?:fn|function)\b)"
        rf"(?!\s*\((?:[^()\[\]{{}},\"'#/]|{PHP_FIRST_PART})*\))"
        r"|\.\.\.|`|<<<|#\[|\?>|<\?(?!php\b)|/\*|__\w+__"),
    begins="<?php",
    calls=False,
)  # fmt: skip

LUA: Final = Language(
    words=names(
        "print if then else elseif end for while do repeat until in and or not nil true false local return break "
        "ipairs pairs tostring tonumber type select unpack next _VERSION"
    ),
    methods=names("rep sub upper lower len reverse find match gmatch gsub format byte char")
    - {"gsub"},
    members={
        **{f"math.{name}": None for name in names(
            "floor ceil sqrt pi abs max min huge random sin cos tan log exp pow fmod tointeger type maxinteger "
            "mininteger"
        )},
        **{f"string.{name}": None for name in names(
            "rep sub upper lower len reverse find match gmatch format byte char"
        )},
        **{f"table.{name}": None for name in names("concat insert remove sort unpack pack")},
        "os.time": None, "os.date": None, "os.clock": None, "io.write": None, "io.lines": "read",
        "utf8.char": None, "utf8.len": None,
    },
    access=frozenset({".", ":"}),
    parts=True,
    signs=re.compile(r"\.\.\.|\.\.|==|~=|<=|>=|//|[-+*/%^#<>=,;.:(){}\[\]]"),
    comments=("--",),
    filled="\"'",
    raw="",
    hole=_NOWHERE,
    fills=_NOWHERE,
    refused=re.compile(r"\[=*\[|--\[|\\[xzu0-9]|::|\bgoto\b|_G\b|_ENV\b|\bfunction\b"),
    never=names("load loadstring dofile require os io debug package string math table coroutine"),
    calls=False,
)  # fmt: skip

R: Final = Language(
    words=names(
        "print cat summary mean median sd var min max sum range length nrow ncol dim names colnames rownames head "
        "tail str levels table unique sort order rev seq seq_len seq_along rep paste paste0 sprintf format nchar "
        "substr toupper tolower strsplit gsub sub grepl grep round sqrt abs exp log log2 log10 c list data.frame "
        "matrix t cor lm glm anova t.test predict coef residuals quantile cut hist aggregate merge subset with "
        "colMeans rowMeans colSums rowSums is.na is.null any all which which.max which.min if else for in while "
        "TRUE FALSE NULL NA Inf NaN data "
        "R.version.string R.version.getRversion Sys.time Sys.Date as.numeric as.integer as.character as.factor "
        "factor as.Date months weekdays difftime rnorm runif sample set.seed T F pi nlevels complete.cases na.omit "
        "scale diff cumsum prod crossprod det diag solve outer ls.str nlevels prettyNum tabulate invisible "
        "stopifnot decreasing row.names quote sessionInfo installed.packages .libPaths packageVersion capabilities "
        "R.home dev.off hist plot lines points abline legend boxplot barplot par axis text polygon curve density "
        "write.csv write.table saveRDS png pdf svg jpeg ggsave nrow NROW NCOL mapply_ rowsum ave prop.table "
        "addmargins "
        "xtabs ftable reshape stack unstack expand.grid seq.int rank rle cut findInterval wilcox.test chisq.test "
        "shapiro.test ks.test var.test cor.test p.adjust dnorm pnorm qnorm dbinom pbinom rbinom rpois rexp choose "
        "factorial gamma beta trunc ceiling floor mad IQR range fivenum weighted.mean cummax cummin rowSums numeric "
        "character logical integer vector array nls residuals fitted confint AIC BIC logLik deviance df.residual "
        "startsWith endsWith trimws rev setdiff union intersect is.element duplicated append_ Negate_ nchar rownames "
        "toupper sprintf message warning identical isTRUE all.equal Recall_ mode class typeof object.size "
        "group_by summarise summarize mutate filter select arrange desc count n distinct slice pull left_join "
        "inner_join "
        "bind_rows pivot_longer pivot_wider ggplot aes geom_point geom_line geom_histogram geom_bar geom_col "
        "geom_boxplot geom_smooth facet_wrap facet_grid labs theme_minimal theme_bw scale_x_log10 scale_y_log10 "
        "glimpse "
        "n_distinct first last if_else case_when lag lead row_number ungroup rename relocate across_ tibble as_tibble"
    )
    - names(
        "png pdf svg jpeg ggsave write.csv write.table saveRDS text ls.str quote with subset aggregate months data "
        "outer lm glm addmargins"
    ),
    functions={"read.csv": "read", "read.table": "read", "readLines": "read", "file.exists": None,
               "lm": None, "glm": None, "read.delim": "read",
               "png": "write", "pdf": "write", "svg": "write", "jpeg": "write", "ggsave": "write",
               "write.csv": "write", "write.table": "write", "saveRDS": "write", "file.size": None},
    second=frozenset({"write.csv", "write.table", "saveRDS"}),
    drops=re.compile(
        r"\A(?:\s*(?:suppressPackageStartupMessages\(\s*)?library\((?:dplyr|ggplot2|tidyr|readr|stringr|purrr"
        r"|tibble|lubridate|data\.table"
        r"|jsonlite|scales|forcats|stats|utils|graphics|parallel|MASS|survival|tidyverse)\)\)?[ \t]*(?:;|\n|\Z))+"
    ),
    number=re.compile(rf"{NUMBER.pattern}|\.\d+(?![\w.])|\d+L\b"),
    access=frozenset({"$"}),
    parts=True,
    signs=re.compile(r"\|>|<-|==|!=|<=|>=|&&|\|\||%in%|%%|%/%|\.\.\.|[-+*/^<>=!&|~:,;$(){}\[\]]"),
    comments=("#",),
    filled="",
    raw="\"'",
    hole=_NOWHERE,
    fills=_NOWHERE,
    refused=re.compile(
        r"`|\\(?![nt\"'\\])|::|@|->|<<-|\bfunction\b|\brepeat\b"
        # A text as a formula is parsed and evaluated, and a text as a function is looked up.
        r"|\b(?:lm|glm|nls|xtabs|ftable)\b(?!\s*\(\s*+(?:formula\s*=\s*+)?[\w.()+*:^ -]*+~)"
        r"|\bfacet_(?:wrap|grid)\b(?!\s*\(\s*+(?:[\w. ]*+~|[\"'][\w.]+[\"']\s*[,)]))"
        r"|\bgeom_smooth\b(?!\s*\(\s*(?:(?:se|colou?r|method|linetype|alpha|size|linewidth|level|span|fill)\s*=\s*"
        r"(?:TRUE|FALSE|[TF\d.]+|[\"'](?:lm|glm|loess|gam|auto|[a-z]*(?:red|blue|grey|gray|black|green|dashed))[\"']|lm|glm|loess|gam)"
        r"\s*+(?:,\s*+|(?=\))))*\))"
        r"|\bformula\s*=(?!\s*+[\w.]*+\s*+~)|\b(?:FUN\w*|fun|fn|f|fns)\s*=(?!=)"
        r"|\b(?:class|oldClass|mode|storage\.mode|environment)\s*\([^()]*\)\s*(?:<-|=(?!=))"
    ),
    word=re.compile(r"\.?[A-Za-z][A-Za-z0-9._]*"),
    loose=True,
    home=True,
    binds=frozenset({"<-", "="}),
    never=names(
        "system system2 shell eval parse source get do.call match.fun library require loadNamespace file con append "
        "description"
    ),
    calls=False,
)  # fmt: skip

PERL: Final = Language(
    words=names(
        "print printf say if unless elsif else while until for foreach next last redo my and or not xor x eq ne lt "
        "gt le ge cmp length substr index rindex uc lc ucfirst lcfirst join split reverse sort keys values exists "
        "delete defined scalar push pop shift unshift chomp chop chr ord hex oct int abs sqrt sin cos atan2 exp "
        "log rand time localtime gmtime sprintf grep map BEGIN END STDERR STDOUT eof undef timegm timelocal sum "
        "decode_json encode_json sum0 max min first uniq shuffle maxstr minstr floor ceil strftime local"
    ),
    access=frozenset({"->"}),
    signs=re.compile(
        r"=>|->|==|!=|<=>|<=|>=|=~|!~|&&|\|\||//=|\|\|=|\+\+|--|\+=|-=|\*=|\.=|\.\.|\*\*|<(?=\s)"
        r"|[-+*>=!?:,;.(){}\[\]]"
    ),
    comments=("#",),
    filled='"',
    raw="'",
    hole=re.compile(r"\(\?\??\{|[$@][{$^]|(?!\$\w+(?:\{(?:\$\w+|[a-z]\w*)\}|\[(?:\$\w+|-?\d+)\])(?!\s*(?:[\[{]|->)))[$@]\w+\s*(?:\[|\{|->)|\$[&+]\[|@\["),
    fills=re.compile(r"(?P<name>[$@](?:[A-Za-z_]\w*|\d+))"),
    variable=re.compile(r"\$#\w+|[$@%]\w+|\$[&.,/\\|!]"),
    variables=re.compile(r"\$ARGV|\$#(?!ARGV)\w+|[$@%](?!ENV\b|SIG\b|ARGV|INC\b|ISA\b|STDIN\b)\w+|\$[&.,/\\|]"),
    patterns=names("if unless while until and or not split grep print return push join x eq ne map"),
    prefix=names("keys values each delete exists sort reverse scalar defined foreach for my"),
    flags=re.compile(r"[gimsxo]*"),
    special=re.compile(
        r"(?:s([/|,#!])(?:(?!\1)[^\\\n]|\\.)*\1(?:(?!\1)[^\\\n]|\\.)*\1[gimsxr]*"
        r"|(?:tr|y)([/|,#!])(?:(?!\2)[^\\\n]|\\.)*\2(?:(?!\2)[^\\\n]|\\.)*\2[cdsr]*"
        r"|s\{(?:[^{}\\\n]|\\.)*\}\{(?:[^{}\\\n]|\\.)*\}[gimsxr]*|<STDIN>|close(?: |\()ARGV\)?(?= if eof\b)"
        r"|m([/|,#!])(?:(?!\3)[^\\\n]|\\.)*\3[gimsx]*|qw\([\w\s./-]*\))(?!\w)"
    ),
    refused=re.compile(
        r"`|\$ARGV\s*\[|^=\w|__\w+__"
        # What stands behind `sort` may name a function; a text is a reference to the table that it names.
        r"|\bsort\b(?:[\s(]|#[^\n]*\n)*(?:\$|[A-Za-z_]\w*::)"
        r"|->\s*[\[{](?:(?!->)[^;])*?(?:(?<![=!<>~])=(?![=~>])|=~\s*(?:s|tr|y)\b)",
        re.MULTILINE,
    ),
    infix=frozenset({"<", "*", "?", "%", ">", ".", "<="}),
    braced=True,
    calls=False,
)  # fmt: skip

JULIA: Final = Language(
    words=names(
        "println print sqrt abs sum prod maximum minimum extrema length size typeof collect range round floor "
        "ceil div "
        "mod rem gcd lcm exp log log2 log10 sin cos tan atan pi string repr Int Float64 Int64 UInt8 BigInt BigFloat "
        "rand randn zeros ones sort reverse unique first last join split uppercase lowercase strip occursin "
        "startswith endswith isempty isodd iseven iszero factorial binomial cbrt hypot sign max min clamp cumsum "
        "diff "
        "VERSION true false nothing for in end if else elseif while true string parse Dict Set Vector keys values "
        "haskey push! zip enumerate trunc isprime digits ndigits bitstring"
    )
    - {"parse"},
    members={},
    access=frozenset({"."}),
    signs=re.compile(r"==|!=|<=|>=|&&|\|\||\|>|=>|[-+*/^%<>=!?:,;.(){}\[\]]"),
    comments=("#",),
    filled='"',
    raw="",
    hole=re.compile(r"\$"),
    fills=_NOWHERE,
    refused=re.compile(r"`|@|\\|::|'|->|\bfunction\b|\bmacro\b|\busing\b|\bimport\b|#="),
    word=re.compile(r"[A-Za-z_][A-Za-z0-9_]*!?(?!=)|[A-Za-z_][A-Za-z0-9_]*"),
    never=names("run eval include open read write rm cp mv mkdir cd download ccall Base Core Main Libc ENV ARGS"),
    calls=False,
)  # fmt: skip

ELIXIR: Final = Language(
    words=names("do end fn if else true false nil and or not in rem div abs max min round trunc length hd tl is_nil "
                "to_string inspect? for when unless case cond"),
    members={
        **{f"IO.{name}": None for name in names("puts inspect write")},
        **{f"Enum.{name}": None for name in names(
            "sum map filter reject reduce count max min sort uniq join reverse take drop zip with_index at any? all? "
            "member? frequencies group_by chunk_every flat_map find each sort_by max_by min_by product dedup concat"
        )},
        **{f"String.{name}": None for name in names(
            "upcase downcase length split trim reverse replace contains? starts_with? ends_with? capitalize "
            "duplicate "
            "slice to_integer to_float pad_leading pad_trailing graphemes"
        )},
        **{f"Integer.{name}": None for name in names("to_string digits pow mod gcd parse floor_div")},
        **{f"Float.{name}": None for name in names("round ceil floor to_string")},
        **{f"Map.{name}": None for name in names("new get put keys values merge")},
        **{f"List.{name}": None for name in names("first last flatten zip duplicate")},
        **{f"Date.{name}": None for name in names("utc_today add diff to_string day_of_week")},
        **{f"DateTime.{name}": None for name in names("utc_now to_string to_unix to_iso8601")},
        "System.version": None, "System.otp_release": None, "System.os_time": None, "System.schedulers_online": None,
        ":math.sqrt": None,
    },
    access=frozenset({"."}),
    signs=re.compile(r"\|>|->|==|!=|<=|>=|&&|\|\||<>|\+\+|\.\.|%\{|[-+*/<>=!|,;.(){}\[\]:]"),
    comments=("#",),
    filled='"',
    raw="",
    hole=re.compile(r"#\{"),
    fills=_NOWHERE,
    refused=re.compile(r"`|@|~|&|(?<![\w}])\s*:[a-zA-Z_\"']|'|\?|\\"),
    word=re.compile(r"[A-Za-z_][A-Za-z0-9_]*[?!]?"),
    never=names("apply spawn send receive import require use alias quote unquote defmodule def exit raise throw"),
    calls=True,
)  # fmt: skip
