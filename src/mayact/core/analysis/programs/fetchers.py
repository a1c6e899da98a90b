"""curl, wget, httpie: what is asked of which host, what goes out, what is saved.

Law: whatever could carry data (a body, a file, a header or address that is not known) counts as sending it.
"""

import json
import re
from dataclasses import replace
from typing import Final

from mayact.core.analysis import files, http
from mayact.core.analysis.command import Finding, FromText, Inherited, Known, Unknown, Word, opaque
from mayact.core.analysis.programs.roles import finding
from mayact.core.analysis.programs.table import Use
from mayact.core.analysis.words import as_text, drop, known, lead
from mayact.core.errors import shown
from mayact.core.model import Verb

CURL: Final = (
    "-X|--request= -d|--data|--data-ascii= --data-raw= --data-binary= --data-urlencode= --json= -F|--form= "
    "--form-string= -T|--upload-file= -o|--output=write --output-dir= -O|--remote-name --remote-name-all "
    "-J|--remote-header-name -H|--header= -A|--user-agent= -e|--referer= -b|--cookie= -c|--cookie-jar=write "
    "-D|--dump-header=write -u|--user= -x|--proxy= --preproxy= --socks5= --socks5-hostname= --socks4= --url= "
    "-K|--config=opaque -s|--silent -S|--show-error -f|--fail --fail-with-body -L|--location --location-trusted "
    "-k|--insecure -v|--verbose -i|--include|--show-headers -I|--head -G|--get -g|--globoff -N|--no-buffer "
    "-m|--max-time= --connect-timeout= --retry= --retry-delay= --retry-max-time= --retry-all-errors "
    "--retry-connrefused -w|--write-out= --compressed -#|--progress-bar -n|--netrc --netrc-optional "
    "--netrc-file=read -E|--cert=read --key=read --cacert=read --capath= --pass= -r|--range= -z|--time-cond= "
    "-C|--continue-at= -R|--remote-time --create-dirs --limit-rate= -Z|--parallel --parallel-max= --http1.1 --http2 "
    "--http1.0 --http3 --resolve= --connect-to= --interface= -4|--ipv4 -6|--ipv6 -q|--disable --stderr=write "
    "--trace=write --trace-ascii=write --unix-socket= --abstract-unix-socket= --tlsv1.2 --tlsv1.3 --ciphers= "
    "--max-redirs= --proto= --proto-default= --no-progress-meter --path-as-is -a|--append -B|--use-ascii "
    "--oauth2-bearer= --aws-sigv4= "
    "--digest --basic --ntlm --negotiate --anyauth --noproxy= --no-keepalive --keepalive-time= --tcp-nodelay "
    "-Q|--quote=opaque -l|--list-only --ssl-reqd --ssl -t= -y= -Y= --doh-url=url --dns-servers= --hsts=write "
    "--alt-svc=write --etag-save=write --etag-compare=read --create-file-mode= --max-filesize= --ftp-pasv -P= "
    "--variable= --expand-url= --rate= --no-location -h|--help? -V|--version --mail-from= --mail-rcpt= "
    "--libcurl=write --engine=opaque --proxy-user= -U= --proxy-header= --haproxy-protocol --ssl-no-revoke -j "
    "--junk-session-cookies --styled-output --no-clobber --skip-existing --remove-on-error"
)
_BODY: Final = ("-d", "--data-binary", "--data-urlencode", "--json", "-F", "-T", "--data-raw", "--form-string")
_CREDENTIALS: Final = re.compile(
    r"(?i)\s*(?:(?:proxy-)?authorization|cookie|[\w-]*(?:token|api-?key|secret|password|signature|credential)[\w-]*)\s*[:;]"
)
"""Headers that carry who someone is."""


