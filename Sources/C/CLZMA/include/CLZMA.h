#ifndef HARDSTAND_CLZMA_H
#define HARDSTAND_CLZMA_H

#include <stddef.h>
#include <stdint.h>

/// Streams of xz in the making of plain bytes.
typedef struct hardstand_xz_reader hardstand_xz_reader;

/// NULL when there is no memory. A stream that needs more than `memory` bytes is refused.
hardstand_xz_reader *hardstand_xz_reader_open(uint64_t memory);
/// Takes input and fills room as far as both go; `last` says that no input follows: 1 when all streams
/// are at their end, 0 before, -1 when the data is corrupt, -2 when it needs too much memory, -3 when it
/// ends too early, -4 when it is of a kind that liblzma does not know.
int hardstand_xz_reader_step(
    hardstand_xz_reader *reader, const uint8_t *input, size_t input_count, size_t *used,
    uint8_t *output, size_t room, size_t *made, int last);
void hardstand_xz_reader_close(hardstand_xz_reader *reader);

#endif
