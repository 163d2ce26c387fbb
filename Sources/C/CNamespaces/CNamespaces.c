#define _GNU_SOURCE
#include "CNamespaces.h"

#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// The headers of Debian 12 and older ones lack some of these.
#ifndef SYS_open_tree
#define SYS_open_tree 428
#endif
#ifndef SYS_move_mount
#define SYS_move_mount 429
#endif
enum { tree_clone = 1, tree_cloexec = O_CLOEXEC, tree_recursive = 0x8000, move_empty = 4 };

enum { stack_size = 256 << 10 };

// The child shares the memory of the parent, which waits, so what it writes is seen there.
typedef struct child {
  hardstand_launch *launch;
  int lifeline[2];
  sigset_t mask;
  int error;
} child;

static int step(child *c, const char *name, long result) {
  if (result >= 0) return 0;
  c->error = errno ? errno : EIO;
  c->launch->failed_step = name;
  return -1;
}

static int write_all(int file, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t n = write(file, bytes, count);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return -1;
    bytes += n;
    count -= n;
  }
  return 0;
}

static int join_path(char *target, size_t size, const char *folder, const char *name) {
  size_t a = strlen(folder), b = strlen(name);
  if (a + b + 2 > size) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(target, folder, a);
  target[a] = '/';
  memcpy(target + a + 1, name, b + 1);
  return 0;
}

static char *append(char *end, const char *text) {
  size_t length = strlen(text);
  memcpy(end, text, length + 1);
  return end + length;
}

static char *append_number(char *end, int number) {
  char digits[16];
  size_t count = 0;
  do {
    digits[count++] = '0' + number % 10;
    number /= 10;
  } while (number > 0);
  while (count > 0) *end++ = digits[--count];
  *end = 0;
  return end;
}

static int arrange(child *c) {
  hardstand_launch *l = c->launch;
  if (l->group) {
    int file = open(l->group, O_WRONLY | O_CLOEXEC);
    if (step(c, "find its control group", file)) return -1;
    // Zero is whoever writes it.
    if (step(c, "join its control group", write_all(file, "0", 1))) return -1;
    close(file);
  }
  if (step(c, "keep mounts to itself", mount(0, "/", 0, MS_REC | MS_SLAVE, 0))) return -1;
  // In a user namespace a mount of the outside cannot be taken away, but it can be covered.
  if (l->hidden && umount2(l->hidden, MNT_DETACH) &&
      step(c, "hide a mount", mount("tmpfs", l->hidden, "tmpfs", MS_RDONLY, "size=4k")))
    return -1;
  if (l->owns_processes &&
      step(c, "mount /proc", mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, 0)))
    return -1;
  if (!l->place) return 0;
  if (step(c, "mount its own folder",
           mount("tmpfs", l->place, "tmpfs", MS_NOSUID | MS_NODEV, "size=64m,mode=700")))
    return -1;
  char path[4096];
  if (step(c, "name its root", join_path(path, sizeof path, l->place, "root"))) return -1;
  if (step(c, "make its root", mkdir(path, 0755))) return -1;
  if (l->root >= 0 &&
      step(c, "attach its root",
           syscall(SYS_move_mount, l->root, "", AT_FDCWD, path, move_empty)))
    return -1;
  for (size_t i = 0; i < l->attached_count; i++) {
    char name[24] = "m";
    append_number(name + 1, (int)i);
    if (step(c, "name a mount", join_path(path, sizeof path, l->place, name))) return -1;
    if (step(c, "make a mount point", mkdir(path, 0755))) return -1;
    if (step(c, "attach a mount",
             syscall(SYS_move_mount, l->attached[i], "", AT_FDCWD, path, move_empty)))
      return -1;
  }
  for (size_t i = 0; i < l->file_count; i++) {
    const hardstand_launch_file *f = &l->files[i];
    if (step(c, "name a file", join_path(path, sizeof path, l->place, f->name))) return -1;
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (step(c, "make a file", file)) return -1;
    int result = write_all(file, f->bytes, f->size);
    if (result == 0 && (f->owner || f->group)) result = fchown(file, f->owner, f->group);
    if (result == 0) result = fchmod(file, f->mode);
    close(file);
    if (step(c, "write a file", result)) return -1;
  }
  if (step(c, "name its settings", join_path(path, sizeof path, l->place, "config.json"))) return -1;
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (step(c, "write its settings", file)) return -1;
  int result = write_all(file, l->config, l->config_size);
  close(file);
  return step(c, "write its settings", result);
}

static int set_stream(child *c, int number, int stream) {
  int flags = number == 0 ? O_RDONLY : O_WRONLY;
  int source = stream >= 0 ? stream : open("/dev/null", flags);
  if (step(c, "open its streams", source)) return -1;
  if (source == number) return step(c, "open its streams", fcntl(source, F_SETFD, 0));
  return step(c, "open its streams", dup2(source, number));
}