def curl(use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = list(_curl_files(use))
    asked = use.value("-X")
    method = (known(asked or Known("")) or "").upper()
    body = use.has(*_BODY)
    saves = use.has("-o", "-O", "--remote-name-all", "-J", "--output-dir")
    carries = body or any(
        not isinstance(word, Known) or word.text.startswith("@") for word in use.values("-H", "-b", "-A", "-e", "-u")
    )
    # Credentials of the person go along: from the netrc file, a header that is written out, or a cookie jar.
    sends = carries or (asked is not None and method not in http.SAFE_METHODS)
    if asked is None:
        method = "HEAD" if use.has("-I") else "GET" if use.has("-G") or not body else "PUT" if use.has("-T") else "POST"
    urls = (*use.operands, *use.values("--url"))
    if use.has("--expand-url", "--variable"):
        found.append(opaque("`curl` builds the address itself"))
    carried = _curl_carried(use)
    for url in urls:
        found.extend(_curl_url(url, use, method=method, sends=sends, saves=saves, carried=carried))
    for word in use.values("-x", "--preproxy", "--socks5", "--socks5-hostname", "--socks4"):
        found.extend(http.contacting(http.target_of(word), sends_data=True, because=f"through {as_text(word)}"))
    for word in (*use.values("--resolve"), *use.values("--connect-to")):
        found.extend(_elsewhere(word, sends=sends, method=method, saves=saves))
    if use.has("--unix-socket", "--abstract-unix-socket"):
        found.append(finding(Verb.SYS_CONFIGURE, "local service socket", use))
    return tuple(found)


_RESOLVE: Final = re.compile(r"[+-]?[^:]*:\d+:(?P<places>[^:,\s]+|\[[0-9a-f:.]+\])", re.IGNORECASE)
_CONNECT: Final = re.compile(r"[^:]*:\d*:(?P<places>[^:\s]*|\[[0-9a-f:.]+\]):\d*", re.IGNORECASE)


def _elsewhere(word: Word, *, sends: bool, method: str, saves: bool) -> tuple[Finding, ...]:
    """`curl` is told that a host lies elsewhere: that place is contacted, beside the one named."""
    text = known(word) or ""
    match = _RESOLVE.fullmatch(text) or _CONNECT.fullmatch(text)
    if match is None:
        return (opaque(f"`curl` is told that a host lies elsewhere: {shown(as_text(word))}"),)
    because = f"contacts {match['places']} in place of the host that is named"
    target = http.parse_url(match["places"], scheme="tcp") if match["places"] else None
    if target is None:
        return ()
    return http.contacting(target, sends_data=sends, method=method, saves=saves, because=because)


def _curl_carried(use: Use) -> http.Carried:
    kind, text = _curl_body(use)
    headers = tuple(_header(word) for word in use.values("-H"))
    named = use.has("-u", "--oauth2-bearer", "-b", "-n", "--netrc-optional", "--netrc-file", "-E", "--aws-sigv4",
                    "--negotiate", "--ntlm")  # fmt: skip
    proxied = use.has("-x", "--preproxy", "--socks5", "--socks5-hostname", "--socks4")
    return http.Carried(
        body=kind,
        text=text,
        credential=named or any(_tells_who(word) for word in use.values("-H")),
        headers=headers,
        redirects=use.has("-L", "--location-trusted"),
        proxy=proxied,
    )


def _tells_who(word: Word) -> bool:
    return bool(_CREDENTIALS.match(lead(word))) or (known(word) is None and ":" not in lead(word))


def _header(word: Word) -> tuple[str, str | None]:
    name, colon, value = lead(word).partition(":")
    return (name.strip(), value.strip() if known(word) is not None else None) if colon else ("", None)


def _curl_body(use: Use) -> tuple[http.BodyKind, str | None]:
    """What the body is, and its text where the line tells it."""
    if use.has("-T"):
        return ("stdin" if all(known(word) in ("-", ".") for word in use.values("-T")) else "file"), None
    if use.has("-F", "--form-string"):
        return "form", None
    parts: list[str | None] = []
    kind: http.BodyKind = "json" if use.has("--json") else "form"
    for option, word in use.options:
        if option.name not in ("-d", "--data-raw", "--data-binary", "--data-urlencode", "--json") or word is None:
            continue
        text = known(word)
        reads = option.name != "--data-raw" and lead(word).startswith("@")
        if reads or (option.name == "--data-urlencode" and "@" in lead(word)):
            given = use.command.stdin
            from_stdin = text == "@-"
            kind = "stdin" if from_stdin else "file"
            parts.append(given.text if from_stdin and isinstance(given, FromText) else None)
        else:
            parts.append(text)
    if not parts:
        return "none", ""
    if use.has("-G"):
        return "none", ""
    if any(part is None for part in parts):
        return kind, None
    body = ("" if use.has("--json") else "&").join(part for part in parts if part is not None)
    return ("json" if body.lstrip()[:1] in ("{", "[") else kind), body


def _curl_url(
    url: Word, use: Use, *, method: str, sends: bool, saves: bool, carried: http.Carried
) -> tuple[Finding, ...]:
    text = known(url)
    if text is not None and text.lower().startswith("file:"):
        return files.reading(Known(re.sub(r"(?i)^file:(//[^/]*)?", "", text)), use.command, use.context)
    target = http.target_of(url)
    if use.has("-G"):
        target = _with_data(target, use)
    found = http.contacting(
        target, sends_data=sends, method=method, saves=saves, carried=carried, because=f"contacts {as_text(url)}"
    )
    if use.has("-O", "--remote-name-all", "-J"):
        name = target.path.rsplit("/", 1)[-1] or "index"
        directory = lead(use.value("--output-dir") or Known("."))
        # With -J the server names the file; it lands beside the others.
        found = (*found, *files.writing(Known(f"{directory}/{name}"), use.command, use.context))
    if target.scheme not in ("http", "https", "", "ws", "wss"):
        found = (*found, opaque(f"`curl` speaks {shown(target.scheme)}"))
    return found


def _with_data(target: http.Target, use: Use) -> http.Target:
    """`-G` puts the data into the address."""
    parts = [known(word) for word in use.values("-d", "--data-raw", "--data-binary", "--data-urlencode", "--json")]
    if any(part is None or part.startswith("@") for part in parts):
        return replace(target, whole=False, query=True)
    return replace(target, search="&".join((*filter(None, (target.search,)), *(part or "" for part in parts))))


def _curl_places(use: Use) -> tuple[Finding, ...]:
    """Where `-o` lands under `--output-dir` or with `#1` in its name; what `-w` reads and writes."""
    found: list[Finding] = []
    directory = use.value("--output-dir")
    for word in use.values("-o"):
        text, base = known(word), known(directory or Known("."))
        if text is None or base is None or "#" in text:
            found.extend(files.writing(Unknown("part of the name comes from the address"), use.command, use.context))
        elif directory is not None:
            found.extend(files.writing(Known(f"{base}/{text}"), use.command, use.context))
    for word in use.values("-w", "--write-out", "--proxy-header"):
        if lead(word).startswith("@"):
            found.extend(_sent(drop(word, 1), use))
        elif "%output{" in lead(word) or known(word) is None:
            found.extend(files.writing(Unknown("the format of `-w` names a file"), use.command, use.context))
    return tuple(found)


def _curl_files(use: Use) -> tuple[Finding, ...]:
    """Files that go out: `@file` in data, `@`/`<` in forms, uploads, `-b file`, headers from files."""
    found: list[Finding] = list(_curl_places(use))
    for name in ("-d", "--data-binary", "--data-urlencode", "--json", "-H"):
        for word in use.values(name):
            text = lead(word)
            at = text.find("@") if name == "--data-urlencode" else 0 if text.startswith("@") else -1
            if at >= 0 and "=" not in text[:at]:
                found.extend(_sent(drop(word, at + 1), use))
    for word in use.values("-F"):
        _, _, value = lead(word).partition("=")
        if value[:1] in ("@", "<"):
            inner = drop(word, lead(word).index("=") + 2)
            plain = known(inner)
            found.extend(_sent(Known(plain.split(";", 1)[0]) if plain is not None else inner, use))
    for word in use.values("-T"):
        found.extend(_sent(word, use))
    for word in use.values("-b"):
        if known(word) is not None and "=" not in lead(word):
            found.extend(files.reading(word, use.command, use.context))
    if use.has("-n", "--netrc-optional"):
        found.append(finding(Verb.SECRET_READ, "netrc", use, **{"class": "credential-file"}))
    return tuple(found)


def _sent(word: Word, use: Use) -> tuple[Finding, ...]:
    return () if known(word) in ("-", ".") else files.reading(word, use.command, use.context)


# ── wget and friends ─────────────────────────────────────────────────────────────────────────────────────

WGET: Final = (
    "-O|--output-document=write -o|--output-file=write -a|--append-output=write -P|--directory-prefix= -q|--quiet "
    "-nv|--no-verbose -v -c|--continue -N|--timestamping -r|--recursive -l= -np|--no-parent -nc|--no-clobber "
    "-nd|--no-directories "
    "-nH|--no-host-directories -x|--force-directories -k -K -p|--page-requisites -m|--mirror "
    "-E -H -L -t|--tries= -T|--timeout= -w|--wait= --user= --password= "
    "--header= --post-data= --post-file= --body-data= --body-file= --method= --no-check-certificate "
    "-i|--input-file=list "
    "-U|--user-agent= --referer= --limit-rate= --spider -S|--server-response --content-disposition "
    "--max-redirect= -e|--execute=opaque --config=opaque --use-askpass=program --load-cookies=read "
    "--save-cookies=write --progress= --show-progress -b -4 -6 --cut-dirs= --accept= -A= -R= --no-cache "
    "--retry-connrefused --waitretry= --certificate=read --private-key=read --ca-certificate=read --https-only "
    "--trust-server-names --no-hsts --compression= -V --connect-timeout= --read-timeout= --dns-timeout="
)


def wget(use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for word in use.values("--post-file", "--body-file"):
        found.extend(files.reading(word, use.command, use.context))
    body = use.has("--post-data", "--post-file", "--body-data", "--body-file")
    asked = use.value("--method")
    method = (known(asked) or "").upper() if asked is not None else "POST" if body else "GET"
    sends = body or method not in http.SAFE_METHODS
    sends = sends or any(known(word) is None for word in use.values("--header", "-U", "--referer", "--user"))
    saves = not use.has("--spider") and known(use.value("-O") or Known("")) != "-"
    texts = [known(word) for word in use.values("--post-data", "--body-data")]
    carried = http.Carried(
        body="none" if not body else "form" if texts else "file",
        text=(texts[-1] if texts else None) if body else "",
        credential=use.has("--user", "--password", "--load-cookies", "--certificate", "--use-askpass")
        or any(_tells_who(word) for word in use.values("--header")),
        headers=tuple(_header(word) for word in use.values("--header")),
        redirects=known(use.value("--max-redirect") or Known("20")) != "0",
        proxy=False,
    )
    for url in use.operands:
        target = http.target_of(url)
        because = f"contacts {as_text(url)}"
        found.extend(
            http.contacting(target, sends_data=sends, method=method, saves=saves, carried=carried, because=because)
        )
        if saves and use.value("-O") is None:
            found.extend(_wget_saved(target, use))
    if use.has("-i"):
        found.extend(http.contacting(http.Target("", ""), saves=True, because="addresses come from a file"))
    return tuple(found)


def _wget_saved(target: http.Target, use: Use) -> tuple[Finding, ...]:
    """Where wget puts what it takes from `target` (wget(1), "Directory Options")."""
    directory = lead(use.value("-P") or Known("."))
    walks = use.has("-r", "-m", "-p")
    if use.has("-nd") or not (walks or use.has("-x")):
        name = target.path.rsplit("/", 1)[-1] or "index.html"
        return files.writing(Known(f"{directory}/{name}"), use.command, use.context, recursive=walks)
    below = [] if use.has("-nH") else [target.host]
    if walks:  # which pages it finds, the host says
        return files.writing(Known("/".join([directory, *below])), use.command, use.context, recursive=True)
    cut = known(use.value("--cut-dirs") or Known("0")) or ""
    folders = target.path.strip("/").split("/")
    if not cut.isdigit() or not target.host:
        return files.writing(Known(directory), use.command, use.context, recursive=True)
    name = folders[-1] or "index.html"
    kept = folders[:-1][int(cut) :]
    return files.writing(Known("/".join([directory, *below, *kept, name])), use.command, use.context)


# ── httpie and xh ────────────────────────────────────────────────────────────────────────────────────────

_ITEM: Final = re.compile(r"(?P<name>(?:[^\\:=@]|\\.)+)(?P<mark>:=@|=@|:=|==|=|@|:|;)(?P<value>.*)", re.DOTALL)


def httpie(use: Use) -> tuple[Finding, ...]:
    words = list(use.operands)
    method = ""
    if words and (known(words[0]) or "").isalpha() and (known(words[0]) or "").isupper():
        method = known(words.pop(0)) or ""
    if not words:
        return ()
    url, rest = _short_host(words[0]), words[1:]
    found: list[Finding] = []
    headers: list[tuple[str, str | None]] = []
    fields: dict[str, str | None] = {}
    search: list[str] = []
    for word in rest:
        match = _ITEM.fullmatch(lead(word))
        if match is None:
            fields["?"] = None  # not known: it may be data
            continue
        name, mark, value = match["name"], match["mark"], match["value"]
        exact = value if known(word) is not None else None
        if mark in ("@", "=@", ":=@"):
            found.extend(files.reading(Known(value), use.command, use.context))
            fields[name] = None
        elif mark in (":", ";"):
            headers.append((name, exact))
        elif mark == "==":
            search.append(f"{name}={value}")
        else:
            fields[name] = exact
    raw = use.value("--raw")
    fed = not isinstance(use.command.stdin, Inherited) and not use.has("-I")
    data = bool(fields) or raw is not None or fed
    method = method or ("POST" if data else "GET")
    target = http.target_of(url, scheme="https" if use.name in ("https", "xhs") else "http")
    target = replace(target, search="&".join((*filter(None, (target.search,)), *search)))
    carried = http.Carried(
        body="stdin" if fed else "none" if not data else "form" if use.has("-f") else "json",
        text=_items_text(fields, raw) if not fed else None,
        credential=use.has("-a", "--session") or any(_CREDENTIALS.match(f"{name}:") for name, _ in headers),
        headers=tuple(headers),
        redirects=use.has("-F", "--follow"),
        proxy=use.has("--proxy"),
    )
    sends = data or method not in http.SAFE_METHODS or any(value is None for _, value in headers)
    asked = http.contacting(target, sends_data=sends, method=method, carried=carried, because=as_text(url))
    return (*asked, *found)


def _items_text(fields: dict[str, str | None], raw: Word | None) -> str | None:
    if raw is not None:
        return known(raw)
    if any(value is None for value in fields.values()):
        return None
    return json.dumps(fields) if fields else ""


def _short_host(word: Word) -> Word:
    """`:3000/path` is this machine."""
    text = known(word)
    if text is None or not text.startswith(":"):
        return word
    return Known("localhost" + (text if re.match(r":\d", text) else text[1:]))
