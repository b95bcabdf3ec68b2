"""The streams that are measured: a rendered Istio, and copies of it with other names so that no object is duplicated."""
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHARED = os.environ.get("SHARED_DIR", os.path.join(ROOT, "..", "shared"))
EXAMPLE = os.path.join(ROOT, "examples", "istio-1.0.yaml")


def corpus(name):
    """A stream of the corpus, or None where the corpus is not beside the repository."""
    path = os.path.join(SHARED, "corpus", name)
    return path if os.path.exists(path) else None


def istio_1_0():
    """Istio 1.0.2 as Kyma 0.5.0 rendered it; the bundled example where there is no corpus."""
    return corpus("kyma/0.5.0-kyma-cluster.yaml") or EXAMPLE


def documents(text):
    """The documents that hold an object, each with its marker."""
    parts = re.split(r"(?m)^---[ \t]*\n", text)
    return ["---\n" + part.rstrip("\n") + "\n" for part in parts if re.search(r"(?m)^kind: ", part)]


def renamed(document, number):
    """The document with another name for its object; None for a list, because its items have separate names."""
    match = re.search(r"(?m)^metadata:\n(?:[ #].*\n)*?  name: *\"?([^\s\"]+)\"?[ ]*$", document)
    return document[:match.end(1)] + f"-{number}" + document[match.end(1):] if match and not re.search(r"(?m)^items:", document) else None


def copies(path, count):
    """The stream and count - 1 copies with distinct names, as bytes."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    parts = documents(text)
    whole = [text if text.endswith("\n") else text + "\n"]
    for number in range(1, count):
        whole += [copy for copy in (renamed(part, number) for part in parts) if copy]
    return "".join(whole).encode()


def small_documents(count):
    """A stream of many small objects, for the cost of a document."""
    one = "---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: istio-%d\n  namespace: istio-system\n"
    return "".join(one % number for number in range(count)).encode()


def write(folder, name, content):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(content)
    return path
