#!/usr/bin/env bash
# Writes test/fixtures/released/greenroom-0.1.0.db.gz: two interviews, held by the released code. Run in the repository;
# $1 is the commit of the release. The released program uses the packages in the current node_modules.
set -euo pipefail
here=$(git rev-parse --show-toplevel)
work=$(mktemp -d)
git archive "$1" | tar -x -C "$work"
ln -s "$here/node_modules" "$work/node_modules"
cd "$work"
export DATABASE_URL="sqlite:$work/greenroom.db" MODELS=none

practise() {
  node_modules/node/bin/node src/main.ts practice --user ann --level junior --json "$@" >/dev/null
}
printf '%s\n\n' \
  'At my last job our checkout failed under load. I had to find the cause before the sale. We looked at the traces and we raised the limit of the pool. As a result it got faster.' \
  'I asked the team that owns the pool, because they know its limits.' \
  'I would first read the documentation and then I would ask a colleague. I would build a small project.' |
  practise --domain behavioural --questions 2 --seed one
printf '%s\n\n' \
  'A hash map keeps its keys sorted and finds them by binary search, so it is logarithmic. There is many servers and stuff.' \
  'Um, no idea, sorry.' |
  practise --domain backend --questions 2 --seed two

node_modules/node/bin/node -e "new (require('better-sqlite3'))('greenroom.db').exec(\"vacuum into 'small.db'\")"
mkdir -p "$here/test/fixtures/released"
gzip -9 -n <small.db >"$here/test/fixtures/released/greenroom-0.1.0.db.gz"
rm -r "$work"
