#ifndef HARDSTAND_CISAL_H
#define HARDSTAND_CISAL_H

#include <stddef.h>
#include <stdint.h>

/// The body and the trailer of a gzip member in the making of plain bytes, by Intel's ISA-L, which is
/// several times as fast as zlib. The library is opened when it is first asked for.
typedef struct hardstand_isal_inflate hardstand_isal_inflate;

/// NULL when the library is not there, or there is no memory.
hardstand_isal_inflate *hardstand_isal_inflate_open(void);
/// Makes it ready for the body of the next member.
void hardstand_isal_inflate_reset(hardstand_isal_inflate *state);
/// Takes input and fills room as far as both go: 0 when it wants more of either, 1 at the end of the
/// member, -1 when the data is corrupt, -2 when its checksum or length is wrong.
int hardstand_isal_inflate_step(
    hardstand_isal_inflate *state, const uint8_t *input, size_t input_count, size_t *used,
    uint8_t *output, size_t room, size_t *made);
void hardstand_isal_inflate_close(hardstand_isal_inflate *state);

#endif
