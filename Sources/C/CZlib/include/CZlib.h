#ifndef HARDSTAND_CZLIB_H
#define HARDSTAND_CZLIB_H

#include <stddef.h>
#include <stdint.h>

/// What a step of inflating came to.
enum {
  /// It wants more input, or more room.
  HARDSTAND_INFLATE_MORE = 0,
  /// The member is at its end, and its checksum and length are right.
  HARDSTAND_INFLATE_END = 1,
  /// The data is not what deflate makes.
  HARDSTAND_INFLATE_CORRUPT = -1,
  /// The checksum or the length in the trailer is not that of the data.
  HARDSTAND_INFLATE_CHECKSUM = -2,
};

/// The body and the trailer of a gzip member in the making of plain bytes (RFC 1952).
typedef struct hardstand_zlib_inflate hardstand_zlib_inflate;

/// NULL when there is no memory.
hardstand_zlib_inflate *hardstand_zlib_inflate_open(void);
/// Makes it ready for the body of the next member.
void hardstand_zlib_inflate_reset(hardstand_zlib_inflate *state);
/// Takes input and fills room as far as both go.
int hardstand_zlib_inflate_step(
    hardstand_zlib_inflate *state, const uint8_t *input, size_t input_count, size_t *used,
    uint8_t *output, size_t room, size_t *made);
void hardstand_zlib_inflate_close(hardstand_zlib_inflate *state);

/// The CRC-32 of bytes that follow those of `crc`; 0 begins.
uint32_t hardstand_zlib_crc32(uint32_t crc, const uint8_t *bytes, size_t count);

#endif
