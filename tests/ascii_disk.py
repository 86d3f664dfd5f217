"""A file system that takes names in ASCII alone, as FAT does where it is mounted so: `python ascii_disk.py PLACE KEPT`.

A mirror of the folder KEPT, spoken to by the kernel over /dev/fuse (`include/uapi/linux/fuse.h`), which most machines
have where no module for FAT is. It ends when it is unmounted.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import struct
import sys
from collections.abc import Callable

ROOT = 1
HEADER, REPLY = struct.Struct("<IIQQIIII"), struct.Struct("<IiQ")
ATTRIBUTES, ENTRY, OPENED = struct.Struct("<6Q10I"), struct.Struct("<4Q2I"), struct.Struct("<QII")
SIZE, MODE = 8, 1
"""Bits of what `setattr` changes; the others change nothing here."""

OF_FILE = 1
"""The bit that says that `getattr` asks for an opened file, which may have no name any more."""


class Mirror:
    """Answers the kernel's requests by those of the folder `kept`; nodes are numbers for paths."""

    def __init__(self, kept: str) -> None:
        self.paths = {ROOT: kept}
        self.last = ROOT

    def node(self, path: str) -> int:
        found = next((node for node, known in self.paths.items() if known == path), 0)
        if not found:
            found = self.last = self.last + 1
            self.paths[found] = path
        return found

    def inside(self, node: int, name: bytes) -> str:
        name = name.split(b"\0", 1)[0]
        if not name.isascii():
            raise OSError(errno.EINVAL, "not ASCII")
        return os.path.join(self.paths[node], name.decode("ascii"))

    def attributes(self, path: str | int) -> bytes:
        looks = os.lstat(path) if isinstance(path, str) else os.fstat(path)
        times = [divmod(ns, 10**9) for ns in (looks.st_atime_ns, looks.st_mtime_ns, looks.st_ctime_ns)]
        return ATTRIBUTES.pack(
            looks.st_ino, looks.st_size, looks.st_blocks, *(whole for whole, _ in times), *(rest for _, rest in times),
            looks.st_mode, looks.st_nlink, looks.st_uid, looks.st_gid, 0, 4096, 0,
        )  # fmt: skip

    def entry(self, path: str) -> bytes:
        return ENTRY.pack(self.node(path), 0, 0, 0, 0, 0) + self.attributes(path)

    def lookup(self, node: int, body: bytes) -> bytes:
        return self.entry(self.inside(node, body))

    def getattr(self, node: int, body: bytes) -> bytes:
        flags, _, file = struct.unpack_from("<IIQ", body)
        return struct.pack("<QII", 0, 0, 0) + self.attributes(file if flags & OF_FILE else self.paths[node])

    def setattr(self, node: int, body: bytes) -> bytes:
        valid, _, _, size = struct.unpack_from("<IIQQ", body)
        if valid & SIZE:
            os.truncate(self.paths[node], size)
        if valid & MODE:
            os.chmod(self.paths[node], stat.S_IMODE(struct.unpack_from("<I", body, 68)[0]))
        return struct.pack("<QII", 0, 0, 0) + self.attributes(self.paths[node])

    def mkdir(self, node: int, body: bytes) -> bytes:
        path = self.inside(node, body[8:])
        os.mkdir(path, struct.unpack_from("<I", body)[0] & 0o777)
        return self.entry(path)

    def unlink(self, node: int, body: bytes) -> bytes:
        gone = self.inside(node, body)
        os.unlink(gone)
        self.paths = {one: path for one, path in self.paths.items() if path != gone}
        return b""

    def rmdir(self, node: int, body: bytes) -> bytes:
        os.rmdir(self.inside(node, body))
        return b""

    def rename(self, node: int, body: bytes, names_at: int = 8) -> bytes:
        old, new = body[names_at:].split(b"\0")[:2]
        before, after = self.inside(node, old), self.inside(struct.unpack_from("<Q", body)[0], new)
        os.rename(before, after)
        self.paths = {one: path for one, path in self.paths.items() if path != after}
        for one, path in self.paths.items():
            if path == before or path.startswith(before + "/"):
                self.paths[one] = after + path[len(before) :]
        return b""

    def open(self, node: int, body: bytes) -> bytes:
        flags = struct.unpack_from("<I", body)[0] & (os.O_ACCMODE | os.O_TRUNC)
        return OPENED.pack(os.open(self.paths[node], flags), 0, 0)

    def create(self, node: int, body: bytes) -> bytes:
        flags, mode = struct.unpack_from("<II", body)
        path = self.inside(node, body[16:])
        file = os.open(path, flags & (os.O_ACCMODE | os.O_TRUNC | os.O_EXCL) | os.O_CREAT, mode & 0o777)
        return self.entry(path) + OPENED.pack(file, 0, 0)

    def read(self, node: int, body: bytes) -> bytes:
        file, offset, size = struct.unpack_from("<QQI", body)
        return os.pread(file, size, offset)

    def write(self, node: int, body: bytes) -> bytes:
        file, offset, size = struct.unpack_from("<QQI", body)
        return struct.pack("<II", os.pwrite(file, body[40 : 40 + size], offset), 0)

    def release(self, node: int, body: bytes) -> bytes:
        os.close(struct.unpack_from("<Q", body)[0])
        return b""

    def readdir(self, node: int, body: bytes) -> bytes:
        _, offset, size = struct.unpack_from("<QQI", body)
        told = b""
        for place, name in list(enumerate(sorted(os.listdir(self.paths[node])), 1))[offset:]:
            record = struct.pack("<QQII", place, place, len(name), 0) + name.encode("ascii")
            record += b"\0" * (-len(record) % 8)
            if len(told) + len(record) > size:
                break
            told += record
        return told

    def nothing(self, node: int, body: bytes) -> bytes:
        return b""

    def init(self, node: int, body: bytes) -> bytes:
        return struct.pack("<IIIIHHIIHHI28x", 7, 31, 0, 0, 0, 0, 1 << 17, 1, 0, 0, 0)

    def statfs(self, node: int, body: bytes) -> bytes:
        room = os.statvfs(self.paths[ROOT])
        blocks = (room.f_blocks, room.f_bfree, room.f_bavail, room.f_files, room.f_ffree)
        return struct.pack("<5Q4I24x", *blocks, room.f_bsize, 255, room.f_frsize, 0)


