"""The settings of an installation: one frozen object, read once per process from variables named `NEWSVANE_…`.

Commands and steps call `get_settings` and pass the object on; nothing below them reads the environment. Times are in
seconds and sizes in bytes, unless the name says otherwise. `python -m newsvane.settings` prints the page
`docs/reference/settings.md`; a test keeps page and code equal.
"""

import os
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_core import PydanticUndefinedType
from pydantic_settings import BaseSettings, SettingsConfigDict

from newsvane import home_folder
from newsvane.errors import ConfigError, Mistake
from newsvane.storage import StoragePath, s3_path
from newsvane.validation_words import describe_invalid
from newsvane.watch_folder import find_watch_folder


class Settings(BaseSettings):
    """The settings of one installation. Raises ValidationError when a variable cannot be used."""

    model_config = SettingsConfigDict(env_prefix="NEWSVANE_", env_ignore_empty=True, frozen=True, extra="ignore")

    home: Path = Field(
        Path("var"), description="folder for everything that Newsvane writes; only its owner can access it"
    )
    watch: Path = Field(
        default_factory=lambda given: find_watch_folder(given["home"]),
        description="folder with feeds.toml, topics.toml and alerts.toml; unset: the folder that the home is used "
        "with, and for a home that was never used include/watch in the current folder, or in the checkout",
    )
    catalog: str = Field(
        "",
        repr=False,
        description="catalog of the lake: a SQLite file, or postgresql://USER@HOST:PORT/DATABASE with the password in "
        "the address or in PGPASSWORD; empty: lake/catalog.sqlite under home",
    )
    store: str = Field(
        "",
        description="where the lake's data, the archive, staging and delivery files are kept: s3://BUCKET/PREFIX, with "
        "its keys in AWS_…; empty: under home",
    )
    published: Path | None = Field(
        None,
        description="the published DuckDB file for analysts, which all users may read; unset: coverage.duckdb under "
        "home, which only the owner can read",
    )
    publish_every: int = Field(300, ge=0, description="shortest time between two publications")
    publish_text: bool = Field(
        True, description="include texts in the published file; without them, only titles can be searched there"
    )

    contact: str = Field(
        "", description="mail address or URL in the User-Agent header, so that outlets can contact you"
    )
    fetch_timeout: float = Field(30, gt=0, description="limit for a whole request, including redirects")
    feed_max_bytes: int = Field(15_000_000, gt=0, description="largest feed that is read, after decompression")
    page_max_bytes: int = Field(10_000_000, gt=0, description="largest page that is read, after decompression")
    concurrency: int = Field(32, gt=0, description="requests at the same time per task")
    host_concurrency: int = Field(2, gt=0, description="requests at the same time per host and task")
    host_delay: float = Field(2.0, ge=0, description="time between two requests to one host")
    respect_robots: bool = Field(True, description="obey robots.txt")
    connect_to: str = Field(
        "",
        description="for tests: connect to other addresses, as HOST=ADDRESS:PORT, separated by commas; .example stands "
        "for all hosts with this suffix, * for all hosts. Only these hosts may have private addresses",
    )

    chunks: int = Field(4, gt=0, description="largest number of parallel tasks per step")
    read_limit: int = Field(2_000, gt=0, description="largest number of pages read per cycle")
    read_originals: Literal["watched", "all", "none"] = Field(
        "watched",
        description="which originals of translated articles are read, too: of outlets on the watch list (watched), "
        "all, or none",
    )
    wayback_url: str = Field(
        "https://web.archive.org",
        pattern=r"^https?://[^/\s?#@]+(?:/[^\s?#]*[^/\s?#])?$",
        description="address of the Wayback Machine that `newsvane backfill` asks for captures",
    )
    page_tries: int = Field(4, gt=0, description="largest number of attempts to fetch a page")
    lake_threads: int = Field(
        0,
        ge=0,
        description="threads of each connection to the lake; 0: one for writing and in tasks that ask little, "
        "otherwise as many as the machine has processors, even in a container that may use fewer",
    )
    copy_window_days: int = Field(14, gt=0, description="how far back copies of an article are searched")
    semantic: bool = Field(
        False,
        description="compare the meaning of title and lead, too, when reports on one event are looked for; needs "
        "newsvane[semantic], and an eighth of a CPU second per article on topic",
    )
    keep_text_days: int = Field(0, ge=0, description="delete the texts of stories older than this; 0 keeps them")
    keep_archive_days: int = Field(0, ge=0, description="delete archived pages older than this; 0 keeps them")
    keep_polls_days: int = Field(90, ge=0, description="delete the rows of single polls older than this; 0 keeps them")
    keep_snapshots_days: int = Field(30, gt=0, description="how far back earlier states of the lake can be queried")

    delivery_tries: int = Field(
        50, gt=0, description="largest number of attempts to send a message; after that it is a dead letter"
    )
    delivery_days: float = Field(
        2, gt=0, description="longest time to try to send a message; after that it is a dead letter"
    )
    delivery_timeout: float = Field(20, gt=0, description="limit for sending a message")
    delivery_wait: float = Field(
        30, gt=0, description="time before the second attempt; it doubles before each further one"
    )
    ops_channels: str = Field(
        "",
        description="channels of alerts.toml, separated by commas, that get a message when an Airflow task fails or a "
        "run is late; empty: the channels of the rules on feeds; none: no message",
    )
    ui_url: str = Field("http://127.0.0.1:8080", description="address of the Airflow UI, for links in messages")
    translate_url: str = Field(
        "",
        description="a LibreTranslate server that translates headlines on the pages, such as http://127.0.0.1:5000, or "
        "airflow://ID with the id of an Airflow connection that has its address, and its key as the password; empty: "
        "no headline is translated",
    )
    translate_key: str = Field("", repr=False, description="API key of that server, if it wants one")
    translate_to: str = Field(
        "en", pattern="^[a-z]{2,3}$", description="language into which headlines are translated, as ISO 639 code"
    )
    queue: str = Field(
        "",
        description="queue of the tasks in Airflow, for workers of their own (`airflow celery worker --queues NAME`); "
        "read by the DAG processor; empty: Airflow's default queue",
    )
    preload: bool = Field(
        False,
        description="load what tasks need in the scheduler before it forks them, if its executor is the LocalExecutor: "
        "1.5 CPU seconds less per task, 300 MB more in the scheduler. `newsvane up` does it",
    )
    mcp_token: str = Field(
        "",
        repr=False,
        description="secret of at least 32 characters that agents send to `newsvane mcp --http`; without it, that "
        "does not start",
    )

    @field_validator("published", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return value or None

    @field_validator("catalog", mode="after")
    @classmethod
    def _require_file_or_database(cls, value: str) -> str:
        if "://" not in value and not value.startswith(("dbname=", "host=", "postgres:", "ducklake:")):
            return value
        url = urlsplit(value)
        try:
            good = url.scheme in {"postgresql", "postgres"} and url.hostname and url.path.strip("/") and url.port != 0
        except ValueError:  # not raised further: its message may quote a part of the password
            good = False
        if not good:
            form = "postgresql://USER@HOST:PORT/DATABASE"
            raise ValueError(f"write a path, or {form}; in a password, write / : @ ? # as %2F %3A %40 %3F %23")
        return value

    @field_validator("translate_url", mode="after")
    @classmethod
    def _require_server(cls, value: str) -> str:
        url = urlsplit(value)
        form = "write http://HOST:PORT, https://HOST or airflow://ID; the key goes into NEWSVANE_TRANSLATE_KEY"
        try:
            good = (
                url.scheme in {"http", "https", "airflow"} and url.hostname and "@" not in url.netloc and url.port != 0
            )
        except ValueError:  # a port that is none
            good = False
        if value and not good:
            raise ValueError(form)
        return value.rstrip("/")

    @field_validator("store", mode="after")
    @classmethod
    def _require_bucket(cls, value: str) -> str:
        url = urlsplit(value)
        if value and (url.scheme != "s3" or not url.netloc or "@" in url.netloc or url.query or url.fragment):
            raise ValueError("write s3://BUCKET or s3://BUCKET/PREFIX; the keys go into AWS_…")
        return value.rstrip("/")

    @property
    def is_embedded(self) -> bool:
        """Return whether the catalog is a SQLite file, not a PostgreSQL database."""
        return "://" not in self.catalog

    @property
    def catalog_path(self) -> Path:
        """The SQLite file of the catalog. Raises ConfigError when the catalog is in PostgreSQL."""
        if not self.is_embedded:
            raise ConfigError("the catalog is in PostgreSQL, not in a file", reason="other_catalog")
        return Path(self.catalog) if self.catalog else self.home / "lake" / "catalog.sqlite"

    @property
    def catalog_url(self) -> SplitResult:
        """The address of a catalog in PostgreSQL, with the password if it holds one."""
        return urlsplit(self.catalog)

    @property
    def catalog_shown(self) -> str:
        """The address or path of the catalog, without a password, for messages."""
        if self.is_embedded:
            return str(self.catalog_path)
        url = self.catalog_url
        user = f"{url.username}@" if url.username else ""
        port = f":{url.port}" if url.port else ""
        return f"postgresql://{user}{url.hostname}{port}{url.path}"

    @property
    def lake_path(self) -> Path:
        """The folder on this machine for locks and other files that belong to the lake."""
        return self.catalog_path.parent if self.is_embedded else self.home / "lake" / "postgresql"

    @property
    def data_path(self) -> StoragePath:
        """The folder of the lake's Parquet files."""
        return s3_path(f"{self.store}/lake/data") if self.store else self.lake_path / "data"

    @property
    def archive_path(self) -> StoragePath:
        """The folder of the WARC files with the fetched pages."""
        return self._shared("archive")

    @property
    def staging_path(self) -> StoragePath:
        """The folder in which tasks leave their results for the next task."""
        return self._shared("staging")

    @property
    def delivery_path(self) -> StoragePath:
        """The folder of the senders' journals, the sent log and the spool."""
        return self._shared("delivery")

    @property
    def configuration_path(self) -> StoragePath:
        """The folder of the last valid configuration, and of the notice that it is in force."""
        return self._shared("configuration")

    @property
    def forgotten_path(self) -> StoragePath:
        """The folder of the list of what was forgotten, and of the note that forgetting has not ended."""
        return self._shared("forgotten")

    def _shared(self, name: str) -> StoragePath:
        """Return a folder that all machines of an installation share."""
        return s3_path(f"{self.store}/{name}") if self.store else self.home / name

    @property
    def private_paths(self) -> list[Path]:
        """What only the owner may access: what Newsvane makes in a home, and an embedded lake, wherever it is.

        A folder `data` without a catalog beside it may be anybody's.
        """
        lake = [self.catalog_path] if self.is_embedded else []
        data = [path.parent / "data" for path in lake if os.path.exists(path)]  # noqa: PTH110 - it may be closed to us
        return [*home_folder.list_private(self.home, self.watch), *lake, *data]

    @property
    def has_home(self) -> bool:
        """Whether the home is there: a folder that is empty, or was used as a home before."""
        return self.home.is_dir() and not home_folder.describe_misuse(self.home, self.watch)

    @property
    def spill_path(self) -> Path:
        """The folder for what DuckDB cannot keep in memory. Each connection has a folder of its own in it."""
        return self.home / "spill"

    @property
    def docs_path(self) -> Path:
        """The folder of the Data Docs of Great Expectations."""
        return self.home / "quality"

    @property
    def search_index_path(self) -> Path:
        """The folder of this machine's search index."""
        return self.home / "search-index"

    @property
    def published_path(self) -> Path:
        """The published DuckDB file."""
        return self.published or self.home / "coverage.duckdb"


@cache
def get_settings() -> Settings:
    """Read the settings from the environment, once per process.

    Raises ConfigError that names each variable that cannot be used.
    """
    settings, mistakes = read_settings()
    if mistakes:
        wrong = "; ".join(map(str, mistakes))
        raise ConfigError(
            f"these settings cannot be used: {wrong}. Correct the environment variables",
            reason="settings",
            mistakes=mistakes,
        )
    return settings


def read_settings() -> tuple[Settings, list[Mistake]]:
    """Return the settings, with the default for each variable that cannot be used, and a mistake for each of those."""
    try:
        return Settings(), []
    except ValidationError as error:
        wrong = {str(each["loc"][0]): describe_invalid(each) for each in error.errors()}
    fields = Settings.model_fields
    mistakes = [
        Mistake(name := variable_name(field), message, found=f"{name}={os.environ.get(name)}" * fields[field].repr)
        for field, message in wrong.items()
    ]
    return Settings.model_validate({field: fields[field].default for field in wrong}), mistakes


def variable_name(field: str) -> str:
    """Return the variable of a setting."""
    return f"NEWSVANE_{field.upper()}"


def render_page() -> str:
    """Return the reference page of the settings as Markdown."""
    rows = (
        (f"`{variable_name(name)}`", _describe_default(field.default), _describe_unit(name, field.default),
         str(field.description))
        for name, field in Settings.model_fields.items()
    )  # fmt: skip
    lines = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([_INTRODUCTION, "| variable | default | unit | meaning |", "|---|---|---|---|", *lines, ""])


def _describe_default(default: object) -> str:
    match default:
        case None | PydanticUndefinedType():
            return "unset"
        case "":
            return "empty"
        case bool():
            return f"`{str(default).lower()}`"
        case float():
            return f"`{default:g}`"
        case _:
            return f"`{default}`"


def _describe_unit(name: str, default: object) -> str:
    units = {
        "timeout": "seconds",
        "delay": "seconds",
        "every": "seconds",
        "wait": "seconds",
        "days": "days",
        "bytes": "bytes",
    }
    units |= {"url": "address", "catalog": "path or address", "store": "address"}
    kinds = {bool: "true or false", int: "number", str: "text"}
    return units.get(name.rpartition("_")[2]) or kinds.get(type(default), "path")


_INTRODUCTION = """# Settings

Change how Newsvane behaves with environment variables, for example to wait five seconds between two requests to one
host:

```sh
NEWSVANE_HOST_DELAY=5 newsvane run
```

Settings are read when a process starts. `make up` passes its environment on to Airflow's tasks; for containers, add the
variable to `newsvane.env` ([cluster](../operations/cluster.md)). If a value cannot be used, the command names the
variable and ends with exit code 2. `newsvane config check` finds misspelt names, too. Relative paths start at the
current folder.

Other variables are read, too:

- the variables that [alerts.toml](../reference/alerts-toml.md) names as `${NAME}`, as shipped `NEWSVANE_ALERT_URL`;
- the proxies `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`;
- `PGPASSWORD`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION` and `AWS_ENDPOINT_URL`
  for a [lake in PostgreSQL and a bucket](../operations/postgresql-and-s3.md);
- Airflow's own `AIRFLOW__…`.

This page is generated by `python -m newsvane.settings`; a test keeps page and code equal.
"""

if __name__ == "__main__":
    print(render_page(), end="")
