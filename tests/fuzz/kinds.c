/* Lists of kinds: what is read is written so that it is read again; what is not is
 * pointed out within the text. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  char *text = fuzz_copy(data, size, true), written[PRIM_KINDS_TEXT_MAX];
  uint32_t kinds = 0, again = 0;
  const char *unknown = NULL;
  size_t length = 0;

  if (prim_kinds_parse(text, &kinds, &unknown, &length)) {
    fuzz_must(kinds && !(kinds & ~PRIM_KINDS_ALL));
    prim_kinds_format(kinds, written);
    fuzz_must(strlen(written) < sizeof written);
    fuzz_must(prim_kinds_parse(written, &again, &unknown, &length) && again == kinds);
  } else {
    fuzz_must(unknown >= text && unknown + length <= text + strlen(text));
  }
  free(text);
  return 0;
}
