"""Programs that talk to other hosts, and keys.

Law: what happens on another machine cannot be judged here: it is opaque.
"""

import re
from itertools import pairwise
from typing import Final

from mayact.core.analysis import files, http
from mayact.core.analysis.command import (
    Finding,
    FromFile,
    FromText,
    Inherited,
    Known,
    Pattern,
    Piped,
    Word,
    opaque,
)
from mayact.core.analysis.places.paths import escape
from mayact.core.analysis.programs.fetchers import CURL, WGET, curl, httpie, wget
from mayact.core.analysis.programs.roles import argv, constant, finding, in_role, shell
from mayact.core.analysis.programs.table import Program, Use, names, row
from mayact.core.analysis.words import as_text, drop, extended, known, lead
from mayact.core.errors import shown
from mayact.core.model import Verb

_SSH: Final = (
    "-1 -2 -4 -6 -A -a -C -f -G -g -K -k -M -N -n -q -s -T -t -V -v -X -x -Y -y -B= -b= -c= -D= -E=write -e= -F=opaque "
    "-I=opaque -i= -J= -L= -l= -m= -O= -o= -p= -Q= -R= -S= -W= -w= -P="
)
_SSH_RUNS: Final = re.compile(
    r"(?i)\s*(proxycommand|localcommand|permitlocalcommand|knownhostscommand|proxyusefdpass|include|match|"
    r"pkcs11provider|securitykeyprovider|sendenv|setenv)\b"
)


