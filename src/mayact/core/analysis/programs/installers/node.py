"""npm, pnpm, yarn, bun, npx.

Law: see `package_words`. A script of the project is the repository's code; what is fetched to run is not.
"""

import re
from dataclasses import replace
from typing import Final

from mayact.core.analysis import files, http
from mayact.core.analysis.command import Finding, Known, Pattern, Unknown, Word, opaque
from mayact.core.analysis.programs.builders import by_name
from mayact.core.analysis.programs.installers.words import foreign, locked, package, tail
from mayact.core.analysis.programs.roles import argv, finding, runs, shell
from mayact.core.analysis.programs.table import Use, names
from mayact.core.analysis.words import known, lead
from mayact.core.errors import shown
from mayact.core.model import Verb

_CREDENTIAL: Final = re.compile(r"(?i)_auth|token|password|secret")

_NPM_LOOKS: Final = names(
    "ls list la ll view info show outdated help version -v why explain docs search ping root prefix bin fund whoami "
    "repo "
    "licenses home bugs query doctor completion store"
)
_NPM_ASKS: Final = names("view info show v outdated search ping whoami")
"""Of those: what the registry is asked for."""

_REGISTRY: Final = http.parse_url("https://registry.npmjs.org/")

_NPM_RUNS: Final = names("run run-script test t tst start stop restart rebuild build dev lint format typecheck check")


def npm(use: Use) -> tuple[Finding, ...]:
    verb = known(use.operands[0]) if use.operands else ("install" if use.name == "yarn" else "help")
    rest = use.operands[1:]
    if use.name == "pnpm" and known(use.value("-c") or Known("")) == "exec":
        return (runs(use), *shell(_joined(tail(use, "exec")), use))  # its `-c` takes no value
    found = [*foreign(use, "--registry"), *_other_registries(use)]
    if use.has("--script-shell"):
        found.append(opaque("scripts run in another shell"))
    match verb:
        case None:
            found.append(opaque(f"which subcommand of {shown(use.name)} runs is not known"))
        case "ci" | "clean-install" | "install-clean" | "ic":
            found.append(locked("npm", use, pinned=True))
        case "install" | "i" | "add" | "in" | "isntall" | "link" | "update" | "up" | "upgrade" | "dedupe" | "import":
            frozen = use.has("--frozen-lockfile", "--immutable")
            found.extend(package(word, "npm", use) for word in rest)
            found.extend(() if rest else (locked("npm", use, pinned=frozen),))
        case "uninstall" | "remove" | "rm" | "un" | "prune":
            for name in ("package.json", "package-lock.json"):
                written = files.writing(Known(name), use.command, use.context)
                found.extend(replace(item, facts={**item.facts, "_managed": True}) for item in written)
            found.extend(files.writing(Pattern("node_modules/*"), use.command, use.context))
            found.extend(files.deleting(Pattern("node_modules/*"), use.command, use.context))
        case "version" if rest:
            # It writes the new one down, records and tags it, and the project's scripts run before and after.
            found.extend(files.writing(Known("package.json"), use.command, use.context))
            found.append(runs(use))
        case "init" | "create" | "set-script" | "cache" | "clean":
            if verb == "set-script" or (verb == "init" and not rest):
                found.extend(files.writing(Known("package.json"), use.command, use.context))
                found.extend(item for word in rest[1:2] for item in shell(word, use))
            if rest and verb in ("init", "create"):
                found.extend((package(rest[0], "npm", use), runs(use, trust="unknown")))
        case "pkg" if rest and known(rest[0]) == "get":
            pass
        case "pkg":
            found.extend(files.writing(Known("package.json"), use.command, use.context))
            found.extend(item for word in rest[1:] for item in _declared(word, use))
        case "exec" | "x" | "dlx":
            found.extend(_executed(verb, use))
        case "publish" | "unpublish" | "deprecate" | "dist-tag":
            dry = verb == "publish" and use.plainly("--dry-run")
            found.append(runs(use) if dry else finding(Verb.ARTIFACT_PUBLISH, "npm", use))
        case "access" | "owner" | "token" | "login" | "adduser" | "logout" | "team" | "org" | "profile" | "hook":
            found.append(finding(Verb.IAM_CHANGE, "npm", use))
        case "audit":
            fixes = bool(rest) and known(rest[0]) == "fix"
            found.append(locked("npm", use, pinned=False) if fixes else runs(use, trust="well-known"))
        case "config" | "set" | "get" | "c":
            reads = verb == "get" or (bool(rest) and known(rest[0]) in ("get", "list", "ls"))
            if any(_CREDENTIAL.search(lead(word)) for word in rest):
                found.append(finding(Verb.SECRET_READ, use.name, use, **{"class": "token"}))
            found.extend(() if reads else (finding(Verb.SYS_PERSIST, use.name, use),))
        case "pack":
            found.append(runs(use))
        case _ if verb in _NPM_ASKS and use.name == "npm":
            found.extend(http.contacting(_REGISTRY, because=use.command.text or "npm"))
        case _ if verb in _NPM_LOOKS:
            pass
        case _ if verb in _NPM_RUNS or use.name in ("yarn", "pnpm", "bun"):
            named = rest[0] if verb in ("run", "run-script") and rest else use.operands[0]
            found.extend((runs(use), *by_name(known(named) or "", use)))
        case _:
            found.append(opaque(f"{shown(verb)} is no known subcommand of {shown(use.name)}"))
    return tuple(found)