def serve(device: int, mirror: Mirror) -> None:
    """Answer until the file system is unmounted."""
    answers: dict[int, Callable[[int, bytes], bytes]] = {
        1: mirror.lookup, 3: mirror.getattr, 4: mirror.setattr, 9: mirror.mkdir, 10: mirror.unlink, 11: mirror.rmdir,
        12: mirror.rename, 14: mirror.open, 15: mirror.read, 16: mirror.write, 17: mirror.statfs, 18: mirror.release,
        20: mirror.nothing, 25: mirror.nothing, 26: mirror.init, 27: lambda *_: OPENED.pack(0, 0, 0),
        28: mirror.readdir, 29: mirror.nothing, 30: mirror.nothing, 35: mirror.create,
        45: lambda node, body: mirror.rename(node, body, 16),
    }  # fmt: skip
    without_answer = (2, 36, 42)  # forget, interrupt
    while True:
        try:
            request = os.read(device, 1 << 20)
        except OSError as error:
            if error.errno == errno.ENODEV:
                return
            continue
        _, kind, unique, node, *_ = HEADER.unpack_from(request)
        if kind in without_answer:
            continue
        try:
            answer, failed = answers[kind](node, request[HEADER.size :]), 0
        except OSError as error:
            answer, failed = b"", error.errno or errno.EIO
        except KeyError:
            answer, failed = b"", errno.ENOSYS
        os.write(device, REPLY.pack(REPLY.size + len(answer), -failed, unique) + answer)


def main(place: str, kept: str) -> None:
    device = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0".encode()
    library = ctypes.CDLL(None, use_errno=True)
    if library.mount(b"ascii", os.fsencode(place), b"fuse", 0, options):
        raise OSError(ctypes.get_errno(), "mount")
    print("mounted", flush=True)
    serve(device, Mirror(kept))


if __name__ == "__main__":
    main(*sys.argv[1:])