static int run(void *argument) {
  child *c = argument;
  hardstand_launch *l = c->launch;
  if (l->dies_with_parent) {
    // The parent may be gone before the kernel knows; then nobody holds the other end any more.
    if (step(c, "bind its life", prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0))) _exit(127);
    close(c->lifeline[1]);
    struct pollfd end = {.fd = c->lifeline[0], .events = 0};
    if (poll(&end, 1, 0) > 0) _exit(127);
  }
  if (l->owns_group && step(c, "begin a process group", setpgid(0, 0))) _exit(127);
  if (arrange(c)) _exit(127);
  for (int number = 0; number < 3; number++) {
    int stream = number == 0 ? l->input : number == 1 ? l->output : l->errors;
    if (set_stream(c, number, stream)) _exit(127);
  }
  for (size_t i = 0; i < l->kept_count; i++) {
    if (step(c, "hand on a descriptor", fcntl(l->kept[i], F_SETFD, 0))) _exit(127);
  }
  // Handlers are those of a memory that is about to go.
  struct sigaction usual = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) {
    struct sigaction old;
    if (number == SIGKILL || number == SIGSTOP || sigaction(number, 0, &old)) continue;
    if (old.sa_handler != SIG_DFL && (old.sa_handler != SIG_IGN || number == SIGPIPE))
      sigaction(number, &usual, 0);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, 0);
  execve(l->program, l->arguments, l->environment);
  step(c, "start", -1);
  _exit(127);
}

// Runs a function in a child that shares memory; signals wait meanwhile, because a handler in the
// child would work on the memory of the parent.
static int clone_waiting(int (*function)(void *), void *argument, int flags, sigset_t *old) {
  void *stack = mmap(0, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK,
                     -1, 0);
  if (stack == MAP_FAILED) return -errno;
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, old);
  int process = clone(function, (char *)stack + stack_size, CLONE_VM | CLONE_VFORK | SIGCHLD | flags,
                      argument);
  int error = errno;
  pthread_sigmask(SIG_SETMASK, old, 0);
  munmap(stack, stack_size);
  return process < 0 ? -error : process;
}

static void reap(int process) {
  int status;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {}
}

int hardstand_launch_start(hardstand_launch *launch) {
  child c = {.launch = launch, .lifeline = {-1, -1}, .error = 0};
  launch->failed_step = "start";
  sigset_t old;
  if (launch->dies_with_parent && pipe2(c.lifeline, O_CLOEXEC)) return -errno;
  int flags = CLONE_NEWNS | (launch->owns_processes ? CLONE_NEWPID : 0);
  int process = clone_waiting(run, &c, flags, &old);
  if (c.lifeline[0] >= 0) {
    close(c.lifeline[0]);
    close(c.lifeline[1]);
  }
  if (process < 0) return process;
  if (c.error) {
    reap(process);
    return -c.error;
  }
  return process;
}

typedef struct overlay_child {
  hardstand_overlay *overlay;
  char *options;
  int *files;
  int descriptor;
  int error;
} overlay_child;

static int overlay_step(overlay_child *c, const char *name, long result) {
  if (result >= 0) return 0;
  c->error = errno;
  c->overlay->failed_step = name;
  return -1;
}

// The folders are opened in the view that is mounted in: the kernel takes no others. From then on
// they have short names, their numbers, because it takes one page of options.
static int list_folders(overlay_child *c) {
  hardstand_overlay *o = c->overlay;
  char *end = append(c->options, "");
  const char *separator = "lowerdir=";
  for (size_t i = 0; i < o->lower_count + 2; i++) {
    const char *path = i < o->lower_count ? o->lower[i] : i == o->lower_count ? o->upper : o->work;
    if (!path) continue;
    c->files[i] = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (overlay_step(c, path, c->files[i])) return -1;
    if (i == o->lower_count) separator = ",upperdir=";
    if (i > o->lower_count) separator = ",workdir=";
    end = append_number(append(end, separator), c->files[i]);
    separator = ":";
  }
  append(end, o->options);
  return 0;
}

static int mount_overlay(void *argument) {
  overlay_child *c = argument;
  hardstand_overlay *o = c->overlay;
  if (overlay_step(c, "keep mounts to itself", mount(0, "/", 0, MS_REC | MS_PRIVATE, 0))) _exit(1);
  if (list_folders(c)) _exit(1);
  if (overlay_step(c, "enter /proc/self/fd", chdir("/proc/self/fd"))) _exit(1);
  if (overlay_step(c, "mount", mount("overlay", o->place, "overlay", MS_NODEV, c->options))) _exit(1);
  // The table of files is shared with the parent, and so the descriptor is there too.
  int file = syscall(SYS_open_tree, AT_FDCWD, o->place, tree_clone | tree_cloexec);
  if (overlay_step(c, "take", file)) _exit(1);
  c->descriptor = file;
  _exit(0);
}

