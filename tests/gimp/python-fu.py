#!/usr/bin/env python3
"""Runs Python-Fu code without Python-Fu: python-fu.py PDB-DUMP PLUG-IN, or
python-fu.py PDB-DUMP --calls FILE for lines as they are typed into its console.

Debian 12's GIMP has none, so its modules are played here. What a plug-in
registers is checked, and its function is called with its own defaults. What is
called must be in the dump of GIMP's real procedural database, with as many
arguments of those types; as in Python-Fu, the run mode is added."""
import re
import runpy
import sys
import types

TYPES = {"GIMP_PDB_INT32": int, "GIMP_PDB_FLOAT": float, "GIMP_PDB_STRING": str,
         "GIMP_PDB_IMAGE": int, "GIMP_PDB_DRAWABLE": int, "GIMP_PDB_LAYER": int}


def read_signatures(path):
    """The argument and result types of every procedure in the dump."""
    with open(path, encoding="utf-8") as dump:
        text = dump.read()
    signatures = {}
    for entry in re.split(r"\n\(register-procedure ", text)[1:]:
        name = re.match(r'"([^"]+)"', entry).group(1)
        lists = re.findall(r"\n  \((.*?)\n  \)", entry, re.S)
        signatures[name] = [re.findall(r'"(GIMP_PDB_\w+)"', part) for part in lists[-2:]]
    return signatures


class Pdb:
    """Python-Fu's pdb: checks a call instead of making it."""

    def __init__(self, signatures):
        self.signatures = signatures
        self.calls = []

    def __getattr__(self, name):
        def call(*arguments):
            wanted, results = self.signatures[name.replace("_", "-")]
            given = (1,) + arguments
            assert len(given) == len(wanted), (name, len(given), len(wanted))
            for value, kind in zip(given, wanted):
                assert isinstance(value, TYPES[kind]), (name, value, kind)
            self.calls.append(arguments)
            return tuple(0 for _ in results)
        return call


def check_arguments(function, pdb):
    """What people give, and the pattern, folder and format that the procedure gets."""
    rest = (10, "mixed", 3, 1, 0)
    for given, wanted in (
            (("/in [2]", "*.jpg", "/out", 0), ("/in \\[2]/*.jpg", "/out", "svg")),
            (("/a*b?c\\d", "*.jpg", "/out", 4), ("/a\\*b\\?c\\\\d/*.jpg", "/out", "json")),
            (("@list", "*.jpg", "/out", 3.0), ("./@list/*.jpg", "/out", "xcf")),
            (("/in", "*", "/out", -1), ("/in/*", "/out", "-1")),
            (("/in", "*", "/out", 5), ("/in/*", "/out", "5")),
            (("/in", "*", "/out", "png"), ("/in/*", "/out", "png")),
            ((None, None, None, None), ("", "", "None"))):
        function(*(given + rest))
        assert pdb.calls[-1][:3] == wanted, (given, pdb.calls[-1])


class Image(int):
    """Of Python-Fu's images, their number and what the lines use."""
    active_drawable = 2


def run_lines(pdb, path):
    """Runs what is typed into the console."""
    with open(path, encoding="utf-8") as lines:
        exec(lines.read(), {"pdb": pdb, "gimp": types.SimpleNamespace(
            image_list=lambda: [Image(1)])})
    assert pdb.calls, "something is called"


def main():
    if sys.argv[2] == "--calls":
        run_lines(Pdb(read_signatures(sys.argv[1])), sys.argv[3])
        return
    registered = []
    gimpfu = types.ModuleType("gimpfu")
    gimpfu.pdb = Pdb(read_signatures(sys.argv[1]))
    gimpfu.gimp = types.SimpleNamespace(message=lambda text: None)
    gimpfu.register = lambda *arguments, **named: registered.append(arguments)
    gimpfu.main = lambda: None
    for name in ("DIRNAME", "INT", "OPTION", "SPINNER", "STRING"):
        setattr(gimpfu, "PF_" + name, "PF_" + name)
    sys.modules["gimpfu"] = gimpfu

    runpy.run_path(sys.argv[2])
    assert len(registered) == 1, "one procedure is registered"
    parameters, results, function = registered[0][8:11]
    returned = function(*[parameter[3] for parameter in parameters])
    assert len(returned) == len(results), "it returns what it says"
    assert len(gimpfu.pdb.calls) == 1, "it calls the procedure"
    check_arguments(function, gimpfu.pdb)


main()
