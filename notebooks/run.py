"""Runs every notebook of this folder from start to end on freshly exported files; fails on the first error.

Usage: GIAOBAN=path/to/giaoban python notebooks/run.py
"""

import os
import pathlib
import sys

import nbformat
from nbclient import NotebookClient

folder = pathlib.Path(__file__).resolve().parent
os.environ.setdefault("GIAOBAN", str(folder.parent / "target" / "release" / "giaoban"))
for path in sorted(folder.glob("*.ipynb")):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    cells = sum(cell.cell_type == "code" for cell in notebook.cells)
    print(f"{path.name}: {cells} cells ran", file=sys.stderr)
