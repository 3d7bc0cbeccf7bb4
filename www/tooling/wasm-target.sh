#!/usr/bin/env bash
# Gives Rust the wasm32-unknown-unknown target, so that the usual commands build it without special flags.
# The first way that works is taken:
#   1. it is there already
#   2. rustup target add                  (not with RUSTUP_AUTO_INSTALL=0: then rustup's server is never contacted)
#   3. std built from Debian's rust-src of exactly this compiler's version
#   4. Debian's own pair rustc-web + rust-web-src, linked into rustup as the toolchain `debian-web`
# Ways 3 and 4 need apt-get, way 4 needs root. toolchain.mjs sees by itself which toolchain has the target.
set -euo pipefail
export LC_ALL=C

target=wasm32-unknown-unknown
work=$(mktemp -d "${TMPDIR:-/tmp}/wasm-target.XXXXXX")
trap 'rm -rf "$work"' EXIT
say() { printf '%s\n' "$*"; }

rustc=rustc cargo=cargo release= commit= sysroot=
use_compiler() { # RUSTC CARGO
  rustc=$1 cargo=$2
  local version
  version=$("$rustc" -vV 2>/dev/null) || return 1
  release=$(sed -n 's/^release: //p' <<<"$version")
  commit=$(sed -n 's/^commit-hash: //p' <<<"$version")
  sysroot=$("$rustc" --print sysroot)
}

# A std of another compiler version is there but does not compile: only compiling tells.
target_works() {
  compgen -G "$sysroot/lib/rustlib/$target/lib/libstd-*.rlib" >/dev/null || return 1
  echo 'pub fn f(n: u32) -> String { format!("{n:?}") }' |
    "$rustc" --target $target --crate-type lib --crate-name probe --emit metadata -o "$work/probe" - 2>"$work/log"
}

ready() { say "ready: rustc $release has $target ($1)"; exit 0; }

by_rustup() {
  [ "${RUSTUP_AUTO_INSTALL:-1}" != 0 ] && command -v rustup >/dev/null || return 1
  say "rustup target add $target"
  timeout 300 rustup target add $target >"$work/log" 2>&1 && target_works && return 0
  say "rustup could not add it: $(grep -m1 -i error "$work/log" || echo 'no reason given')"
  return 1
}

# Prints the library/ folder of Debian's rust-src of exactly $release, looked for in the suites that may carry it.
debian_source() {
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
  local archive suite version conf=$work/apt/apt.conf key=/usr/share/keyrings/debian-archive-keyring.gpg
  archive=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -E '/debian/?$' | sort -u | sed -n 1p) || true
  [ -n "$archive" ] && [ -f "$key" ] || return 1
  mkdir -p "$work"/apt/{lists/partial,cache/archives/partial} "$work/deb/x"
  # A configuration of its own: nothing is added to the machine's sources.
  cat >"$conf" <<APT