int hardstand_overlay_mount(hardstand_overlay *overlay) {
  size_t count = overlay->lower_count + 2;
  size_t size = 256 + count * 12 + strlen(overlay->options);
  overlay_child c = {.overlay = overlay, .descriptor = -1};
  c.options = malloc(size);
  c.files = malloc(count * sizeof(int));
  if (!c.options || !c.files) {
    free(c.options);
    free(c.files);
    return -ENOMEM;
  }
  for (size_t i = 0; i < count; i++) c.files[i] = -1;
  int result = 0;
  sigset_t old;
  int process = clone_waiting(mount_overlay, &c, CLONE_FILES | CLONE_NEWNS, &old);
  if (process < 0) {
    result = process;
    overlay->failed_step = "start";
  } else {
    reap(process);
    result = c.error ? -c.error : c.descriptor;
  }
  for (size_t i = 0; i < count; i++)
    if (c.files[i] >= 0) close(c.files[i]);
  free(c.files);
  free(c.options);
  return result;
}

int hardstand_bind_mount(const char *folder) {
  long result = syscall(SYS_open_tree, AT_FDCWD, folder, tree_clone | tree_cloexec | tree_recursive);
  return result < 0 ? -errno : (int)result;
}

int hardstand_sealed_copy(const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -errno;
  int copy = memfd_create("program", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  int error = copy < 0 ? errno : 0;
  while (!error) {
    ssize_t count = sendfile(copy, file, 0, 16 << 20);
    if (count == 0) break;
    if (count < 0 && errno != EINTR) error = errno;
  }
  if (!error && fcntl(copy, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE))
    error = errno;
  close(file);
  if (!error) return copy;
  if (copy >= 0) close(copy);
  return -error;
}

// One map of numbers, as newuidmap and newgidmap take it.
static int run_map(char *const *arguments) {
  pid_t process = fork();
  if (process == 0) {
    execv(arguments[0], arguments);
    _exit(127);
  }
  int status;
  if (process < 0) return -1;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {}
  return status == 0 ? 0 : -1;
}

static int write_file(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return -1;
  int result = write_all(file, text, strlen(text));
  int error = errno;
  close(file);
  errno = error;
  return result;
}

int hardstand_user_namespace_enter(hardstand_user_namespace *space) {
  int ready[2];
  space->failed_step = "start";
  if (pipe2(ready, O_CLOEXEC)) return -errno;
  pid_t helper = -1;
  if (space->user_map) {
    // The maps are written from outside; this process is alone, so a fork is safe.
    helper = fork();
    if (helper < 0) return -errno;
    if (helper == 0) {
      char go;
      close(ready[1]);
      if (read(ready[0], &go, 1) != 1) _exit(1);
      _exit(run_map(space->user_map) || run_map(space->group_map));
    }
  }
  close(ready[0]);
  int error = 0;
  if (unshare(CLONE_NEWUSER)) {
    error = errno;
    space->failed_step = "make a user namespace";
  } else if (helper > 0 && write(ready[1], "g", 1) != 1) {
    error = errno;
  }
  close(ready[1]);
  if (helper > 0) {
    int status = 0;
    while (waitpid(helper, &status, 0) < 0 && errno == EINTR) {}
    if (!error && status) {
      error = EPERM;
      space->failed_step = "map the numbers of users with newuidmap and newgidmap";
    }
  } else if (!error) {
    if (write_file("/proc/self/setgroups", "deny") ||
        write_file("/proc/self/uid_map", space->single_user) ||
        write_file("/proc/self/gid_map", space->single_group)) {
      error = errno;
      space->failed_step = "map the number of the user";
    }
  }
  if (!error && (setresgid(0, 0, 0) || setresuid(0, 0, 0))) {
    error = errno;
    space->failed_step = "become its superuser";
  }
  if (!error && unshare(CLONE_NEWNS)) {
    error = errno;
    space->failed_step = "make a mount namespace";
  }
  if (!error && mount(0, "/", 0, MS_REC | MS_SLAVE, 0)) {
    error = errno;
    space->failed_step = "keep mounts to itself";
  }
  return -error;
}

int hardstand_open_in_root(int folder, const char *path, int flags) {
  struct open_how how = {
      .flags = (uint64_t)(unsigned)(flags | O_CLOEXEC),
      .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
  };
  for (;;) {
    long result = syscall(SYS_openat2, folder, path, &how, sizeof how);
    if (result >= 0) return (int)result;
    // The kernel gives up when a name moved meanwhile, and asks to be asked again.
    if (errno != EAGAIN && errno != EINTR) return -errno;
  }
}

#else
#include <errno.h>

int hardstand_launch_start(hardstand_launch *launch) {
  launch->failed_step = "start";
  return -ENOSYS;
}
int hardstand_overlay_mount(hardstand_overlay *overlay) {
  overlay->failed_step = "mount";
  return -ENOSYS;
}
int hardstand_bind_mount(const char *folder) { return -ENOSYS; }
int hardstand_open_in_root(int folder, const char *path, int flags) { return -ENOSYS; }
int hardstand_sealed_copy(const char *path) { return -ENOSYS; }
int hardstand_user_namespace_enter(hardstand_user_namespace *space) {
  space->failed_step = "start";
  return -ENOSYS;
}
#endif
