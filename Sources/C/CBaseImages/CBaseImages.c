#include "CBaseImages.h"

#include <string.h>

// The data is JSON, so that people and scripts can read and refresh it; the
// compiler takes it in as it stands, so that the program needs no files.
// SwiftPM gives C targets no way to ask for C23, which `#embed` is part of.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_family_alpine[] = {
#embed "Data/family-alpine.json"
};
static const unsigned char file_family_amazonlinux[] = {
#embed "Data/family-amazonlinux.json"
};
static const unsigned char file_family_azurelinux[] = {
#embed "Data/family-azurelinux.json"
};
static const unsigned char file_family_busybox[] = {
#embed "Data/family-busybox.json"
};
static const unsigned char file_family_debian[] = {
#embed "Data/family-debian.json"
};
static const unsigned char file_family_distroless[] = {
#embed "Data/family-distroless.json"
};
static const unsigned char file_family_redhat[] = {
#embed "Data/family-redhat.json"
};
static const unsigned char file_family_scratch[] = {
#embed "Data/family-scratch.json"
};
static const unsigned char file_family_ubuntu[] = {
#embed "Data/family-ubuntu.json"
};
static const unsigned char file_family_windows[] = {
#embed "Data/family-windows.json"
};
static const unsigned char file_family_wolfi[] = {
#embed "Data/family-wolfi.json"
};
static const unsigned char file_images_alpine[] = {
#embed "Data/images-alpine.json"
};
static const unsigned char file_images_buildpack[] = {
#embed "Data/images-buildpack.json"
};
static const unsigned char file_images_chainguard[] = {
#embed "Data/images-chainguard.json"
};
static const unsigned char file_images_databases[] = {
#embed "Data/images-databases.json"
};
static const unsigned char file_images_debian[] = {
#embed "Data/images-debian.json"
};
static const unsigned char file_images_devcontainers[] = {
#embed "Data/images-devcontainers.json"
};
static const unsigned char file_images_distroless[] = {
#embed "Data/images-distroless.json"
};
static const unsigned char file_images_dotnet[] = {
#embed "Data/images-dotnet.json"
};
static const unsigned char file_images_golang[] = {
#embed "Data/images-golang.json"
};
static const unsigned char file_images_java[] = {
#embed "Data/images-java.json"
};
static const unsigned char file_images_languages[] = {
#embed "Data/images-languages.json"
};
static const unsigned char file_images_nginx[] = {
#embed "Data/images-nginx.json"
};
static const unsigned char file_images_node[] = {
#embed "Data/images-node.json"
};
static const unsigned char file_images_others[] = {
#embed "Data/images-others.json"
};
static const unsigned char file_images_php[] = {
#embed "Data/images-php.json"
};
static const unsigned char file_images_python[] = {
#embed "Data/images-python.json"
};
static const unsigned char file_images_redhat[] = {
#embed "Data/images-redhat.json"
};
static const unsigned char file_images_ruby[] = {
#embed "Data/images-ruby.json"
};
static const unsigned char file_images_rust[] = {
#embed "Data/images-rust.json"
};
static const unsigned char file_images_servers[] = {
#embed "Data/images-servers.json"
};
static const unsigned char file_images_swift[] = {
#embed "Data/images-swift.json"
};
static const unsigned char file_images_ubi[] = {
#embed "Data/images-ubi.json"
};
static const unsigned char file_images_ubuntu[] = {
#embed "Data/images-ubuntu.json"
};
static const unsigned char file_images_uv[] = {
#embed "Data/images-uv.json"
};
static const unsigned char file_images_windows[] = {
#embed "Data/images-windows.json"
};
static const unsigned char file_index[] = {
#embed "Data/index.json"
};
static const unsigned char file_life[] = {
#embed "Data/life.json"
};
static const unsigned char file_parts[] = {
#embed "Data/parts.json"
};
static const unsigned char file_words[] = {
#embed "Data/words.json"
};

#define FILE_NAMED(name, bytes) { name, bytes, sizeof bytes }

static const struct {
  const char *name;
  const unsigned char *bytes;
  size_t count;
} files[] = {
  FILE_NAMED("family-alpine", file_family_alpine),
  FILE_NAMED("family-amazonlinux", file_family_amazonlinux),
  FILE_NAMED("family-azurelinux", file_family_azurelinux),
  FILE_NAMED("family-busybox", file_family_busybox),
  FILE_NAMED("family-debian", file_family_debian),
  FILE_NAMED("family-distroless", file_family_distroless),
  FILE_NAMED("family-redhat", file_family_redhat),
  FILE_NAMED("family-scratch", file_family_scratch),
  FILE_NAMED("family-ubuntu", file_family_ubuntu),
  FILE_NAMED("family-windows", file_family_windows),
  FILE_NAMED("family-wolfi", file_family_wolfi),
  FILE_NAMED("images-alpine", file_images_alpine),
  FILE_NAMED("images-buildpack", file_images_buildpack),
  FILE_NAMED("images-chainguard", file_images_chainguard),
  FILE_NAMED("images-databases", file_images_databases),
  FILE_NAMED("images-debian", file_images_debian),
  FILE_NAMED("images-devcontainers", file_images_devcontainers),
  FILE_NAMED("images-distroless", file_images_distroless),
  FILE_NAMED("images-dotnet", file_images_dotnet),
  FILE_NAMED("images-golang", file_images_golang),
  FILE_NAMED("images-java", file_images_java),
  FILE_NAMED("images-languages", file_images_languages),
  FILE_NAMED("images-nginx", file_images_nginx),
  FILE_NAMED("images-node", file_images_node),
  FILE_NAMED("images-others", file_images_others),
  FILE_NAMED("images-php", file_images_php),
  FILE_NAMED("images-python", file_images_python),
  FILE_NAMED("images-redhat", file_images_redhat),
  FILE_NAMED("images-ruby", file_images_ruby),
  FILE_NAMED("images-rust", file_images_rust),
  FILE_NAMED("images-servers", file_images_servers),
  FILE_NAMED("images-swift", file_images_swift),
  FILE_NAMED("images-ubi", file_images_ubi),
  FILE_NAMED("images-ubuntu", file_images_ubuntu),
  FILE_NAMED("images-uv", file_images_uv),
  FILE_NAMED("images-windows", file_images_windows),
  FILE_NAMED("index", file_index),
  FILE_NAMED("life", file_life),
  FILE_NAMED("parts", file_parts),
  FILE_NAMED("words", file_words),
};

static const size_t file_count = sizeof files / sizeof files[0];

const unsigned char *base_images_data(const char *name, size_t *count) {
  for (size_t index = 0; index < file_count; index++) {
    if (strcmp(files[index].name, name) == 0) {
      *count = files[index].count;
      return files[index].bytes;
    }
  }
  *count = 0;
  return NULL;
}

const char *base_images_name(size_t index) {
  return index < file_count ? files[index].name : NULL;
}
