"""Programs that administer the machine: services, processes, users, disks, firewalls, schedules."""

import re
from typing import Final

from mayact.core.analysis import files, http
from mayact.core.analysis.command import Finding, Inherited, Known, Piped, opaque
from mayact.core.analysis.gate_processes import matches_gate
from mayact.core.analysis.programs.asked import SECRET_NAME
from mayact.core.analysis.programs.roles import argv, constant, finding, script
from mayact.core.analysis.programs.table import Program, Use, names, row
from mayact.core.analysis.words import known, lead
from mayact.core.errors import shown
from mayact.core.model import Verb

_LOOKS: Final = names(
    "status is-active is-enabled is-failed list-units list-unit-files list-timers list-sockets list-dependencies show "
    "cat show-environment get-default help list-jobs is-system-running"
)
_PERSISTS: Final = names(
    "enable reenable link preset unmask set-default edit add-wants add-requires import-environment"
)


def _systemctl(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else "list-units"
    if verb == "show-environment":
        return (finding(Verb.SECRET_READ, "environment", use, **{"class": "environment"}),)
    units = [known(word) for word in use.operands[1:]]
    if verb in _LOOKS:
        return ()
    if any(unit is None or "mayact" in unit for unit in units):
        return (finding(Verb.GUARD_TAMPER, "service", use),)
    if verb in _PERSISTS or verb is None:
        return (finding(Verb.SYS_PERSIST, "systemd", use),)
    return (finding(Verb.SYS_CONFIGURE, "systemd", use),)


def _service(use: Use) -> tuple[Finding, ...]:
    words = [known(word) for word in use.operands]
    if words[1:2] == ["status"] or use.has("--status-all"):
        return ()
    return (finding(Verb.SYS_CONFIGURE, "service", use),)


def _crontab(use: Use) -> tuple[Finding, ...]:
    if use.has("-l"):
        return ()
    read = [item for word in use.operands for item in files.reading(word, use.command, use.context)]
    return (*read, finding(Verb.SYS_PERSIST, "crontab", use))


def _kill(use: Use) -> tuple[Finding, ...]:
    if use.has("-l", "-L") or use.has("-0"):
        return ()
    targets = [known(word) for word in use.operands]
    everything = len(use.command.argv) > 2 and known(use.command.argv[-1]) == "-1"
    # `pkill -u NAME` without a pattern ends every process of that person.
    everyone = everything or (use.name in ("pkill", "killall", "skill") and not use.operands)
    # `kill %1` and a number that is written out are what they say; a number from elsewhere could be anyone's.
    unknown = not targets or any(target is None for target in targets)
    found = [finding(Verb.PROC_CONTROL, "process", use, _everything=everyone, _unnamed=unknown)]
    by_name = use.name in ("pkill", "killall")
    whole = use.has("-x") or (use.name == "killall" and not use.has("-r"))
    if everything or any(
        target is not None
        and (re.search(r"mayact|^1$", target) or (by_name and target and matches_gate(target, whole=whole)))
        for target in targets
    ):
        found.append(finding(Verb.GUARD_TAMPER, "process", use))
    unnamed = use.name in ("pkill", "killall") and not targets and use.has("-u", "-U", "-g", "-t", "-P")
    if unnamed or (
        use.name in ("pkill", "killall") and any(target is None or target in (".", ".*", "") for target in targets)
    ):
        found.append(finding(Verb.GUARD_TAMPER, "process", use))
    return tuple(found)


def _transient(use: Use) -> tuple[Finding, ...]:
    """systemd-run: a command under the service manager, with other rights or later where it says so."""
    found = [finding(Verb.SYS_CONFIGURE, "systemd", use)]
    if use.has("--uid", "--gid") or not use.has("--user"):
        found.append(finding(Verb.PRIV_ESCALATE, "systemd", use))
    if use.has("--on-active", "--on-boot", "--on-startup", "--on-unit-active", "--on-calendar"):
        found.append(finding(Verb.SYS_PERSIST, "systemd", use))
    return tuple(found)


def _rotates(use: Use) -> tuple[Finding, ...]:
    """logrotate: its configuration holds scripts, which run (logrotate(8), `firstaction`)."""
    if use.has("-d"):
        return tuple(item for word in use.operands for item in files.reading(word, use.command, use.context))
    ran = tuple(item for word in use.operands for item in script(word, use))
    return (finding(Verb.SYS_CONFIGURE, "machine", use), *ran)


def _shell_behind(use: Use) -> tuple[Finding, ...]:
    """`capsh OPTION … -- ARGUMENTS`: bash with these arguments, `==` capsh once more (capsh(1))."""
    words = use.command.argv[1:]
    at = next((at for at, word in enumerate(words) if known(word) == "--"), None)
    ran = argv((Known("bash"), *words[at + 1 :]), use) if at is not None else ()
    looks = all(lead(word) in ("--print", "--supports", "--decode") for word in words)
    if any(lead(word).startswith(("==", "--shell")) for word in words):
        ran = (*ran, opaque("`capsh` starts another program"))
    return ran if looks and words else (finding(Verb.PRIV_ESCALATE, "capabilities", use), *ran)


def _mount(use: Use) -> tuple[Finding, ...]:
    if not use.operands and not use.has("-a"):
        return ()
    return (finding(Verb.SYS_CONFIGURE, "mount", use),)


def _ip(use: Use) -> tuple[Finding, ...]:
    words = [known(word) for word in use.operands]
    changing = {"add", "del", "delete", "set", "change", "replace", "flush", "up", "down", "exec", "append"}
    if any(word is None or word in changing for word in words):
        return (finding(Verb.SYS_CONFIGURE, "network", use),)
    return ()


def _firewall(use: Use) -> tuple[Finding, ...]:
    words = [known(word) for word in use.operands]
    looks = use.has("-L", "-S", "--list-rules") or words[:1] in (["status"], ["list"])
    return () if looks else (finding(Verb.SYS_CONFIGURE, "firewall", use),)


def _sysctl(use: Use) -> tuple[Finding, ...]:
    writes = use.has("-w", "-p") or any("=" in (known(word) or "=") for word in use.operands)
    return (finding(Verb.SYS_CONFIGURE, "kernel", use),) if writes else ()


def _format(use: Use) -> tuple[Finding, ...]:
    written = [item for word in use.operands for item in files.writing(word, use.command, use.context)]
    device = any(item.facts.get("kind") == "device" for item in written)
    return tuple(written) if device else (*written, finding(Verb.SYS_CONFIGURE, "disk", use))


def _scheduled(use: Use) -> tuple[Finding, ...]:
    found: list[Finding] = [finding(Verb.SYS_PERSIST, "at", use)]
    if isinstance(use.command.stdin, Inherited | Piped) and not use.has("-f"):
        found.append(opaque("what will run later is read from standard input"))
    return tuple(found)


def _own_text(use: Use) -> tuple[Finding, ...]:
    """dmesg, journalctl: logs of the machine; only their vacuum and clear options change something."""
    changes = use.has("-c", "-C", "--vacuum-size", "--vacuum-time", "--rotate", "--flush")
    return (finding(Verb.SYS_CONFIGURE, "logs", use),) if changes else ()


def _pasted(use: Use) -> tuple[Finding, ...]:
    """xclip, xsel: the clipboard may hold a password."""
    return (finding(Verb.SECRET_READ, "clipboard", use, **{"class": "token"}),) if use.has("-o") else ()


def _getent(use: Use) -> tuple[Finding, ...]:
    """Looking a host up asks whoever runs its zone; the shadow table holds password hashes."""
    table = known(use.operands[0]) if use.operands else None
    if table in ("hosts", "ahosts", "ahostsv4", "ahostsv6") or table is None:
        found = [http.contacting(http.target_of(word, scheme="dns"), because=use.name) for word in use.operands[1:]]
        return tuple(item for one in found for item in one)
    if table in ("shadow", "gshadow"):
        return files.reading(Known(f"/etc/{table}"), use.command, use.context)
    return ()


def _looked(use: Use, looks: str) -> bool:
    """Whether the first words are of `looks`: verbs, or `OBJECT:VERB` for two words."""
    words = [known(word) or "?" for word in use.operands]
    allowed = looks.split()
    return (words[:1] != [] and words[0] in allowed and ":" not in words[0]) or ":".join(words[:2]) in allowed


def _unless(use: Use, looks: str, does: str, *, bare: bool = False) -> tuple[Finding, ...]:
    """`does`, unless the first word is one that only looks; with `bare`, no word looks, too."""
    if (bare and not use.operands) or _looked(use, looks):
        return ()
    return constant(does, use)


_NETWORK_LOOKS: Final = (
    "device:status device:show dev:status dev:show d:status d:show connection:show con:show c:show general:status "
    "general:permissions g:status radio:all monitor"
)


def _pages(use: Use) -> tuple[Finding, ...]:
    """`open FILE`: the desktop chooses what shows it. A page, picture or text of the repository is shown; anything else
    may run."""
    found: list[Finding] = []
    for word in use.operands:
        name = (known(word) or "").lower()
        inside = files.area_of(word, use.command, use.context) == "workspace"
        if use.unknown or not inside or not name.endswith(_SHOWN):
            return (opaque(f"what {shown(use.name)} starts is not known"),)
        found.extend(files.reading(word, use.command, use.context))
    if not found:
        return (opaque(f"what {shown(use.name)} starts is not known"),)
    return (*found, *constant("net.connect@~desktop exec.run@repository", use))


_SHOWN: Final = (".html", ".htm", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".md", ".txt", ".csv")


PROGRAMS: Final[tuple[Program, ...]] = (
    row(
        "systemctl",
        "--user --system --no-pager -q|--quiet --now -t|--type= --all -a -l --failed -n= -o= -H=opaque "
        "-M=opaque --state= -p= --plain --no-legend -f|--force --runtime --no-block --value -r --root=",
        open=False,
        act=_systemctl,
    ),
    row("service rc-service initctl", "--status-all", act=_service),
    row(
        "launchctl",
        handles_doubt=True,
        act=lambda use: (
            (finding(Verb.SECRET_READ, use.name, use, **{"class": "token"}),)
            if any(known(use.operands[0]) == "getenv" and SECRET_NAME.search(lead(word)) for word in use.operands[1:])
            else _unless(
                use, "list print print-disabled blame dumpstate getenv managername help version", "sys.persist@service"
            )
        ),
    ),
    row(
        "loginctl",
        handles_doubt=True,
        act=lambda use: _unless(
            use,
            "list-sessions list-users list-seats session-status user-status seat-status "
            "show-session show-user show-seat",
            "sys.persist@service",
        ),
    ),
    row("update-rc.d chkconfig", handles_doubt=True, does="sys.persist@service"),
    row(
        "journalctl dmesg",
        "-u= -n= -f -e -x -b? -k -r -o= --since= --until= -p= -c -C --vacuum-size= --vacuum-time= "
        "--rotate --flush --no-pager -t|--identifier= -T -w -H -l= -D= --user -S= -U= -g|--grep= -q -a --system "
        "--disk-usage --list-boots --no-hostname --utc --case-sensitive? --unit= --user-unit= --lines? --boot? --dmesg "
        "--priority= --follow --reverse --output= --cursor= --after-cursor= --fields --field|-F= -N --header --verify "
        "--no-tail --catalog --output-fields= --quiet --all --facility= -I --file|-i=read --directory=tree "
        "--list-catalog --no-full --full -m --merge",
        act=_own_text,
    ),
    row("crontab", "-l -e -r -i -u=", act=_crontab),
    row("at batch", "-f=script -m -v -t= -q= -M", act=_scheduled),
    row("atq", open=True),
    row(
        "kill skill",
        "-s= -n= -l? -L -q= -# -0 -9 -1 -2 -3 -6 -15 -KILL -TERM -HUP -INT -QUIT -STOP -CONT -USR1 -USR2 "
        "-SIGTERM -SIGKILL -SIGINT -SIGHUP",
        style="long",
        act=_kill,
    ),
    row(
        "pkill killall",
        "-f -x -u= -U= -n -o -e -i -q -v -I -w -s= -SIGTERM -SIGKILL -SIGINT -# -9 -15 -KILL -TERM "
        "-HUP -INT -USR1 -USR2 -P= -t= -g= -0",
        style="long",
        act=_kill,
    ),
    row("renice", open=True, does="proc.control@process"),
    row("shutdown reboot halt poweroff init telinit", handles_doubt=True, does="sys.configure@power"),
    row(
        "systemd-run",
        "--user --scope -u|--unit= -p|--property=opaque -t|--pty -P|--pipe -q|--quiet -d|--same-dir --wait "
        "-G|--collect "
        "--no-block --description= --slice= -r|--remain-after-exit --uid= --gid= --nice= -E|--setenv=opaque "
        "--on-active= --on-boot= --on-startup= --on-unit-active= --on-calendar= --timer-property= -S|--shell?opaque "
        "-H=opaque -M=opaque --working-directory=opaque --service-type=",
        "command*",
        style="posix",
        act=lambda use: _transient(use),
    ),
    row(
        "ldconfig",
        "-p|--print-cache -v -n -N -X -f= -C= -r= -l",
        act=lambda use: (
            () if use.has("-p") and len(use.options) == 1 else (finding(Verb.SYS_CONFIGURE, "machine", use),)
        ),
    ),
    row(
        "mount umount swapon swapoff losetup cryptsetup",
        "-a -t= -o= -l -v -r -w -f -n -L= -U= -B -R -i -s -d -p= --bind --show",
        act=_mount,
    ),
    row(
        "mkfs mkfs.ext4 mkfs.ext3 mkfs.ext2 mkfs.xfs mkfs.btrfs mkfs.vfat mkfs.fat mke2fs mkswap fdisk sfdisk gdisk "
        "sgdisk parted wipefs blkdiscard badblocks hdparm tune2fs resize2fs e2fsck fsck lvremove vgremove pvremove "
        "lvcreate vgcreate pvcreate mdadm zfs zpool btrfs",
        "-t= -L= -F -f -q -a -n -y -l -p -m= -b= -N= -o= -w",
        open=True,
        act=_format,
    ),
    row(
        "useradd adduser usermod userdel deluser groupadd groupmod groupdel addgroup delgroup passwd chpasswd chage "
        "gpasswd chsh chfn newusers vipw vigr visudo pwconv faillock dscl",
        handles_doubt=True,
        does="iam.change@users",
    ),
    row("setcap pam-auth-update", handles_doubt=True, does="priv.escalate@capabilities"),
    row("capsh", handles_doubt=True, act=lambda use: _shell_behind(use)),
    row("getcap", open=True),
    row("getent", "-s= -i --service= --no-idn", act=_getent),
    row(
        "iptables ip6tables iptables-restore nft ufw firewall-cmd ipset pfctl",
        "-L|--list -S|--list-rules -n -v -t= --line-numbers -x",
        handles_doubt=True,
        act=_firewall,
    ),
    row("ip ifconfig route", "-4 -6 -s -o -j -br -c -a -n -d -brief -json -color", style="long", act=_ip),
    row(
        "nmcli",
        "-t|--terse -p|--pretty -f|--fields= -g|--get-values= -m|--mode= -c|--colors= -e|--escape= -w|--wait= "
        "-o|--overview",
        style="posix",
        act=lambda use: () if _looked(use, _NETWORK_LOOKS) else (finding(Verb.SYS_CONFIGURE, "network", use),),
    ),
    row(
        "networkctl resolvectl",
        handles_doubt=True,
        act=lambda use: _unless(use, "list status lldp statistics show-cache", "sys.configure@network"),
    ),
    row(
        "ethtool",
        "-i -S -k -g -a -c -m -T",
        "none*",
        handles_doubt=True,
        act=lambda use: (finding(Verb.SYS_CONFIGURE, "network", use),) if use.unknown or len(use.operands) != 1 else (),
    ),
    row(
        "iwconfig",
        handles_doubt=True,
        act=lambda use: (finding(Verb.SYS_CONFIGURE, "network", use),) if len(use.command.argv) > 2 else (),
    ),
    row(
        "tailscale",
        handles_doubt=True,
        act=lambda use: _unless(use, "status ip version netcheck whois", "sys.configure@network"),
    ),
    row(
        "iw brctl tc wg wg-quick openvpn zerotier-cli",
        handles_doubt=True,
        does="sys.configure@network",
    ),
    row("sysctl", "-a -n -w -p? -q -e", act=_sysctl),
    row("modprobe insmod rmmod depmod kexec", handles_doubt=True, does="sys.configure@kernel"),
    row(
        "timedatectl hostnamectl localectl",
        "--no-pager -l --all -a -p|--property= --value --static --transient --pretty --json= --adjust-system-clock",
        act=lambda use: _unless(
            use,
            "status show list-timezones list-locales list-keymaps timesync-status "
            "show-timesync list-x11-keymap-layouts",
            "sys.configure@machine",
            bare=True,
        ),
    ),
    row(
        "update-alternatives alternatives",
        "--list= --display= --query= --get-selections --verbose --quiet",
        handles_doubt=True,
        act=lambda use: (
            ()
            if use.has("--list", "--display", "--query", "--get-selections") and not (use.unknown or use.operands)
            else (finding(Verb.SYS_CONFIGURE, "machine", use),)
        ),
    ),
    row(
        "arp",
        "-a -n -e -v -i=",
        "none*",
        handles_doubt=True,
        act=lambda use: (finding(Verb.SYS_CONFIGURE, "network", use),) if use.unknown or len(use.operands) > 1 else (),
    ),
    row(
        "update-grub grub-install dpkg-reconfigure "
        "locale-gen swaplabel hwclock efibootmgr setenforce aa-complain aa-disable auditctl chcon semanage "
        "restorecon",
        handles_doubt=True,
        does="sys.configure@machine",
    ),
    row(
        "logrotate",
        "-d|--debug -f|--force -m|--mail=program -s|--state=write -v|--verbose -l|--log=write --skip-state-lock "
        "--wait-for-state-lock --usage --help",
        act=lambda use: _rotates(use),
    ),
    row(
        "defaults",
        "-g -globalDomain -currentHost -host=",
        style="long",
        act=lambda use: _unless(use, "read read-type domains find help export", "sys.configure@machine"),
    ),
    row(
        "scutil",
        "--dns --proxy --get= --nwi -r=",
        act=lambda use: () if use.options else (finding(Verb.SYS_CONFIGURE, "machine", use),),
    ),
    row("pmset", "-g", "none*", act=lambda use: () if use.has("-g") else (finding(Verb.SYS_CONFIGURE, "power", use),)),
    row(
        "csrutil spctl",
        "--status --assess -a -t= --type= -v --verbose?",
        "none*",
        handles_doubt=True,
        act=lambda use: (
            ()
            if [known(word) for word in use.operands] == ["status"]
            or (use.has("--status", "--assess", "-a") and not use.unknown)
            else (finding(Verb.SYS_CONFIGURE, "machine", use),)
        ),
    ),
    row(
        "networksetup",
        handles_doubt=True,
        style="long",
        act=lambda use: (
            ()
            if re.fullmatch(r"-(?:list|get)\w+", lead(use.command.argv[1]) if len(use.command.argv) > 1 else "")
            else (finding(Verb.SYS_CONFIGURE, "network", use),)
        ),
    ),
    row("system_profiler", "-json -xml -detailLevel= -timeout= -listDataTypes", "none*", style="long"),
    row(
        "mdfind mdls",
        "-name= -onlyin= -count -0 -live -literal -interpret -raw -n= -nullMarker= -s=",
        "none*",
        style="long",
    ),
    row(
        "vm_stat ioreg kextstat nettop fs_usage powermetrics",
        "-productName -productVersion -buildVersion -l -w= -r -c= -n= -d= -p= -x -a",
        "none*",
        style="long",
    ),
    row(
        "diskutil",
        handles_doubt=True,
        act=lambda use: _unless(
            use, "list info information activity listFilesystems apfs:list cs:list", "sys.configure@disk"
        ),
    ),
    row(
        "log",
        "--last= --predicate= --style= --info --debug --start= --end= --source --process= --archive=tree",
        act=lambda use: _unless(use, "show stream stats help", "sys.configure@logs"),
    ),
    row(
        "systemsetup launchd nvram",
        handles_doubt=True,
        does="sys.configure@machine",
    ),
    row("ulimit umask wait jobs fg bg disown times suspend", open=True),
    row("xdg-open open gnome-open kde-open wslview", open=True, act=lambda use: _pages(use)),
    row("gio start", open=True, does="opaque@opener"),
    row(
        "say espeak espeak-ng spd-say",
        "-v|--voice= -r|--rate= -o|--output-file=write -f|--input-file=read -s= -p= "
        "-w=write -l= -a= -q -i --progress --stdout -x --file-format= --data-format=",
        "none*",
    ),
    row(
        "xclip",
        "-i|-in -o|-out -f|-filter -r|-rmlastnl -l|-loops= -d|-display= -selection= -t|-target= -noutf8 -silent -quiet",
        "read*",
        style="long",
        act=lambda use: _pasted(use),
    ),
    row("xsel", "-o|--output -i|--input -a -c -d -k -p -s -b|--clipboard -x -f -n -t=", act=lambda use: _pasted(use)),
    row("pbcopy wl-copy", open=True),
    row("pbpaste wl-paste", open=True, does="secret.read@token"),
)