def _ssh_options(use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for word in use.values("-o"):
        if known(word) is None or _SSH_RUNS.match(lead(word)):
            found.append(opaque(f"an option of {shown(use.name)} runs a program"))
    if use.has("-R", "-D", "-w"):
        found.append(finding(Verb.SYS_CONFIGURE, "tunnel", use))
    for word in use.values("-J"):
        found.extend(http.contacting(http.target_of(word, scheme="ssh"), because=f"through {as_text(word)}"))
    return tuple(found)


def _ssh(use: Use) -> tuple[Finding, ...]:
    found = list(_ssh_options(use))
    if use.has("-V", "-Q", "-G"):
        return tuple(found)
    if not use.operands:
        return tuple(found)
    target = http.target_of(use.operands[0], scheme="ssh")
    runs_there = len(use.operands) > 1
    # What runs on the other machine cannot be judged here: its files are not these files.
    sends = runs_there or not isinstance(use.command.stdin, Inherited)
    target = http.Target(target.scheme, target.host, target.port or lead(use.value("-p") or Known("")), target.path)
    found.extend(http.contacting(target, sends_data=sends, because=f"logs in to {as_text(use.operands[0])}"))
    if not target.local or runs_there:
        found.append(opaque("what happens on the other machine is not analysed"))
    return tuple(found)


def _copies(use: Use) -> tuple[Finding, ...]:
    """scp and rsync: everything before the last operand goes to the last."""
    found = list(_ssh_options(use)) if use.name == "scp" else []
    if len(use.operands) < 2:
        return tuple(found)
    *sources, destination = use.operands
    recursive = use.has("-r", "-a")
    there = http.remote_file(destination) or _rsync_module(destination)
    for source in sources:
        here = http.remote_file(source) or _rsync_module(source)
        if here is None:
            found.extend(files.reading(source, use.command, use.context, recursive=recursive))
        else:
            found.extend(http.contacting(here, saves=True, because=f"copies {as_text(source)}"))
        if use.has("--remove-source-files"):
            found.extend(files.deleting(source, use.command, use.context, recursive=recursive))
    if there is not None:
        found.extend(http.contacting(there, sends_data=True, because=f"copies to {as_text(destination)}"))
        return tuple(found)
    inside = contents(destination)
    found.extend(files.writing(inside, use.command, use.context, recursive=recursive))
    if use.has("--delete"):
        found.extend(files.deleting(inside, use.command, use.context, recursive=True))
    return tuple(found)


def contents(destination: Word) -> Word:
    """A destination that is certainly a directory, as the set of files in it."""
    text = known(destination)
    if text is None or not (text.endswith("/") or text in (".", "..")):
        return destination
    return Pattern(f"{escape(text.rstrip('/'))}/*")


def _rsync_module(word: Word) -> http.Target | None:
    host, marks, _ = lead(word).partition("::")
    return http.parse_url(host, scheme="rsync") if marks and "/" not in host else None


def _connects(use: Use) -> tuple[Finding, ...]:
    """Programs whose first operand is a host."""
    if not use.operands:
        return ()
    found: list[Finding] = []
    for operand in use.operands[:1] if use.name not in ("dig", "host", "nslookup", "ping", "whois") else use.operands:
        text = lead(operand).removeprefix("@")
        if text.startswith("+") or text.upper() in ("A", "AAAA", "MX", "TXT", "NS", "ANY", "CNAME", "SOA", "SRV"):
            continue
        target = http.target_of(operand if not lead(operand).startswith("@") else drop(operand, 1), scheme="tcp")
        # A name that is looked up carries its text to whoever runs the zone.
        pattern = use.name.startswith("ping") and use.has("-p")  # bytes that go out
        found.extend(http.contacting(target, sends_data=pattern, because=f"contacts {as_text(operand)}"))
    return tuple(found)


def _netcat(use: Use) -> tuple[Finding, ...]:
    if use.has("-e", "-c", "--sh-exec"):
        return (opaque("`nc` hands a program to whoever connects"), finding(Verb.SYS_PERSIST, "remote shell", use))
    if use.has("-l") and isinstance(use.command.stdin, Piped | FromFile):
        # Whoever connects is given it.
        return http.contacting(http.Target("", ""), sends_data=True, because="hands it to whoever connects")
    if use.has("-l"):
        found = http.Target("tcp", "localhost")
        return http.contacting(found, sends_data=not isinstance(use.command.stdin, Inherited), because="listens")
    if not use.operands:
        return ()
    host = http.target_of(use.operands[0], scheme="tcp")
    port = lead(use.operands[1]) if len(use.operands) > 1 else ""
    target = http.Target("tcp", host.host, port, query=host.query)
    sends = not isinstance(use.command.stdin, Inherited) and not use.has("-z")
    return http.contacting(target, sends_data=sends, because=f"contacts {as_text(use.operands[0])}")


def _mail(use: Use) -> tuple[Finding, ...]:
    words = use.command.argv[1:]
    attached = [file for option, file in pairwise(words) if lead(option) in _ATTACHES]
    attached += [Known(text.partition("=")[2]) for text in map(lead, words) if text.startswith("--attach=")]
    read = [item for file in attached for item in files.reading(file, use.command, use.context)]
    return (finding(Verb.MESSAGE_SEND, "mail", use), *read)


_ATTACHES: Final = frozenset({"-a", "-A", "--attach", "--attach-file", "-i"})
"""Of the several programs of this name, and of mutt; where it is a header instead, no such file is there."""


def _transfer(use: Use) -> tuple[Finding, ...]:
    """rclone, s3cmd …: some operand is a remote; which way the data goes is not looked at."""
    verb = known(use.operands[0]) if use.operands else None
    read = [item for word in use.operands[1:] for item in files.reading(word, use.command, use.context, recursive=True)]
    looks = {"ls", "lsd", "lsl", "lsf", "size", "about", "version", "listremotes", "info", "du", "check"}
    plain = all(re.fullmatch(r"[\w.-]+:?(?://)?[\w./*-]*", known(word) or "?") for word in use.operands[1:])
    if verb in looks and plain and use.name in ("rclone", "gsutil", "s3cmd", "s5cmd", "b2", "mc"):
        return constant("net.connect@~storage", use)
    if verb in looks:
        return http.contacting(http.Target("", ""), because=use.name)
    removes = any(known(word) in _REMOVES for word in use.operands[:2])
    gone = (finding(Verb.CLOUD_ADMIN, use.name, use, _destroys=True),) if removes else ()
    return (*read, *gone, *http.contacting(http.Target("", ""), sends_data=True, saves=True, because=use.name))


_REMOVES: Final = names(
    "rm rb rmdir rmdirs del delete deletefile purge cleanup remove sync expire setpolicy setacl acl iam"
)

_OPENSSL_READS: Final = names(
    "in key inkey CAkey signkey kfile CAfile cert config rand sign verify prverify signer recip content certfile "
    "pass passin passout secretkey name macopt dsaparam issuer VAfile rkey rsigner"
) - names("pass passin passout name macopt secretkey")


def _captured(use: Use) -> tuple[Finding, ...]:
    """tshark reads a file, or else what passes on the network."""
    return () if use.has("-r") and not use.operands else constant("priv.escalate@capture opaque@capture", use)


def _openssl(use: Use) -> tuple[Finding, ...]:
    words = use.command.argv[1:]
    verb = known(words[0]) if words else None
    found: list[Finding] = []
    texts = [known(word) for word in words]
    for at, text in enumerate(texts[:-1]):
        value = words[at + 1]
        if text in ("-in", "-key", "-inkey", "-CAkey", "-signkey", "-kfile", "-CAfile", "-cert", "-config", "-rand"):
            found.extend(files.reading(value, use.command, use.context))
        elif text in ("-out", "-keyout", "-writerand"):
            found.extend(files.writing(value, use.command, use.context))
        elif text in ("-connect", "-proxy"):
            target = http.target_of(value, scheme="tcp")
            stdin = use.command.stdin
            sends = not (isinstance(stdin, Inherited) or (isinstance(stdin, FromText) and stdin.text == ""))
            found.extend(http.contacting(target, sends_data=sends, because=f"contacts {as_text(value)}"))
        elif text in ("-engine", "-provider", "-provider-path"):
            found.append(opaque("`openssl` loads code"))
    for at, text in enumerate(texts):
        option = (text or "").lstrip("-").partition("=")[0] if (text or "").startswith("-") else ""
        attached = (text or "").partition("=")[2]
        given = Known(attached) if attached else words[at + 1] if at + 1 < len(words) else None
        if option in _OPENSSL_READS and given is not None:
            found.extend(files.reading(given, use.command, use.context))
        if option in ("out", "keyout", "writerand", "CAserial", "sigout") and attached:
            found.extend(files.writing(Known(attached), use.command, use.context))
        if option in ("host", "url") and given is not None:
            found.extend(http.contacting(http.target_of(given, scheme="tcp"), sends_data=True, because=use.name))
    if verb in ("storeutl", "s_client") and len(words) > 1 and not lead(words[-1]).startswith("-"):
        if verb == "storeutl":
            found.extend(files.reading(words[-1], use.command, use.context))
        elif not any(text in ("-connect", "-host", "-proxy") for text in texts):
            target = http.target_of(words[-1], scheme="tcp")
            found.extend(http.contacting(target, sends_data=True, because=f"contacts {as_text(words[-1])}"))
    if verb in ("engine", "s_server") or verb is None:
        found.append(opaque("what `openssl` does is not known"))
    if verb in ("dgst", "md5", "sha256", "sha1", "enc", "base64"):
        plain = [word for word in words[1:] if not lead(word).startswith("-")]
        for word in plain[-1:]:
            found.extend(files.reading(word, use.command, use.context))
    return tuple(found)


def _gpg(use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = []
    if use.has("--export-secret-keys", "--export-secret-subkeys", "--export-ssh-key"):
        found.append(finding(Verb.SECRET_READ, "gpg", use, **{"class": "private-key"}))
    if use.has("--recv-keys", "--keyserver", "--send-keys", "--refresh-keys", "--search-keys", "--locate-keys"):
        host = use.value("--keyserver")
        target = http.target_of(host, scheme="hkps") if host is not None else http.Target("hkps", "keys.openpgp.org")
        found.extend(http.contacting(target, sends_data=use.has("--send-keys"), because="contacts a key server"))
    if use.has("--delete-secret-keys", "--delete-keys", "--delete-secret-and-public-key", "--edit-key", "--import"):
        found.extend(files.writing(Known("~/.gnupg/pubring.kbx"), use.command, use.context))
    if use.has("--delete-secret-keys", "--delete-secret-and-public-key"):
        found.extend(files.deleting(Known("~/.gnupg/private-keys-v1.d"), use.command, use.context, recursive=True))
    for operand in use.operands:
        found.extend(files.reading(operand, use.command, use.context))
    if use.has("-d") and not use.has("-o"):
        found.append(finding(Verb.SECRET_READ, "gpg", use, **{"class": "private-key"}))
    return tuple(found)


def _listens(use: Use) -> tuple[Finding, ...]:
    return (opaque(f"what {shown(use.name)} connects is not analysed"), *_through(use))


def _through(use: Use) -> tuple[Finding, ...]:
    return http.contacting(http.Target("", ""), sends_data=True, because=use.command.text or use.name)


def _wrapped(use: Use) -> tuple[Finding, ...]:
    """torsocks, proxychains, sshpass: the command behind them, which reaches hosts through another."""
    return (*_through(use), *argv(use.operands, use))


def _keys(use: Use) -> tuple[Finding, ...]:
    """ssh-keygen, ssh-add, ssh-copy-id, ssh-agent."""
    if use.name == "ssh-keygen" and use.has("-D"):
        return (opaque("`ssh-keygen -D` loads a library"),)
    match use.name:
        case "ssh-copy-id":
            return (finding(Verb.SYS_PERSIST, "authorized_keys", use), *_through(use))
        case "ssh-add" | "ssh-agent":
            return () if use.has("-l", "-L") else (finding(Verb.PRIV_ESCALATE, "ssh-agent", use),)
        case _:
            file = use.value("-f") or Known("~/.ssh/id_ed25519")
            if use.has("-l", "-F", "-B"):
                return files.reading(Known(lead(file).removesuffix(".pub") + ".pub"), use.command, use.context)
            if use.has("-y", "-e"):
                return files.reading(file, use.command, use.context)
            if use.has("-R", "-H"):
                hosts = use.value("-f") or Known("~/.ssh/known_hosts")
                written: tuple[Word, ...] = (hosts, extended(hosts, ".old"))
            else:
                written = (file,) if use.has("-p") else (file, extended(file, ".pub"))
            return tuple(item for word in written for item in files.writing(word, use.command, use.context))


_SOPS_VERBS: Final = names(
    "decrypt edit encrypt exec-env exec-file publish keyservice filestatus groups updatekeys rotate set unset "
    "completion help"
)

_SOPS_KEEPS: Final = names("encrypt filestatus updatekeys rotate groups help completion")
"""Those that print nothing of what is encrypted."""


def _sops(use: Use) -> tuple[Finding, ...]:
    """sops: what it decrypts is secret; `exec-env FILE TEXT` and `exec-file` hand the values to a shell."""
    verb = known(use.operands[0]) if use.operands else "help"
    named = use.operands[1:] if verb in _SOPS_VERBS else use.operands
    told = finding(Verb.SECRET_READ, use.name, use, **{"class": "credential-file"})
    if verb in ("exec-env", "exec-file"):
        return (told, *in_role("read", named[0] if named else Known("-"), use),
                *(item for word in named[1:] for item in shell(word, use)))  # fmt: skip
    if verb in ("publish", "keyservice"):
        return (told, *constant("net.upload@*", use))
    encrypts = use.has("-e") or verb in _SOPS_KEEPS
    changes = use.has("-i", "-r") or verb in ("edit", "set", "unset", "updatekeys", "rotate")
    touched = [item for word in named[:1] for item in in_role("edit" if changes else "read", word, use)]
    return tuple(touched) if encrypts or not named else (*touched, told)


PROGRAMS: Final[tuple[Program, ...]] = (
    row("curl", CURL, act=curl),
    row("wget wget2", WGET, act=wget),
    row("http https httpie xh xhs", "-v -b -h -f|--form -j -d|--download -o|--output=write -a|--auth= -p= --print= "
        "--headers --body --session=write --session-read-only=read --timeout= --check-status -I|--ignore-stdin "
        "-F|--follow --verify= -q --pretty= --raw= --stream --json --offline --proxy=opaque -A|--auth-type= "
        "--max-redirects= --https", act=httpie),
    row("ssh slogin autossh mosh", _SSH, style="posix", act=_ssh),
    row("scp", "-r -p -q -C -v -3 -4 -6 -B -T -O -P= -i= -o= -c= -F=opaque -l= -S=program -J= -D=program", act=_copies),
    row("rsync", "-a|--archive -v|--verbose -z|--compress -r|--recursive -u -l -L -p -t -g -o -D -n|--dry-run -h "
        "-P|--progress --partial --delete|--delete-after|--delete-before|--delete-excluded --exclude= --include= "
        "--exclude-from=read --include-from=read --files-from=list -e|--rsh=opaque --rsync-path=opaque --stats -q -c "
        "-x -H -A -X -S "
        "-i -W -R|--relative --remove-source-files --backup -b --bwlimit= --info= --log-file=write --chmod= --chown= "
        "--existing --ignore-existing --inplace --port= --password-file=read "
        "-T|--temp-dir=writetree --backup-dir=writetree --partial-dir=write --size-only "
        "--ignore-errors --force --max-size= --min-size= --timeout= --no-perms --no-owner --no-group --mkpath "
        "--copy-links --links --times --perms --human-readable --itemize-changes --checksum --update -f= --filter= "
        "--link-dest= --copy-dest= --compare-dest= -M=opaque --numeric-ids --safe-links -d -k -K --whole-file",
        act=_copies),
    row("sftp lftp ftp ncftp tftp", style="posix", handles_doubt=True, act=_listens),
    row("nc ncat netcat", "-l|--listen -v -n -z -u -w= -p= -e|--exec= -c= -k -q= -s= -x= -X= -4 -6 -C -N -U -i= -d -t "
        "--sh-exec= --ssl --proxy= --send-only --recv-only --verbose", act=_netcat),
    row("socat ngrok cloudflared localtunnel lt chisel frpc bore stunnel pagekite", style="posix",
        handles_doubt=True, act=_listens),
    row("telnet rlogin rsh", "-l=", act=lambda use: _connects(use) if isinstance(use.command.stdin, Inherited)
        else _netcat(use)),
    row("ping ping6 fping traceroute tracepath mtr nslookup host dig drill whois arping", "-c= -i= -W= -w= -s= -t= -n "
        "-q -4 -6 -m= -p= -f=read -b= -k=read -x= -y= -v -a -I= -h= -r -T= -D -O", act=_connects),
    row("nmap masscan zmap sqlmap hydra gobuster ffuf dirb wfuzz", handles_doubt=True, style="posix",
        act=lambda use: (*_through(use), opaque("a network scan"))),
    row("capinfos captype", "-T -t -E -c -s -d -u -a -e -y -i -z -x -H -k -l -M -m -A -L -B -N -q -S -r", "read*"),
    row("tshark", "-r=read -T= -e= -Y= -R= -2 -n -N= -c= -E= -q -z=none -V -x -O= -P -t= -u= -l -j= -J= -d= "
        "-w=write -v "
        "-i=opaque -X=opaque -o=opaque -D?opaque -C=opaque -H=read -I?opaque -b= -a= -F= -S=", style="posix",
        act=_captured),
    row("tcpdump wireshark ngrep", handles_doubt=True, style="posix", does="priv.escalate@capture "
        "opaque@capture"),
    row("mail mailx sendmail mutt msmtp swaks s-nail ssmtp", handles_doubt=True, act=_mail),
    row("rclone s3cmd s5cmd azcopy gsutil b2 mc aria2c axel youtube-dl yt-dlp", handles_doubt=True, act=_transfer),
    row("torsocks torify proxychains proxychains4 sshpass", "-e -f=read -p= -d= -q", style="posix", act=_wrapped),
    row("ssh-keygen ssh-add ssh-agent ssh-copy-id", "-t= -b= -C= -f= -N= -P= -q -l -L -F= -R= -y -e -B -p -i -v -D= -d "
        "-E= -a= -m= -o= -s -k -c -A -K -x -X -H -Y= -n= -I= -z= -V= -O= -u -r=", act=_keys),
    row("ssh-keyscan", "-t= -p= -H -T= -4 -6 -f=list", act=_connects),
    row("openssl", handles_doubt=True, style="long", act=_openssl),
    row("gpg gpg2", "-a|--armor -o|--output=write -r|--recipient= -u= -e|--encrypt -s|--sign -d|--decrypt "
        "-c|--symmetric -k|--list-keys "
        "-K|--list-secret-keys -b|--detach-sign --verify --import --export --export-secret-keys --recv-keys "
        "--export-secret-subkeys --export-ssh-key --send-keys --refresh-keys --search-keys= --locate-keys= "
        "--keyserver= --delete-secret-keys --delete-keys --delete-secret-and-public-key --edit-key --batch --yes "
        "--no-tty --passphrase= --passphrase-fd= --passphrase-file=read --pinentry-mode= --homedir=opaque --keyring= "
        "--no-default-keyring --dearmor --enarmor --fingerprint --clearsign --status-fd= --quiet -q -v --trust-model= "
        "--gen-key --full-generate-key --quick-generate-key --list-packets --show-keys --with-colons --default-key= "
        "--local-user= --logger-fd= --photo-viewer=program --with-fingerprint --options=opaque", act=_gpg),
    row("age rage", "-d|--decrypt -e|--encrypt -r= -R=read -i|--identity=read -o|--output=write -p -a",
        operands="read*",
        act=lambda use: (finding(Verb.SECRET_READ, use.name, use,
            **{"class": "credential-file"}),) if use.has("-d") else ()),
    row("sops", "-d|--decrypt -e|--encrypt -i|--in-place -r|--rotate -s|--show-master-keys --output=write --age= "
        "--pgp= --kms= --gcp-kms= --azure-kv= --hc-vault-transit= --input-type= --output-type= --extract= "
        "--config=read "
        "--set= --ignore-mac --verbose --add-age= --rm-age= --add-kms= --rm-kms= --unencrypted-suffix= "
        "--encrypted-suffix= --unencrypted-regex= --encrypted-regex= --filename-override= --filename= "
        "--keyservice=opaque --enable-local-keyservice= -y|--yes --same-process --background --user= --no-fifo "
        "--env --value-file --value-stdin", act=lambda use: _sops(use)),
)  # fmt: skip
