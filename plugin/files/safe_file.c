/* A file that appears whole or not at all. */
#define _GNU_SOURCE /* O_TMPFILE, fopencookie() */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "safe_file.h"

enum {
  LINKS_MAX = 40, /* that many symbolic links in a row, as in the kernel */
  NAMES_MAX = 100 /* hidden names tried before giving up */
};

struct PrimSafeFile {
  FILE *stream;
  int descriptor;  /* that the stream writes to */
  int problem;     /* the first failure of a write; 0 = none */
  char *target;    /* where it goes, symbolic links followed */
  char *temporary; /* its name until then; NULL = it has none */
};

static const char NAMELESS[] = "/proc/self/fd"; /* by which a file without a name gets one */

/* Whether a failure only means that the file system cannot do this. */
static bool unsupported(int problem)
{
  return problem == EINVAL || problem == ENOTSUP || problem == EOPNOTSUPP || problem == ENOSYS;
}

/* ---- Where it goes --------------------------------------------------------------- */

/* What the symbolic link `path` points to, seen from the same place as `path`. */
static char *follow(const char *path)
{
  char *text = g_file_read_link(path, NULL);

  if (!text || g_path_is_absolute(text))
    return text;
  char *folder = g_path_get_dirname(path);
  char *next = g_build_filename(folder, text, NULL);
  g_free(folder);
  g_free(text);
  return next;
}

/* The file that a name stands for, and what lies there: `status->st_mode` is 0 for
 * nothing. Free *target with g_free(). */
static int resolve(const char *filename, char **target, struct stat *status)
{
  char *path = g_strdup(filename);

  for (int i = 0; path && i < LINKS_MAX; i++) {
    if (lstat(path, status) != 0) {
      int problem = errno;
      status->st_mode = 0;
      if (problem != ENOENT) {
        g_free(path);
        return problem;
      }
    }
    if (!S_ISLNK(status->st_mode)) {
      *target = path;
      return 0;
    }
    char *next = follow(path);
    g_free(path);
    path = next;
  }
  g_free(path);
  return ELOOP;
}

/* Whether a file may take the place of what is there. */
static int place_problem(const char *target, const struct stat *status)
{
  char *folder = g_path_get_dirname(target);
  int problem = access(folder, W_OK | X_OK) == 0 ? 0 : errno;

  g_free(folder);
  if (problem || status->st_mode == 0)
    return problem;
  if (S_ISDIR(status->st_mode))
    return EISDIR;
  if (!S_ISREG(status->st_mode))
    return ENOTSUP;
  return access(target, W_OK) == 0 ? 0 : errno;
}

int prim_safe_file_problem(const char *filename)
{
  struct stat status;
  char *target = NULL;
  int problem = resolve(filename, &target, &status);

  if (!problem)
    problem = place_problem(target, &status);
  g_free(target);
  return problem;
}

/* ---- What is written to ---------------------------------------------------------- */

/* A hidden name in the target's folder; short, as the target's may be as long as can be. */
static char *hidden_name(const char *target)
{
  char *folder = g_path_get_dirname(target);
  char *name = g_strdup_printf("%s/.gimp-primitive-%08x", folder, g_random_int());

  g_free(folder);
  return name;
}

static int open_nameless(const char *target, mode_t mode)
{
  char *folder = g_path_get_dirname(target);
  int descriptor = -1;

#ifdef O_TMPFILE
  if (access(NAMELESS, X_OK) == 0)
    descriptor = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
#endif
  g_free(folder);
  return descriptor;
}

/* Opens a new file; -1 and errno on failure. */
static int open_hidden(const char *target, mode_t mode, char **temporary)
{
  for (int i = 0; i < NAMES_MAX; i++) {
    *temporary = hidden_name(target);
    int descriptor = open(*temporary, O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR | O_CLOEXEC, mode);
    if (descriptor != -1)
      return descriptor;
    g_clear_pointer(temporary, g_free);
    if (errno != EEXIST)
      return -1;
  }
  return -1;
}

/* Gives the new file what the old one had. Group permissions meant the old group: they
 * are dropped where that cannot be kept. */
static int keep_access(int descriptor, const struct stat *old)
{
  mode_t mode = old->st_mode & (S_IRWXU | S_IRWXG | S_IRWXO);

  if (fchown(descriptor, old->st_uid, old->st_gid) != 0 &&
      fchown(descriptor, (uid_t)-1, old->st_gid) != 0)
    mode &= ~(mode_t)S_IRWXG;
  return fchmod(descriptor, mode) == 0 || unsupported(errno) ? 0 : errno;
}

/* The stream's write function. stdio itself forgets why a write failed. */
static ssize_t write_all(void *cookie, const char *bytes, size_t count)
{
  PrimSafeFile *file = cookie;
  size_t written = 0;

  while (written < count && !file->problem) {
    ssize_t part = write(file->descriptor, bytes + written, count - written);
    if (part >= 0)
      written += (size_t)part;
    else if (errno != EINTR)
      file->problem = errno;
  }
  return (ssize_t)written;
}

static int open_new(PrimSafeFile *file, const struct stat *old)
{
  mode_t mode = old->st_mode ? S_IRUSR | S_IWUSR : 0666; /* less the umask */
  cookie_io_functions_t functions = {.write = write_all};

  file->descriptor = open_nameless(file->target, mode);
  if (file->descriptor == -1)
    file->descriptor = open_hidden(file->target, mode, &file->temporary);
  if (file->descriptor == -1)
    return errno;
  file->stream = fopencookie(file, "wb", functions);
  if (!file->stream)
    return ENOMEM;
  return old->st_mode ? keep_access(file->descriptor, old) : 0;
}

