#include "COpenSSL.h"

#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

_Static_assert(sizeof(SHA512_CTX) <= sizeof(hardstand_sha512), "the state is too small");

void hardstand_sha512_begin(hardstand_sha512 *state) { SHA512_Init((SHA512_CTX *)state); }

void hardstand_sha512_add(hardstand_sha512 *state, const void *bytes, size_t count) {
  SHA512_Update((SHA512_CTX *)state, bytes, count);
}

void hardstand_sha512_end(hardstand_sha512 *state, uint8_t *digest) {
  SHA512_Final(digest, (SHA512_CTX *)state);
}
