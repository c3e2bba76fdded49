"""Sixteen callers at once: keep-alive connections, spread over the nodes, whose requests are all
written before any answer is read.
"""
import asyncio
import dataclasses
import json
import ssl

CALLERS = 16


@dataclasses.dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


async def read_answer(reader):
    head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)).decode("latin-1")
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value.strip()
               for name, value in (line.split(":", 1) for line in lines if line)}
    body = await asyncio.wait_for(reader.readexactly(int(headers.get("content-length", 0))), 60)
    return Answer(int(first.split()[1]), headers, body)


class Callers:
    def __init__(self, service, addresses):
        self.host = service.issuer.split("//")[1]
        self.tls = ssl.create_default_context(cafile=service.ca_file)
        self.addresses = addresses
        self.channels = []

    async def __aenter__(self):
        for number in range(CALLERS):
            host, port = self.addresses[number % len(self.addresses)]
            self.channels.append(await asyncio.open_connection(
                host, port, ssl=self.tls, server_hostname="localhost"))
        return self

    async def __aexit__(self, *unused):
        for _, writer in self.channels:
            writer.close()

    async def post(self, path, body, headers):
        """The same request from everybody at once; their answers."""
        lines = [f"POST {path} HTTP/1.1", f"Host: {self.host}", f"Content-Length: {len(body)}",
                 "Content-Type: application/x-www-form-urlencoded"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        request = ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
        for _, writer in self.channels:
            writer.write(request)
        return await asyncio.gather(*(read_answer(reader) for reader, _ in self.channels))
