#include "CSeccomp.h"

#ifdef __linux__
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

// What is used of the interface of libseccomp 2, which is kept from one version to the next.
struct version { unsigned major, minor, micro; };
struct comparison { unsigned argument; int operation; uint64_t first, second; };

static struct {
  void *(*init)(uint32_t);
  void (*release)(void *);
  int (*arch_add)(void *, uint32_t);
  uint32_t (*arch_resolve)(const char *);
  int (*resolve)(const char *);
  int (*rule_add)(void *, uint32_t, int, unsigned, const struct comparison *);
  int (*export_bpf)(const void *, int);
  const struct version *(*version)(void);
} library;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int is_open;

struct hardstand_seccomp_filter {
  void *context;
};

static void open_library(void) {
  void *handle = dlopen("libseccomp.so.2", RTLD_NOW | RTLD_LOCAL);
  if (!handle) return;
  library.init = (void *(*)(uint32_t))dlsym(handle, "seccomp_init");
  library.release = (void (*)(void *))dlsym(handle, "seccomp_release");
  library.arch_add = (int (*)(void *, uint32_t))dlsym(handle, "seccomp_arch_add");
  library.arch_resolve = (uint32_t(*)(const char *))dlsym(handle, "seccomp_arch_resolve_name");
  library.resolve = (int (*)(const char *))dlsym(handle, "seccomp_syscall_resolve_name");
  library.rule_add = (int (*)(void *, uint32_t, int, unsigned, const struct comparison *))dlsym(
      handle, "seccomp_rule_add_array");
  library.export_bpf = (int (*)(const void *, int))dlsym(handle, "seccomp_export_bpf");
  library.version = (const struct version *(*)(void))dlsym(handle, "seccomp_version");
  is_open = library.init && library.release && library.arch_add && library.arch_resolve &&
            library.resolve && library.rule_add && library.export_bpf && library.version;
}

static int opened(void) {
  pthread_once(&once, open_library);
  return is_open;
}

unsigned hardstand_seccomp_version(void) {
  if (!opened()) return 0;
  const struct version *v = library.version();
  return v->major * 10000 + v->minor * 100 + v->micro;
}

hardstand_seccomp_filter *hardstand_seccomp_begin(uint32_t action) {
  if (!opened()) return NULL;
  hardstand_seccomp_filter *filter = calloc(1, sizeof *filter);
  if (!filter) return NULL;
  filter->context = library.init(action);
  if (filter->context) return filter;
  free(filter);
  return NULL;
}

int hardstand_seccomp_add_architecture(hardstand_seccomp_filter *filter, uint32_t token) {
  int result = library.arch_add(filter->context, token);
  // That of this machine is there from the beginning.
  return result == -17 ? 0 : result;
}

uint32_t hardstand_seccomp_architecture(const char *name) {
  return opened() ? library.arch_resolve(name) : 0;
}

int hardstand_seccomp_add_rule(hardstand_seccomp_filter *filter, uint32_t action, const char *call,
                               const hardstand_seccomp_argument *arguments, size_t count) {
  int number = library.resolve(call);
  if (number == -1) return 1;
  struct comparison comparisons[6];
  if (count > 6) return -22;
  for (size_t i = 0; i < count; i++) {
    comparisons[i] = (struct comparison){arguments[i].index, arguments[i].comparison,
                                         arguments[i].value, arguments[i].second};
  }
  return library.rule_add(filter->context, action, number, (unsigned)count, comparisons);
}

int hardstand_seccomp_write(hardstand_seccomp_filter *filter, int file) {
  return library.export_bpf(filter->context, file);
}

void hardstand_seccomp_end(hardstand_seccomp_filter *filter) {
  library.release(filter->context);
  free(filter);
}

#else

unsigned hardstand_seccomp_version(void) { return 0; }
hardstand_seccomp_filter *hardstand_seccomp_begin(uint32_t action) { return 0; }
int hardstand_seccomp_add_architecture(hardstand_seccomp_filter *filter, uint32_t token) { return -1; }
uint32_t hardstand_seccomp_architecture(const char *name) { return 0; }
int hardstand_seccomp_add_rule(hardstand_seccomp_filter *filter, uint32_t action, const char *call,
                               const hardstand_seccomp_argument *arguments, size_t count) {
  return -1;
}
int hardstand_seccomp_write(hardstand_seccomp_filter *filter, int file) { return -1; }
void hardstand_seccomp_end(hardstand_seccomp_filter *filter) {}

#endif
