#include "CReadyBases.h"

#include <string.h>

// SwiftPM gives C targets no way to ask for C23, which `#embed` is part of.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_busybox_yaml[] = {
#embed "Data/busybox.yaml"
};
static const unsigned char file_busybox_lock_yaml[] = {
#embed "Data/busybox.lock.yaml"
};
static const unsigned char file_cc_yaml[] = {
#embed "Data/cc.yaml"
};
static const unsigned char file_cc_lock_yaml[] = {
#embed "Data/cc.lock.yaml"
};
static const unsigned char file_debian_build_yaml[] = {
#embed "Data/debian-build.yaml"
};
static const unsigned char file_debian_build_lock_yaml[] = {
#embed "Data/debian-build.lock.yaml"
};
static const unsigned char file_debian_slim_yaml[] = {
#embed "Data/debian-slim.yaml"
};
static const unsigned char file_debian_slim_lock_yaml[] = {
#embed "Data/debian-slim.lock.yaml"
};
static const unsigned char file_java_yaml[] = {
#embed "Data/java.yaml"
};
static const unsigned char file_java_lock_yaml[] = {
#embed "Data/java.lock.yaml"
};
static const unsigned char file_nodejs_yaml[] = {
#embed "Data/nodejs.yaml"
};
static const unsigned char file_nodejs_lock_yaml[] = {
#embed "Data/nodejs.lock.yaml"
};
static const unsigned char file_python3_yaml[] = {
#embed "Data/python3.yaml"
};
static const unsigned char file_python3_lock_yaml[] = {
#embed "Data/python3.lock.yaml"
};
static const unsigned char file_static_yaml[] = {
#embed "Data/static.yaml"
};
static const unsigned char file_static_lock_yaml[] = {
#embed "Data/static.lock.yaml"
};

static const struct {
  const char *name;
  const unsigned char *bytes;
  size_t count;
} files[] = {
  {"busybox.yaml", file_busybox_yaml, sizeof file_busybox_yaml},
  {"busybox.lock.yaml", file_busybox_lock_yaml, sizeof file_busybox_lock_yaml},
  {"cc.yaml", file_cc_yaml, sizeof file_cc_yaml},
  {"cc.lock.yaml", file_cc_lock_yaml, sizeof file_cc_lock_yaml},
  {"debian-build.yaml", file_debian_build_yaml, sizeof file_debian_build_yaml},
  {"debian-build.lock.yaml", file_debian_build_lock_yaml, sizeof file_debian_build_lock_yaml},
  {"debian-slim.yaml", file_debian_slim_yaml, sizeof file_debian_slim_yaml},
  {"debian-slim.lock.yaml", file_debian_slim_lock_yaml, sizeof file_debian_slim_lock_yaml},
  {"java.yaml", file_java_yaml, sizeof file_java_yaml},
  {"java.lock.yaml", file_java_lock_yaml, sizeof file_java_lock_yaml},
  {"nodejs.yaml", file_nodejs_yaml, sizeof file_nodejs_yaml},
  {"nodejs.lock.yaml", file_nodejs_lock_yaml, sizeof file_nodejs_lock_yaml},
  {"python3.yaml", file_python3_yaml, sizeof file_python3_yaml},
  {"python3.lock.yaml", file_python3_lock_yaml, sizeof file_python3_lock_yaml},
  {"static.yaml", file_static_yaml, sizeof file_static_yaml},
  {"static.lock.yaml", file_static_lock_yaml, sizeof file_static_lock_yaml},
};

static const size_t file_count = sizeof files / sizeof files[0];

const unsigned char *hardstand_ready_base(const char *name, size_t *count) {
  for (size_t index = 0; index < file_count; index++) {
    if (strcmp(files[index].name, name) == 0) {
      *count = files[index].count;
      return files[index].bytes;
    }
  }
  *count = 0;
  return NULL;
}

const char *hardstand_ready_base_name(size_t index) {
  return index < file_count ? files[index].name : NULL;
}
