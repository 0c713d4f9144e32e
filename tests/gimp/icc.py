#!/usr/bin/python3
"""Writes ICC profiles (version 2: a matrix, or a grey curve) for the tests of colors.

icc.py wide FILE     primaries and gamma of ProPhoto RGB
icc.py swapped FILE  a screen whose red and blue are sRGB's blue and red
icc.py grey FILE     grey with a gamma of 1.3
"""
import struct
import sys

D50 = (0.9642, 1.0, 0.8249)
SRGB = ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))
WIDE = ((0.7977, 0.2880, 0.0), (0.1352, 0.7119, 0.0), (0.0313, 0.0001, 0.8249))


def fixed(value):
    return struct.pack(">i", round(value * 65536))


def xyz(values):
    return b"XYZ \0\0\0\0" + b"".join(map(fixed, values))


def curve(gamma):
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"


def text(words):
    return b"text\0\0\0\0" + words.encode() + b"\0"


def description(words):
    data = words.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(data)) + data + bytes(4 + 4 + 2 + 1 + 67)


def profile(space, name, tags):
    tags = [(b"desc", description(name)), (b"cprt", text("Public domain")), (b"wtpt", xyz(D50))] + tags
    offset = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for signature, data in tags:
        table += signature + struct.pack(">II", offset + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    header = struct.pack(">I4sI4s4s4s", offset + len(body), b"\0\0\0\0", 0x02400000, b"mntr", space, b"XYZ ")
    header += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(28) + b"".join(map(fixed, D50))
    return header + bytes(128 - len(header)) + table + body


def rgb(name, primaries, gamma):
    tags = [(c + b"XYZ", xyz(p)) for c, p in zip((b"r", b"g", b"b"), primaries)]
    return profile(b"RGB ", name, tags + [(c + b"TRC", curve(gamma)) for c in (b"r", b"g", b"b")])


PROFILES = {
    "wide": lambda: rgb("Wide Gamut of the Tests", WIDE, 1.8),
    "swapped": lambda: rgb("Swapped Screen of the Tests", SRGB[::-1], 2.2),
    "grey": lambda: profile(b"GRAY", "Grey of the Tests", [(b"kTRC", curve(1.3))]),
}

with open(sys.argv[2], "wb") as file:
    file.write(PROFILES[sys.argv[1]]())
