"""A bucket that speaks S3 over HTTP, kept in memory by moto in a process of its own."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import boto3

from tests.servers.process import Server

BUCKET = "newsvane"


class Bucket(Server):
    """`access`: the standard variables that lead to it; `url`: of the bucket. A stop empties it."""

    name: ClassVar[str] = "bucket"

    def __init__(self, folder: Path | None = None, port: int | None = None) -> None:
        super().__init__(folder, port)
        self.url = f"s3://{BUCKET}"

    @property
    def access(self) -> Mapping[str, str]:
        """Address and keys, as any client of S3 takes them from the environment."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            "AWS_ACCESS_KEY_ID": "newsvane-test",
            "AWS_SECRET_ACCESS_KEY": "newsvane-test-secret",
            "AWS_REGION": "us-east-1",
        }

    def start(self) -> None:
        super().start()
        self.client.create_bucket(Bucket=BUCKET)

    @property
    def client(self) -> Any:
        """One of boto3, for looking at what lies there."""
        return boto3.client(
            "s3",
            endpoint_url=self.access["AWS_ENDPOINT_URL"],
            aws_access_key_id=self.access["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.access["AWS_SECRET_ACCESS_KEY"],
            region_name=self.access["AWS_REGION"],
        )

    def copy(self, prefix: str, to: str) -> None:
        """Copy every object whose key begins so to where it begins otherwise."""
        for key in self.keys(prefix):
            source = {"Bucket": BUCKET, "Key": key}
            self.client.copy_object(CopySource=source, Bucket=BUCKET, Key=to + key.removeprefix(prefix))

    def keys(self, prefix: str = "") -> list[str]:
        """Of every object whose key begins so."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
        return [each["Key"] for page in pages for each in page.get("Contents", ())]

    def command(self) -> Sequence[str]:
        return [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(self.port)]
