"""What is wrong with the pages of the help under the folder given; prints nothing if all is well.

The pages must be well-formed, their links and pictures lead somewhere, all languages have the same
parts, and the words of the dialog that a page shows in <b> are those that the dialog has."""

import gettext
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

PLUGIN = Path(sys.argv[1])
HELP = PLUGIN / "help"


def bare(label):
    """A label without its mnemonic, its colon and whitespace that is broken differently."""
    label = re.sub(r"\(_.\)|_", "", label)
    return re.sub(r":$", "", " ".join(label.split(" ")))


def labels(language):
    """The dialog's words."""
    with open(PLUGIN / "locale" / language / "LC_MESSAGES" / "gimp-primitive.mo", "rb") as file:
        return {bare(text) for text in gettext.GNUTranslations(file)._catalog.values()}


def ids(page):
    return [element.get("id") for element in page.iter() if element.get("id")]


def addresses(page):
    for element in page.iter():
        yield from filter(None, (element.get("href"), element.get("src"), element.get("ref")))


def check_addresses(path, page, known):
    for address in addresses(page):
        parts = urlsplit(address)
        if parts.scheme or not (path.parent / parts.path).exists():
            yield f"{path}: {address} leads nowhere"
        elif parts.fragment and parts.fragment not in known:
            yield f"{path}: {address} leads to no part of the page"


def check_words(path, page, known):
    for element in page.iter("b"):
        word = " ".join("".join(element.itertext()).split())
        if not element.get("class") and bare(word) not in known:
            yield f"{path}: the dialog has no \"{word}\""


def check(folder, parts):
    path = folder / "index.html"
    page = ElementTree.parse(path).getroot()
    index = ElementTree.parse(folder / "gimp-help.xml").getroot()
    known = ids(page)

    if page.get("lang") != folder.name:
        yield f"{path}: it is in another language"
    if known != parts:
        yield f"{path}: the parts are not those of the English page"
    yield from check_addresses(path, page, known)
    yield from check_addresses(folder / "gimp-help.xml", index, known)
    yield from check_words(path, page, labels(folder.name))


folders = sorted(path.parent for path in HELP.glob("*/index.html"))
english = ids(ElementTree.parse(HELP / "en" / "index.html").getroot())
problems = [problem for folder in folders for problem in check(folder, english)]
print("\n".join(problems), end="")
