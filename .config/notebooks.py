"""PyTorch's own verdict on each notebook of src/python/corpus, kept as golden JSON beside it.

Run it from the repository's root with a Python that has torch (1.13 or newer):

    python3 .config/notebooks.py

Each notebook is run from the top, statement by statement, in float64; a statement that fails costs itself alone. For
each gradient the golden file says whether its values equal autograd's, and whether its shape does: "value" compares
after broadcasting, as `torch.allclose` does. A gradient is what a function that reads `.grad` of a parameter is called
with; in a notebook without such a function what is called `dX`, `d_X`, `grad_X` or `X_grad`, at the end of its cell.
Notebooks without torch have no golden file.
"""
import ast
import contextlib
import inspect
import io
import json
import os
import re
import sys
import types
from pathlib import Path

import torch

CORPUS = Path(__file__).resolve().parent.parent / 'src' / 'python' / 'corpus'
MARKER = re.compile(r'^#\s*(?:%%|In\s*\[)')
MAGIC = re.compile(r'^\s*(?:[%!?]|get_ipython)')
GRADIENT = re.compile(r'^(?:d_?|grad_)(.+)$|^(.+)_grad$')


def cells_of(path):
    text = path.read_text()
    if path.suffix == '.ipynb':
        return [''.join(cell['source']) for cell in json.loads(text)['cells'] if cell['cell_type'] == 'code']
    if '@app.cell' in text:
        bodies = re.findall(r'@app\.cell\ndef \w+\(.*\):\n((?:    .*\n|\n)+)', text)
        return [re.sub(r'^    return\b.*$', '', body, flags=re.M).replace('\n    ', '\n')[4:] for body in bodies]
    cells = [[]]
    for line in text.split('\n'):
        if MARKER.match(line):
            cells.append([])
        cells[-1].append(line)
    return ['\n'.join(cell) for cell in cells]


def statements_of(cell):
    """Of a cell, those that can be parsed."""
    lines = ['' if MAGIC.match(line) else line for line in cell.split('\n')]
    for _ in range(40):
        try:
            return ast.parse('\n'.join(lines)).body
        except SyntaxError as error:
            at = min(error.lineno, len(lines)) - 1
            while at > 0 and not lines[at].strip():
                at -= 1
            # An open bracket is told where it begins, or at the line behind it.
            lines[at] = ''
    return []


def compared(function):
    """The parameter of which a function reads .grad; None where there is none."""
    try:
        tree = ast.parse(function.__ninja_source__)
    except AttributeError:
        return None
    names = inspect.signature(function).parameters
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == 'grad' and isinstance(node.value, ast.Name):
            if node.value.id in names:
                return node.value.id
    return None


def verdict(gradient, tensor):
    true = tensor.grad
    if true is None or not isinstance(gradient, torch.Tensor):
        return None
    gradient = gradient.detach().to(true.dtype)
    try:
        value = bool(torch.allclose(gradient, true, rtol=1e-6, atol=1e-6 * max(1e-30, true.abs().max().item())))
    except RuntimeError:
        value = False
    return {'value': value, 'shape': gradient.shape == true.shape}


class Run:
    def __init__(self):
        self.names = {'__name__': '__main__', 'torch': torch}
        self.found = []
        self.has_function = False

    def watched(self, function, source):
        function.__ninja_source__ = source
        of = compared(function)
        if of is None:
            return function
        self.has_function = True

        def call(*args, **keywords):
            bound = inspect.signature(function).bind(*args, **keywords).arguments
            tensor = bound[of]
            others = [one for name, one in bound.items() if name != of and isinstance(one, torch.Tensor)]
            if others and isinstance(tensor, torch.Tensor):
                self.note(self.name_of(others[0]), others[0], tensor)
            return function(*args, **keywords)

        return call

    def name_of(self, gradient):
        return [name for name, value in self.names.items() if value is gradient and GRADIENT.match(name)]

    def note(self, names, gradient, tensor):
        found = verdict(gradient, tensor)
        if found is not None:
            self.found.append({'names': names, **found})

    def statement(self, node):
        if any(isinstance(one, ast.Attribute) and one.attr == 'backward' for one in ast.walk(node)):
            self.retain()
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(ast.Module([node], []), 'notebook', 'exec'), self.names)
        except Exception as error:
            print(f'    {type(error).__name__}: {error}', file=sys.stderr)
        if isinstance(node, ast.FunctionDef) and isinstance(self.names.get(node.name), types.FunctionType):
            self.names[node.name] = self.watched(self.names[node.name], ast.unparse(node))

    def retain(self):
        for value in list(self.names.values()):
            if isinstance(value, torch.Tensor) and value.requires_grad and not value.is_leaf:
                value.retain_grad()

    def cell(self, text):
        body = statements_of(text)
        for node in body:
            self.statement(node)
        # A step of training changes the parameters, and autograd is not asked about it.
        is_training = re.search(r'\.data\s*[-+]?=', text) and 'backward(' not in text
        if self.has_function or is_training:
            return
        set_here = {one.id for node in body for one in ast.walk(node)
                    if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
        for name in [one for one in self.names if one in set_here]:
            found = GRADIENT.match(name)
            tensor = self.names.get(found and (found[1] or found[2]))
            if isinstance(tensor, torch.Tensor):
                self.note([name], self.names[name], tensor)


def golden(path):
    torch.manual_seed(42)
    run = Run()
    for cell in cells_of(path):
        run.cell(cell)
    return run.found


def main():
    torch.set_default_dtype(torch.float64)
    torch.Tensor.float = torch.Tensor.double
    os.chdir(CORPUS)
    (CORPUS / 'golden').mkdir(exist_ok=True)
    for path in sorted([*CORPUS.glob('*.py'), *CORPUS.glob('*.ipynb')]):
        if 'import torch' not in path.read_text():
            continue
        print(path.name, file=sys.stderr)
        rows = ',\n'.join(f'  {json.dumps(row)}' for row in golden(path))
        (CORPUS / 'golden' / f'{path.name}.json').write_text(f'[\n{rows}\n]\n')


main()
