#ifndef HARDSTAND_COPENSSL_H
#define HARDSTAND_COPENSSL_H

#include <stddef.h>
#include <stdint.h>

/// The state of a SHA-256 computation.
typedef struct {
  _Alignas(8) uint8_t bytes[128];
} hardstand_sha256;

void hardstand_sha256_begin(hardstand_sha256 *state);
void hardstand_sha256_add(hardstand_sha256 *state, const void *bytes, size_t count);
/// Writes the 32 bytes of the digest.
void hardstand_sha256_end(hardstand_sha256 *state, uint8_t *digest);

/// The state of a SHA-512 computation.
typedef struct {
  _Alignas(8) uint8_t bytes[256];
} hardstand_sha512;

void hardstand_sha512_begin(hardstand_sha512 *state);
void hardstand_sha512_add(hardstand_sha512 *state, const void *bytes, size_t count);
/// Writes the 64 bytes of the digest.
void hardstand_sha512_end(hardstand_sha512 *state, uint8_t *digest);

/// Writes the 16 bytes of the MD5 of bytes.
void hardstand_md5(const void *bytes, size_t count, uint8_t *digest);
/// Writes the 20 bytes of the SHA-1 of bytes.
void hardstand_sha1(const void *bytes, size_t count, uint8_t *digest);

#endif
