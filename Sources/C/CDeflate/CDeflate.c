#include "CDeflate.h"

#include <libdeflate.h>

size_t hardstand_deflate_bound(size_t count) { return libdeflate_gzip_compress_bound(NULL, count); }

size_t hardstand_deflate_member(
    int level, const uint8_t *input, size_t count, uint8_t *output, size_t room) {
  struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(level);
  if (!compressor) return 0;
  size_t size = libdeflate_gzip_compress(compressor, input, count, output, room);
  libdeflate_free_compressor(compressor);
  return size;
}
