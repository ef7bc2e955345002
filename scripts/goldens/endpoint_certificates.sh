#!/bin/sh
# Makes the certificates of EndpointsTests (OpenSSL 3.0): each signed by itself, with its key, for loopback only and
# worth nothing elsewhere. right.pem is for 127.0.0.1; elsewhere.pem is for another host; expired.pem is of the past.
set -eu
out="$(cd "$(dirname "$0")/../.." && pwd)/Tests/EndpointsTests/Goldens"
work="$(mktemp -d)"
trap 'rm -r "$work"' EXIT
cd "$work"
make_one() { # NAME SUBJECT-ALT-NAME FIRST-DAY LAST-DAY
  printf '[ca]\ndefault_ca=d\n[d]\ndatabase=index\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\n' >conf
  printf 'unique_subject=no\nx509_extensions=e\n[p]\ncommonName=supplied\n[e]\nsubjectAltName=%s\n' "$2" >>conf
  : >index
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key -out request \
    -subj "/CN=isogloss test" 2>/dev/null
  openssl ca -batch -config conf -selfsign -keyfile key -in request -out certificate -notext -rand_serial \
    -startdate "$3" -enddate "$4" 2>/dev/null
  cat certificate key >"$out/$1.pem"
}
make_one right IP:127.0.0.1 20260101000000Z 21260101000000Z
make_one elsewhere DNS:elsewhere.invalid 20260101000000Z 21260101000000Z
make_one expired IP:127.0.0.1 20200101000000Z 20200201000000Z
