# The world that every command finds, made below "$1": a home with secrets, a repository with a remote on this machine.
# Sourced once in each sandbox; copied before each command.
umask 022
home=$1/home/dev
project=$home/project
mkdir -p "$home" "$1/srv/git" "$project"
export HOME=$home GIT_AUTHOR_DATE='2024-01-01T00:00:00Z' GIT_COMMITTER_DATE='2024-01-01T00:00:00Z'

# ── the person ──
mkdir -p "$home"/{.ssh,.aws,.config/app,.local/bin,notes,other/src,empty}
printf '[user]\n\tname = Dev\n\temail = dev@example.com\n[init]\n\tdefaultBranch = main\n\ttemplateDir =\n[core]\n\ttrustctime = false\n\tcheckStat = minimal\n[advice]\n\tdetachedHead = false\n' > "$home/.gitconfig"
ssh-keygen -q -t ed25519 -N '' -C dev -f "$home/.ssh/id_ed25519"
printf 'example.com ssh-ed25519 %s\n' "$(cut -d' ' -f2 "$home/.ssh/id_ed25519.pub")" > "$home/.ssh/known_hosts"
printf '[default]\naws_access_key_id = MADEUP\naws_secret_access_key = MADEUP\n' > "$home/.aws/credentials"
printf 'machine example.com login dev password madeup\n' > "$home/.netrc"
printf '//registry.example.com/:_authToken=madeup\nfetch-retries=0\nupdate-notifier=false\naudit=false\nfund=false\n' > "$home/.npmrc"
printf 'https://dev:madeup@example.com\n' > "$home/.git-credentials"
printf 'alias ll="ls -l"\n' > "$home/.bashrc"
printf 'export EDITOR=ed\n' > "$home/.profile"
printf 'remember\n' > "$home/notes/todo.txt"
printf 'print("other")\n' > "$home/other/src/main.py"
mkdir -p "$home/.config/pip"
printf '[global]\nretries = 0\ndisable-pip-version-check = true\n' > "$home/.config/pip/pip.conf"
printf 'mode = 1\n' > "$home/.config/app/settings.toml"
chmod 600 "$home"/.ssh/id_ed25519 "$home"/.netrc "$home"/.git-credentials

# ── the repository ──
cd "$project"
mkdir -p src tests docs data scripts build logs vendor .github/workflows node_modules/tool
printf 'def add(a, b):\n    return a + b\n\n\nTODO = "later"\n' > src/app.py
printf 'import os\n\n\ndef where():\n    return os.getcwd()\n' > src/util.py
printf 'export const one = 1;\n' > src/lib.js
printf 'int main(void) { return 0; }\n' > src/main.c
printf 'from app import add\n\n\ndef test_add():\n    assert add(1, 2) == 3\n' > tests/test_app.py
printf '# Guide\n\nold words\n' > docs/guide.md
printf '# Notes\n' > docs/notes.md
printf '{"items": [{"name": "a", "n": 1}, {"name": "b", "n": 2}]}\n' > data/items.json
printf 'name,n\na,1\nb,2\n' > data/items.csv
printf '#!/bin/sh\necho ran > build/ran.txt\n' > scripts/run.sh
printf 'import pathlib\npathlib.Path("build/tool.txt").write_text("x")\n' > scripts/tool.py
chmod +x scripts/run.sh
printf 'test:\n\t@sh scripts/run.sh\nbuild: build/out.o\nbuild/out.o: src/main.c\n\tcp src/main.c build/out.o\nclean:\n\trm -rf build/*\n.PHONY: test build clean\n' > Makefile
printf '{"name": "app", "version": "1.0.0", "scripts": {"test": "node -e 1", "build": "sh scripts/run.sh"}}\n' > package.json
printf '[project]\nname = "app"\nversion = "1.0"\n' > pyproject.toml
printf '# App\n\nold words here\n' > README.md
printf 'key: value\nlevel: 1\n' > config.yml
printf 'TOKEN=madeup\n' > .env
printf 'TOKEN=\n' > .env.example
printf 'on: push\n' > .github/workflows/ci.yml
for name in a b c; do printf '%s 3\n%s 1\n%s 2\n' $name $name $name > $name.txt; done
printf 'spaced\n' > 'name with space.txt'
printf 'GET /a 200\nGET /b 500\n' > logs/app.log
printf 'node_modules/\nbuild/\n.env\nlogs/\n*.db\n' > .gitignore
printf 'module.exports = 1;\n' > node_modules/tool/index.js
printf 'object\n' > build/out.o
printf 'lib\n' > build/lib.a
ln -s README.md link.md
ln -s ../notes outside
find . -exec touch -h -d 2024-01-01 {} +
git init -q
mkdir .git/hooks
git add -A
git commit -qm 'first'
printf '# App\n\nnew words here\n' > README.md
git commit -qam 'second'
git tag v0.1
git branch merged
git checkout -qb topic
printf 'feature\n' > feature.txt
git add -A
git commit -qm 'feature'
git checkout -q main
git clone -q --bare "$project" "$1/srv/git/app.git"
git remote add origin /srv/git/app.git
git update-ref refs/remotes/origin/main main
git config branch.main.remote origin
git config branch.main.merge refs/heads/main
git -C "$1/srv/git/app.git" branch remote-only main
git -C "$1/srv/git/app.git" remote remove origin 2> /dev/null || true
printf -- '--- a/docs/guide.md\n+++ b/docs/guide.md\n@@ -1,3 +1,3 @@\n # Guide\n \n-old words\n+new words\n' > changes.patch
tar -czf archive.tar.gz docs
(cd docs && zip -q ../archive.zip guide.md notes.md)
sqlite3 app.db 'create table t(id integer, name text); insert into t values (1, "a"), (2, "b");'
find . -path ./.git -prune -o -exec touch -h -d 2024-01-01 {} +
git update-index -q --refresh
git repack -qad
rm -f .git/gc.log
