"""The safetensors file format, as far as the kits need it (the safetensors package is not in Debian).

A file is: the header's length (8 bytes, little endian), the header (JSON: name -> dtype, shape, data_offsets from the
header's end), then the numbers, little endian, row-major.
"""
import json
import struct
from pathlib import Path

import numpy

DTYPES = {"F64": "<f8", "F32": "<f4", "I32": "<i4", "I64": "<i8", "U8": "|u1"}


def read(path):
    """{name: numpy array}, each with the dtype that the file has."""
    raw = Path(path).read_bytes()
    if len(raw) < 8:
        raise ValueError(f"{path}: too short for a safetensors file")
    (length,) = struct.unpack("<Q", raw[:8])
    header, data = json.loads(raw[8:8 + length]), raw[8 + length:]
    header.pop("__metadata__", None)
    arrays = {}
    for name, entry in header.items():
        if entry["dtype"] not in DTYPES:
            raise ValueError(f"{path}: {name} has dtype {entry['dtype']}, not one of {', '.join(DTYPES)}")
        start, end = entry["data_offsets"]
        dtype = numpy.dtype(DTYPES[entry["dtype"]])
        count = int(numpy.prod(entry["shape"]))
        if not 0 <= start <= end <= len(data) or end - start != count * dtype.itemsize:
            raise ValueError(f"{path}: {name} of shape {entry['shape']} does not fit its bytes {start}..{end}")
        arrays[name] = numpy.frombuffer(data[start:end], dtype).reshape(entry["shape"])
    return arrays


def write(path, arrays):
    """Writes {name: numpy array}; the dtypes must be among DTYPES."""
    codes = {numpy.dtype(dtype): code for code, dtype in DTYPES.items()}
    header, chunks, offset = {}, [], 0
    for name, array in arrays.items():
        chunk = numpy.ascontiguousarray(array).tobytes()
        header[name] = dict(dtype=codes[array.dtype], shape=list(array.shape), data_offsets=[offset, offset + len(chunk)])
        chunks.append(chunk)
        offset += len(chunk)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + b"".join(chunks))
