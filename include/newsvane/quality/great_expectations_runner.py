"""Evaluate expectations on tables with Great Expectations, and write its Data Docs (HTML reports).

This is the only module that imports Great Expectations. The folder for the Data Docs holds the newest runs: results
under `validations`, pages under `site`.
"""

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, TypeAlias

from newsvane import storage
from newsvane.quality.expectations import Expectation
from newsvane.quality.spared_imports import spare

os.environ["GX_ANALYTICS_ENABLED"] = "false"  # must be set before the import, which would otherwise send analytics

with spare("altair", "scipy", "scipy.stats"):
    import great_expectations as gx
    import pandas as pd
    from great_expectations.checkpoint.actions import UpdateDataDocsAction
    from great_expectations.data_context.types.base import DataContextConfig, ProgressBarsConfig
    from great_expectations.expectations.row_conditions import Column
    from great_expectations.render.view import view

KEEP_RUNS = 50
"""How many runs are kept in the Data Docs."""

Table: TypeAlias = tuple[str, list[dict[str, Any]], list[Expectation]]
"""Name, rows, and the expectations of the rows. The first column of a table identifies its rows."""


class _Environment(view.Environment):  # type: ignore[misc, name-defined]
    """The environment of the templates of the Data Docs, which compiles each template once in this process.

    Great Expectations makes a new environment for each page and has it compile all of them again: half of the time that
    a page takes.
    """

    _compiled: ClassVar[dict[tuple[str, str | None], Any]] = {}

    def compile(self, source: str, name: str | None = None, *more: Any, **options: Any) -> Any:
        if (source, name) not in self._compiled:
            self._compiled[source, name] = super().compile(source, name, *more, **options)
        return self._compiled[source, name]


view.Environment = _Environment  # type: ignore[attr-defined]


@dataclass(frozen=True)
class ExpectationOutcome:
    """The outcome of an expectation.

    `failing_ids`: ids of the rows that do not meet it. `observed`: what was found instead, in words for people.
    """

    is_met: bool
    failing_ids: tuple[str, ...]
    observed: str


def evaluate(
    tables: Sequence[Table], *, docs: Path | None, now: datetime, run_id: str
) -> Iterator[tuple[Expectation, ExpectationOutcome]]:
    """Evaluate every expectation, and write the Data Docs into `docs` unless it is None."""
    if docs:
        storage.make_folder(docs)
        _delete_old_runs(docs)
    context = gx.get_context(mode="ephemeral", project_config=_make_config(docs))
    source = context.data_sources.add_pandas("newsvane")
    run = gx.RunIdentifier(run_name=re.sub(r"[^\w.+:-]", "_", run_id), run_time=now)
    for name, rows, expectations in tables:
        suite = gx.ExpectationSuite(name=name, expectations=[_to_gx(each) for each in expectations])
        batch = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("batch")
        definition = gx.ValidationDefinition(name=name, data=batch, suite=context.suites.add(suite))
        row_id = next(iter(rows[0]))
        checkpoint = gx.Checkpoint(
            name=name,
            validation_definitions=[context.validation_definitions.add(definition)],
            actions=[UpdateDataDocsAction(name="docs")] if docs else [],
            result_format={"result_format": "COMPLETE", "unexpected_index_column_names": [row_id]},
        )
        ran = context.checkpoints.add(checkpoint).run(batch_parameters={"dataframe": pd.DataFrame(rows)}, run_id=run)
        by_name = {expectation.name: expectation for expectation in expectations}
        for validation in ran.run_results.values():
            for result in validation.results:
                config: Any = result.expectation_config
                yield by_name[config.meta["name"]], _to_outcome(result, row_id)


def _to_gx(expectation: Expectation) -> Any:
    column = expectation.only_if_positive
    condition = {"row_condition": Column(column) > 0} if column else {}
    return getattr(gx.expectations, expectation.kind)(
        **expectation.arguments,
        **condition,
        description=f"{expectation.name}: {expectation.description}",
        meta={"name": expectation.name},
        severity="critical" if expectation.severity in {"failure", "outlet"} else "warning",
    )


def _to_outcome(result: Any, row_id: str) -> ExpectationOutcome:
    details: Mapping[str, Any] = result.result
    if "unexpected_count" in details:
        counted = details["element_count"] - details.get("missing_count", 0)
        observed = f"{details['unexpected_count']} of {counted} do not meet this"
    else:
        observed = f"could not be evaluated: {result.exception_info}"
    failing = [row[row_id] for row in details.get("unexpected_index_list") or () if isinstance(row, dict)]
    return ExpectationOutcome(is_met=result.success, failing_ids=tuple(dict.fromkeys(failing)), observed=observed)


def _make_config(docs: Path | None) -> DataContextConfig:
    """Return a configuration that keeps everything in memory, except for results and pages, which go to `docs`."""

    def store(kind: str, folder: Path | None = None) -> dict[str, Any]:
        backend = {"class_name": "InMemoryStoreBackend"}
        if folder:
            backend = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder.absolute())}
        return {"class_name": kind, "store_backend": backend}

    site = {
        **store("SiteBuilder", docs and docs / "site"),
        "show_how_to_buttons": False,
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
    }
    return DataContextConfig(
        stores={
            "expectations": store("ExpectationsStore"),
            "checkpoints": store("CheckpointStore"),
            "validation_definition_store": store("ValidationDefinitionStore"),
            "results": store("ValidationResultsStore", docs and docs / "validations"),
        },
        expectations_store_name="expectations",
        checkpoint_store_name="checkpoints",
        validation_results_store_name="results",
        data_docs_sites={"newsvane": site} if docs else {},
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False),
    )


def _delete_old_runs(docs: Path) -> None:
    """Delete the oldest runs to make room for one more. Results and pages are under `<table>/<run>/<time>`."""
    for table in (*docs.glob("validations/*/"), *docs.glob("site/validations/*/")):
        runs = sorted(table.glob("*/*/"), key=lambda run: run.name)
        for old in runs[: max(0, len(runs) - KEEP_RUNS + 1)]:
            shutil.rmtree(old)
            if not any(old.parent.iterdir()):
                old.parent.rmdir()