Dir::Etc::SourceList "$work/apt/sources.list";
Dir::Etc::SourceParts "-";
Dir::State::Lists "$work/apt/lists";
Dir::Cache "$work/apt/cache";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
APT::Sandbox::User "root";
APT
  for suite in trixie-backports forky sid trixie bookworm-backports; do
    echo "deb [signed-by=$key] $archive $suite main" >"$work/apt/sources.list"
    timeout 180 apt-get -q -c "$conf" update >"$work/log" 2>&1 || continue
    version=$(apt-cache -c "$conf" madison rust-src | awk -F'|' '{gsub(/ /,"",$2); print $2}' |
      grep -E "^${release//./\\.}([+~-]|$)" | sed -n 1p) || true
    [ -n "$version" ] || continue
    say "Debian $suite has rust-src $version" >&2
    (cd "$work/deb" && timeout 300 apt-get -q -c "$conf" download "rust-src=$version") >"$work/log" 2>&1 || continue
    dpkg-deb --fsys-tarfile "$work"/deb/rust-src_*.deb | tar -x -C "$work/deb/x" --wildcards './usr/src/*/library*' || continue
    ls -d "$work"/deb/x/usr/src/*/library && return 0
  done
  return 1
}

build_std() { # LIBRARY-FOLDER: compiles std and puts it into the compiler's own folder
  local library vendored=() home=$sysroot/lib/rustlib/$target
  library=$(realpath "$1")
  mkdir -p "$work/std/src" "$work/new/lib"
  echo '#![no_std]' >"$work/std/src/lib.rs"
  {
    printf 'cargo-features = ["profile-rustflags"]\n[package]\nname = "std-for-wasm"\nversion = "0.0.0"\nedition = "2021"\n'
    printf '[dependencies]\nsysroot = { path = "%s/sysroot" }\n[workspace]\nresolver = "1"\n' "$library"
    # the profiles and patches that std itself is released with
    sed -n '/^\[profile\.release\.package\.compiler_builtins\]/,$p' "$library/Cargo.toml" |
      sed "s#path = 'rustc-std#path = '$library/rustc-std#"
  } >"$work/std/Cargo.toml"
  [ ! -d "$library/vendor" ] || vendored=(--offline --config 'source.crates-io.replace-with="vendored"'
    --config "source.vendored.directory=\"$library/vendor\"")
  # The user's own flags and wrappers must not leak into std.
  (cd "$work/std" && env -u CARGO_ENCODED_RUSTFLAGS -u CARGO_BUILD_TARGET -u CARGO_BUILD_RUSTFLAGS -u RUSTC_WRAPPER \
    -u CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS -u CARGO_INCREMENTAL RUSTC="$rustc" RUSTC_BOOTSTRAP=1 \
    __CARGO_DEFAULT_LIB_METADATA=releasestd \
    RUSTFLAGS="-Zforce-unstable-if-unmarked --remap-path-prefix=$library=/rustc/$commit/library" \
    "$cargo" ${vendored[@]+"${vendored[@]}"} build -q --profile dist -p sysroot --target $target \
    --features sysroot/panic-unwind,sysroot/backtrace --target-dir "$work/target") >"$work/log" 2>&1 || return 1
  cp "$work/target/$target"/dist/deps/*.rlib "$work/new/lib/"
  rm -rf "$home"
  cp -r "$work/new" "$home"
}

# So that rustup lists, updates and removes it as a target of its own.
register_with_rustup() {
  local lists=$sysroot/lib/rustlib component=rust-std-$target
  [ -f "$lists/multirust-config.toml" ] && [ -f "$lists/components" ] || return 0
  (cd "$sysroot" && find "lib/rustlib/$target" -type f | sort | sed 's/^/file:/') >"$lists/manifest-$component"
  grep -qx "$component" "$lists/components" || echo "$component" >>"$lists/components"
  grep -q "target = \"$target\"" "$lists/multirust-config.toml" ||
    printf '\n[[components]]\npkg = "rust-std"\ntarget = "%s"\nis_extension = false\n' "$target" >>"$lists/multirust-config.toml"
}

by_source() {
  local library=$sysroot/lib/rustlib/src/rust/library
  if [ ! -f "$library/sysroot/Cargo.toml" ]; then
    say "looking for the sources of rustc $release in Debian"
    library=$(debian_source) || { say "Debian has no rust-src $release"; return 1; }
  fi
  say "building std of rustc $release for $target"
  build_std "$library" && register_with_rustup && target_works && return 0
  say "std did not build: $(grep -m1 -E '^error' "$work/log" || tail -1 "$work/log")"
  return 1
}

by_debian_pair() {
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
  local packages=(rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy) lld
  if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
    say "installing Debian's ${packages[*]}"
    apt-get -q update >"$work/log" 2>&1 || true
    lld=$(apt-cache depends rust-web-llvm 2>/dev/null | sed -n 's/.*Depends: llvm-\([0-9]*\)$/lld-\1/p' | head -1)
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${packages[@]}" ${lld:+"$lld"} \
      >"$work/log" 2>&1 || { say "apt-get could not install them: $(tail -1 "$work/log")"; return 1; }
  fi
  use_compiler /usr/bin/rustc /usr/bin/cargo || return 1
  target_works || by_source || return 1
  if command -v rustup >/dev/null && ! rustup toolchain list | grep -q '^debian-web'; then
    rustup toolchain link debian-web /usr
  fi
}

if use_compiler rustc cargo; then
  target_works && ready "it was there"
  by_rustup && ready "added by rustup"
  by_source && ready "built from source"
fi
by_debian_pair && ready "Debian's rustc-web"
say "no way was left to get $target for Rust. With rustup: rustup target add $target."
say "On Debian without rustup's server, as root: apt-get install rustc-web rust-web-src, then again."
exit 1
