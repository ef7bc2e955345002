// Digests and message codes of Debian's OpenSSL (libssl-dev): the only importer is Digests.
#pragma once

#include <openssl/evp.h>
#include <openssl/hmac.h>
