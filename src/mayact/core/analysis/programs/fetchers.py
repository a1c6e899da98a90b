"""curl, wget, httpie: what is asked of which host, what goes out, what is saved.

Law: whatever could carry data (a body, a file, a header or address that is not known) counts as sending it.
"""

import re
from typing import Final

from mayact.core.analysis import files, http
from mayact.core.analysis.command import Finding, Known, Unknown, Word, opaque
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
    "-Q|--quote=opaque -l|--list-only --ssl-reqd --ssl -t= -y= -Y= --doh-url= --dns-servers= --hsts=write "
    "--alt-svc=write --etag-save=write --etag-compare=read --create-file-mode= --max-filesize= --ftp-pasv -P= "
    "--variable= --expand-url= --rate= --no-location -h|--help? -V|--version --mail-from= --mail-rcpt= "
    "--libcurl=write --engine=opaque --proxy-user= -U= --proxy-header= --haproxy-protocol --ssl-no-revoke -j "
    "--junk-session-cookies --styled-output --no-clobber --skip-existing --remove-on-error"
)
_BODY: Final = ("-d", "--data-binary", "--data-urlencode", "--json", "-F", "-T", "--data-raw", "--form-string")


def curl(use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = list(_curl_files(use))
    method = (known(use.value("-X") or Known("")) or "").upper()
    body = use.has(*_BODY)
    saves = use.has("-o", "-O", "--remote-name-all", "-J", "--output-dir")
    carries = body or any(
        not isinstance(word, Known) or word.text.startswith("@") for word in use.values("-H", "-b", "-A", "-e", "-u")
    )
    # Credentials of the person go along: from the netrc file, a header that is written out, or a cookie jar.
    sends = carries or method not in ("", "GET", "HEAD", "OPTIONS")
    method = method or ("HEAD" if use.has("-I") else "GET" if use.has("-G") or not body else "POST")
    urls = (*use.operands, *use.values("--url"))
    if use.has("--expand-url", "--variable"):
        found.append(opaque("`curl` builds the address itself"))
    for url in urls:
        found.extend(_curl_url(url, use, method=method, sends=sends, saves=saves))
    for word in use.values("-x", "--preproxy", "--socks5", "--socks5-hostname", "--socks4"):
        found.extend(http.contacting(http.target_of(word), sends_data=True, because=f"through {as_text(word)}"))
    for word in use.values("--resolve", "--connect-to"):
        found.append(opaque(f"`curl` is told that a host lies elsewhere: {shown(as_text(word))}"))
    if use.has("--unix-socket"):
        found.append(finding(Verb.SYS_CONFIGURE, "local service socket", use))
    return tuple(found)


def _curl_url(url: Word, use: Use, *, method: str, sends: bool, saves: bool) -> tuple[Finding, ...]:
    text = known(url)
    if text is not None and text.lower().startswith("file:"):
        return files.reading(Known(re.sub(r"(?i)^file:(//[^/]*)?", "", text)), use.command, use.context)
    target = http.target_of(url)
    found = http.contacting(target, sends_data=sends, method=method, saves=saves, because=f"contacts {as_text(url)}")
    if use.has("-O", "--remote-name-all", "-J"):
        name = target.path.rsplit("/", 1)[-1] or "index"
        directory = lead(use.value("--output-dir") or Known("."))
        # With -J the server names the file; it lands beside the others.
        found = (*found, *files.writing(Known(f"{directory}/{name}"), use.command, use.context))
    if target.scheme not in ("http", "https", "", "ws", "wss"):
        found = (*found, opaque(f"`curl` speaks {shown(target.scheme)}"))
    return (*found, *host_api(target, sends=sends, use=use))


def host_api(target: http.Target, *, sends: bool, use: Use) -> tuple[Finding, ...]:
    """Operations of well-known code hosts that mean more than a request."""
    if target.host not in ("api.github.com", "gitlab.com") or not sends:
        return ()
    path = target.path.lower()
    if path.endswith("/merge") or "/merges" in path:
        return (finding(Verb.PR_MERGE, target.host, use),)
    if re.search(r"/(pulls|merge_requests)$", path):
        return (finding(Verb.PR_OPEN, target.host, use),)
    if re.search(r"/(collaborators|keys|hooks|protection|secrets|members|invitations|deploy_keys|variables)\b", path):
        return (finding(Verb.IAM_CHANGE, target.host, use),)
    if re.search(r"/(dispatches|pipelines?|trigger)\b", path):
        return (finding(Verb.CI_TRIGGER, target.host, use),)
    if re.search(r"/(issues|comments|notes|discussions)\b", path):
        return (finding(Verb.TICKET_WRITE, target.host, use),)
    return ()


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
    "-nv|--no-verbose -v -c|--continue -N|--timestamping -r|--recursive -l= -np|--no-parent -nc|--no-clobber -nd "
    "-nH -x -k -K -p -m|--mirror -E -H -L -t|--tries= -T|--timeout= -w|--wait= --user= --password= "
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
    method = known(use.value("--method") or Known("GET"))
    sends = use.has("--post-data", "--post-file", "--body-data", "--body-file") or method not in ("GET", "HEAD")
    sends = sends or any(known(word) is None for word in use.values("--header", "-U", "--referer", "--user"))
    saves = not use.has("--spider") and known(use.value("-O") or Known("")) != "-"
    for url in use.operands:
        target = http.target_of(url)
        found.extend(http.contacting(target, sends_data=sends, saves=saves, because=f"contacts {as_text(url)}"))
        if saves and use.value("-O") is None:
            name = target.path.rsplit("/", 1)[-1] or "index.html"
            directory = lead(use.value("-P") or Known("."))
            found.extend(files.writing(Known(f"{directory}/{name}"), use.command, use.context))
    if use.has("-i"):
        found.extend(http.contacting(http.Target("", ""), saves=True, because="addresses come from a file"))
    return tuple(found)


def httpie(use: Use) -> tuple[Finding, ...]:
    words = list(use.operands)
    method = "GET"
    if words and (known(words[0]) or "").isupper():
        method = known(words.pop(0)) or "GET"
    if not words:
        return ()
    url, rest = words[0], words[1:]
    sends = method not in ("GET", "HEAD", "OPTIONS") or any("=" in lead(word) or "@" in lead(word) for word in rest)
    found = list(http.contacting(http.target_of(url), sends_data=sends, method=method, because=as_text(url)))
    for word in rest:
        for mark in ("@", "=@", ":=@"):
            name, at, path = lead(word).rpartition(mark)
            if at and name:
                found.extend(files.reading(Known(path), use.command, use.context))
                break
    return tuple(found)
