"""The program to compare with: kubectl kustomize with JSON patches that make the same edits as the patches zipkin and addons."""
import json
import os
import re
import shutil
import subprocess

from streams import ROOT


def kubectl():
    """kubectl on the PATH, else the one that tests/hosts/install.sh fetched; None when there is neither."""
    fetched = os.path.join(ROOT, "artifacts", "hosts", "kubectl-1.32")
    return shutil.which("kubectl") or (fetched if os.path.exists(fetched) else None)


def kustomization(binary, stream, folder, patched=True):
    """
    Writes a kustomization for the stream and returns how many patches it has. The flag edits and removals are read off the report; text
    inside of ConfigMaps is beyond JSON patches, so the peer does less.
    """
    patches = list(patches_of(report(binary, stream, folder))) if patched else []
    with open(os.path.join(folder, "kustomization.yaml"), "w", encoding="utf-8") as file:
        json.dump({"resources": ["stream.yaml"], "patches": patches}, file)
    with open(stream, encoding="utf-8") as source, open(os.path.join(folder, "stream.yaml"), "w", encoding="utf-8") as file:
        # kustomize rejects duplicate keys, which kubectl accepted in 2018. It gets the same objects without the duplicate.
        file.write(re.sub(r"(\n    name: http-kiali\n)    name: http-kiali\n", r"\1", source.read()))
    return len(patches)


def report(binary, stream, folder):
    path = os.path.join(folder, "report.json")
    subprocess.run([binary, stream, "--only", "zipkin,addons", "--report", path, "--report-format", "json"], check=True,
        stdout=subprocess.DEVNULL)
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def patches_of(told):
    for change in told["changes"]:
        resource = change["resource"]
        target = {key: resource[key] for key in ("kind", "name", "namespace") if key in resource}
        if change["outcome"] == "removed":
            body = {"apiVersion": resource["apiVersion"], "kind": resource["kind"], "metadata": {"name": resource["name"]},
                "$patch": "delete"}
            yield {"target": target, "patch": json.dumps(body)}
            continue
        operations = [
            {"op": "replace", "path": "/" + re.sub(r"[.\[]", "/", field["path"].replace("]", "")), "value": field["new"]}
            for field in change["fields"] if " > " not in field["path"] and "old" in field]
        if operations:
            yield {"target": target, "patch": json.dumps(operations)}
