/* Numbers as text that a program reads. */
#include "number.h"

/* A decimal of 15 digits comes back from any double as it was; 17 digits tell every double
 * from its neighbors. */
enum { DIGITS_SURE = 15, DIGITS_MAX = 17 };

void prim_number_write(double value, char text[G_ASCII_DTOSTR_BUF_SIZE])
{
  char format[8];

  for (int digits = DIGITS_SURE; digits <= DIGITS_MAX; digits++) {
    g_snprintf(format, sizeof format, "%%.%dg", digits);
    g_ascii_formatd(text, G_ASCII_DTOSTR_BUF_SIZE, format, value);
    if (g_ascii_strtod(text, NULL) == value)
      return;
  }
}
