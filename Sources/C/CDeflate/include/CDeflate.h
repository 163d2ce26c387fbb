#ifndef HARDSTAND_CDEFLATE_H
#define HARDSTAND_CDEFLATE_H

#include <stddef.h>
#include <stdint.h>

/// The most bytes that a gzip member of so many bytes has.
size_t hardstand_deflate_bound(size_t count);
/// Makes a whole gzip member (RFC 1952) of bytes, without a time or a name: its size, or 0 when there is
/// no memory or no room. The level is 1, the fastest, to 12, the smallest.
size_t hardstand_deflate_member(
    int level, const uint8_t *input, size_t count, uint8_t *output, size_t room);

#endif
