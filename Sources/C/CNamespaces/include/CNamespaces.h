// Processes and mounts in namespaces of their own: what has to happen between
// clone and exec, where only calls to the kernel are allowed.
#ifndef CNAMESPACES_H
#define CNAMESPACES_H

#include <stddef.h>
#include <stdint.h>

/// A file in the folder of a program.
typedef struct hardstand_launch_file {
  /// Its name, and its bytes.
  const char *name;
  const void *bytes;
  size_t size;
  /// The permission bits, the owner and the group.
  unsigned mode, owner, group;
} hardstand_launch_file;

/// A program to start in a mount namespace of its own.
typedef struct hardstand_launch {
  const char *program;
  char *const *arguments;
  char *const *environment;
  /// The three streams of the program; -1 for nothing.
  int input, output, errors;
  /// Further descriptors that the program inherits as they are, and how many.
  const int *kept;
  size_t kept_count;
  /// Whether it is the first process of a new process namespace: with it go all others.
  int owns_processes;
  /// Whether it dies with the thread that started it.
  int dies_with_parent;
  /// Whether it leads a new process group.
  int owns_group;
  /// A mount to be taken away from its view; null for none.
  const char *hidden;
  /// A folder that an empty file system covers in its view; null for none.
  const char *place;
  /// A mount that is attached as `root` in `place`; -1 for none.
  int root;
  /// The bytes of `config.json` in `place`.
  const void *config;
  size_t config_size;
  /// Further mounts, attached as `m0`, `m1` and so on in `place`, and how many.
  const int *attached;
  size_t attached_count;
  /// Further files in `place`, and how many.
  const hardstand_launch_file *files;
  size_t file_count;
  /// A file that takes the processes of a control group, to which this one is added; null for none.
  const char *group;
  /// Which step failed, in words.
  const char *failed_step;
} hardstand_launch;

/// Starts a program; its process, or a negative error number with `failed_step` set.
int hardstand_launch_start(hardstand_launch *launch);

/// An overlay of folders that is attached nowhere.
typedef struct hardstand_overlay {
  /// The folders, the highest first.
  const char *const *lower;
  size_t lower_count;
  /// Where changes go; null for a file system that cannot be changed.
  const char *upper, *work;
  /// Further options after a comma each, or empty.
  const char *options;
  /// Any folder, which the mount covers for a moment in a view of its own.
  const char *place;
  const char *failed_step;
} hardstand_overlay;

/// The descriptor of the mount, or a negative error number with `failed_step` set.
int hardstand_overlay_mount(hardstand_overlay *overlay);

/// A folder bound to a mount that is attached nowhere; negative error number on failure.
int hardstand_bind_mount(const char *folder);

/// Opens a path below a folder as if the folder were the root; a negative error number on failure.
int hardstand_open_in_root(int folder, const char *path, int flags);

/// A copy of a program in memory that nobody can change; a negative error number on failure.
int hardstand_sealed_copy(const char *path);

/// A user namespace to move this process into.
typedef struct hardstand_user_namespace {
  /// The calls of newuidmap and newgidmap, the program first; null for the number of this user alone.
  char *const *user_map;
  char *const *group_map;
  /// The maps as the kernel takes them, where those are null.
  const char *single_user;
  const char *single_group;
  const char *failed_step;
} hardstand_user_namespace;

/// Moves this process into a user and a mount namespace of its own, as the superuser there. It must have
/// no other threads. A negative error number with `failed_step` set on failure, after which the process
/// may be in a namespace without a map, and is of no more use.
int hardstand_user_namespace_enter(hardstand_user_namespace *space);

#endif
