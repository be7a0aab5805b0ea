"""The other way to tell pages of changes: a process of its own that listens to the database and
writes to every page. `python -m tests.bench.live_stream DSN` prints its port."""

import asyncio
import sys

from psycopg import AsyncConnection

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n"
CHANNEL = "claims"


async def serve(database: str) -> None:
    pages: set[asyncio.StreamWriter] = set()

    async def opened(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(HEAD)
        pages.add(writer)
        await reader.read()
        pages.discard(writer)

    server = await asyncio.start_server(opened, "127.0.0.1", 0)
    connection = await AsyncConnection.connect(database, autocommit=True)
    await connection.execute(f"LISTEN {CHANNEL}")
    print(server.sockets[0].getsockname()[1], flush=True)
    async for told in connection.notifies():
        line = f"data: {told.payload}\n\n".encode()
        for page in pages:
            page.write(line)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
