// Calls that the C library shows only to programs that ask for GNU extensions,
// which Swift's view of it does not.
#ifndef CLINUX_DOORS_H
#define CLINUX_DOORS_H

#ifdef __linux__
// Without other headers: what they declare would seem to belong to this module.
int clinux_pipe2(int ends[2], int flags) __asm__("pipe2");
int clinux_sched_getaffinity(int process, unsigned long size, void *mask) __asm__("sched_getaffinity");
int clinux_spawn_addchdir(void *actions, const char *path)
    __asm__("posix_spawn_file_actions_addchdir_np");
int clinux_fsetxattr(int file, const char *name, const void *value, unsigned long size, int flags)
    __asm__("fsetxattr");
long clinux_fgetxattr(int file, const char *name, void *value, unsigned long size)
    __asm__("fgetxattr");
long clinux_flistxattr(int file, char *names, unsigned long size) __asm__("flistxattr");
int clinux_sync_file_range(int file, long long offset, long long count, unsigned int flags)
    __asm__("sync_file_range");
#endif

#endif
