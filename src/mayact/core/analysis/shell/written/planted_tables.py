"""Files that a runner of the repository's code runs without being told their names. Tables only; names in lower case.

A file whose name is in neither table is data to a runner, as far as its name says.
"""

import re
from typing import Final

_ENDINGS: Final = (
    "py|pyx|pyw|ipynb|js|cjs|mjs|jsx|ts|cts|mts|tsx|vue|svelte|go|rs|rb|java|kts?|groovy|scala|sbt|clj|cljs|edn|c|cc|"
    "cpp|cxx|mm?|hh?|hpp|hxx|inc|cu|s|asm|f90|zig|nim|d|hs|mli?|erl|hrl|exs?|lua|r|jl|dart|cs|fs|vb|swift|php|pl|pm|t|"
    "tcl|sh|bash|zsh|fish|ps1|bat|cmd|awk|gradle|mk|mak|cmake|make|ninja|pth|so|dylib|wasm|class|jar|node|gypi?|bzl|nix|"
    "[a-z]+proj|sln|props|targets|gemspec|podspec|rake|ru|erb|cabal|m4|ac|am|proto"
)
_NAMES: Final = (
    r"(?:gnu|bsd)?makefile|justfile|rakefile|gemfile|podfile|fastfile|vagrantfile|procfile|gulpfile|gruntfile|sconstruct|"
    r"sconscript|wscript|build|workspace|module\.bazel|build\.bazel|dune(?:-project)?|configure|meson\.build|"
    r"meson_options\.txt|cmakelists\.txt|cmake\w*presets\.json|build\.xml|pom\.xml|package\.json|composer\.json|"
    r"deno\.jsonc?|angular\.json|lerna\.json|nx\.json|turbo\.json|project\.json|nest-cli\.json|karma\.json|"
    r"[jt]sconfig.*\.json|.*\.config\.(?:json|ya?ml|toml)|.*\.conf\.json|pyproject\.toml|setup\.cfg|tox\.ini|pytest\.ini|"
    r"\.pytest\.ini|mypy\.ini|ruff\.toml|noxfile|cargo\.toml|rust-toolchain(?:\.toml)?|rustfmt\.toml|go\.mod|go\.work|"
    r"taskfile\.ya?ml|stack\.yaml|package\.yaml|pubspec\.yaml|melos\.yaml|build\.yaml|serverless\.ya?ml|mkdocs\.ya?ml|"
    r"\.?pre-commit-config\.yaml|\.?lefthook.*\.ya?ml|gradle\.properties|gradle-wrapper\.properties|build\.properties|"
    r"nodemon\.json|ecosystem\.config\..*|supervisord?\.conf|sonar-project\.properties|jvm\.config|maven\.config|extensions\.xml|rebar\.config|project\.clj|deps\.edn|"
    r"dockerfile.*|containerfile.*|(?:docker-)?compose.*\.ya?ml|flake\.nix|shell\.nix|devbox\.json|mise\.toml|"
    r"\.tool-versions|\.envrc|\.gitattributes|\.gitmodules|\.npmrc|\.yarnrc.*|\.bunfig\.toml|bunfig\.toml|\.pnpmfile\..*|"
    r"(?!src\Z)\.?[a-z-]+rc|\.[a-z-]+rc\.(?:json|ya?ml|toml|json5)|\.flake8|\.rspec|\.rprofile|\.renviron|\.bazelrc|\.coveragerc|"
    r"\.simplecov|\.swcrc|\.taprc|\.mocharc.*|\.ansible.*|ansible\.cfg|.*\.opts|.*\.rsp"
)
CODE: Final = re.compile(
    rf"(?i).*\.(?:{_ENDINGS})|(?:.*/)?(?:{_NAMES})"
    r"|.*/(?:\.cargo|\.mvn|\.husky|\.git|\.githooks|\.bin|bin|sbin|scripts|hooks)/[^/.]+(?:\.toml)?|.*/\.cargo/config\.toml"
    r"|.*/(?:node_modules|site-packages)/.*"
)
"""Absolute paths of files that hold code, or settings that name code."""

SETTINGS: Final = re.compile(
    rf"(?i)(?:.*/)?(?:{_NAMES})|.*\.(?:sh|bash|zsh|fish|ps1|bat|cmd|rb|rake|ru|pl|pm|t|php|tcl|lua|awk|mk|mak|make|ninja"
    r"|gradle|cmake|nix|m4|ac|am|erb|gemspec|podspec|opts|rsp|props|targets|[a-z]+proj|pth|so|dylib|wasm|class|jar|node)"
    r"|.*/(?:\.cargo|\.mvn|\.husky|\.git|\.githooks|\.bin|bin|sbin|scripts|hooks)/[^/]+|.*/(?:node_modules|site-packages)/.*"
)
"""Of them, those in which a few words without brackets run something."""

SOURCES: Final = re.compile(
    r"/.*/(?:src|lib|tests?|specs?|internal|pkg|cmd|include|components|pages|views|models|controllers|services|utils)"
    r"(?:/(?!bin|scripts|hooks|\.)[\w-]+)*(?:/\*{1,2}(?:/\*)?)?"
)
"""Trees that hold sources and their tests, and hardly settings."""

COPIES: Final = frozenset(
    {
        "cp", "mv", "ln", "install", "rsync", "ditto", "tar", "gtar", "bsdtar", "unzip", "7z", "7za", "7zr", "unrar",
        "cpio", "pax", "ar", "jar", "patch", "git", "gunzip", "gzip", "bunzip2", "unxz", "xz", "zstd", "unzstd", "link",
        "rename", "cat", "hg", "svn", "tac",
    }
)  # fmt: skip
"""Programs that put content where it was not: as trusted as the place that it comes from."""

EDITORS: Final = frozenset(
    {
        "sed", "gsed", "perl", "ruby", "awk", "gawk", "mawk", "nawk", "python", "python2", "python3", "node", "nodejs",
        "deno", "bun", "php", "lua", "jq", "gojq", "jaq", "yq", "dasel", "crudini", "toml", "xmlstarlet", "sd", "rpl",
        "comby", "ed", "ex", "vi", "vim", "nvim", "patch", "tee", "dd", "sponge", "cat", "npm", "pnpm", "yarn", "go",
        "cargo", "composer", "json", "echo", "printf", "Rscript", "julia", "emacs",
    }
)  # fmt: skip
"""Programs that write what their own words, or their input, say."""

HIDES: Final = frozenset(
    {
        "xxd", "openssl", "gpg", "gpg2", "base64", "base32", "basenc", "iconv", "recode", "sort", "split", "csplit",
        "uniq", "uudecode", "curl", "wget", "aria2c", "http", "https", "xh", "scp", "sftp", "ftp", "socat", "nc",
        "ncat", "sqlite3", "psql", "mysql", "duckdb", "redis-cli", "truncate", "fallocate", "script", "od", "age",
        "sops", "ssh", "objcopy", "m4", "cpp", "envsubst", "pandoc", "shuf", "steghide", "exiftool", "gh", "aws",
        "gsutil", "rclone", "s3cmd",
    }
)  # fmt: skip
"""Programs whose output nobody has seen when they have read their input."""

TELLS: Final = frozenset(
    {"sort", "uniq", "shuf", "split", "csplit", "od", "sqlite3", "psql", "mysql", "duckdb", "redis-cli"}
)
"""Of them, those whose output is data unless the name of the file says otherwise."""
