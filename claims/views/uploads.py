"""Forms with files: what is too large is refused in words, with nothing else of the form lost."""

import re
from io import BytesIO
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import MultiValueDict


class Rejoined:
    """A stream whose beginning has been read already, from its beginning."""

    def __init__(self, head: bytes, rest: Any) -> None:
        self.head, self.rest = BytesIO(head), rest

    def read(self, size: int) -> bytes:
        return self.head.read(size) or bytes(self.rest.read(size))


class WithinLimit(FileUploadHandler):
    """Reads of a form that is too large only what comes before the text, so that it is kept.

    Django gives up on such a form with a bare 400. `refusal` is what to say instead, and `field`
    says where. `largest` are the bytes that the form's file may have: those of a document,
    unless given.
    """

    HEAD = 64_000
    field = "text"
    refusal = ""

    def __init__(
        self, request: HttpRequest, largest: int | None = None,
        advice: str = "split it into parts",
    ) -> None:  # fmt: skip
        super().__init__(request)
        self.largest = settings.DOCUMENT_MAX_BYTES if largest is None else largest
        self.advice = advice

    def handle_raw_input(
        self, input_data: Any, META: dict[str, str], content_length: int,  # noqa: N803
        boundary: Any, encoding: str | None = None,
    ) -> Any:  # fmt: skip
        if content_length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return None
        head = input_data.read(self.HEAD)
        is_file = re.search(rb'name="file"; filename="[^"]', head) is not None
        if is_file and content_length <= self.largest + settings.MEGABYTE:
            whole: Any = Rejoined(head, input_data)
            handlers = cast(HttpRequest, self.request).upload_handlers
            rest = [one for one in handlers if one is not self]
            return MultiPartParser(META, whole, rest, encoding).parse()
        while input_data.read(self.HEAD):
            pass
        size, limit = content_length / settings.MEGABYTE, 5
        if is_file:
            self.field, limit = "file", self.largest // settings.MEGABYTE
        self.refusal = f"This is {size:.1f} MB large; the limit is {limit} MB: {self.advice}."
        if not is_file:
            self.refusal += " Your browser's Back button brings the text back."
        mark = b"--" + boundary
        body = head[: head.rfind(mark)] + mark + b"--\r\n"
        meta = {**META, "CONTENT_LENGTH": str(len(body))}
        post, _ = MultiPartParser(meta, BytesIO(body), [], encoding).parse()
        return post, MultiValueDict()

    def receive_data_chunk(self, raw_data: Any, start: int) -> Any:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
