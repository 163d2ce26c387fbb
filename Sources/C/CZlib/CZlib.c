#include "CZlib.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

// The functions that begin a stream are macros, which Swift does not see.

struct hardstand_zlib_inflate {
  z_stream stream;
  uint32_t crc, length;
  uint8_t trailer[8];
  unsigned trailer_count;
  int body_is_done;
};

static uInt at_most(size_t count) { return count > UINT_MAX ? UINT_MAX : (uInt)count; }

hardstand_zlib_inflate *hardstand_zlib_inflate_open(void) {
  hardstand_zlib_inflate *state = calloc(1, sizeof *state);
  if (state && inflateInit2(&state->stream, -MAX_WBITS) != Z_OK) {
    free(state);
    return NULL;
  }
  return state;
}

void hardstand_zlib_inflate_reset(hardstand_zlib_inflate *state) {
  inflateReset(&state->stream);
  state->crc = state->length = 0;
  state->trailer_count = 0;
  state->body_is_done = 0;
}

static uint32_t little_endian(const uint8_t *bytes) {
  return bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

int hardstand_zlib_inflate_step(
    hardstand_zlib_inflate *state, const uint8_t *input, size_t input_count, size_t *used,
    uint8_t *output, size_t room, size_t *made) {
  *used = *made = 0;
  if (!state->body_is_done) {
    z_stream *stream = &state->stream;
    stream->next_in = (Bytef *)input;
    stream->avail_in = at_most(input_count);
    stream->next_out = output;
    stream->avail_out = at_most(room);
    int result = inflate(stream, Z_NO_FLUSH);
    *used = (size_t)(stream->next_in - input);
    *made = (size_t)(stream->next_out - output);
    state->crc = (uint32_t)crc32_z(state->crc, output, *made);
    state->length += (uint32_t)*made;
    if (result == Z_OK || result == Z_BUF_ERROR) return HARDSTAND_INFLATE_MORE;
    if (result != Z_STREAM_END) return HARDSTAND_INFLATE_CORRUPT;
    state->body_is_done = 1;
  }
  while (state->trailer_count < 8 && *used < input_count) {
    state->trailer[state->trailer_count++] = input[(*used)++];
  }
  if (state->trailer_count < 8) return HARDSTAND_INFLATE_MORE;
  int is_right = little_endian(state->trailer) == state->crc &&
                 little_endian(state->trailer + 4) == state->length;
  return is_right ? HARDSTAND_INFLATE_END : HARDSTAND_INFLATE_CHECKSUM;
}

void hardstand_zlib_inflate_close(hardstand_zlib_inflate *state) {
  inflateEnd(&state->stream);
  free(state);
}

uint32_t hardstand_zlib_crc32(uint32_t crc, const uint8_t *bytes, size_t count) {
  return (uint32_t)crc32_z(crc, bytes, count);
}