_REGISTRY_OF: Final = re.compile(r"--(?:@[^:=]*:registry|config\.(?:@[^:=]*:)?registry)(?:=.*)?", re.DOTALL)
"""npm's registry of one scope, and pnpm's spelling of any setting."""


def _other_registries(use: Use) -> tuple[Finding, ...]:
    named = any(_REGISTRY_OF.fullmatch(lead(word)) for word in use.command.argv[1:])
    for word in use.command.argv[1:]:
        named = named or (not isinstance(word, Known) and lead(word).startswith(("--@", "--config.")))
    # bun has a variable of its own.
    named = named or (use.name in ("bun", "bunx") and "BUN_CONFIG_REGISTRY" in use.command.environment)
    return (opaque(f"packages of {shown(use.name)} come from another registry"),) if named else ()


_PROJECT_TOOLS: Final = names(
    "tsc eslint prettier jest vitest mocha webpack vite next nuxt rollup esbuild turbo nx ts-node tsx stylelint "
    "playwright "
    "cypress svelte-check vue-tsc astro lerna husky lint-staged tailwindcss postcss babel c8 nyc ava tap karma "
    "storybook "
    "markdownlint markdownlint-cli2 cspell htmlhint "
    "biome oxlint typedoc rimraf prisma drizzle-kit knex typeorm sequelize expo react-native ng nest tsup swc wrangler"
)
"""What a project commonly has in `node_modules/.bin`, so that `npx` runs the project's copy."""


_POPULAR: Final = names(
    "depcheck serve jsdoc source-map-explorer react-scripts http-server json-server concurrently cross-env nodemon "
    "knip "
    "madge npm-check-updates license-checker lighthouse size-limit semantic-release pa11y create-react-app create-vite "
    "create-next-app markdownlint-cli markdownlint markdownlint-cli2 docusaurus "
    "cspell sort-package-json ts-prune type-coverage openapi-typescript quicktype "
    "svgo "
    "changeset commitlint dependency-cruiser unimported publint syncpack wait-on newman artillery verdaccio "
    "htmlhint linkinator graphql-codegen ts-node-dev vite-node plop standard jscpd license-checker-rseidelsohn "
    "markdown-link-check textlint alex remark redoc-cli conventional-changelog release-it standard-version "
    "patch-package degit giget tiged shadcn shadcn-ui sv sass browserslist update-browserslist-db kill-port taze ncu "
    "vite-bundle-visualizer tsc-alias tsc-watch npm-run-all rimraf mkdirp json2ts typedoc doctoc wait-port npkill "
    "autocannon swagger-cli redocly spectral loadtest wscat npm-run-all2 browser-sync live-server parcel mocha ava tap "
    "jasmine c8 nyc cypress webpack rollup esbuild vite next tailwindcss postcss eslint_d bundlesize sloc cloc "
    "license-report "
    "webpack-bundle-analyzer rollup-plugin-visualizer svgr imagemin ajv mustache handlebars ejs pug nodeunit zx tsup "
    "check-dependency-version-consistency npm-check cost-of-modules es-check purgecss jscodeshift ts-migrate "
    "create-astro create-svelte create-vue create-remix create-t3-app create-expo-app create-nx-workspace "
    "create-turbo html-validate pnpm-deduplicate yarn-deduplicate bundle-phobia-cli tsd dpdm skott fkill-cli "
    "eslint prettier typescript tsc vitest jest turbo nx storybook playwright lerna wrangler"
)
"""Packages that nearly everybody knows by these names: fetched when the project has none, but no strangers."""

