#include "CZstd.h"

#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

struct hardstand_zstd_reader {
  ZSTD_DCtx *context;
};

hardstand_zstd_reader *hardstand_zstd_reader_open(int window_bits) {
  hardstand_zstd_reader *reader = malloc(sizeof *reader);
  if (!reader) return NULL;
  reader->context = ZSTD_createDCtx();
  if (!reader->context) {
    free(reader);
    return NULL;
  }
  ZSTD_DCtx_setParameter(reader->context, ZSTD_d_windowLogMax, window_bits);
  return reader;
}

int hardstand_zstd_reader_step(
    hardstand_zstd_reader *reader, const uint8_t *input, size_t input_count, size_t *used,
    uint8_t *output, size_t room, size_t *made) {
  ZSTD_inBuffer in = {input, input_count, 0};
  ZSTD_outBuffer out = {output, room, 0};
  size_t result = ZSTD_decompressStream(reader->context, &out, &in);
  *used = in.pos;
  *made = out.pos;
  if (!ZSTD_isError(result)) return result == 0;
  switch (ZSTD_getErrorCode(result)) {
  case ZSTD_error_frameParameter_windowTooLarge: return -2;
  case ZSTD_error_checksum_wrong: return -3;
  default: return -1;
  }
}

void hardstand_zstd_reader_close(hardstand_zstd_reader *reader) {
  ZSTD_freeDCtx(reader->context);
  free(reader);
}

struct hardstand_zstd_writer {
  ZSTD_CCtx *context;
};

hardstand_zstd_writer *hardstand_zstd_writer_open(int level) {
  hardstand_zstd_writer *writer = malloc(sizeof *writer);
  if (!writer) return NULL;
  writer->context = ZSTD_createCCtx();
  if (!writer->context) {
    free(writer);
    return NULL;
  }
  ZSTD_CCtx_setParameter(writer->context, ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(writer->context, ZSTD_c_checksumFlag, 1);
  return writer;
}

int hardstand_zstd_writer_step(
    hardstand_zstd_writer *writer, const uint8_t *input, size_t input_count, size_t *used,
    uint8_t *output, size_t room, size_t *made, int last) {
  ZSTD_inBuffer in = {input, input_count, 0};
  ZSTD_outBuffer out = {output, room, 0};
  size_t result = ZSTD_compressStream2(
      writer->context, &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
  *used = in.pos;
  *made = out.pos;
  if (ZSTD_isError(result)) return -1;
  return last && result == 0;
}

void hardstand_zstd_writer_close(hardstand_zstd_writer *writer) {
  ZSTD_freeCCtx(writer->context);
  free(writer);
}
