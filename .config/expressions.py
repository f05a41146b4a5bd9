"""PyTorch's values of Python programs: JSON documents come in on lines of stdin, and go out on lines of stdout.

Each line is {"preambles": {name: text}, "programs": [[name, text], ...]}; the answer is a list with what each program
left in `result`.
Numbers are 64-bit floats throughout, as in ninja: .float() means .double().
"""
import contextlib
import io
import json
import math
import sys
import warnings

import numpy as np
import torch

KINDS = {torch.float64: 'float', torch.float32: 'float', torch.int64: 'int', torch.int32: 'int', torch.bool: 'bool'}
FORMS = {'f': 'float', 'i': 'int', 'b': 'bool'}
# What takes one number in PyTorch's numpy bridge may come back as numpy's own kinds of numbers.


def number(value):
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    value = float(value)
    return value if math.isfinite(value) else str(value)


def flat(values):
    return [number(one) for one in values]


def told(value):
    """A value as JSON."""
    if value is None:
        return {'is': 'None'}
    if isinstance(value, torch.Tensor):
        if value.dtype not in KINDS:
            return {'is': 'strange', 'what': str(value.dtype)}
        return {'is': 'tensor', 'kind': KINDS[value.dtype], 'shape': list(value.shape),
                'data': flat(value.detach().reshape(-1).tolist())}
    if isinstance(value, (np.ndarray, np.generic)):
        if value.dtype.kind not in FORMS:
            return {'is': 'strange', 'what': str(value.dtype)}
        return {'is': 'tensor', 'kind': FORMS[value.dtype.kind], 'shape': list(value.shape),
                'data': flat(value.reshape(-1).tolist())}
    if isinstance(value, bool):
        return {'is': 'bool', 'value': value}
    if isinstance(value, int):
        return {'is': 'int', 'value': value}
    if isinstance(value, float):
        return {'is': 'float', 'value': number(value)}
    if isinstance(value, str):
        return {'is': 'str', 'value': value}
    if isinstance(value, tuple):
        return {'is': 'tuple', 'items': [told(one) for one in value]}
    if isinstance(value, (list, range)):
        return {'is': 'list', 'items': [told(one) for one in value]}
    if isinstance(value, dict):
        return {'is': 'dict', 'items': [told(one) for one in value.items()]}
    if isinstance(value, (set, frozenset)):
        return {'is': 'set', 'items': [told(one) for one in sorted(value, key=repr)]}
    return {'is': 'strange', 'what': type(value).__name__}


def fresh(one):
    if isinstance(one, torch.Tensor):
        return one.clone()
    return one.copy() if isinstance(one, np.ndarray) else one


def value_of(program, names):
    names = {name: fresh(one) for name, one in names.items()}
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(program, names)
        return told(names['result'])
    except Exception as error:
        return {'is': 'error', 'what': f'{type(error).__name__}: {error}'[:200]}


def main():
    warnings.simplefilter('ignore')
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    torch.Tensor.float = torch.Tensor.double
    torch.float = torch.float32 = torch.float64
    for line in sys.stdin:
        given = json.loads(line)
        names = {name: {} for name in given['preambles']}
        for name, preamble in given['preambles'].items():
            exec(preamble, names[name])
        print(json.dumps([value_of(program, names[name]) for name, program in given['programs']]), flush=True)


main()
