#include "CIsal.h"

#if defined(__linux__) && defined(__has_include)
#if __has_include(<isa-l/igzip_lib.h>)
#define HAS_ISAL 1
#endif
#endif

#ifdef HAS_ISAL

#include <dlfcn.h>
#include <isa-l/igzip_lib.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>

struct hardstand_isal_inflate {
  struct inflate_state state;
  // The state may be longer in a later library of the same name.
  uint8_t spare[4096];
};

static struct {
  void (*init)(struct inflate_state *);
  void (*reset)(struct inflate_state *);
  int (*inflate)(struct inflate_state *);
} library;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void open_library(void) {
  void *handle = dlopen("libisal.so.2", RTLD_NOW | RTLD_LOCAL);
  if (!handle) return;
  library.init = (void (*)(struct inflate_state *))dlsym(handle, "isal_inflate_init");
  library.reset = (void (*)(struct inflate_state *))dlsym(handle, "isal_inflate_reset");
  library.inflate = (int (*)(struct inflate_state *))dlsym(handle, "isal_inflate");
}

hardstand_isal_inflate *hardstand_isal_inflate_open(void) {
  pthread_once(&once, open_library);
  if (!library.init || !library.reset || !library.inflate) return NULL;
  hardstand_isal_inflate *state = calloc(1, sizeof *state);
  if (!state) return NULL;
  library.init(&state->state);
  // Without the header, which is read before; with the check of the trailer.
  state->state.crc_flag = ISAL_GZIP_NO_HDR_VER;
  return state;
}

void hardstand_isal_inflate_reset(hardstand_isal_inflate *state) { library.reset(&state->state); }

static uint32_t at_most(size_t count) { return count > INT_MAX ? INT_MAX : (uint32_t)count; }

int hardstand_isal_inflate_step(
    hardstand_isal_inflate *state, const uint8_t *input, size_t input_count, size_t *used,
    uint8_t *output, size_t room, size_t *made) {
  struct inflate_state *inner = &state->state;
  inner->next_in = (uint8_t *)input;
  inner->avail_in = at_most(input_count);
  inner->next_out = output;
  inner->avail_out = at_most(room);
  int result = library.inflate(inner);
  *used = (size_t)(inner->next_in - input);
  *made = (size_t)(inner->next_out - output);
  if (result == ISAL_INCORRECT_CHECKSUM) return -2;
  if (result != ISAL_DECOMP_OK && result != ISAL_END_INPUT) return -1;
  return inner->block_state == ISAL_BLOCK_FINISH;
}

void hardstand_isal_inflate_close(hardstand_isal_inflate *state) { free(state); }

#else

hardstand_isal_inflate *hardstand_isal_inflate_open(void) { return NULL; }

void hardstand_isal_inflate_reset(hardstand_isal_inflate *state) { (void)state; }

int hardstand_isal_inflate_step(
    hardstand_isal_inflate *state, const uint8_t *input, size_t input_count, size_t *used,
    uint8_t *output, size_t room, size_t *made) {
  (void)state, (void)input, (void)input_count, (void)output, (void)room;
  *used = *made = 0;
  return -1;
}

void hardstand_isal_inflate_close(hardstand_isal_inflate *state) { (void)state; }

#endif
