/* Runs a target over its kept corpus, as a plain test: the program is named fuzz-NAME,
 * the corpus lies in tests/fuzz/corpus/NAME. */
#include <dirent.h>

#include "../tap.h"
#include "fuzz.h"

enum { BYTES_MAX = 1 << 20 };

static bool run_file(const char *folder, const char *name)
{
  static uint8_t data[BYTES_MAX];
  char path[1024];

  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  if (!file)
    return false;
  size_t size = fread(data, 1, sizeof data, file);
  bool good = !ferror(file);
  fclose(file);
  if (!good)
    return false;
  uint8_t *exact = (uint8_t *)fuzz_copy(data, size, false);
  good = LLVMFuzzerTestOneInput(exact, size) == 0;
  free(exact);
  return good;
}

int main(int argc, char **argv)
{
  const char *name = strrchr(argv[0], '-');
  char folder[256];
  int count = 0;
  bool good = true;

  tap_start(argc, argv);
  snprintf(folder, sizeof folder, "tests/fuzz/corpus/%s", name ? name + 1 : "");
  DIR *files = opendir(folder);
  for (struct dirent *entry; files && (entry = readdir(files));)
    if (entry->d_name[0] != '.') {
      count++;
      if (!run_file(folder, entry->d_name)) {
        tap_note("%s/%s cannot be read", folder, entry->d_name);
        good = false;
      }
    }
  if (files)
    closedir(files);
  tap_ok(good && count > 0, "%s (%d files)", folder, count);
  return tap_done();
}
