#!/usr/bin/env bash
# Builds the image and starts it as it is meant to run: as another user, with a root that cannot be written, without rights
# and without a network. Says its size, and whether it is alive, judges an answer, draws a chart, keeps its files to
# itself and stops in order. Needs Docker, or Podman with an OCI runtime. Where the base images cannot be pulled, it makes
# stand-ins for them from Debian's packages (debootstrap, as root) and the Node in node_modules, and says so.
set -euo pipefail
cd "$(dirname "$0")/.."
image=greenroom:check
limit_mb=700
failures=0

say() { printf '%-24s %s\n' "$1" "$2"; }
check() { # what, expected, got
  if [ "$2" = "$3" ]; then say "$1" "$3"; else say "$1" "$3, expected $2"; failures=$((failures + 1)); fi
}

if docker info >/dev/null 2>&1; then
  engine=(docker); build=(docker build); limits=()
elif command -v podman >/dev/null; then
  engine=(podman); build=(podman build --network host --layers)
  limits=(--ulimit nofile=4096:4096 --ulimit nproc=1024:1024)
  # Machines that mix both kinds of control groups need the older runtime.
  if command -v runc >/dev/null; then engine=(podman --runtime runc); build+=(--isolation chroot); fi
else
  echo "There is no container engine here: install Docker, or podman and runc." >&2
  exit 2
fi
say engine "$("${engine[@]}" --version)"

has() { "${engine[@]}" image inspect "$1" >/dev/null 2>&1; }
obtain() { has "$1" || "${engine[@]}" pull --quiet "$1" >/dev/null 2>&1; }
node_image=docker.io/library/node:24-bookworm-slim
debian_image=docker.io/library/debian:bookworm-slim
if ! obtain "$node_image" || ! obtain "$debian_image"; then
  node_image=localhost/greenroom-stand-in:node-24
  debian_image=localhost/greenroom-stand-in:debian-12
  say "base images" "NOT the real ones: stand-ins of Debian's packages and Node $(node_modules/node/bin/node --version)"
fi
if ! has "$node_image" || ! has "$debian_image"; then
  place=$(mktemp -d)
  trap 'rm -rf "$place"' EXIT
  debootstrap --variant=minbase bookworm "$place/root" >"$place/log" 2>&1 || { tail -n 3 "$place/log"; exit 1; }
  rm -rf "$place"/root/var/{cache/apt,lib/apt/lists}/* "$place"/root/usr/share/{doc,man,info,locale,i18n}/*
  cp --parents /etc/ssl/certs/ca-certificates.crt "$place/root"
  tar -C "$place/root" -c . | "${engine[@]}" import - "$debian_image" >/dev/null
  install -D --mode=0755 node_modules/node/bin/node "$place/root/usr/local/bin/node"
  mkdir -p "$place/root/usr/local/lib/node_modules"
  cp -r "$(dirname "$(readlink -f "$(command -v npm)")")/.." "$place/root/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$place/root/usr/local/bin/npm"
  tar -C "$place/root" -c . | "${engine[@]}" import --change 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt' \
    - "$node_image" >/dev/null
fi

began=$SECONDS
"${build[@]}" --build-arg NODE_IMAGE="$node_image" --build-arg DEBIAN_IMAGE="$debian_image" --tag "$image" . \
  >/tmp/greenroom-image-build.log 2>&1 || { tail -n 20 /tmp/greenroom-image-build.log; exit 1; }
say "built in" "$((SECONDS - began)) s"
bytes=$("${engine[@]}" image inspect --format '{{.Size}}' "$image")
say size "$((bytes / 1000000)) MB"
[ "$bytes" -le $((limit_mb * 1000000)) ] || { echo "The image is larger than $limit_mb MB."; failures=$((failures + 1)); }

data=greenroom-check-data
models=greenroom-check-models
bot=greenroom-check-bot
clean() {
  "${engine[@]}" rm --force "$bot" >/dev/null 2>&1 || true
  "${engine[@]}" volume rm --force "$data" "$models" >/dev/null 2>&1 || true
}
clean
trap 'clean; rm -rf "${place:-/nonexistent}"' EXIT
"${engine[@]}" volume create "$data" >/dev/null
"${engine[@]}" volume create "$models" >/dev/null
locked=("${limits[@]}" --network none --read-only --cap-drop all --security-opt no-new-privileges
  --tmpfs /tmp --volume "$data:/data" --volume "$models:/models")
once() { "${engine[@]}" run --rm --interactive "${locked[@]}" "$@"; }

check account 10001:10001 "$(once --entrypoint sh "$image" -c 'echo "$(id -u):$(id -g)"')"
check "root can be written" no "$(once --entrypoint sh "$image" -c 'touch /opt/greenroom/x 2>/dev/null && echo yes || echo no')"
check "rights" 0000000000000000 "$(once --entrypoint sh "$image" -c 'grep CapEff /proc/self/status' | cut -f 2)"
check "speaks" yes "$(once --entrypoint sh "$image" -c 'espeak-ng -w /tmp/a.wav hello && [ -s /tmp/a.wav ] && echo yes')"
check "whisper.cpp starts" yes "$(once --entrypoint sh "$image" -c '/opt/whisper/whisper-server --help 2>&1 | grep -q inference-path && echo yes')"
check "judges an answer" yes "$(once "$image" score --question 'What is an index?' --answer 'It keeps keys in order, so a lookup reads few pages.' --json | grep -q '"overall"' && echo yes)"
check "practises" yes "$(printf 'An index keeps keys in order.\n\n' | once "$image" practice --domain backend --questions 1 >/dev/null 2>&1 && echo yes)"
check "draws a chart" yes "$(once --entrypoint sh "$image" -c 'greenroom progress --png /tmp/a.png >/dev/null && [ -s /tmp/a.png ] && echo yes')"
check "database" 600 "$(once --entrypoint sh "$image" -c 'stat --format %a /data/greenroom.db')"
check "without a bot" 2 "$(once "$image" start >/dev/null 2>&1; echo $?)"

"${engine[@]}" run --detach --name "$bot" "${locked[@]}" --env DISCORD_TOKEN=a.b.c "$image" >/dev/null
alive=no
for _ in $(seq 60); do
  if "${engine[@]}" exec "$bot" node /opt/greenroom/is-alive.mjs; then alive=yes; break; fi
  sleep 1
done
check "alive, no network" yes "$alive"
say "memory of the bot" "$("${engine[@]}" exec "$bot" sh -c 'for p in /proc/[0-9]*; do grep VmRSS "$p/status" 2>/dev/null; done | awk "{sum += \$2} END {print int(sum / 1024)}"') MB"
check "first process" tini "$("${engine[@]}" exec "$bot" cat /proc/1/comm)"
began=$(date +%s%N)
"${engine[@]}" stop --time 10 "$bot" >/dev/null
say "stops in" "$((($(date +%s%N) - began) / 1000000)) ms"
check "exit code" 0 "$("${engine[@]}" inspect --format '{{.State.ExitCode}}' "$bot")"
[ "$failures" = 0 ] || { echo "$failures checks failed." >&2; exit 1; }
