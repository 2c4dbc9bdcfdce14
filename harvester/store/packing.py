"""How a body is made small and read back: zstd, with a dictionary or another body beside it.

Pure: bytes in, bytes out. ``zstd -d -D BESIDE`` alone reads what is packed here. What is
unpacked is bounded by what the database says of its length, not by what the data claims of
itself: a changed file may not fill the memory.
"""

import zlib
from collections.abc import Sequence
from functools import lru_cache

import zstandard

GZIP = "gzip"
ZSTD = "zstd"
#: The level of a harvest, which must not hold up the next page, and of what has all night.
QUICK, SMALL = 12, 19
#: A body or dictionary beyond this is not kept beside another; it would cost what it saves.
LARGEST_BESIDE = 8_000_000
#: A formatted dictionary begins with this; a page that does is never used as one (RFC 8878).
_MAGIC = b"\x37\xa4\x30\xec"


class PackingError(ValueError):
    """Data is not what was packed: damaged, cut off, or larger than it may be."""


def can_stand_beside(data: bytes) -> bool:
    """Whether bytes can be used as a raw dictionary, here and by ``zstd -D``."""
    return len(data) >= 8 and len(data) <= LARGEST_BESIDE and not data.startswith(_MAGIC)


def pack(body: bytes, beside: bytes | None = None, level: int = QUICK) -> bytes:
    """A body as one zstd frame. ``beside`` is the dictionary, or a page that is much like it."""
    together = len(body) + len(beside or b"")
    window = min(max(together.bit_length(), zstandard.WINDOWLOG_MIN), 27)
    return _compressor(beside, level, window).compress(body)


def unpack(data: bytes, encoding: str, length: int, beside: bytes | None = None) -> bytes:
    """The body of ``length`` bytes that was packed. Raises PackingError."""
    try:
        body = _gunzip(data, length) if encoding == GZIP else _unzstd(data, length, beside)
    except (zlib.error, zstandard.ZstdError) as fault:
        raise PackingError(str(fault)) from fault
    if len(body) != length:
        raise PackingError("It has another length than was stored.")
    return body


def train(samples: Sequence[bytes], size: int) -> bytes | None:
    """A dictionary of what samples have in common; None where they are too few or too small."""
    try:
        return zstandard.train_dictionary(size, [*samples]).as_bytes()
    except zstandard.ZstdError:
        return None


def _gunzip(data: bytes, length: int) -> bytes:
    reader = zlib.decompressobj(wbits=31)
    body = reader.decompress(data, length + 1)
    if not reader.eof and len(body) <= length:
        raise PackingError("Its end is missing.")
    return body


def _unzstd(data: bytes, length: int, beside: bytes | None) -> bytes:
    largest = 2 ** min(max((length + len(beside or b"")).bit_length() + 1, 10), 27)
    dictionary = _dictionary(beside) if beside else None
    reader = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=largest)
    with reader.stream_reader(data) as stream:
        return stream.read(length + 1)


@lru_cache(maxsize=8)
def _compressor(beside: bytes | None, level: int, window: int) -> zstandard.ZstdCompressor:
    """One that has digested what stands beside, as most of the work of a page is."""
    settings = zstandard.ZstdCompressionParameters.from_level(
        level, source_size=2**window, dict_size=len(beside or b""), window_log=window
    )
    if not beside:
        return zstandard.ZstdCompressor(compression_params=settings)
    dictionary = zstandard.ZstdCompressionDict(beside, dict_type=zstandard.DICT_TYPE_AUTO)
    dictionary.precompute_compress(compression_params=settings)
    return zstandard.ZstdCompressor(compression_params=settings, dict_data=dictionary)


@lru_cache(maxsize=4)
def _dictionary(data: bytes) -> zstandard.ZstdCompressionDict:
    """Prepared once for the many pages of a site."""
    return zstandard.ZstdCompressionDict(data, dict_type=zstandard.DICT_TYPE_AUTO)
