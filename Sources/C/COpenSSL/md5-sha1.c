#include "COpenSSL.h"

#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/md5.h>
#include <openssl/sha.h>

void hardstand_md5(const void *bytes, size_t count, uint8_t *digest) {
  MD5_CTX state;
  MD5_Init(&state);
  MD5_Update(&state, bytes, count);
  MD5_Final(digest, &state);
}

void hardstand_sha1(const void *bytes, size_t count, uint8_t *digest) {
  SHA_CTX state;
  SHA1_Init(&state);
  SHA1_Update(&state, bytes, count);
  SHA1_Final(digest, &state);
}
