#!/usr/bin/env python
# -*- coding: utf-8 -*-
"""Many pictures redrawn with a few geometric shapes each, from Python-Fu.

A face for the procedure plug-in-primitive-batch, which has all settings and does
the work. `make install` and `make install-user` put it beside GIMP's plug-ins
where GIMP has Python-Fu.
"""
import os
import re

from gimpfu import (PF_DIRNAME, PF_INT, PF_OPTION, PF_SPINNER, PF_STRING, gimp, main, pdb,
                    register)

FORMATS = ("svg", "png", "jpg", "xcf", "json")
STYLES = ("Solid", "Translucent", "Faint", "Best fit")
EFFORTS = ("Draft", "Normal", "Best", "Extreme")


def pattern_in(folder, pattern):
    """The pattern for the pictures in a folder, whatever characters its name has."""
    path = os.path.join(re.sub(r"([\\*?\[])", r"\\\1", folder or ""), pattern or "")
    return "./" + path if path.startswith("@") else path  # "@" would name a list


def format_name(number_or_name):
    """What the procedure does not know, it refuses in words."""
    if number_or_name in range(len(FORMATS)):
        return FORMATS[int(number_or_name)]
    return str(number_or_name)


def primitive_batch(folder, pattern, drawn, picture_format, count, shapes, style, effort, seed):
    """Redraws the pictures in `folder`; returns how many were done, skipped, failed."""
    counts = pdb.plug_in_primitive_batch(
        pattern_in(folder, pattern), drawn or "", format_name(picture_format), int(count),
        shapes or "", int(style), 0, int(seed), 50.0, 50.0, 256, int(effort), 0, "", 0.0)
    gimp.message("Redrawn: %d, there already: %d, failed: %d" % tuple(counts))
    return counts


register(
    "python-fu-primitive-batch",
    "Redraw many pictures with a few geometric shapes each",
    "Redraws every picture of a folder that the pattern names, and writes the drawings to "
    "another folder under the pictures' names.",
    "the gimp-primitive developers", "the gimp-primitive developers", "2026",
    "Many Files (_Python)...", "",
    [
        (PF_DIRNAME, "folder", "Folder of the _pictures", "."),
        (PF_STRING, "pattern", "Pattern of their _names", "*.jpg"),
        (PF_DIRNAME, "drawn", "Folder for the _drawings", ""),
        (PF_OPTION, "format", "F_ormat", 0, FORMATS),
        (PF_SPINNER, "count", "Num_ber of shapes", 100, (1, 100000, 1)),
        (PF_STRING, "shapes", "_Shapes", "triangle"),
        (PF_OPTION, "style", "Opaci_ty", 3, STYLES),
        (PF_OPTION, "effort", "_Effort", 1, EFFORTS),
        (PF_SPINNER, "seed", "_Random seed", 0, (0, 2147483647, 1)),
    ],
    [
        (PF_INT, "done", "Pictures redrawn"),
        (PF_INT, "skipped", "Pictures that had been redrawn before"),
        (PF_INT, "failed", "Pictures that could not be redrawn"),
    ],
    primitive_batch, menu="<Image>/Filters/Artistic/Geometric Primitives")

main()
