#ifndef HARDSTAND_CZSTD_H
#define HARDSTAND_CZSTD_H

#include <stddef.h>
#include <stdint.h>

/// Frames of zstd in the making of plain bytes (RFC 8878).
typedef struct hardstand_zstd_reader hardstand_zstd_reader;

/// NULL when there is no memory. A frame whose window is larger than 2^`window_bits` bytes is refused.
hardstand_zstd_reader *hardstand_zstd_reader_open(int window_bits);
/// Takes input and fills room as far as both go: 1 between two frames, 0 within one, -1 when the data
/// is corrupt, -2 when its window is too large, -3 when a checksum is wrong.
int hardstand_zstd_reader_step(
    hardstand_zstd_reader *reader, const uint8_t *input, size_t input_count, size_t *used,
    uint8_t *output, size_t room, size_t *made);
void hardstand_zstd_reader_close(hardstand_zstd_reader *reader);

/// A frame of zstd in the making.
typedef struct hardstand_zstd_writer hardstand_zstd_writer;

/// NULL when there is no memory.
hardstand_zstd_writer *hardstand_zstd_writer_open(int level);
/// Takes input and fills room as far as both go: 1 when `last` was given and all is written, 0 before,
/// -1 when it failed.
int hardstand_zstd_writer_step(
    hardstand_zstd_writer *writer, const uint8_t *input, size_t input_count, size_t *used,
    uint8_t *output, size_t room, size_t *made, int last);
void hardstand_zstd_writer_close(hardstand_zstd_writer *writer);

#endif
