"""Programs that read text, data and documents and print them, or write them in another form.

Law: what is read and what is written is on the command line. A format that is itself a program (stylesheets, filters,
TeX, PostScript) is the repository's code where it lies in the repository, and opaque where it can leave its language.
"""

import re
from dataclasses import replace
from typing import Final

from mayact.core.analysis import files
from mayact.core.analysis.command import Finding, FromText, Known, Pattern, Word, opaque
from mayact.core.analysis.places.paths import escape
from mayact.core.analysis.programs import patch_text
from mayact.core.analysis.programs.git import common as git_common
from mayact.core.analysis.programs.roles import finding, in_role, runs
from mayact.core.analysis.programs.table import Program, Use, effects, row, sub
from mayact.core.analysis.words import known, lead
from mayact.core.errors import shown
from mayact.core.model import Verb

# `system`, `exec` and redirected output of Miller's language (miller.readthedocs.io, "DSL output statements").
_MILLER_RUNS: Final = re.compile(
    r"\b(system|exec|hostname|os_type)\s*\(|\b(tee|emit\w*|printn?|dump|edump|eprintn?)\b[^;}]*(>|\||<)|\bENV\b"
)
_MILLER_WRITES: Final = frozenset({"tee", "split", "case-split", "summary-split"})


def _miller(use: Use) -> tuple[Finding, ...]:
    """Verbs and their arguments, then files: what looks like a path is read."""
    found: list[Finding] = []
    for word in use.operands:
        text = known(word)
        if text is None or _MILLER_RUNS.search(text) or text in _MILLER_WRITES:
            found.append(opaque("the verbs of `mlr` run or write something, or are not known"))
        elif re.fullmatch(r"[^\s$'\"(]*[./][^\s$'\"(]*", text):
            found.extend(files.reading(word, use.command, use.context))
    return tuple(found)


def _is_set(word: Word) -> bool:
    """Files of a directory that is named: a name that begins with it is no coder."""
    return isinstance(word, Pattern) and re.fullmatch(r"[\w.-]+(?:/[\w.-]*)+", lead(word)) is not None


_MADE: Final = re.compile(
    r"(?:null:|(?:xc|canvas|gradient|plasma|radial-gradient):[\w#(),.%-]*|(?:logo|rose|wizard|granite):|(?:info|txt|json|histogram):-?)"
)
_FORMAT: Final = re.compile(
    r"(?:png|png8|png24|png32|jpg|jpeg|gif|webp|avif|tiff?|ico|bmp|ppm|pgm|pbm|pnm|rgba?|gray|info|json|histogram|txt|miff):"
    r"(?=[\w./-])"
)
"""Coders of pictures by name: the rest of the word is the file (imagemagick.org, "Formats")."""


def _uncoded(word: Word) -> Word:
    """`png:out.png` as the file that it names, and what is made of nothing as no file."""
    text = known(word)
    if text is None:
        return word
    return (
        Known("-") if _MADE.fullmatch(text) else Known(_FORMAT.sub("", text, count=1) if _FORMAT.match(text) else text)
    )


def _converts(use: Use) -> tuple[Finding, ...]:
    """ImageMagick: coders (`msl:`, `https:`), lists (`@file`) and pipes (`|cmd`) in any word reach elsewhere."""
    use = replace(use, command=replace(use.command, argv=tuple(map(_uncoded, use.command.argv))),
                  operands=tuple(map(_uncoded, use.operands)))  # fmt: skip
    for word in use.command.argv[1:]:
        if _is_set(word):
            continue
        if known(word) is None or re.match(r"[|@]|[a-z]+:", lead(word), re.IGNORECASE):
            return (opaque(f"{shown(lead(word))} of {shown(use.name)} may run or reach something"),)
    if use.name == "mogrify":
        return tuple(item for word in use.operands for item in in_role("edit", word, use))
    if use.name == "identify":
        return tuple(item for word in use.operands for item in in_role("read", word, use))
    *sources, target = use.operands or (Known("."),)
    read = [item for word in sources for item in in_role("read", word, use)]
    return (*read, *in_role("write", target, use))


