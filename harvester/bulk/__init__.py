"""In bulk: WARC files at any address to Parquet tables, on one machine or a cluster.

Needs the packages of the extra ``bulk``: import it only where a command asks for it.
"""
