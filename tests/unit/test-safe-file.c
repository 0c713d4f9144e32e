/* Files that appear whole or not at all: links, permissions, long names, full disks,
 * and file systems that can do less. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../plugin/files/safe_file.h"
#include "../tap.h"

static char *folder;

/* ---- A file system that can do less: these stand in front of libc's ------------------ */

static struct {
  bool nameless, hard_links, flush; /* can it? */
} able = {true, true, true};

int open(const char *path, int flags, ...)
{
  va_list list;

  va_start(list, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;
  va_end(list);
  if ((flags & O_TMPFILE) == O_TMPFILE && !able.nameless) {
    errno = EOPNOTSUPP;
    return -1;
  }
  return openat(AT_FDCWD, path, flags, mode);
}

int link(const char *from, const char *to)
{
  if (able.hard_links)
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
  errno = EPERM;
  return -1;
}

int fsync(int descriptor)
{
  if (able.flush)
    return fdatasync(descriptor);
  errno = EIO;
  return -1;
}

/* ---- Helpers ------------------------------------------------------------------------- */

static char *in_folder(const char *name)
{
  return g_build_filename(folder, name, NULL);
}

static void put(const char *path, const char *text)
{
  if (!g_file_set_contents(path, text, -1, NULL))
    tap_note("%s could not be written", path);
}

static bool holds(const char *path, const char *text)
{
  char *found = NULL;
  bool same = g_file_get_contents(path, &found, NULL, NULL) && strcmp(found, text) == 0;

  if (!same)
    tap_note("%s holds \"%.40s\"", path, found ? found : "nothing");
  g_free(found);
  return same;
}

static mode_t mode_of(const char *path)
{
  struct stat status;

  return lstat(path, &status) == 0 ? status.st_mode : 0;
}

/* How many entries the folder has, hidden ones too. */
static int entries(const char *path)
{
  DIR *directory = opendir(path);
  int count = 0;

  while (directory && readdir(directory))
    count++;
  if (directory)
    closedir(directory);
  return count - 2;
}

static int write_file(const char *path, const char *text, PrimSafeFileMode mode)
{
  int problem;
  PrimSafeFile *file = prim_safe_file_open(path, &problem);

  if (!file)
    return problem;
  fputs(text, prim_safe_file_stream(file));
  return prim_safe_file_commit(file, mode);
}

/* A file that is opened and written to. */
static PrimSafeFile *open_with(const char *path, const char *text)
{
  int problem;
  PrimSafeFile *file = prim_safe_file_open(path, &problem);

  if (file)
    fputs(text, prim_safe_file_stream(file));
  return file;
}

static int replace(const char *path, const char *text)
{
  return write_file(path, text, PRIM_SAFE_FILE_REPLACE);
}

static void clear_folder(void)
{
  DIR *directory = opendir(folder);
  struct dirent *entry;

  while (directory && (entry = readdir(directory))) {
    char *path = in_folder(entry->d_name);
    if (g_remove(path) != 0 && entry->d_name[0] != '.')
      tap_note("%s could not be removed", path);
    g_free(path);
  }
  if (directory)
    closedir(directory);
}

/* ---- What a file system that is whole must give ---------------------------------------- */

static void names(const char *how)
{
  char *path = in_folder("x.svg"), *part = in_folder("x.svg.part");

  put(part, "the user's own");
  tap_ok(replace(path, "one") == 0 && holds(path, "one"), "%s: a new file", how);
  tap_ok(replace(path, "two") == 0 && holds(path, "two"), "%s: an old one is replaced", how);
  tap_ok(holds(part, "the user's own"), "%s: x.svg.part is the user's", how);
  tap_ok(entries(folder) == 2, "%s: nothing else is there", how);
  g_free(path);
  g_free(part);
  clear_folder();
}

static void links(const char *how)
{
  char *path = in_folder("link"), *target = in_folder("target"), *chain = in_folder("chain");

  put(target, "old");
  tap_ok(symlink("target", path) == 0 && replace(path, "new") == 0 && holds(target, "new") &&
             S_ISLNK(mode_of(path)),
         "%s: a link stays, what it points to is replaced", how);
  g_remove(target);
  tap_ok(symlink(path, chain) == 0 && replace(chain, "made") == 0 && holds(target, "made") &&
             S_ISLNK(mode_of(path)) && S_ISLNK(mode_of(chain)),
         "%s: what links to links to nothing point to is made", how);
  g_remove(path);
  g_remove(chain);
  tap_ok(symlink("chain", path) == 0 && symlink("link", chain) == 0 &&
             replace(path, "never") == ELOOP,
         "%s: a ring of links is refused", how);
  g_free(path);
  g_free(target);
  g_free(chain);
  clear_folder();
}

static void permissions(const char *how)
{
  char *path = in_folder("mode");
  struct stat status;
  mode_t mask = umask(027);

  tap_ok(replace(path, "new") == 0 && (mode_of(path) & 07777) == 0640,
         "%s: a new file has the permissions of new files", how);
  umask(mask);
  tap_ok(g_chmod(path, 0600) == 0 && replace(path, "secret") == 0 &&
             (mode_of(path) & 07777) == 0600,
         "%s: 0600 stays 0600", how);
  tap_ok(g_chmod(path, 0664) == 0 && replace(path, "shared") == 0 &&
             (mode_of(path) & 07777) == 0664,
         "%s: 0664 stays 0664", how);
  if (geteuid() == 0)
    tap_ok(chown(path, 1234, 2345) == 0 && replace(path, "another's") == 0 &&
               stat(path, &status) == 0 && status.st_uid == 1234 && status.st_gid == 2345,
           "%s: the owner stays the owner", how);
  g_free(path);
  clear_folder();
}

static void long_names(const char *how)
{
  char name[257];

  memset(name, 'x', sizeof name);
  name[255] = '\0';
  char *longest = in_folder(name);
  name[255] = 'x';
  name[256] = '\0';
  char *too_long = in_folder(name);
  tap_ok(replace(longest, "one") == 0 && replace(longest, "two") == 0 && holds(longest, "two"),
         "%s: a name of 255 bytes", how);
  tap_ok(prim_safe_file_problem(too_long) == ENAMETOOLONG && replace(too_long, "") == ENAMETOOLONG,
         "%s: a longer one is refused", how);
  g_free(longest);
  g_free(too_long);
  clear_folder();
}

static void kept_files(const char *how)
{
  char *path = in_folder("kept");

  put(path, "old");
  tap_ok(write_file(path, "new", PRIM_SAFE_FILE_NEW) == EEXIST && holds(path, "old"),
         "%s: a file that must be new replaces none", how);
  tap_ok(write_file(path, "old", PRIM_SAFE_FILE_NEW) == 0 &&
             write_file(path, "ol", PRIM_SAFE_FILE_NEW) == EEXIST &&
             write_file(path, "older", PRIM_SAFE_FILE_NEW) == EEXIST && holds(path, "old"),
         "%s: unless it is the same already", how);
  put(path, "");
  tap_ok(write_file(path, "new", PRIM_SAFE_FILE_NEW) == 0 && holds(path, "new"),
         "%s: but an empty one", how);
  g_remove(path);
  PrimSafeFile *first = open_with(path, "first"), *second = open_with(path, "second");
  tap_ok(first && second && prim_safe_file_commit(second, PRIM_SAFE_FILE_NEW) == 0 &&
             prim_safe_file_commit(first, PRIM_SAFE_FILE_NEW) == EEXIST && holds(path, "second"),
         "%s: of two at the same time the one that is ready first stays", how);
  tap_ok(entries(folder) == 1, "%s: nothing else is there", how);
  g_free(path);
  clear_folder();
}

static void dropped_files(const char *how)
{
  char *path = in_folder("old");

  prim_safe_file_discard(NULL);
  put(path, "old");
  PrimSafeFile *file = open_with(path, "half");
  tap_ok(file && fflush(prim_safe_file_stream(file)) == 0, "%s: half a file is written", how);
  prim_safe_file_discard(file);
  tap_ok(holds(path, "old") && entries(folder) == 1, "%s: dropped, it leaves nothing", how);
  able.flush = false;
  tap_ok(replace(path, "new") == EIO && holds(path, "old") && entries(folder) == 1,
         "%s: a disk that fails costs nothing", how);
  able.flush = true;
  g_free(path);
  clear_folder();
}

static void all(const char *how)
{
  names(how);
  links(how);
  permissions(how);
  long_names(how);
  kept_files(how);
  dropped_files(how);
}

/* ---- Places where nothing can be written ------------------------------------------------- */

static void folders(void)
{
  char *missing = in_folder("missing/x.svg"), *file = in_folder("file");
  char *under = in_folder("file/x.svg"), *pipe = in_folder("pipe");

  put(file, "");
  tap_ok(prim_safe_file_problem(folder) == EISDIR && replace(folder, "") == EISDIR,
         "a folder is not replaced");
  tap_ok(prim_safe_file_problem(missing) == ENOENT && replace(missing, "") == ENOENT,
         "a missing folder is not made");
  tap_ok(prim_safe_file_problem(under) == ENOTDIR && replace(under, "") == ENOTDIR,
         "a file is no folder");
  tap_ok(mkfifo(pipe, 0600) == 0 && replace(pipe, "") == ENOTSUP && S_ISFIFO(mode_of(pipe)),
         "a pipe is not replaced");
  g_free(missing);
  g_free(file);
  g_free(under);
  g_free(pipe);
  clear_folder();
}

/* As a user who is not root, in a process of its own: 0 = all well. */
static int protected_status(const char *path)
{
  if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
    return 1;
  if (prim_safe_file_problem(path) != EACCES || replace(path, "new") != EACCES)
    return 2;
  return 0;
}

static bool as_user(const char *path)
{
  pid_t child = fork();
  int status = 1;

  if (child == 0)
    _exit(protected_status(path));
  return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
         WEXITSTATUS(status) == 0;
}

static void write_protection(void)
{
  char *path = in_folder("protected");

  put(path, "old");
  g_chmod(path, 0644);
  g_chmod(folder, 0555);
  tap_ok(as_user(path) && holds(path, "old"), "nothing is written in a folder that is read-only");
  g_chmod(path, 0444);
  g_chmod(folder, 0777);
  tap_ok(as_user(path) && holds(path, "old"), "a file that is read-only is not replaced");
  g_chmod(folder, 0700);
  g_free(path);
  clear_folder();
}

static int write_much(const char *path)
{
  char *much = g_strnfill(1 << 20, 'x');
  int problem = replace(path, much);

  g_free(much);
  return problem;
}

/* A disk of 64 KiB; for users who may not mount one, a limit to the size of files. */
static void full_disk(const char *how)
{
  char *disk = in_folder("disk"), *path = in_folder("disk/old");
  bool mounted = g_mkdir(disk, 0700) == 0 && mount("none", disk, "tmpfs", 0, "size=64k") == 0;
  struct rlimit old, small;

  put(path, "old");
  getrlimit(RLIMIT_FSIZE, &old);
  small = (struct rlimit){1 << 16, old.rlim_max};
  signal(SIGXFSZ, SIG_IGN);
  if (!mounted)
    setrlimit(RLIMIT_FSIZE, &small);
  int problem = write_much(path);
  setrlimit(RLIMIT_FSIZE, &old);
  tap_ok(problem == (mounted ? ENOSPC : EFBIG), "%s: a full disk is told (%s)", how,
         g_strerror(problem));
  tap_ok(holds(path, "old") && entries(disk) == 1, "%s: the old file is whole", how);
  tap_ok(replace(path, "new") == 0 && holds(path, "new"), "%s: what fits is written", how);
  if (mounted)
    umount(disk);
  else
    g_remove(path);
  g_rmdir(disk);
  g_free(disk);
  g_free(path);
}

/* Killed in mid-write: the old file is whole; without a name, nothing else is left. */
static void killed(void)
{
  char *path = in_folder("old");

  put(path, "old");
  pid_t child = fork();
  if (child == 0) {
    PrimSafeFile *file = open_with(path, "half");
    if (file && fflush(prim_safe_file_stream(file)) == 0)
      raise(SIGKILL);
    _exit(1);
  }
  int status = 0;
  tap_ok(child > 0 && waitpid(child, &status, 0) == child && WIFSIGNALED(status) &&
             holds(path, "old"),
         "a process that is killed costs nothing");
  int left = entries(folder) - 1;
  tap_note("%d hidden files are left behind", left);
  tap_ok(left <= 1, "and leaves no more than a hidden file behind");
  g_free(path);
  clear_folder();
}

int main(int argc, char **argv)
{
  char template[] = "/tmp/test-safe-file-XXXXXX";

  tap_start(argc, argv);
  folder = g_mkdtemp(template);
  if (!tap_ok(folder, "a folder for the test"))
    return tap_done();
  all("as it is");
  full_disk("as it is");
  killed();
  able.nameless = false;
  all("files need names");
  full_disk("files need names");
  able.hard_links = false;
  all("files have one name");
  folders();
  write_protection();
  tap_ok(g_rmdir(folder) == 0, "the folder is empty in the end");
  return tap_done();
}