_CAPTURES: Final = frozenset(
    {"x11grab", "avfoundation", "gdigrab", "dshow", "v4l2", "video4linux2", "alsa", "pulse", "jack", "kmsgrab", "fbdev",
     "openal", "oss", "sndio", "xcbgrab", "pipewire"}
)  # fmt: skip
"""Devices that ffmpeg records from (ffmpeg-devices(1))."""


def _plays(use: Use) -> tuple[Finding, ...]:
    """ffmpeg: what no option takes is an output; filters and lists can open files of their own."""
    for word in use.command.argv[1:]:
        if _is_set(word):
            continue
        if known(word) is None or re.search(r"movie=|concat:|subfile|ladspa|frei0r|sendcmd|\b(?:un)?zmq", lead(word)):
            return (opaque(f"{shown(lead(word))} of {shown(use.name)} may reach something else"),)
    if _CAPTURES & {known(word) for word in use.values("-f")}:
        return (opaque("the screen, the camera or the microphone is recorded"),)
    if "concat" in [known(word) for word in use.values("-f")]:
        return (opaque("a list says what `ffmpeg` reads"),)
    found: list[Finding] = []
    for word in use.operands:
        found.extend(in_role("url" if "://" in lead(word) else "write", word, use))
    return tuple(found)


def _tex(use: Use) -> tuple[Finding, ...]:
    """TeX writes its results where it stands (`openout_any=p`), and runs what the document says within its language."""
    if any(lead(word).startswith(("\\", "&", "|")) for word in use.operands):
        return (opaque(f"{shown(use.name)} runs code of its command line"),)
    return (runs(use), *files.writing(Known("./output"), use.command, use.context))


def _metadata(use: Use) -> tuple[Finding, ...]:
    """exiftool: `-TAG=VALUE` writes, `-if` and `-p` are code."""
    writes = any("=" in lead(word) for word in use.command.argv[1:]) or use.has("-overwrite_original")
    return tuple(item for word in use.operands for item in in_role("edit" if writes else "tree", word, use))


def _patches(use: Use) -> tuple[Finding, ...]:
    """The patch says which files change: those below where it stands, settings of agents among them."""
    if use.has("--dry-run") or use.operands:
        return ()
    folder = use.value("-d") or Known(".")
    text = use.command.stdin.text if isinstance(use.command.stdin, FromText) and not use.has("-i") else None
    strip = known(use.value("-p") or Known("-1"))
    named = patch_text.targets(text, strip=int(strip)) if text and strip and strip.lstrip("-").isdigit() else None
    base = known(folder)
    if text is None or strip is None or named is None or base is None:
        return git_common.anything(use, Pattern(f"{escape(base)}/*") if base else folder)
    gone = patch_text.gone(text, strip=int(strip), reverse=use.has("-R"))
    places = {path: Known(f"{base}/{path}") for path in (*named, *gone)}
    written = (item for path in named for item in files.writing(places[path], use.command, use.context))
    removed = (item for path in gone for item in files.deleting(places[path], use.command, use.context))
    return (*written, *removed)


_GRAPH: Final = "-o=write -O=opaque -T= -K= -G= -N= -E= -l=config -s? -n? -x -y -q? -v -V -P -c -C -m -A -L="
_DOCUTILS: Final = (
    "--config=config -o|--output=write --record-dependencies=write --stylesheet=read --stylesheet-path=read "
    "--template=read -w|--writer= -r|--reader= -p|--parser= -t= --title= -l|--language= --math-output= "
    "--initial-header-level= --stylesheet-dirs= --warnings=write --error-encoding= -i="
)
_TEX: Final = (
    "-interaction= -output-directory=writetree -aux-directory=writetree -jobname= -halt-on-error -file-line-error "
    "-synctex= -recorder -draftmode -output-format= -shell-restricted -no-shell-escape -quiet -c-style-errors -help "
    "-version -no-pdf -output-driver=shell -pdf -lualatex -bibtex -bibtex- -f -g -c -C -cd -pv- -outdir=writetree "
    "-auxdir=writetree -r=config -e=code -usepretex=code -latex=shell -pdflatex=shell -xelatex=shell -silent "
    "-deps-out=write -pvc -gg -dvi -ps"
)
_PDF: Final = (
    "-f= -l= -r= -x= -y= -W= -H= -layout -raw -q -png -jpeg -tiff -singlefile -scale-to= -opw= -upw= -nopgbrk -enc="
)

