#!/bin/sh
# Every fuzzer, with its own defaults or the arguments given: [mutations per format] [seed].
set -eu
exec "$(dirname "$0")/modelfiles.sh" "$@"
