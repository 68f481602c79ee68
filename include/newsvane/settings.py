"""Every setting, one frozen object, read from the environment once (`NEWSVANE_…`), at the edge.

Times are seconds, sizes bytes. `python -m newsvane.settings` prints `docs/reference/settings.md`; a test keeps the two
equal.
"""

from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from newsvane.errors import ConfigError
from newsvane.storage import StoragePath, s3_path


class Settings(BaseSettings):
    """The settings of one installation."""

    model_config = SettingsConfigDict(env_prefix="NEWSVANE_", env_ignore_empty=True, frozen=True, extra="ignore")

    home: Path = Field(Path("var"), description="folder of everything Newsvane writes")
    watch: Path = Field(
        Path("include/watch"),
        validate_default=True,
        description="folder with feeds.toml, topics.toml, alerts.toml; the checkout's own from anywhere else",
    )
    catalog: str = Field(
        "",
        repr=False,
        description="the lake's catalog: a SQLite file, or postgresql://USER@HOST:PORT/DATABASE, the password in it or "
        "in PGPASSWORD; empty: lake/catalog.sqlite under home",
    )
    store: str = Field(
        "",
        description="where the lake's data, archive, staging and delivery lie: s3://BUCKET/PREFIX, its keys in AWS_…; "
        "empty: under home",
    )
    published: Path | None = Field(
        None, description="the plain DuckDB file for analysts; unset: coverage.duckdb under home"
    )
    publish_every: int = Field(300, ge=0, description="between two publications at the least")
    publish_text: bool = Field(True, description="texts in the published file; without, titles alone are indexed")

    contact: str = Field("", description="address or URL in the User-Agent, so that outlets can reach you")
    fetch_timeout: float = Field(30, gt=0, description="for a whole request, redirects included")
    feed_max_bytes: int = Field(15_000_000, gt=0, description="largest feed, after decompression")
    page_max_bytes: int = Field(10_000_000, gt=0, description="largest page, after decompression")
    concurrency: int = Field(32, gt=0, description="requests in flight in one task")
    host_concurrency: int = Field(2, gt=0, description="requests in flight to one host in one task")
    host_delay: float = Field(2.0, ge=0, description="between two requests to one host")
    respect_robots: bool = Field(True, description="obey robots.txt")
    connect_to: str = Field(
        "",
        description="for tests: HOST=ADDRESS:PORT, comma separated; HOST .example is a suffix, * is all. "
        "The named hosts alone may lie on a private address",
    )

    chunks: int = Field(4, gt=0, description="mapped tasks a step")
    read_limit: int = Field(2_000, gt=0, description="pages read in one cycle at the most")
    read_originals: Literal["watched", "all", "none"] = Field(
        "watched",
        description="the originals that translations on topic name are read too: those of outlets on the watch list, "
        "all, or none",
    )
    page_tries: int = Field(4, gt=0, description="attempts at a page before it is given up")
    copy_window_days: int = Field(14, gt=0, description="how far back copies are looked for")
    keep_text_days: int = Field(0, ge=0, description="drop the texts of stories older than this; 0 keeps them")
    keep_archive_days: int = Field(0, ge=0, description="drop archived pages older than this; 0 keeps them")
    keep_polls_days: int = Field(90, ge=0, description="drop rows of single polls older than this; 0 keeps them")
    keep_snapshots_days: int = Field(30, gt=0, description="how far back the lake can be queried as of")

    delivery_tries: int = Field(50, gt=0, description="attempts at an alert before it is a dead letter")
    delivery_days: float = Field(2, gt=0, description="how long an alert is tried before it is a dead letter")
    delivery_timeout: float = Field(20, gt=0, description="for sending an alert to a channel")
    delivery_wait: float = Field(30, gt=0, description="seconds before the second try, doubled before each further one")
    ops_channels: str = Field(
        "",
        description="channels of alerts.toml, comma separated, that are told when Airflow's tasks fail or are late; "
        "empty: those of the rules on feeds; none: nobody",
    )
    ui_url: str = Field("http://127.0.0.1:8080", description="address of the Airflow UI, for links")

    @field_validator("watch", mode="after")
    @classmethod
    def _from_anywhere(cls, value: Path) -> Path:
        beside = Path(__file__).resolve().parents[2] / value
        return value if value.exists() or not beside.exists() else beside

    @field_validator("published", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return value or None

    @field_validator("catalog", mode="after")
    @classmethod
    def _file_or_database(cls, value: str) -> str:
        if "://" not in value and not value.startswith(("dbname=", "host=", "postgres:", "ducklake:")):
            return value
        url = urlsplit(value)
        try:
            good = url.scheme in {"postgresql", "postgres"} and url.hostname and url.path.strip("/") and url.port != 0
        except ValueError:  # its words may hold a piece of the password
            good = False
        if not good:
            form = "postgresql://USER@HOST:PORT/DATABASE"
            raise ValueError(f"write a path, or {form}; in a password write / : @ ? # as %2F %3A %40 %3F %23")
        return value

    @field_validator("store", mode="after")
    @classmethod
    def _bucket(cls, value: str) -> str:
        url = urlsplit(value)
        if value and (url.scheme != "s3" or not url.netloc or "@" in url.netloc or url.query or url.fragment):
            raise ValueError("write s3://BUCKET or s3://BUCKET/PREFIX, and its keys in AWS_…")
        return value.rstrip("/")

    @property
    def is_embedded(self) -> bool:
        """Whether the catalog is a SQLite file."""
        return "://" not in self.catalog

    @property
    def catalog_path(self) -> Path:
        """The SQLite file of the catalog. Raises ConfigError where the catalog is in PostgreSQL."""
        if not self.is_embedded:
            raise ConfigError("the catalog is in PostgreSQL, not in a file", reason="other_catalog")
        return Path(self.catalog) if self.catalog else self.home / "lake" / "catalog.sqlite"

    @property
    def catalog_url(self) -> SplitResult:
        """Of a catalog in PostgreSQL, its address with all that was written in it."""
        return urlsplit(self.catalog)

    @property
    def catalog_shown(self) -> str:
        """Where the catalog is, without a password."""
        if self.is_embedded:
            return str(self.catalog_path)
        url = self.catalog_url
        user = f"{url.username}@" if url.username else ""
        port = f":{url.port}" if url.port else ""
        return f"postgresql://{user}{url.hostname}{port}{url.path}"

    @property
    def lake_path(self) -> Path:
        """The folder of this machine for what belongs to the lake."""
        return self.catalog_path.parent if self.is_embedded else self.home / "lake" / "postgresql"

    @property
    def data_path(self) -> StoragePath:
        """Where the lake's Parquet files lie."""
        return s3_path(f"{self.store}/lake/data") if self.store else self.lake_path / "data"

    @property
    def archive_path(self) -> StoragePath:
        """Where the WARC files lie."""
        return self._shared("archive")

    @property
    def staging_path(self) -> StoragePath:
        """Where tasks leave what the landing picks up."""
        return self._shared("staging")

    @property
    def delivery_path(self) -> StoragePath:
        """Where senders keep their journals."""
        return self._shared("delivery")

    def _shared(self, name: str) -> StoragePath:
        """A folder that every machine finds."""
        return s3_path(f"{self.store}/{name}") if self.store else self.home / name

    @property
    def spill_path(self) -> Path:
        """Where DuckDB puts what does not fit into memory, a folder a connection."""
        return self.home / "spill"

    @property
    def docs_path(self) -> Path:
        """Where Great Expectations keeps its Data Docs."""
        return self.home / "quality"

    @property
    def published_path(self) -> Path:
        """The plain DuckDB file."""
        return self.published or self.home / "coverage.duckdb"


@cache
def get_settings() -> Settings:
    """Read the environment, once a process.

    Raises ConfigError that names each variable that is wrong.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"NEWSVANE_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise ConfigError(f"settings in the environment cannot be used: {wrong}", reason="settings") from error


def page() -> str:
    """The settings as a page of Markdown."""
    rows = [
        f"| `NEWSVANE_{name.upper()}` | {_shown(field.default)} | {_unit(name, field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join([_PREFACE, "| variable | default | unit | meaning |", "|---|---|---|---|", *rows, ""])


def _shown(default: object) -> str:
    match default:
        case None:
            return "unset"
        case "":
            return "empty"
        case bool():
            return f"`{str(default).lower()}`"
        case float():
            return f"`{default:g}`"
        case _:
            return f"`{default}`"


def _unit(name: str, default: object) -> str:
    units = {"timeout": "seconds", "delay": "seconds", "every": "seconds", "days": "days", "bytes": "bytes"}
    units |= {"url": "address", "catalog": "path or address", "store": "address"}
    kinds = {bool: "true or false", int: "number", str: "text"}
    return units.get(name.rpartition("_")[2]) or kinds.get(type(default), "path")


_PREFACE = """# Settings

Written by `python -m newsvane.settings`; a test keeps page and code equal.

A setting is a variable of the environment, read when a process starts: `NEWSVANE_HOST_DELAY=5 newsvane run`.
`make up` hands its environment on to Airflow's tasks; in containers, add a variable to `newsvane.env`
([cluster](../operations/cluster.md)). A value that cannot be used ends the command with exit code 2 and names the
variable. Relative
paths start at the folder in which a command is typed.

More is read from the environment: the variables that [alerts.toml](../reference/alerts-toml.md) names as `${NAME}`,
as shipped
`NEWSVANE_ALERT_URL`; the proxies `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`; for a catalog or a store elsewhere
([the lake elsewhere](../operations/postgresql-and-s3.md)) `PGPASSWORD`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
`AWS_SESSION_TOKEN`, `AWS_REGION` and `AWS_ENDPOINT_URL`; and Airflow's own `AIRFLOW__…`.
"""

if __name__ == "__main__":
    print(page(), end="")