PROGRAMS: Final[tuple[Program, ...]] = (
    # ── XML, JSON, YAML, CSV ───────────────────────────────────────────────────────────────────────────────
    row("xmllint", "--noout --xpath= -o|--output=write --format --pretty= --schema=read --relaxng=read "
        "--schematron=read "
        "--dtdvalid=read --nonet --recover --html --xmlout --encode= --huge --c14n --c14n11 --exc-c14n "
        "--xinclude?opaque "
        "--noent?opaque --valid?opaque --postvalid?opaque --loaddtd?opaque --dropdtd --nowarning --noblanks --nocdata "
        "--nsclean --stream --pattern= --debug --timing --quiet --version --path=opaque --catalogs?opaque --memory "
        "--sax --push --oldxml10 --dtdattr?opaque", "input*"),
    row("xsltproc", "-o|--output=writetree --param= --stringparam= --noout --nonet --nowrite --nomkdir --novalid "
        "--xinclude "
        "--encoding= --html --timing -v|--verbose --version --maxdepth= --path=opaque --catalogs?opaque --repeat "
        "--nodtdattr "
        "--profile --maxvars= --docbook --debug --dumpextensions", "config input*", does="exec.run@repository"),
    row("xmlstarlet xml", open=True, otherwise="opaque@xmlstarlet", subs=(
        sub("sel|select|val|validate|el|elements|c14n|esc|escape|unesc|pyx", open=True, operands="none* read"),
        sub("fo|format", "-s= -t -n -o -R -D -e= -H -N", "read*"),
        sub("ed|edit", "-L|--inplace -P -S -O -N= -d|--delete= -u|--update= -v|--value= -x|--expr= -i|--insert= "
            "-a|--append= "
            "-s|--subnode= -t|--type= -n= -r|--rename= -m|--move= --var=", "edit*", edits_if="-L"),
        sub("tr|transform", "-s= -p= --xinclude?opaque --net?opaque --val?opaque", "config input*", open=True,
            does="exec.run@repository"))),
    row("gron ungron", "-u|--ungron -c|--colorize -m|--monochrome -s|--stream -k|--insecure -j|--json -v "
        "--no-sort", "input*"),
    row("dasel tomlq htmlq pup jp jql", "-f|--file=read -r|--read= -w|--write= -p= -s|--selector= -o|--out=write -c -n "
        "--pretty --compact -u -a= -t -b -d= -B= -i= --length --plain", "none read*"),
    row("jless fq", "-m= -N -r -R", "read*"),
    row("fx", "-r --raw -s --slurp", operands="none*", act=lambda use: (opaque("the expressions of `fx` are code"),)
        if len(use.operands) > 1 or any(lead(word)[:1] in (".", "") for word in use.operands)
        else tuple(item for word in use.operands for item in in_role("read", word, use))),
    row("jc", "-p -r -q -d -u -y -m -a -v -h", "command*", style="posix", open=True),
    row("jsonnet jrsonnet", "-o|--output-file=write -m|--multi=writetree -c -J|--jpath=config -e|--exec -S -y "
        "-V|--ext-str= "
        "--ext-code=code --ext-str-file=read --ext-code-file=config -A|--tla-str= --tla-code=code --tla-str-file=read "
        "-s= -t=", "config*", does="exec.run@repository"),
    row("jsonnetfmt", "-i|--in-place -n= --max-blank-lines= --test --string-style= --comment-style= --indent= "
        "-e", "edit*",
        edits_if="-i"),
    row("json_pp json_reformat json_verify yajl", "-f= -t= -v -json_opt= -m -u -q -c -s", style="long"),
    row("jd dyff json-diff graphtage", "-o=write -p -set -mset -t= -f= -yaml -setkeys= --output= -b -i --color= -s "
        "-k= --full",
        "input*", style="long", open=True),
    row("ajv jsonschema check-jsonschema yajsv v8r", "-s= -d= --schemafile=input -i=read --builtin-schema= -o= --spec= "
        "--base-uri= --errors= --strict= -r= -m= --verbose --color= -c=opaque --all-errors", "none*", open=True,
        does="exec.run@repository"),
    row("cue", open=True, otherwise="opaque@cue", subs=(
        sub("vet|eval|export|fmt|def|trim|fix|version", "-o|--outfile=write -c -d= -e= -t= -p= -l= --out= --check "
            "--diff",
            open=True, does="exec.run@repository fs.write@./*"),)),
    row("mlr", "--icsv --ojson --ijson --ocsv --itsv --otsv --oxtab --ixtab --opprint --ipprint --c2p --c2j --c2t "
        "--c2m --t2c "
        "--t2j --t2p --j2c --j2t --j2p --ojsonl --ijsonl --c2l --csv --tsv --json --jsonl --omd --inidx --onidx "
        "--idkvp "
        "--odkvp --c2d --c2n --csvlite --tsvlite --from=read -n --ifs= --ofs= --fs= --ips= --ops= --ps= --irs= --ors= "
        "--rs= "
        "--ofmt= --nr-progress-mod= --implicit-csv-header --headerless-csv-output --allow-ragged-csv-input --barred "
        "--right --key-color= --no-color --records-per-batch= --seed= --prepipe=shell --prepipex=shell -I?opaque "
        "-s=opaque --load=opaque --mload=opaque --mfrom=opaque --gzin --zin --bz2in --zstdin --pass-comments "
        "--skip-comments --tz= --infer-none -S -A -O --lazy-quotes --quote-all --hi --ho "
        "--version", style="posix", act=_miller),
    row("csvstat", "-c|--columns= -d|--delimiter= -t|--tabs -q= -u= -b -p= -z= -e|--encoding= -S "
    "-H|--no-header-row -K= "
        "-l -n|--names -y= --csv --json --mean --median --stdev --min --max --sum --len --nulls --type --unique "
        "--count "
        "--max-precision --freq --freq-count= --decimal-format= -G --no-inference -I -i= -L= --skip-lines= "
        "--date-format= --datetime-format= --null-value= -V -v", "read*"),
    row("csvcut csvgrep csvlook csvsort csvjoin csvstack csvformat csvjson in2csv csvclean",
        "-c|--columns= -C|--not-columns= -d|--delimiter= -t|--tabs -q|--quotechar= -u|--quoting= "
        "-b|--no-doublequote -p|--escapechar= -z|--maxfieldsize= -e|--encoding= -S|--skipinitialspace "
        "-H|--no-header-row -K= -l|--linenumbers --zero -n|--names -m|--match= "
        "-r= --regex= --reverse -f|--file=read -I|--no-inference -i|--invert-match --ignore-case --outer --left "
        "--right -g= --filenames -D= -T -Q= -U= -B -P= -M= -x -k= --sheet= "
        "--write-sheets=write -s= -L= --locale= --date-format= --max-rows= --max-columns= --max-column-width= --count "
        "--freq --nulls --null-value= -y= --stream --key= --lat= --lon= --indent= --skip-lines= -a -v --csv "
        "--json", "read*"),
    row("csvsql", "--query= --db=host --insert --tables= -i|--dialect= -d= -t -e= --no-create --create-if-not-exists "
        "--overwrite --no-constraints --no-inference -y= -H -S --blanks --chunk-size= --before-insert= --after-insert= "
        "--prefix= --unique-constraint= --db-schema=", "read*",
        act=lambda use: (finding(Verb.DB_ADMIN, "database", use),) if use.has("--db") else ()),
    row("sql2csv", "--db=host --query= -e= -H -v", "read*",
        act=lambda use: (finding(Verb.DB_ADMIN, "database", use),) if use.has("--db") else ()),
    row("xsv qsv xan", open=True, otherwise="opaque@csv", subs=(
        sub("count|headers|stats|frequency|table|flatten|index|input|slice|sample|search|select|sort|dedup|fmt|join|"
            "cat|"
            "reverse|rename|fixlengths|schema|sniff|validate|to|enum|fill|explode|implode|behead|view|hist",
            "-o|--output=write -s|--select= -d|--delimiter= -i= -l= -n|--no-headers -e= -t= -c= -w= --limit= --seed=",
            "none* read", open=True),
        sub("split|partition", "--filename= -s= -d=", "writetree read*", open=True))),
    row("datamash ministat tsv-filter tsv-select tsv-summarize st", open=True, operands="read*"),
    row("parquet-tools parquet parq pqrs", open=True, operands="none read*"),
    row("recode uconv", "-f= -t= -x= -q -v -o=write", "edit*"),
    row("isutf8 nkf enca chardetect uchardet", "-q -L= -g -n -m -i -j -w", "read*", open=True),
    row("sponge", "-a", "write"),
    row("patch", "-p|--strip= -i|--input=read -R|--reverse -N|--forward -s|--silent|--quiet -b|--backup -f|--force "
        "-t|--batch "
        "-u -c -n -e?opaque -E -F|--fuzz= -l -o|--output=write -r|--reject-file=write -d|--directory= -V= -z|--suffix= "
        "-B|--prefix=opaque -Y=opaque --dry-run --verbose --binary -g= -T -Z --posix --merge? --no-backup-if-mismatch "
        "--reject-format= --read-only= -v|--version", "write read", act=lambda use: _patches(use)),
    row("mmv", operands="none*", handles_doubt=True, act=lambda use: (opaque("which files change is not known"),)),
    row("perltidy", "-b -w -q -st -o=write -pro=config -l= -i=", "edit*", style="long", edits_if="-b"),
    # ── documents ──────────────────────────────────────────────────────────────────────────────────────────
    row("pandoc", "-o|--output=write -f|--from|-r|--read=config -t|--to|-w|--write=config -s|--standalone "
        "--template=config "
        "-L|--lua-filter=script -F|--filter=script --pdf-engine=program --pdf-engine-opt=opaque "
        "--extract-media=writetree "
        "--resource-path= -H|--include-in-header=read -B|--include-before-body=read -A|--include-after-body=read "
        "-c|--css= "
        "--bibliography=read --csl=read -C|--citeproc -d|--defaults=config --data-dir=config --log=write "
        "-M|--metadata= "
        "--metadata-file=read -V|--variable= --toc|--table-of-contents --toc-depth= -N|--number-sections --wrap= "
        "--columns= "
        "--mathjax? --katex? --highlight-style= --no-highlight --self-contained --embed-resources --sandbox "
        "--reference-doc=read "
        "--shift-heading-level-by= --slide-level= -i|--incremental --quiet --verbose --strip-comments "
        "--reference-links "
        "--syntax-definition=config --abbreviations=read --epub-cover-image=read --epub-metadata=read "
        "--request-header= "
        "--ascii --eol= --dpi= --tab-stop= --print-default-template= --list-input-formats --list-output-formats "
        "-v|--version "
        "--section-divs --markdown-headings= --file-scope --title-prefix= --id-prefix= --track-changes= --split-level=",
        "input*"),
    row("groff troff nroff geqn gtbl", "-m= -T= -t -e -p -R -s -k -K= -M=config -F=config -P= -L= -o= -w= -W= -z -Z "
        "-a -C -E -i "
        "-I= -n= -N -q -r= -d= -f= -S -V -b -c -g -G -j -D= -h -U?opaque -X?opaque -l?opaque", "read*"),
    row("mandoc man2html lowdown cmark markdown mdcat markdown2 multimarkdown", "-T= -O= -I= -K= -a -c -f= -k -l -h "
        "-M= -m= -s= -W= -t= "
        "--to= -o|--output=write -e= -x= --unsafe --smart -p=opaque", "read*"),
    row("glow", "-p?opaque -s|--style=config -w|--width= -a -l -n --config=config", "input*"),
    row("help2man", "-o|--output=write -n|--name= -s|--section= -N|--no-info -i|--include=read -I= -h= -v= "
        "--help-option= "
        "--version-string= -m= -S= -p= -l= -r=read", "command*"),
    row("rst2html rst2html5 rst2html4 rst2man rst2latex rst2xetex rst2xml rst2pseudoxml rst2odt rst2s5 docutils "
        "rst2html.py rst2html5.py rst2man.py rst2latex.py rst2xml.py rst2odt.py rst2pseudoxml.py", _DOCUTILS, "read "
        "write",
        open=True),
    row("asciidoctor asciidoctor-pdf asciidoctor-epub3 asciidoc a2x", "-o|--out-file=write "
        "-D|--destination-dir=writetree "
        "-b|--backend= -a|--attribute= -r|--require=config -I|--load-path=config -T|--template-dir=config "
        "-B|--base-dir= "
        "-R|--source-dir= -d|--doctype= -e|--eruby= -S|--safe-mode= -n -s -q -v -w -t -f=config -E= -L "
        "--failure-level= "
        "--trace -l", "beside*", does="exec.run@repository"),
    row("plantuml", "-o=writetree -tsvg -tpng -ttxt -tutxt -tpdf -tlatex -teps -pipe -p -checkonly -syntax -nbthread= "
        "-failfast -failfast2 -charset= -config=config -I=config -x= -D? -v -quiet -overwrite -encodesprite= -metadata "
        "-version -progress -duration -noerror -graphvizdot=program -theme=", "beside*", style="long"),
    row("mmdc mermaid", "-i|--input=read -o|--output=write -t|--theme= -w= -H= -b= -c|--configFile=config "
        "-C|--cssFile=read -s= "
        "-f -q -p|--puppeteerConfigFile=config -e= --scale= -I= --iconPacks=opaque"),
    row("dot neato fdp sfdp circo twopi osage patchwork gvpack tred unflatten acyclic", _GRAPH, "read*"),
    row("d2 pikchr ditaa blockdiag seqdiag actdiag nwdiag svgbob vega-lite vg2svg vl2svg wavedrom-cli",
        "-o|--output=write -t|--theme= -l|--layout= -T= -a -f= -w -s= -c=config --font=read --sketch --pad= --scale= "
        "-r=opaque --browser=opaque --host=opaque --watch?opaque", "read write", open=True),
    row("pdflatex xelatex lualatex latex tex luatex platex uplatex context latexmk", _TEX + " -shell-escape?opaque "
        "-enable-write18?opaque -fmt=opaque -ini?opaque -progname=opaque -cnf-line=opaque --shell-escape?opaque",
        "read*", style="long", act=_tex),
    row("bibtex bibtex8 biber makeindex makeglossaries texindy kpsewhich texcount chktex lacheck",
        "-o=write -O|--output-file=write -s=config -t=write -l= -q -v -d= -g -c -i -r -p= --configfile=config", "none*",
        open=True, does="exec.run@repository fs.write@./*"),
    row("tectonic", "-o|--outdir=writetree -X -k -p --print --keep-logs --synctex -b=opaque -w=opaque -c= -f= "
        "-Z=opaque -C "
        "--only-cached --untrusted -r= --reruns= --outfmt=", "read*", act=_tex),
    row("typst", open=True, otherwise="opaque@typst", subs=(
        sub("compile|c|watch|w", "--root=config --input= --font-path= -f= --ppi= --make-deps=write "
            "--timings=write", "config write",
            open=True, does="exec.run@repository"),
        *effects({"fonts|query|version": "exec.run@repository", "update|init": "pkg.install@typst"}))),
    row("pdftotext pdftoppm pdfimages pdfseparate pdfunite pdftocairo pdftohtml ps2pdf epstopdf pdfcrop pdfattach "
        "pdfdetach",
        _PDF, "read write", style="long", open=True),
    row("pdfinfo pdffonts pdfgrep pdfsig", "-f= -l= -box -meta -js -struct -isodates -rawdates -dests -url -enc= "
        "-opw= -upw= "
        "-e= -n -i -c -r -H -o -A= -B= -C=", "none* read", style="long", open=True),
    row("qpdf", "--decrypt --encrypt --password= --pages --linearize --check --show-npages --json? --qdf "
        "--replace-input?opaque "
        "--password-file=read --job-json-file=opaque --split-pages? --object-streams= --stream-data= --", "read* write",
        open=True),
    row("gs", "-q -dNOPAUSE -dBATCH -dQUIET -dSAFER -sDEVICE= -sOutputFile=write -o=write -sPAPERSIZE= -dPDFSETTINGS= "
        "-dCompatibilityLevel= -dFirstPage= -dLastPage= -dTextAlphaBits= -dGraphicsAlphaBits= -sPDFPassword=", "read*",
        style="long"),
    # ── images, sound ──────────────────────────────────────────────────────────────────────────────────────
    row("convert magick identify compare composite montage mogrify", "-write=opaque -path=opaque -script=opaque "
        "-process=opaque "
        "-define=opaque -resize= -crop= -quality= -format= -density= -depth= -colorspace= -background= -gravity= "
        "-extent= "
        "-geometry= -rotate= -fill= -font= -pointsize= -annotate= -draw=opaque -strip -flip -flop -trim -alpha= "
        "-verbose "
        "-thumbnail= -scale= -sample= -colors= -threshold= -metric= -fuzz= -border= -bordercolor= -tile= -delay= "
        "-loop= "
        "-layers= -compress= -size= -blur= -sharpen= -negate -monochrome -auto-orient -transparent= -repage +repage "
        "-append "
        "+append -ping -limit= -monitor -interlace=", style="long", handles_doubt=True, act=_converts),
    row("ffmpeg", "-i=input -y -n -f= -c= -codec= -c:v= -c:a= -vcodec= -acodec= -b:v= -b:a= -r= -s= -ss= -to= -t= "
        "-vf= -af= "
        "-filter_complex= -map= -an -vn -sn -crf= -preset= -pix_fmt= -ar= -ac= -loglevel= -v= -hide_banner -shortest "
        "-loop= "
        "-frames:v= -vframes= -q:v= -q:a= -aspect= -metadata= -movflags= -threads= -nostdin -stats -framerate= -g= "
        "-profile:v= "
        "-tune= -passlogfile=write -pass= -filter_script=opaque -attach=read -dump_attachment=write -report?opaque "
        "-progress=url -safe= -start_number= -copyts -fflags= -analyzeduration= -probesize= "
        "-re", style="long", act=_plays),
    row("ffprobe mediainfo soxi", "-i=input -v= -show_entries= -of= -print_format= -show_format -show_streams "
        "-select_streams= "
        "-hide_banner -loglevel= -count_frames -show_packets -show_frames -pretty -f= -sexagesimal --Output= "
        "--Inform= -o=write",
        "input*", style="long"),
    row("exiftool", "-if=code -p=code -config=config -@=opaque -o=write -w=opaque -W=opaque -overwrite_original -r -s "
        "-json -j -csv "
        "-G -a -all -n -q -ext= -execute?opaque -userParam= -tagsFromFile=read -stay_open=opaque -api=opaque -ver "
        "-filelist=opaque",
        style="long", open=True, act=_metadata),
    row("optipng jpegoptim pngcrush oxipng advpng", "-o= -q -m= -s -p -t -d= --strip= --max= -z -i= -v --out=write "
        "--dir=writetree -r "
        "--all-progressive --opt=", "edit*", open=True),
    row("pngquant cwebp dwebp avifenc gifsicle svgcleaner heif-convert", "-o|--output=write --ext= -f|--force "
        "--quality= -q= --speed= "
        "-s= --skip-if-larger --strip --lossy= -O= --colors= -resize= -m=", "read write", style="long", open=True),
    row("svgo", "-i|--input=read -o|--output=write -f|--folder=edit --config=config -p= --pretty --multipass "
        "-q|--quiet -r|--recursive -s= "
        "--show-plugins "
        "--precision= --indent= --eol= --datauri= --final-newline --no-color --exclude=", "edit*",
        does="exec.run@repository"),
    row("rsvg-convert inkscape", "-o|--output|--export-filename=write -w|--export-width= -h|--export-height= -f= -a "
        "--dpi-x= -z= "
        "--export-type= --export-dpi= --actions=opaque --shell?opaque --verb=opaque -d= -x= -s=read", "read*"),
    row("qrencode figlet toilet boxes cowsay lolcat banner pv tsort rainbow", "-o|--output=write -t= -f= -w= -s= -l= "
        "-L= "
        "-d= -p -a= -q -N= -i= -B= -R= -r -v -b -c -n -T -e -A", "read*", open=True),
    row("aspell hunspell ispell", "-d|--lang= -l -a -c=opaque --mode= --encoding= -p|--personal=read -H -i= "
        "-t", "read*", open=True),
    # ── calculators and small generators ───────────────────────────────────────────────────────────────────
    row("bc", "-l|--mathlib -q|--quiet -s|--standard -w|--warn -i|--interactive -e= -v -h", "read*"),
    row("dc", "-e|--expression=code -f|--file=code", "none*", act=lambda use: (opaque("`dc` can run commands"),)),
    row("qalc units gcalccmd kalker numbat fend", "-t -e -s= -v -q -1 -o=write -f=config --terse --compact", "none*"),
    row("uuidgen uuid ulid nanoid mcookie pwgen apg diceware xkcdpass makepasswd", "-r -t -m -s -N= -n= -v= -o=write "
        "-F= -c= -l= "
        "-y -B -A -f=read -q -#", "none*", open=True),
    row("calendar ddate dateutils.ddiff ddiff dadd dconv dseq dateadd datediff dateconv", "-f=read -i= -q -d= -s=",
        "none*", open=True),
    row("ascii lsb_release hwinfo inxi neofetch fastfetch screenfetch onefetch nvidia-smi rocm-smi sensors acpi "
        "lshw dmidecode lsns lslocks lsipc lslogins lsmem cpuid hostinfo sw_vers",
        "-f|--filename=write -dump=write --dump-bin=write --from-dump=read --log=write --save-config=write "
        "--config=config --source=read --ascii=read", open=True),
    row("locate mlocate plocate", "-i -c -b -e -l= -n= -r= -0 -q -w -d|--database=read -S -A -P -H --regex "
        "--regexp=", "none*"),
    row("pydoc pydoc3", "-k= -n= -p=opaque -b?opaque -w?opaque", "none*", does="exec.run@repository"),
    row("ri", "-f= -a -T|--no-pager -i?opaque -d=config --server?opaque -l --list-doc-dirs --width=", "none*"),
    row("perldoc", "-f= -q= -v= -m -l -t -T -u -F -o= -d=write -n=program -i -D -M=opaque -w= -L= -X -a=", "none*",
        act=lambda use: tuple(item for word in use.operands if "/" in lead(word) for item in in_role("read", word,
            use))),
    row("cht.sh", open=True, does="net.connect@cht.sh"),
    row("pkg-config pkgconf", "--cflags --libs --exists --modversion --list-all --static --variable= --print-errors "
        "--silence-errors "
        "--atleast-version= --exact-version= --max-version= --libs-only-l --libs-only-L --libs-only-other "
        "--cflags-only-I "
        "--cflags-only-other --short-errors --print-requires --print-requires-private --print-provides "
        "--print-variables "
        "--define-variable= --define-prefix --with-path=config --personality= --uninstalled --validate --path --env= "
        "--atleast-pkgconfig-version= --keep-system-cflags --keep-system-libs --version --errors-to-stdout", "none*"),
    row("llvm-config mysql_config pg_config curl-config xml2-config sdl2-config python-config python3-config "
        "php-config "
        "gpg-error-config ncursesw6-config pcre-config net-snmp-config", open=True),
)  # fmt: skip