PrimSafeFile *prim_safe_file_open(const char *filename, int *problem)
{
  PrimSafeFile *file = g_new0(PrimSafeFile, 1);
  struct stat old;

  file->descriptor = -1;
  *problem = resolve(filename, &file->target, &old);
  if (!*problem)
    *problem = place_problem(file->target, &old);
  if (!*problem)
    *problem = open_new(file, &old);
  if (!*problem)
    return file;
  prim_safe_file_discard(file);
  return NULL;
}

FILE *prim_safe_file_stream(PrimSafeFile *file)
{
  return file->stream;
}

void prim_safe_file_discard(PrimSafeFile *file)
{
  if (!file)
    return;
  if (file->stream)
    (void)fclose(file->stream); /* of no interest any more */
  if (file->descriptor != -1)
    close(file->descriptor);
  if (file->temporary)
    unlink(file->temporary);
  g_free(file->temporary);
  g_free(file->target);
  g_free(file);
}

/* ---- Into its place -------------------------------------------------------------- */

int prim_safe_file_flush(PrimSafeFile *file)
{
  bool good = fflush(file->stream) == 0 && !ferror(file->stream);

  if (file->problem || !good)
    return file->problem ? file->problem : EIO;
  return fsync(file->descriptor) == 0 || unsupported(errno) ? 0 : errno;
}

/* Makes `name` a name of the file; EEXIST where there is one. */
static int add_name(const PrimSafeFile *file, const char *name)
{
  char descriptor[64];

  if (file->temporary)
    return link(file->temporary, name) == 0 ? 0 : errno;
  g_snprintf(descriptor, sizeof descriptor, "%s/%d", NAMELESS, file->descriptor);
  return linkat(AT_FDCWD, descriptor, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0 ? 0 : errno;
}

/* Gives a file without a name a hidden one, which can be moved onto another. */
static int hide(PrimSafeFile *file)
{
  int problem = file->temporary ? 0 : EEXIST;

  for (int i = 0; i < NAMES_MAX && problem == EEXIST; i++) {
    char *name = hidden_name(file->target);
    problem = add_name(file, name);
    if (problem)
      g_free(name);
    else
      file->temporary = name;
  }
  return problem;
}

static int replace(PrimSafeFile *file)
{
  int problem = hide(file);

  if (!problem && rename(file->temporary, file->target) != 0)
    problem = errno;
  if (!problem)
    g_clear_pointer(&file->temporary, g_free); /* which is the target now */
  return problem;
}

/* Whether the two files hold the same bytes. */
static bool same_bytes(int first, int second)
{
  char a[1 << 12], b[sizeof a];
  off_t offset = 0;
  ssize_t count;

  while ((count = pread(first, a, sizeof a, offset)) > 0) {
    if (pread(second, b, sizeof b, offset) != count || memcmp(a, b, (size_t)count) != 0)
      return false;
    offset += count;
  }
  return count == 0 && pread(second, b, sizeof b, offset) == 0;
}

/* Takes the place of an empty file. Its lock keeps out another process that does the same,
 * where the file system knows locks. */
static int replace_empty(PrimSafeFile *file)
{
  struct stat opened, there;
  int descriptor = open(file->target, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

  if (descriptor == -1)
    return EEXIST;
  bool locked = flock(descriptor, LOCK_EX) == 0 || errno == ENOLCK || unsupported(errno);
  bool empty = locked && fstat(descriptor, &opened) == 0 && opened.st_size == 0 &&
               stat(file->target, &there) == 0 && there.st_dev == opened.st_dev &&
               there.st_ino == opened.st_ino;
  int problem = empty ? replace(file) : EEXIST;
  close(descriptor);
  return problem;
}

/* Where a file cannot have two names, an empty one claims the place first. */
static int claim(PrimSafeFile *file)
{
  int descriptor = open(file->target, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);

  if (descriptor == -1)
    return errno;
  close(descriptor);
  int problem = replace_empty(file);
  if (problem && problem != EEXIST)
    unlink(file->target);
  return problem;
}

static bool there_already(const PrimSafeFile *file)
{
  int descriptor = open(file->target, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  bool same = descriptor != -1 && same_bytes(descriptor, file->descriptor);

  if (descriptor != -1)
    close(descriptor);
  return same;
}

static int put_new(PrimSafeFile *file)
{
  int problem = add_name(file, file->target);

  if (file->temporary && (problem == EPERM || unsupported(problem)))
    problem = claim(file);
  if (problem == EEXIST)
    problem = replace_empty(file);
  return problem == EEXIST && there_already(file) ? 0 : problem;
}

/* So that the name outlives a power failure too. The file itself is safe by now, and some
 * file systems cannot do this, so a failure is none. */
static void flush_folder(const char *target)
{
  char *folder = g_path_get_dirname(target);
  int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  g_free(folder);
  if (descriptor == -1)
    return;
  fsync(descriptor);
  close(descriptor);
}

int prim_safe_file_commit(PrimSafeFile *file, PrimSafeFileMode mode)
{
  int problem = prim_safe_file_flush(file);

  if (!problem)
    problem = mode == PRIM_SAFE_FILE_NEW ? put_new(file) : replace(file);
  if (!problem)
    flush_folder(file->target);
  prim_safe_file_discard(file);
  return problem;
}
