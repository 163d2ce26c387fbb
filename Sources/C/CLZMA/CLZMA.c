#include "CLZMA.h"

#include <lzma.h>
#include <stdlib.h>

struct hardstand_xz_reader {
  lzma_stream stream;
};

hardstand_xz_reader *hardstand_xz_reader_open(uint64_t memory) {
  hardstand_xz_reader *reader = malloc(sizeof *reader);
  if (!reader) return NULL;
  reader->stream = (lzma_stream)LZMA_STREAM_INIT;
  if (lzma_stream_decoder(&reader->stream, memory, LZMA_CONCATENATED) != LZMA_OK) {
    free(reader);
    return NULL;
  }
  return reader;
}

int hardstand_xz_reader_step(
    hardstand_xz_reader *reader, const uint8_t *input, size_t input_count, size_t *used,
    uint8_t *output, size_t room, size_t *made, int last) {
  lzma_stream *stream = &reader->stream;
  stream->next_in = input;
  stream->avail_in = input_count;
  stream->next_out = output;
  stream->avail_out = room;
  lzma_ret result = lzma_code(stream, last ? LZMA_FINISH : LZMA_RUN);
  *used = input_count - stream->avail_in;
  *made = room - stream->avail_out;
  switch (result) {
  case LZMA_OK: return 0;
  case LZMA_STREAM_END: return 1;
  case LZMA_MEMLIMIT_ERROR: return -2;
  case LZMA_BUF_ERROR: return last && *made < room ? -3 : 0;
  case LZMA_UNSUPPORTED_CHECK:
  case LZMA_OPTIONS_ERROR: return -4;
  default: return -1;
  }
}

void hardstand_xz_reader_close(hardstand_xz_reader *reader) {
  lzma_end(&reader->stream);
  free(reader);
}