_WITHOUT_ENTRY: Final = names(
    "wrangler prisma expo nest drizzle-kit svelte-check knex typeorm sequelize react-native tap"
)


_SCRIPTS: Final = re.compile(r"scripts(?:\.|\[['\"]?)[\w:.@/-]+['\"]?\]?")
_TOLD: Final = re.compile(
    r"(?:scripts|bin|config|dependencies|\w*Dependencies|overrides|resolutions|workspaces|pnpm|gypfile)\b"
)


def _declared(word: Word, use: Use) -> tuple[Finding, ...]:
    """`npm pkg set KEY=VALUE`: a script does what its text does, whoever runs it later; it and what is installed come
    by their names."""
    key, equals, value = lead(word).partition("=")
    text = known(word)
    if not equals or (text is None and not key):
        return () if text is not None else (opaque("what is set in the project's settings is not known"),)
    if _SCRIPTS.fullmatch(key):
        return shell(Known(value), use) if text is not None else (opaque("what a script does is not known"),)
    kind, _, name = key.partition(".")
    if name and kind.lower().endswith("dependencies"):
        return (package(Known(f"{name}@{value}"), "npm", use),)
    if _TOLD.match(key):
        return (opaque(f"{shown(key)} of the project's settings says what runs or is installed"),)
    return ()


_OF_THE_MACHINE: Final = names(
    "rm rmdir mv cp dd ln tee chmod chown shred truncate sh bash zsh dash env sudo xargs find node python python3 perl "
    "ruby curl wget nc ssh scp rsync git docker sed awk cat"
)
"""What `exec` finds on the machine, where the project brings no program of that name."""


def _executed(verb: str, use: Use) -> tuple[Finding, ...]:
    """`npm exec -c TEXT` hands a text to a shell; all others start a program, which may be one of the machine's own."""
    words = tail(use, verb)
    if use.has("-c"):
        text = use.value("-c")
        return (runs(use), *shell(text if text is not None and use.name == "npm" else _joined(words), use))
    if verb != "dlx" and words and known(words[0]) in _OF_THE_MACHINE:
        return argv(words, use)
    return npx_words(words, use, fetches=verb == "dlx")


def _joined(words: tuple[Word, ...]) -> Word:
    texts = [known(word) for word in words]
    return Unknown("it is put together") if None in texts else Known(" ".join(text or "" for text in texts))


def npx(use: Use) -> tuple[Finding, ...]:
    code = use.value("-c")
    if code is not None:
        return (*(package(word, "npm", use) for word in use.values("-p")), runs(use), *shell(code, use))
    wanted = tuple(package(word, "npm", use) for word in use.values("-p"))
    return (*wanted, *npx_words(use.operands, use, fetches=use.has("-y") or bool(wanted)))


def npx_words(words: tuple[Word, ...], use: Use, *, fetches: bool) -> tuple[Finding, ...]:
    rest = [word for at, word in enumerate(words) if not (at == 0 and known(word) == "--")]
    while rest and lead(rest[0]).startswith("-"):
        rest.pop(0)
    if not rest:
        return ()
    name = known(rest[0])
    if name is None:
        return (opaque("which package runs is not known"),)
    if name in _PROJECT_TOOLS and not fetches:
        if name == "rimraf":
            return argv((Known("rm"), Known("-r"), *(word for word in rest[1:] if not lead(word).startswith("-"))), use)
        if name in _WITHOUT_ENTRY:
            return (runs(use, name=name), *(item for word in rest[1:] for item in by_name(known(word) or "", use)))
        return (runs(use, name=name), *argv(tuple(rest), use))
    bare, _, version = name.rpartition("@") if "@" in name[1:] else (name, "", "latest")
    if bare in _POPULAR and re.fullmatch(r"latest|[\d.]+", version):
        return (package(rest[0], "npm", use), runs(use, name=bare), *argv((Known(bare), *rest[1:]), use))
    return (package(rest[0], "npm", use), runs(use, trust="unknown", name=name))
