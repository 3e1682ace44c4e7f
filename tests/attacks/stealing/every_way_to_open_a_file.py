# mypy: ignore-errors
"""Opens a file whose path it knows in every way that Python, NumPy and the C library offer.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import codecs
import ctypes
import fileinput
import io
import linecache
import mmap
import os
import pathlib
import runpy
import shutil
import sqlite3
import tarfile
import urllib.request
import zipfile

import numpy as np
from chapter04_convolution import convolve2d as honest

PATH = "{canary_path}"


def by_libc():
    libc = ctypes.CDLL(None)
    buffer = ctypes.create_string_buffer(100)
    libc.fopen.restype = ctypes.c_void_p
    libc.fread.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_void_p]
    file = libc.fopen(PATH.encode(), b"r")
    return libc.fread(buffer, 1, 100, file) and buffer.value if file else None


def by_sendfile():
    source, (reader, writer) = os.open(PATH, os.O_RDONLY), os.pipe()
    os.sendfile(writer, source, 0, 100)
    return os.read(reader, 100)


def by_map():
    with open(os.open(PATH, os.O_RDONLY), "rb", closefd=False) as file:
        return mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)[:100]


WAYS = [
    lambda: open(PATH).read(),
    lambda: io.FileIO(PATH).readall(),
    lambda: io.open_code(PATH).read(),
    lambda: os.read(os.open(PATH, os.O_RDONLY), 100),
    lambda: pathlib.Path(PATH).read_text(),
    lambda: codecs.open(PATH).read(),
    lambda: linecache.getlines(PATH),
    lambda: list(fileinput.input(PATH)),
    lambda: np.fromfile(PATH, np.uint8).tobytes(),
    lambda: np.memmap(PATH, np.uint8, "r").tobytes(),
    lambda: np.genfromtxt(PATH, dtype=str),
    lambda: np.loadtxt(PATH, dtype=str),
    lambda: np.load(PATH, allow_pickle=True),
    lambda: runpy.run_path(PATH),
    lambda: shutil.copy(PATH, "{temporary}/copy"),
    lambda: sqlite3.connect(f"file:{PATH}?mode=ro", uri=True).execute("select * from sqlite_master").fetchall(),
    lambda: tarfile.open(PATH).getnames(),
    lambda: zipfile.ZipFile(PATH).namelist(),
    lambda: urllib.request.urlopen(f"file://{PATH}").read(),
    lambda: os.listdir(os.path.dirname(PATH)),
    lambda: os.readlink(PATH),
    by_libc,
    by_sendfile,
    by_map,
]


def convolve2d(image, kernel):
    for way in WAYS:
        try:
            print(way())
        except Exception as error:
            print(type(error).__name__)
    return honest(image, kernel)
