#include "COpenSSL.h"

// The functions of a single hash need no provider to be loaded, so a program that links the
// archive holds the hash alone and starts without the rest of the library.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

_Static_assert(sizeof(SHA256_CTX) <= sizeof(hardstand_sha256), "the state is too small");

void hardstand_sha256_begin(hardstand_sha256 *state) { SHA256_Init((SHA256_CTX *)state); }

void hardstand_sha256_add(hardstand_sha256 *state, const void *bytes, size_t count) {
  SHA256_Update((SHA256_CTX *)state, bytes, count);
}

void hardstand_sha256_end(hardstand_sha256 *state, uint8_t *digest) {
  SHA256_Final(digest, (SHA256_CTX *)state);
}
