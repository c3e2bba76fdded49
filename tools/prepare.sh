# Sourced by tools/run and tools/test, from the top of the tree: what a fresh Debian 12 needs before
# the first build. Every step looks first and does nothing when nothing is missing.

say() {
  printf '%s\n' "$*" >&2
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    say "Cannot install packages: neither root nor sudo. Missing: $*"
    return 1
  fi
}

apt_install() {
  say "Installing: $*"
  as_root apt-get update -q >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$@" >&2
}

# install_packages LIST...: the Debian packages named in these files, one a line.
install_packages() {
  local wanted missing
  mapfile -t wanted < <(cat "$@")
  # A name that dpkg has never heard of is an error to dpkg-query and simply missing to us.
  mapfile -t missing < <(comm -23 <(printf '%s\n' "${wanted[@]}" | sort -u) \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
      sed -n 's/^installed //p' | sort -u))
  if [ "${#missing[@]}" -gt 0 ]; then
    apt_install "${missing[@]}"
  fi
}

node_suffices() {
  command -v npm >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)" -ge 18 ]
}

# Any Node.js from 18 on serves; Debian's is taken where there is none.
install_node() {
  if ! node_suffices; then
    apt_install nodejs npm
    node_suffices || { say "Node.js 18 or later is needed, found $(node --version)"; return 1; }
  fi
}

# npm_install FOLDER: exactly what its lock file says, without install scripts.
npm_install() {
  local stamp="$1/node_modules/.installed"
  if ! cmp -s "$1/package-lock.json" "$stamp"; then
    say "Installing npm packages of $1"
    (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund) >&2
    cp "$1/package-lock.json" "$stamp"
  fi
}

# build_preset PRESET [TARGET...]: configures once; Ninja configures again when a list changes.
build_preset() {
  local preset="$1"
  shift
  if [ ! -f "build/$preset/build.ninja" ]; then
    cmake --preset "$preset" >&2
  fi
  cmake --build "build/$preset" ${1:+--target "$@"} >&2
}
