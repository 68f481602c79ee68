"""Every setting, one frozen object, read from the environment once (`NEWSVANE_…`), at the edge.

Times are seconds, sizes bytes. `python -m newsvane.settings` prints `docs/settings.md`; a test keeps the two equal.
"""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from newsvane.errors import ConfigError


class Settings(BaseSettings):
    """The settings of one installation."""

    model_config = SettingsConfigDict(env_prefix="NEWSVANE_", env_ignore_empty=True, frozen=True, extra="ignore")

    home: Path = Field(Path("var"), description="folder of everything Newsvane writes")
    watch: Path = Field(
        Path("include/watch"),
        validate_default=True,
        description="folder with feeds.toml, topics.toml, alerts.toml; the checkout's own from anywhere else",
    )
    catalog: str = Field("", description="the lake's catalog: a SQLite file; empty: lake/catalog.sqlite under home")
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

    @property
    def catalog_path(self) -> Path:
        """The SQLite file of the catalog."""
        return Path(self.catalog) if self.catalog else self.home / "lake" / "catalog.sqlite"

    @property
    def data_path(self) -> Path:
        """Where the lake's Parquet files lie."""
        return self.catalog_path.parent / "data"

    @property
    def archive_path(self) -> Path:
        """Where the WARC files lie."""
        return self.home / "archive"

    @property
    def staging_path(self) -> Path:
        """Where tasks leave what the landing picks up."""
        return self.home / "staging"

    @property
    def delivery_path(self) -> Path:
        """Where senders keep their journals."""
        return self.home / "delivery"

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
    units |= {"url": "address", "catalog": "path"}
    kinds = {bool: "true or false", int: "number", str: "text"}
    return units.get(name.rpartition("_")[2]) or kinds.get(type(default), "path")


_PREFACE = """# Settings

Written by `python -m newsvane.settings`; a test keeps page and code equal.

A setting is a variable of the environment, read when a process starts: `NEWSVANE_HOST_DELAY=5 newsvane run`.
`make up` hands its environment on to Airflow's tasks; in containers, add a variable to `newsvane.env`
([cluster](cluster.md)). A value that cannot be used ends the command with exit code 2 and names the variable. Relative
paths start at the folder in which a command is typed.

Three more things are read from the environment: the variables that `alerts.toml` names as `${NAME}`
([watch](watch.md)), as shipped `NEWSVANE_ALERT_URL`; the proxies `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`; and
Airflow's own `AIRFLOW__…`.
"""

if __name__ == "__main__":
    print(page(), end="")
