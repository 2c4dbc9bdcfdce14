"""Undoes a content coding (gzip, deflate, br, zstd) without ever unpacking more than a limit."""

import io
import zlib

import brotli
import zstandard


class DamagedBodyError(Exception):
    """The body is not what its Content-Encoding says."""


def unpack(raw: bytes, codings: str, limit: int) -> tuple[bytes, bool]:
    """The body of ``raw``, at most ``limit`` bytes of it, and whether there was more.

    ``codings`` is the Content-Encoding header; several are undone from the last to the
    first. What a cut-off body still gives is given. Raises DamagedBodyError.
    """
    cut = False
    for coding in reversed([name.strip().casefold() for name in codings.split(",")]):
        if coding in ("", "identity"):
            continue
        try:
            raw, more = _UNPACK[coding](raw, limit)
        except KeyError as fault:
            raise DamagedBodyError(f"it is packed with {coding}, which is unknown here") from fault
        except (zlib.error, brotli.error, zstandard.ZstdError) as fault:
            raise DamagedBodyError(f"it is not the {coding} data that it says") from fault
        cut = cut or more
    return raw[:limit], cut or len(raw) > limit


def _gzip(raw: bytes, limit: int) -> tuple[bytes, bool]:
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    body = unpacker.decompress(raw, limit)
    return body, bool(unpacker.unconsumed_tail)


def _deflate(raw: bytes, limit: int) -> tuple[bytes, bool]:
    """Servers mean zlib data by "deflate", or bare deflate data (RFC 9110, 8.4.1.2)."""
    try:
        return _gzip(raw, limit)
    except zlib.error:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        body = unpacker.decompress(raw, limit)
        return body, bool(unpacker.unconsumed_tail)


def _brotli(raw: bytes, limit: int) -> tuple[bytes, bool]:
    unpacker = brotli.Decompressor()
    body: bytes = unpacker.process(raw, output_buffer_limit=limit)
    return body, not unpacker.can_accept_more_data() and not unpacker.is_finished()


def _zstd(raw: bytes, limit: int) -> tuple[bytes, bool]:
    with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(raw)) as stream:
        body = stream.read(limit + 1)
    return body[:limit], len(body) > limit


_UNPACK = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}
