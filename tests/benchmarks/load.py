"""A small HTTP client that keeps its connection and costs little beside what it measures."""

import socket
import time
from itertools import count


class Client:
    """One keep-alive connection to 127.0.0.1."""

    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def get(self, path: str, encoding: str = "identity") -> tuple[int, int, bytes]:
        """Return status, bytes of the body and the head of the answer."""
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: {encoding}\r\n\r\n"
        self.socket.sendall(request.encode())
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, _sep, self.buffer = self.buffer.partition(b"\r\n\r\n")
        return int(head[9:12]), self._body(head.lower()), head

    def _body(self, head: bytes) -> int:
        if b"transfer-encoding: chunked" in head:
            return self._chunked()
        length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
        self._drop(length)
        return length

    def _chunked(self) -> int:
        total = 0
        while True:
            while b"\r\n" not in self.buffer:
                self._more()
            line, _sep, self.buffer = self.buffer.partition(b"\r\n")
            size = int(line, 16)
            self._drop(size + 2)
            total += size
            if size == 0:
                return total

    def _drop(self, size: int) -> None:
        while len(self.buffer) < size:
            self._more()
        self.buffer = self.buffer[size:]

    def _more(self) -> None:
        data = self.socket.recv(262_144)
        if not data:
            raise ConnectionError("The server closed the connection.")
        self.buffer += data


def rate(client: Client, path: str, seconds: float, *, fresh: bool = False) -> float:
    """Requests per second over ``seconds``, after five to warm up. ``fresh`` asks with a query that is
    new each time, so that no cache has the page."""
    numbers = count(time.monotonic_ns())
    sign = "&" if "?" in path else "?"
    address = (lambda: f"{path}{sign}n={next(numbers)}") if fresh else (lambda: path)
    for _number in range(5):
        client.get(address())
    start, done = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        client.get(address())
        done += 1
    return done / (time.perf_counter() - start)
