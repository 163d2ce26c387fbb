// The compiler of filters of system calls, libseccomp, which is opened when it is first used.
#ifndef CSECCOMP_H
#define CSECCOMP_H

#include <stddef.h>
#include <stdint.h>

typedef struct hardstand_seccomp_argument {
  unsigned index;
  /// The comparison by its number in libseccomp's `enum scmp_compare`.
  int comparison;
  /// The value, and the second one of a comparison under a mask, where `value` is the mask.
  uint64_t value, second;
} hardstand_seccomp_argument;

typedef struct hardstand_seccomp_filter hardstand_seccomp_filter;

/// The version of libseccomp as major * 10000 + minor * 100 + micro; 0 where there is none.
unsigned hardstand_seccomp_version(void);

/// A filter with an action for what no rule names; null where there is no library.
hardstand_seccomp_filter *hardstand_seccomp_begin(uint32_t action);
/// Lets the filter hold for a further architecture, by its token; negative error number on failure.
int hardstand_seccomp_add_architecture(hardstand_seccomp_filter *filter, uint32_t token);
/// The token of an architecture by libseccomp's lower-case name; 0 for none.
uint32_t hardstand_seccomp_architecture(const char *name);
/// Adds a rule for a call; 1 where the library does not know the call, negative error number on failure.
int hardstand_seccomp_add_rule(hardstand_seccomp_filter *filter, uint32_t action, const char *call,
                               const hardstand_seccomp_argument *arguments, size_t count);
/// Writes the filter to a file as the kernel takes it; negative error number on failure.
int hardstand_seccomp_write(hardstand_seccomp_filter *filter, int file);
void hardstand_seccomp_end(hardstand_seccomp_filter *filter);

#endif
